"""Formats stage, onboarding: packs → PDF files, laid out as the binder is, of the binder's own pieces."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quaybook.formats.binder.apart import lay_out
from quaybook.formats.binder.book import Fit, document_data
from quaybook.formats.binder.fitting import fitted
from quaybook.formats.binder.fragments import make_fragments, pieces
from quaybook.formats.binder.kept import files_of, kept
from quaybook.formats.binder.letters import require_letters
from quaybook.formats.binder.plan import Entry
from quaybook.formats.binder.wallet import CARD
from quaybook.formats.contract import Edition
from quaybook.formats.onboarding.on_paper import about
from quaybook.formats.onboarding.pack import EXAMPLE, Pack
from quaybook.resources import policy_source

_MAIN = "onboarding.typ"
_LAYOUT = ("binder.typ", "fit.typ", _MAIN)
# What an example is called, and what a card that is handed out already cut.
_NOTES = {EXAMPLE: "example", CARD: "copy"}


def printed(edition: Edition, packs: tuple[Pack, ...]) -> dict[str, bytes]:
    """The PDF of each pack by its id. Raises NotMadeError, RuntimeError with the tools' own words, OSError."""
    if not packs:
        return {}
    # Not where the system keeps temporary files: if we are killed, the texts would stay there.
    with tempfile.TemporaryDirectory(prefix="onboarding-", dir=edition.scrap) as work:
        folder = Path(work)
        for name in _LAYOUT:
            (folder / name).write_bytes((policy_source() / "style" / name).read_bytes())
        entries = [entry for pack in packs for entry in pack.entries]
        make_fragments(edition, entries, folder)
        fits = fitted(edition, (), entries, folder)
        data = {f"{pack.id}.json": _data(edition, pack, fits) for pack in packs}
        require_letters(edition, folder, data.values())
        for name, told in data.items():
            (folder / name).write_text(told, encoding="utf-8")
        shaping = {f"{pack.id}.json": (*_LAYOUT, *files_of(pack.entries)) for pack in packs}
        made = kept(edition, folder, _MAIN, shaping, lambda missing: lay_out(folder, _MAIN, missing))
        return dict(zip((pack.id for pack in packs), made, strict=True))


def _data(edition: Edition, pack: Pack, fits: dict[str, Fit]) -> str:
    """What the layout is told, as JSON."""
    words, control, title = edition.words, pack.page.control, pack.page.title
    told = {
        "terminal": control.terminal,
        "edition": title,
        "title": words("onboarding.pack.title", terminal=control.terminal, path=title),
        "class": control.classification,
        "stamp": control.draft,
        "words": {"page": words("binder.pages.page"), "sheet": words("onboarding.pack.sheet")},
        "about": list(about(edition, pack)),
        "parts": [
            _part(edition, "steps", pack.steps, fits),
            *([_part(edition, "answers", pack.answers, fits)] if pack.answers else []),
        ],
        "front": _file(pack.front),
        "sheet": _file(pack.sheet),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _part(edition: Edition, key: str, entries: Iterable[Entry], fits: dict[str, Fit]) -> dict[str, Any]:
    documents = [document_data(edition, entry, fits) | _note(edition, key, entry) for entry in entries]
    # Answers follow each other; all else begins a page.
    return {"name": edition.words(f"onboarding.pack.{key}"), "documents": documents, "is_one": key == "answers"}


def _note(edition: Edition, key: str, entry: Entry) -> dict[str, str]:
    """What stands behind the title of a document, where it is not that of a binder."""
    told = "answers" if key == "answers" else _NOTES.get(entry.only[0] if entry.only else entry.name)
    return {"note": edition.words(f"onboarding.pack.{told}")} if told else {}


def _file(entry: Entry) -> str:
    return f"{pieces(entry)[0].name}.typ"
