"""Formats stage, binder: what is told of printing: a file of facts on what is printed now, and what is to be changed.

Whoever has printed copies the file into the terminal's folder; the next build compares its pages with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import yaml

from quaybook.documents.paper.editions import edition_name
from quaybook.formats.binder.changes import Change, changes, ranges
from quaybook.formats.binder.covers import day_in_words
from quaybook.formats.binder.plan import BinderEdition
from quaybook.formats.contract import Edition

PRINTED = "printed.yml"
CHANGES = "changes.pdf"


def printed_file(edition: Edition, binders: Sequence[BinderEdition], pages: Mapping[str, tuple[str, ...]]) -> bytes:
    """The facts `printed` as they are once all these editions are printed."""
    today = edition.judged.assessed.status.today
    entries = [
        {
            "edition": binder.id,
            "printed_on": today.isoformat(),
            "version": binder.entries[0].document.control.edition,
            "pages": list(pages[binder.id]),
        }
        for binder in binders
    ]
    head = "".join(f"# {line}\n" for line in edition.words.many("binder.printed"))
    body = yaml.safe_dump({"printed": entries}, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    return (head + body).encode()


def change_list(edition: Edition, binders: Sequence[BinderEdition], pages: Mapping[str, tuple[str, ...]]) -> str:
    """What the layout is told of the pages to take out and to put in, as JSON."""
    found, words = changes(edition.judged.terminal.printed, pages), edition.words
    listed = words.find("binder.change_list")
    rows = [_row(edition, binder, found.get(binder.id)) for binder in binders]
    control = binders[0].entries[0].document.control
    title = words("binder.title", terminal=control.terminal, edition=words("binder.change_list.title"))
    return json.dumps({"title": title, "words": listed, "rows": rows}, ensure_ascii=False, sort_keys=True)


def _row(edition: Edition, binder: BinderEdition, change: Change | None) -> list[str]:
    name, words = edition_name(binder.planned, edition.words), edition.words
    if change is None:
        return [name, words("binder.change_list.never"), "—", words("binder.change_list.whole")]
    last = words(
        "binder.change_list.last", day=day_in_words(words, change.last.printed_on), version=change.last.version
    )
    told = [_pages(edition, numbers) for numbers in (change.out, change.new)]
    return [name, last, *told]


def _pages(edition: Edition, numbers: tuple[int, ...]) -> str:
    words = edition.words
    parts = [str(a) if a == b else words("binder.change_list.range", first=a, last=b) for a, b in ranges(numbers)]
    return words("binder.change_list.comma").join(parts) or words("binder.change_list.nothing")


def is_printed(edition: Edition) -> bool:
    """Whether the facts say of anything that it was printed."""
    return bool(edition.judged.terminal.printed)
