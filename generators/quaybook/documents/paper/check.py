"""Documents stage, paper: what is wrong with the binders that a terminal's facts change or add."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from quaybook.documents.library.load import Library
from quaybook.documents.library.selection import is_of
from quaybook.documents.paper.editions import plan
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.groups.paper import BinderPlan
from quaybook.model.load import near
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem

_ADDRESS = re.compile(r"https?://[!-~]{1,200}")
_Mistake = tuple[str, KeyPath, dict[str, object]]


def paper_problems(terminal: Terminal, source: Source, library: Library, kit: Path) -> list[Problem]:
    """Editions and documents that there are not, added editions without a name, an address that is none."""
    documents = [spec.id for spec in library.specs if is_of(spec, terminal.requirement_sets)]
    own = [each.id for each in plan(kit).editions]
    found: list[Problem] = []
    for code, path, values in _mistakes(terminal, documents, own):
        position = source.position(path)
        found.append(Problem.at(code, position.file, position.line, dotted(path), **values))
    return found


def _mistakes(terminal: Terminal, documents: list[str], own: list[str]) -> Iterator[_Mistake]:
    address = terminal.paper.site_address
    if address is not None and not _ADDRESS.fullmatch(address):
        yield "not_an_address", ("paper", "site_address"), {"came": address}
    for index, edition in enumerate(terminal.paper.editions):
        path: KeyPath = ("paper", "editions", index)
        yield from _of_edition(edition, path, own)
        for key in ("add", "leave_out"):
            for number, came in enumerate(getattr(edition, key)):
                if came not in documents:
                    values = {"came": came, "to": "document", "near": near(came, documents)}
                    yield "unknown_reference", (*path, key, number), values


def _of_edition(edition: BinderPlan, path: KeyPath, own: list[str]) -> Iterator[_Mistake]:
    if edition.id in own:
        return
    if edition.like is None:
        yield "edition_of_nobody", (*path, "id"), {"came": edition.id, "known": ", ".join(own)}
    elif edition.like not in own:
        yield (
            "unknown_reference",
            (*path, "like"),
            {"came": edition.like, "to": "edition", "near": near(edition.like, own)},
        )
    if edition.name is None:
        yield "edition_without_name", (*path, "id"), {"came": edition.id}
