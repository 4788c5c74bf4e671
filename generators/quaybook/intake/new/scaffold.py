"""Intake stage: what is known of a terminal → a complete folder of commented facts that can be built at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from quaybook.facts.positions import read_yaml
from quaybook.intake.complete import Completer
from quaybook.intake.skeleton import load_skeleton
from quaybook.intake.text.comments import load_comments
from quaybook.intake.text.writer import Writer
from quaybook.resources import policy_source
from quaybook.wording.fact_words import load_descriptions


def scaffold(answers: Mapping[str, object]) -> dict[str, str]:
    """File name → YAML text of a whole folder of facts.

    `answers` is a partial tree of plain data, shaped like the facts. A group in the place of a list
    completes the skeleton's entries by their ids; a list replaces them. What is missing becomes TODO.
    """
    source = policy_source()
    skeleton = load_skeleton(source)
    facts = Completer(load_descriptions(source), skeleton.undecided).group((), skeleton.shaped(answers))
    plan = _plan(source)
    comments = load_comments(source, plan["phrases"])
    placed = {key for file in plan["files"].values() for key in file["holds"]}
    # What the schema does not know stands in the first file, where the check will name it.
    strays = [key for key in facts if key not in placed]
    made = {}
    for number, (name, file) in enumerate(plan["files"].items()):
        keys = [*file["holds"], *(strays if number == 0 else ())]
        writer = Writer(comments, skeleton.to_confirm)
        made[name] = _text(writer, plan["schema"], file, {key: facts[key] for key in keys if key in facts})
    return made


def file_names() -> tuple[str, ...]:
    """The names of the files of a new folder."""
    return tuple(_plan(policy_source())["files"])


@lru_cache(maxsize=1)
def _plan(source: Path) -> dict[str, Any]:
    read = read_yaml(source / "intake" / "files.yml", "files.yml")
    assert not read.problems, read.problems
    return dict(read.data)


def _text(writer: Writer, first: str, file: Mapping[str, Any], facts: Mapping[str, object]) -> str:
    writer.lines.append(first)
    writer.comment([file["ja"], file["en"]])
    writer.top(file["holds"], facts)
    return "\n".join(writer.lines) + "\n"
