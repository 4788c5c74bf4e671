"""Formats stage, slides: decks → .pptx files, through pandoc and what finishes its files.

One pandoc makes all of them; a deck whose text, look and tools did not change is taken from the cache.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from quaybook.formats import pandoc
from quaybook.formats.contract import Edition
from quaybook.formats.slides.deck import Deck
from quaybook.formats.slides.figures import drawn
from quaybook.formats.slides.finish import Finish
from quaybook.formats.slides.fitting import Fitting, Page
from quaybook.formats.slides.look import load_slide_look
from quaybook.formats.slides.reference import reference_deck
from quaybook.model.document import Figure
from quaybook.resources import policy_source

_ROOM = Path(__file__).parent
_SCRIPT = _ROOM / "slides.lua"
_LIBRARIES = ("python-pptx", "lxml", "pygraphviz", "noto-cjk-sans-jp-regular")


def made_decks(edition: Edition, decks: Sequence[Deck]) -> list[bytes]:
    """The files of the decks, in their order."""
    look = load_slide_look(policy_source())
    fitting = Fitting(look)
    pages = [fitting.all_pages(deck) for deck in decks]
    keys = [_key(edition, look.values, deck, shown) for deck, shown in zip(decks, pages, strict=True)]
    found = {key: edition.cache.get(key) for key in keys}
    missing = [number for number, key in enumerate(keys) if found[key] is None]
    reference = reference_deck(look) if missing else b""
    # Not where the system keeps temporary files: if we are killed, the texts would stay there.
    with tempfile.TemporaryDirectory(prefix="slides-", dir=edition.scrap) as work:
        raw = _converted(Path(work), reference, [pages[number] for number in missing], fitting)
        finish = Finish(fitting, edition.words)
        for number, content in zip(missing, raw, strict=True):
            made = finish.finished(content, decks[number], pages[number])
            edition.cache.put(keys[number], made)
            found[keys[number]] = made
    return [kept for key in keys if (kept := found[key]) is not None]


def _converted(work: Path, reference: bytes, decks: Sequence[Sequence[Page]], fitting: Fitting) -> Iterable[bytes]:
    """What pandoc makes of the pages of each deck."""
    if not decks:
        return []
    (work / "reference.pptx").write_bytes(reference)
    for number, pages in enumerate(decks):
        (work / f"{number}.json").write_text(json.dumps(told(pages), ensure_ascii=False), encoding="utf-8")
        for page in pages:
            if page.figure is not None:
                (work / picture_name(page.figure)).write_bytes(drawn(page.figure, fitting.look))
    orders = "".join(f"{number}.json\t{number}.pptx\n" for number in range(len(decks)))
    pandoc.convert(_SCRIPT, "reference.pptx", folder=work, orders=orders)
    return [(work / f"{number}.pptx").read_bytes() for number in range(len(decks))]


def told(pages: Sequence[Page]) -> dict[str, object]:
    """What the script is told of a deck; the first page is the cover."""
    cover, *others = pages
    shown = [{"title": p.title, "notes": p.notes, **_body(p)} for p in others]
    return {"title": cover.title, "lines": cover.bullets, "notes": cover.notes, "pages": shown}


def _body(page: Page) -> dict[str, object]:
    if page.figure is not None:
        return {"image": picture_name(page.figure)}
    return {"head": page.head, "rows": page.rows} if page.rows else {"bullets": page.bullets}


def picture_name(figure: Figure) -> str:
    """The name of the picture's file; figures of one name may differ from reader to reader."""
    return f"{hashlib.sha256(figure.dot.encode()).hexdigest()}.png"


def _key(edition: Edition, look: object, deck: Deck, pages: Sequence[Page]) -> str:
    document = deck.document
    own = (deck.title, deck.foot, document.number, document.language, edition.words.find("slides"))
    return hashlib.sha256(repr((_tools(), look, own, pages)).encode()).hexdigest()


@cache
def _tools() -> tuple[object, ...]:
    """The versions of the tools, and the kit's own code that makes a deck."""
    code = [path.read_bytes() for path in sorted(_ROOM.iterdir()) if path.is_file()]
    code += [path.read_bytes() for path in sorted(_ROOM.parent.glob("*.py"))]
    return (pandoc.version(), *map(version, _LIBRARIES), hashlib.sha256(b"".join(code)).hexdigest())
