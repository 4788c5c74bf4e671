"""The files of data beside the kit's texts, and documents of a terminal's own with data, made for a test."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from quaybook.catalogue.root import Root
from quaybook.documents.data.check import DataCheck
from quaybook.documents.data.mistakes import DataFile
from quaybook.documents.library.load import load_library
from quaybook.facts.positions import Source, read_yaml
from quaybook.model.audience import AudienceLevel
from quaybook.model.data.kinds import KINDS
from quaybook.model.document import Document
from quaybook.pipeline import Workspace, prepare
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source

from tests.conftest import TODAY
from tests.helpers.templates import MESSAGES
from tests.helpers.workspaces import facts_of, write_facts

DOCUMENTS = policy_source() / "documents"
SPEC = {"order": 900, "numbering": "sections", "owner": {"ja": "教育担当者", "en": "Trainer"}, "audience": "staff"}
QUIZ = "{% for q in fill(quiz, FACTS, CONDITIONS).questions %}\n- {{ q.question }}{{ q.why }}\n{% endfor %}"


@cache
def files_of(name: str) -> tuple[Path, ...]:
    """The kit's files of data of a name, in the source language."""
    return tuple(sorted(DOCUMENTS.glob(f"*/*/{name}.yml")))


@cache
def _read(path: Path) -> dict[str, Any]:
    return read_yaml(path, path.name).data


def data_of(path: Path) -> dict[str, Any]:
    """A file of data as it is written, to be changed at will."""
    return copy.deepcopy(_read(path))


@cache
def kit_check() -> DataCheck:
    return DataCheck(load_library((Root(policy_source(), "policy_src"),)))


def typed_files() -> Iterable[tuple[str, Path]]:
    found = [(name, path) for name in KINDS for path in files_of(name)]
    assert len(found) >= 52
    return found


def own_data(
    root: Path, texts: Mapping[str, str], data: Mapping[str, object], name: str = "own", **spec: object
) -> None:
    """A document of the terminal `mine` alone: texts by language, from the third line, and files of data by name."""
    folder = root / "terminals" / "mine" / "overrides" / "documents" / "training" / name
    folder.mkdir(parents=True)
    write_facts(root / "terminals" / "mine", facts_of("chitoseura"))
    named = {"number": f"X-{name}", "title": {"ja": f"試しの教材{name}", "en": f"Trial {name}"}}
    for file, made in {"document.yml": {**SPEC, **named, **spec}, **data}.items():
        text = made if isinstance(made, str) else yaml.safe_dump(made, allow_unicode=True, sort_keys=False)
        (folder / file).write_text(text, encoding="utf-8")
    for language, text in texts.items():
        (folder / f"{language}.md.j2").write_text(f'{{{{ section("all", "全て") }}}}\n\n{text}\n', encoding="utf-8")


def made_of(
    root: Path, language: str = "ja", reader: AudienceLevel = AudienceLevel.CONTROLLED
) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document of `own_data`, and the problems that are about it."""
    prepared, problems = prepare(Workspace(root), "mine", TODAY, (language,), reader=reader)
    documents = prepared.sets[language].documents if prepared and language in prepared.sets else ()
    own = tuple(problem for problem in problems if "/overrides/" in problem.file)
    return next((d for d in documents if d.spec.id == "own"), None), own


def question(**changes: object) -> dict[str, object]:
    return {
        "question": "最初にすることは何か。",
        "choices": ["知らせる", "待つ"],
        "answer": "ア",
        "why": "早いほどよい。",
    } | changes


def inject(**changes: object) -> dict[str, object]:
    return {
        "offset": "T+0:10",
        "title": "止まる",
        "inject": "止まった。",
        "question": "何をするか。",
        "expected": ["知らせる。"],
        "documents": ["backup#generations"],
        "requirements": ["3-4-3"],
    } | changes


def form_with(**part: object) -> dict[str, object]:
    return {"use": "渡すとき", "writer": "係員", "submit_to": "責任者", "parts": [part]}


def checked(last: str, read: Source) -> DataFile:
    """A file of data as it is checked beside the kit's documents."""
    return kit_check().file(last, read)


def written(folder: Path, last: str, data: object) -> DataFile:
    """The same of a file with these contents."""
    (folder / last).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return checked(last, read_yaml(folder / last, last))


def told(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Code and path of each problem, which has a line and a sentence in both languages."""
    found = []
    for problem in problems:
        assert problem.line > 0, problem
        assert all(describe(problem, messages) for messages in MESSAGES.values())
        found.append((problem.code, problem.path))
    return sorted(found)
