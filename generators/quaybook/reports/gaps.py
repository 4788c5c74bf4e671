"""Reports stage: what falls short, as lines for a terminal window and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from quaybook.assessment.assess import Assessed
from quaybook.model.base import Todo
from quaybook.model.groups.followup import PlanItem
from quaybook.wording.filters import Filters
from quaybook.wording.findings import FactView, FindingView
from quaybook.wording.plain_text import one_line

_PEOPLE = ("owner", "accepted_by")


class GapReport:
    """The gaps of one terminal in one language."""

    def __init__(self, assessed: Assessed, views: Mapping[str, FindingView], filters: Filters) -> None:
        self.status, self.filters, self.words = assessed.status, filters, filters.words
        self.gaps = [views[gap.finding.requirement.id] for gap in assessed.gaps]

    def lines(self) -> Iterable[str]:
        """Tone, id, citation, state, gap, owner, due date, state and faults of the plan, parted by tabs."""
        for view in self.gaps:
            item, none = view.item, self.words("finding.not_stated")
            owner = self._title(item.owner) if item else none
            due = self._plain(self.filters.table["day_short"](item.due_on)) if item else none
            flags = self.words("list_separator").join(self.filters.label(flag) for flag in view.flags)
            label, requirement = self.filters.label, view.requirement
            plan = label(item.state) if item else none
            parts = (label(view.tone), requirement.id, requirement.citation, label(view.state), view.gap)
            yield "\t".join(one_line(part) for part in (*parts, owner, due, plan, flags))

    def summary(self, name: str) -> str:
        """How many fall short, and how many entries of the plan need to be looked at first."""
        flagged = sum(bool(view.flags) for view in self.gaps)
        key = "gaps.some" if self.gaps else "gaps.none"
        return self.words(key, name=name, count=len(self.gaps), flagged=flagged)

    def data(self, language: str) -> dict[str, Any]:
        """Everything that the lines say, with evidence and facts, ready for JSON."""
        return {
            "today": self.status.today.isoformat(),
            "counts": {state.value: count for state, count in self.status.overall.items()},
            "gaps": [self._gap(view, language) for view in self.gaps],
        }

    def _gap(self, view: FindingView, language: str) -> dict[str, Any]:
        return {
            "id": view.requirement.id,
            "citation": view.requirement.citation,
            "title": view.requirement.title[language],
            "strength": view.requirement.strength.value,
            "tone": view.tone.value,
            "state": view.state.value,
            "gap": view.gap,
            "evidence": list(view.evidence),
            "facts": [_fact(fact) for fact in view.facts],
            "plan": self._plan(view.item) if view.item else None,
            "flags": [flag.value for flag in view.flags],
        }

    def _plan(self, item: PlanItem) -> dict[str, Any]:
        """The plan's entry. What is still TODO is null here, and stands in `open` with whom to ask."""
        stated: dict[str, Any] = {
            "action": item.action,
            "interim": item.interim,
            "owner": item.owner,
            "start_on": item.start_on,
            "due_on": item.due_on,
        }
        accepted = item.acceptance
        found = {key: self._known(key, value) for key, value in stated.items()}
        asked = {key: value.ask for key, value in stated.items() if isinstance(value, Todo)}
        if accepted and isinstance(accepted.reason, Todo):
            asked["acceptance.reason"] = accepted.reason.ask
        acceptance = {key: self._known(key, value) for key, value in accepted} if accepted else None
        return {**found, "state": item.state.value, "acceptance": acceptance, "open": asked}

    def _known(self, key: str, value: Any) -> str | None:
        """A value as JSON holds it: days as such, people by their titles, null for what is not there or not known."""
        if value is None or isinstance(value, Todo):
            return None
        if isinstance(value, date):
            return value.isoformat()
        return self._title(value) if key in _PEOPLE else self._plain(value)

    def _title(self, person: Any) -> str:
        return self._plain(self.filters.table["title"](person))

    def _plain(self, value: Any) -> str:
        return self.filters.plain(value)


def _fact(fact: FactView) -> dict[str, Any]:
    positions = [{"file": file, "line": line} for file, line in fact.positions]
    return {"key": fact.key, "meaning": fact.meaning, "value": fact.value, "places": positions}
