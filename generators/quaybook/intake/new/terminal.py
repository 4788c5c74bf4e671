"""Intake stage: a new terminal's folder: whether it may be made here, and making it with the schema beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from quaybook.facts.listing import is_device
from quaybook.files.facts_backup import write_facts
from quaybook.files.refusal import refusal
from quaybook.intake.complete import Tree
from quaybook.intake.new.scaffold import file_names, scaffold
from quaybook.model.notation import TODO_MARK
from quaybook.problems import Problem
from quaybook.schema.editor import facts_schema

SCHEMA_FILE = "facts.schema.json"
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
_PREFIX_LENGTH = 8


@dataclass(frozen=True)
class Made:
    """The folder with the names of its files, how many facts are open, and where what stood there is kept."""

    folder: Path
    files: tuple[str, ...]
    todos: int
    backup: Path | None


def refusal_to_make(terminals: Path, terminal_id: str, force: bool) -> Problem | None:
    """Why the terminal cannot be made here; known before anybody answers questions."""
    if not terminals.is_dir():
        return Problem.at("not_a_workspace", str(terminals.parent))
    if is_device(terminal_id):
        return Problem.at("id_of_windows", terminals.name, came=terminal_id)
    if not _ID.fullmatch(terminal_id):
        return Problem.at("not_a_terminal_id", terminals.name, came=terminal_id)
    folder, name = terminals / terminal_id, f"{terminals.name}/{terminal_id}"
    if folder.exists() and not folder.is_dir():
        return Problem.at("not_a_folder", name)
    if folder.exists() and not force:
        return Problem.at("terminal_exists", name)
    # Only with `force`: what is not replaced would state the same facts again.
    others = sorted({path.name for path in folder.glob("*.yml")} - set(file_names())) if folder.exists() else []
    return Problem.at("other_facts_there", name, files=", ".join(others)) if others else None


def known_of(terminal_id: str, profile: str | None) -> Tree:
    """What is known before the first question: the prefix of document numbers, and the profile if it was named."""
    prefix = terminal_id.replace("-", "").upper()[:_PREFIX_LENGTH]
    control = {"number_prefix": prefix, **({"profile": profile} if profile else {})}
    return {"document_control": control}


def new_terminal(terminals: Path, terminal_id: str, answers: Mapping[str, object], stamp: str) -> Made | Problem:
    """Writes the facts, all or none of them, and the schema for editors where it is missing."""
    texts, schema = scaffold(answers), terminals / SCHEMA_FILE
    try:
        with suppress(FileExistsError), schema.open("x", encoding="utf-8", newline="\n") as file:
            file.write(schema_text())
    except OSError as error:
        return refusal(error, terminals)
    kept = write_facts(terminals / terminal_id, texts, stamp)
    if isinstance(kept, Problem):
        return kept
    return Made(terminals / terminal_id, tuple(texts), sum(map(_todos, texts.values())), kept)


def schema_text() -> str:
    """The schema of the facts as `quaybook schema` prints it."""
    return json.dumps(facts_schema(), ensure_ascii=False, indent=1) + "\n"


def _todos(text: str) -> int:
    return sum(TODO_MARK in line for line in text.splitlines() if not line.lstrip().startswith("#"))
