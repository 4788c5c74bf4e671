"""Model stage: mistakes of the improvement plan that no single value shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.groups.followup import PlanItem
from quaybook.model.groups.plans import PlanState
from quaybook.model.load import near
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem


def plan_problems(terminal: Terminal, source: Source, requirements: Collection[str]) -> list[Problem]:
    """Entries for what no set asks, twice for the same, with dates or an acceptance that contradict."""
    found: list[Problem] = []
    seen: set[str] = set()
    named = (terminal.org.ciso.person, *terminal.org.ciso_deputies)
    accepting = [who for who in named if isinstance(who, str)]
    for index, item in enumerate(terminal.plan):
        mistakes = (
            *_unknown(item, requirements),
            *_twice(item, seen),
            *_dates(item),
            *_acceptance(item, accepting),
        )
        for code, key, values in mistakes:
            path: KeyPath = ("plan", index, *key.split("."))
            position = source.position(path)
            found.append(Problem.at(code, position.file, position.line, dotted(path), **values))
        seen.add(item.requirement)
    return found


# Code of the message, key of the fact below the entry, values of the message.
_Mistake = tuple[str, str, Mapping[str, object]]


def _unknown(item: PlanItem, requirements: Collection[str]) -> Iterator[_Mistake]:
    if item.requirement not in requirements:
        values = {"came": item.requirement, "to": "requirements", "near": near(item.requirement, requirements)}
        yield "unknown_reference", "requirement", values


def _twice(item: PlanItem, seen: Collection[str]) -> Iterator[_Mistake]:
    if item.requirement in seen:
        yield "plan_twice", "requirement", {"came": item.requirement}


def _dates(item: PlanItem) -> Iterator[_Mistake]:
    if _before(item.due_on, item.start_on):
        yield "due_before_start", "due_on", {"came": item.due_on, "start": item.start_on}
    if item.acceptance and _before(item.acceptance.expires_on, item.acceptance.accepted_on):
        values = {"came": item.acceptance.expires_on, "start": item.acceptance.accepted_on}
        yield "expires_before_accepted", "acceptance.expires_on", values


def _before(end: object, start: object) -> bool:
    return isinstance(end, date) and isinstance(start, date) and end < start


def _acceptance(item: PlanItem, accepting: Collection[str]) -> Iterator[_Mistake]:
    if item.acceptance and item.acceptance.accepted_by not in accepting:
        values = {"came": item.acceptance.accepted_by, "near": ", ".join(accepting)}
        yield "acceptance_by_other", "acceptance.accepted_by", values
    if item.state == PlanState.ACCEPTED and item.acceptance is None:
        yield "acceptance_missing", "state", {}
    if item.state != PlanState.ACCEPTED and item.acceptance is not None:
        yield "acceptance_unused", "acceptance", {"state": item.state.value}
