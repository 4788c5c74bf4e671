"""Intake stage: which form an answer has to have, by the fact that it states, and the answer put into that form.

The keyboard of `quaybook new` and the cells of a workbook go this way alike, so that a number or a day is the
same whoever wrote it down. What cannot be read stays as it is, for the model to refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from quaybook.facts.positions import KeyPath
from quaybook.intake.answers import signs
from quaybook.intake.answers.days import read_day
from quaybook.intake.shapes import shape
from quaybook.model.fields import is_clock
from quaybook.model.groups.kinds import Means
from quaybook.problems import Problem


class Form(StrEnum):
    """What the text of an answer is made of; CHOICE is one of a few words."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DAY = "day"
    CLOCK = "clock"
    ID = "id"
    PHONE = "phone"
    EXTENSION = "extension"
    ADDRESS = "address"
    NETWORK = "network"


_OF_MEANS = {
    Means.PHONE: Form.PHONE,
    Means.MOBILE: Form.PHONE,
    Means.FAX: Form.PHONE,
    Means.EXTENSION: Form.EXTENSION,
    Means.MAIL: Form.ADDRESS,
    Means.WEB: Form.ADDRESS,
}
_AS: Mapping[Form, Callable[[str], str]] = {
    Form.TEXT: signs.composed,
    Form.CHOICE: str.strip,
    Form.NUMBER: signs.number,
    Form.CLOCK: signs.plain,
    Form.ID: signs.identifier,
    Form.PHONE: signs.phone,
    Form.EXTENSION: signs.phone,
    Form.ADDRESS: signs.address,
    Form.NETWORK: signs.network,
}


def form_of(path: KeyPath, means: str = "") -> Form:
    """The form of the leaf at `path`; `means` is the kind that stands beside a way to reach somebody."""
    found = shape(path)
    assert found is not None, path
    if date in found.types:
        return Form.DAY
    if found.vocabulary is not None or bool in found.types:
        return Form.CHOICE
    if found.types & {int, float}:
        return Form.NUMBER
    if found.target or path[-1] == "id":
        return Form.ID
    if path[-1] == "address":
        return Form.NETWORK
    if is_clock(path):
        return Form.CLOCK
    return _OF_MEANS.get(Means(means), Form.TEXT) if means in [*Means] and is_means(path) else Form.TEXT


def is_means(path: KeyPath) -> bool:
    """Whether what stands at `path` is a number or an address of the kind that stands beside it."""
    beside = shape((*path[:-1], "kind"))
    return path[-1] == "value" and beside is not None and beside.vocabulary is Means


def taken(form: Form, text: str) -> str | Problem:
    """The answer as facts have it, or why it can be none."""
    if form is Form.DAY:
        found = read_day(text)
        return text.strip() if found is None else found
    return _AS[form](text)
