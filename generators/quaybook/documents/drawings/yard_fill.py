"""Documents stage, drawings: how the yard fills while boxes come ashore and none leave, up to where the work stops.

The bars are cells of a table, so that the same drawing stands on a page of the site and on a sheet of Word.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from quaybook.documents.drawings.dot import Drawing
from quaybook.documents.paper.capacity import Reckoning
from quaybook.documents.paper.capacity_view import can_be_drawn, shown_number
from quaybook.model.document import Figure
from quaybook.model.terminal import Terminal
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words

_STEPS = 8
_BAR = 260
_ROW = (
    '<TR><TD ALIGN="RIGHT">{time}</TD><TD ALIGN="LEFT">{bar}</TD>'
    '<TD ALIGN="RIGHT">{fill}</TD><TD ALIGN="LEFT">{mark}</TD></TR>'
)
_CELL = '<TD WIDTH="{width}" HEIGHT="16" FIXEDSIZE="TRUE" BORDER="1" BGCOLOR="{ground}"></TD>'


def yard_fill(terminal: Terminal, words: Words, filters: Filters) -> Figure:
    """A bar for each point in time; what is not known is not drawn."""
    r = Reckoning(terminal)
    drawing = Drawing("TB", filters)
    rows = list(_rows(r, words)) if can_be_drawn(r) else []
    table = "".join(rows) or f"<TR><TD>{escape(words('figure.yard-fill.unknown'))}</TD></TR>"
    drawing.statements.append(f'"yard" [shape=plain, label=<<TABLE BORDER="0" CELLSPACING="3">{table}</TABLE>>];')
    known = {"slots": r.load("yard_slots_teu"), "full": r.full, "rate": r.quay, "teu": r.teu}
    known["discharge"] = r.load("discharge_per_ship")
    shown = {name: shown_number(number, fine=name == "teu") for name, number in known.items()}
    drawing.says(words("figure.yard-fill.formula", **shown))
    return Figure("yard-fill", drawing.text(), words("figure.yard-fill.alt", **shown))


def _rows(r: Reckoning, words: Words) -> Iterator[str]:
    slots, stock, stop = r.load("yard_slots_teu"), r.load("yard_stock_teu"), r.stop_teu
    if not slots or stock is None or stop is None or not r.quay or not r.teu or r.ship_teu is None:
        return
    an_hour, ashore = r.quay * r.teu, stock + r.ship_teu
    step = max((min(stop, ashore) - stock) / an_hour, 1.0) / (_STEPS - 2)
    for number in range(_STEPS):
        # Once all of the ship stands ashore, nothing more comes.
        teu = min(stock + an_hour * step * number, ashore)
        share = teu / slots
        mark = _mark(teu, stop, ashore, r.ship_teu)
        time = words("figure.yard-fill.time", hours=shown_number(step * number))
        fill = words("figure.yard-fill.fill", teu=shown_number(round(teu)), percent=shown_number(round(share * 100)))
        said = words(f"figure.yard-fill.{mark}")
        yield _ROW.format(time=escape(time), bar=_bar(share), fill=escape(fill), mark=escape(said))


def _mark(teu: float, stop: float, ashore: float, ship: float) -> str:
    """What is to be done while so much stands in the yard."""
    if teu >= stop - 0.5:
        return "stop"
    if teu >= ashore - 0.5:
        return "done"
    return "no_ship" if teu > stop - ship else "go_on"


def _bar(share: float) -> str:
    """As long as what stands there, in a frame as long as what there is room for."""
    filled = max(min(round(_BAR * share), _BAR), 1)
    cells = _CELL.format(width=filled, ground="#999999")
    if filled < _BAR:
        cells += _CELL.format(width=_BAR - filled, ground="#ffffff")
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>{cells}</TR></TABLE>'
