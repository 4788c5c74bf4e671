"""Catalogue stage: mistakes in what a set asks of the facts as data (`decided_by`).

A path that leads nowhere, or a condition that a fact cannot have, would otherwise be found in the middle of judging.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from quaybook.facts.positions import KeyPath
from quaybook.model.done_on import may_lie_ahead
from quaybook.model.fields import group_at, group_of, leaf_types, lists_on
from quaybook.model.load import near
from quaybook.model.requirement import Asked, Criterion

# What a fact must be for a condition to make sense.
_NEEDS: Mapping[str, set[type]] = {
    "is_yes": {bool},
    "at_least": {int, float},
    "at_most": {int, float},
    "within_days": {date},
    "not_after": {date},
}
# By what a criterion is about: the keys that may stand beside it, and the one without which it asks nothing.
_BESIDE = {"fact": tuple(_NEEDS), "every": ("has",), "any": ("has",), "dates": ("apart_days", "within_days")}
_NEEDED = {"every": "has", "any": "has", "dates": "apart_days"}
# Code of the message, key below the set, values of the message.
Mistake = tuple[str, KeyPath, Mapping[str, object]]


def criterion_mistakes(criterion: Criterion, here: KeyPath) -> Iterator[Mistake]:
    """Everything that is wrong with one criterion, which stands at `here`."""
    given = [key for key in Criterion.model_fields if getattr(criterion, key) is not None]
    about = [key for key in given if key in _BESIDE]
    if len(about) != 1:
        yield "criterion_not_one", here, {"count": len(about), "expected": ", ".join(_BESIDE)}
        return
    (subject,) = about
    allowed = _BESIDE[subject]
    for key in given:
        if key != subject and key not in allowed:
            values = {"came": key, "subject": subject, "expected": ", ".join(allowed)}
            yield "criterion_unfit", (*here, key), values
    if (needed := _NEEDED.get(subject)) and needed not in given:
        yield "criterion_incomplete", here, {"subject": subject, "key": needed}
    yield from _of_subject(criterion, here)


def _of_subject(criterion: Criterion, here: KeyPath) -> Iterator[Mistake]:
    if criterion.fact is not None:
        yield from _of_fact(criterion, criterion.fact, (), here)
    elif criterion.dates is not None:
        yield from _of_dates(criterion, criterion.dates, here)
    else:
        yield from _of_list(criterion, "any" if criterion.every is None else "every", here)


def _of_fact(asked: Asked, fact: str, within: KeyPath, here: KeyPath) -> Iterator[Mistake]:
    """`within` is the list to whose entries the paths belong."""
    if wrong := _unknown(fact, within, (*here, "fact")):
        yield wrong
        return
    given = [key for key in _NEEDS if getattr(asked, key) is not None]
    if len(given) != 1:
        yield "condition_not_one", here, {"came": fact, "expected": ", ".join(_NEEDS)}
    for key in given:
        if not _fits(key, fact, within):
            yield "condition_wrong_fact", (*here, key), {"came": fact, "asked": key}
    if (other := asked.not_after) is not None:
        if wrong := _unknown(other, within, (*here, "not_after")):
            yield wrong
        elif not _fits("not_after", other, within):
            yield "condition_wrong_fact", (*here, "not_after"), {"came": other, "asked": "not_after"}


def _of_list(criterion: Criterion, subject: str, here: KeyPath) -> Iterator[Mistake]:
    came = getattr(criterion, subject)
    if wrong := _unknown(came, (), (*here, subject)):
        yield wrong
        return
    path = _path(came)
    group = group_at(path[:-1])
    if group is None or lists_on(path) != (path,) or group_of(group.model_fields[str(path[-1])]) is None:
        yield "condition_wrong_fact", (*here, subject), {"came": came, "asked": subject}
        return
    for index, condition in enumerate(criterion.has or ()):
        yield from _of_fact(condition, condition.fact, path, (*here, "has", index))


def _of_dates(criterion: Criterion, dates: tuple[str, ...], here: KeyPath) -> Iterator[Mistake]:
    for index, came in enumerate(dates):
        at, path = (*here, "dates", index), _path(came)
        if wrong := _unknown(came, (), at):
            yield wrong
        elif len(lists_on(path)) > 1 or date not in leaf_types(path):
            yield "condition_wrong_fact", at, {"came": came, "asked": "dates"}
        elif criterion.within_days is not None and may_lie_ahead(path):
            yield "condition_wrong_fact", at, {"came": came, "asked": "within_days"}


def _path(fact: str) -> KeyPath:
    return tuple(fact.split("."))


def _unknown(fact: str, within: KeyPath, at: KeyPath) -> Mistake | None:
    """What is wrong with a path of which some part is no fact; the part that was meant is looked for beside it."""
    path = within
    for name in _path(fact):
        group = group_at(path)
        if group is None or name not in group.model_fields:
            beside = group or group_at(path[:-1])
            return "unknown_fact", at, {"came": fact, "near": near(str(name), beside.model_fields if beside else ())}
        path = (*path, name)
    return None


def _fits(asked: str, fact: str, within: KeyPath) -> bool:
    path = (*within, *_path(fact))
    if lists_on(path) != ((within,) if within else ()) or (asked == "within_days" and may_lie_ahead(path)):
        return False
    return bool(leaf_types(path) & _NEEDS[asked])
