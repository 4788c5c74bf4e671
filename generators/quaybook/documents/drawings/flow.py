"""Documents stage: the course of an incident from the first call to the review, with the exit of a false alarm.

What is to be decided is a diamond, and what ends the course early has a double outline; lines say on what answer.
"""

from __future__ import annotations

from itertools import pairwise

from quaybook.documents.drawings.dot import Drawing
from quaybook.model.document import Figure
from quaybook.model.terminal import Terminal
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words

_STEPS = (
    "notice",
    "level",
    "check",
    "isolate",
    "inform",
    "business",
    "cause",
    "recheck",
    "recover",
    "restart",
    "close",
)
_DECISIONS = ("check", "recheck")
_EXIT = "false-alarm"
_BANDS = ("first", "to-4", "to-12", "to-24", "to-48", "to-72")


def incident_flow(_: Terminal, words: Words, filters: Filters) -> Figure:
    """The same for every terminal: steps one below the other, and a false alarm leaves them at either decision."""
    drawing = Drawing("TB", filters)
    for name in (*_STEPS, _EXIT):
        style = {"shape": "diamond"} if name in _DECISIONS else {"peripheries": "2"} if name == _EXIT else {}
        drawing.wide_node(name, *words.many(f"figure.incident-flow.{name}"), **style)
    for tail, head in pairwise(_STEPS):
        if tail in _DECISIONS:
            drawing.edge(tail, _EXIT, words("figure.incident-flow.confirmed"))
        drawing.edge(tail, head, words("figure.incident-flow.otherwise") if tail in _DECISIONS else "")
    return Figure("incident-flow", drawing.text(), words("figure.incident-flow.alt"))


def first_72_hours(_: Terminal, words: Words, filters: Filters) -> Figure:
    """The same for every terminal: what each stretch of the first three days is for."""
    drawing = Drawing("TB", filters)
    for name in _BANDS:
        drawing.wide_node(name, *words.many(f"figure.incident-72-hours.{name}"))
    for tail, head in pairwise(_BANDS):
        drawing.edge(tail, head)
    return Figure("incident-72-hours", drawing.text(), words("figure.incident-72-hours.alt"))
