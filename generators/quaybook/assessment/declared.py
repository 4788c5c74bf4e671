"""Assessment stage: requirements that a set decides by data: a fact, and what it must be.

A company's own rules, or a later guideline, need no Python where a flag, a number or a date decides.
"""

from __future__ import annotations

from quaybook.assessment.finding import Check, FactName, Quantity
from quaybook.assessment.reading import Checks, Reading
from quaybook.assessment.truth import Truth
from quaybook.model.requirement import FactCondition


def declared(t: Reading, conditions: tuple[FactCondition, ...]) -> Checks:
    """One check per condition."""
    for condition in conditions:
        yield _check(t, condition)


def _check(t: Reading, condition: FactCondition) -> Check:
    key, wanted = next((k, getattr(condition, k)) for k in _HOLDS if getattr(condition, k) is not None)
    truth = _HOLDS[key](t, condition.fact, wanted)
    path = tuple(condition.fact.split("."))
    value, wish = Quantity(t.value(condition.fact), path), Quantity(wanted, path)
    return t.check(f"declared_{key}", truth, fact=FactName(condition.fact), value=value, wanted=wish)


def _flag(t: Reading, path: str, wanted: bool) -> Truth:
    return t.yes(path) if wanted else t.no(path)


_HOLDS = {
    "is_yes": _flag,
    "at_least": Reading.at_least,
    "at_most": Reading.at_most,
    "within_days": Reading.within,
}
