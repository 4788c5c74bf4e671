"""Documents stage: the operators of the template language, measured before they compute.

One operator can make a text that fills the memory, or a number that takes a year. Each therefore takes the kinds
of values for which templates need it, and no others: `%` on a text would be a language of its own.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from quaybook.documents.templating.budget import MAX_BITS, Budget
from quaybook.documents.templating.declared import REFUSING
from quaybook.wording.values import TemplateMistakeError

_NUMBERS = (int, float)
_LISTS = (list, tuple)


def measure(budget: Budget, operator: str, left: Any, right: Any) -> None:
    """Counts what the operator will take. Raises TemplateMistakeError for what it must not be used on."""
    budget.spend(1)
    if isinstance(left, REFUSING) or isinstance(right, REFUSING):
        return
    if isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS):
        _numbers(operator, left, right)
    elif operator == "+" and _alike(left, right):
        budget.repeat(left, 1)
        budget.repeat(right, 1)
    elif operator == "*" and isinstance(left, (str, *_LISTS)) and isinstance(right, int):
        budget.repeat(left, right)
    elif operator == "*" and isinstance(left, int) and isinstance(right, (str, *_LISTS)):
        budget.repeat(right, left)
    elif not (operator in "+-" and isinstance(left, date | timedelta) and isinstance(right, date | timedelta)):
        values = {"operator": operator, "left": type(left).__name__, "right": type(right).__name__}
        raise TemplateMistakeError("template_operation", **values)


def _alike(left: Any, right: Any) -> bool:
    return any(isinstance(left, kind) and isinstance(right, kind) for kind in (str, *_LISTS))


def _numbers(operator: str, left: float, right: float) -> None:
    bits = [each.bit_length() for each in (left, right) if isinstance(each, int)]
    if len(bits) == 2 and operator == "**" and right > 0:
        bits = [bits[0] * int(right)]
    elif operator == "*":
        bits = [sum(bits)]
    if any(each > MAX_BITS for each in bits):
        raise TemplateMistakeError("template_number_too_long")
