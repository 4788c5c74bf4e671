"""Formats stage, binder: cards for a wallet → the data of their sheets, which are cut or folded into cards.

Their texts are those of their documents: a front that says what to do, and a back that says whom to call.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from quaybook.documents.paper.editions import is_read
from quaybook.formats.binder.fragments import pieces
from quaybook.formats.binder.plan import Entry
from quaybook.formats.contract import Edition
from quaybook.model.groups.kinds import CardLanguage

FILE = "wallet-cards.pdf"
LAYOUT = "wallet.typ"
DATA = "wallet.json"
CARD = "wallet-card"
# Of each card, who reads it, if not everybody, and the headings at which its document is parted: at the first begins
# its front, at the last its back.
_CARDS: Mapping[str, tuple[CardLanguage | None, tuple[str, ...]]] = {
    CARD: (None, ("find", "call")),
    "card-finder-plain": (CardLanguage.EASY_JAPANESE, ("actions", "say", "call")),
    "card-finder-english": (CardLanguage.ENGLISH, ("actions", "say", "call")),
}


def wallet_entries(edition: Edition) -> tuple[Entry, ...]:
    """The cards of this set that its terminal's staff read, each parted into its sides."""
    held = {document.spec.id: document for document in edition.documents.documents}
    read = (
        (name, sides)
        for name, (language, sides) in _CARDS.items()
        if name in held and (language is None or is_read(language, edition.judged.terminal))
    )
    return tuple(Entry(held[name], parted_at=sides) for name, sides in read)


def wallet_data(edition: Edition, entries: tuple[Entry, ...]) -> str:
    """The data as JSON."""
    told = {"words": edition.words.find("binder.wallet"), "cards": [_card(entry) for entry in entries]}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _card(entry: Entry) -> dict[str, Any]:
    document, control = entry.document, entry.document.control
    front, *_, back = (f"{piece.name}.typ" for piece in pieces(entry))
    return {
        "title": document.title,
        "terminal": control.terminal,
        "number": document.number,
        "class": control.classification,
        "front": front,
        "back": back,
    }
