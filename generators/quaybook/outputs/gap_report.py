"""Outputs stage: what falls short, as lines for a terminal window and as plain data for JSON."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from quaybook.assessment.assess import Assessed
from quaybook.documents.filters import Filters
from quaybook.documents.findings import FactView, FindingView


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
            due = self._plain(self.filters.table()["day_short"](item.due_on)) if item else none
            flags = self.words("list_separator").join(self.filters.label(flag) for flag in view.flags)
            label, requirement = self.filters.label, view.requirement
            plan = label(item.state) if item else none
            parts = (label(view.tone), requirement.id, requirement.citation, label(view.state), view.gap)
            yield "\t".join((*parts, owner, due, plan, flags))

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
        item = view.item
        plan = None
        if item is not None:
            plan = {
                "action": self._plain(item.action),
                "interim": self._plain(item.interim),
                "owner": self._title(item.owner),
                "start_on": None if item.start_on is None else self._day(item.start_on),
                "due_on": self._day(item.due_on),
                "state": item.state.value,
            }
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
            "plan": plan,
            "flags": [flag.value for flag in view.flags],
        }

    def _title(self, person: Any) -> str:
        return self._plain(self.filters.table()["title"](person))

    def _day(self, day: Any) -> str:
        return day.isoformat() if isinstance(day, date) else self._plain(day)

    def _plain(self, value: Any) -> str:
        return html.unescape(str(self.filters.finalize(value)))


def _fact(fact: FactView) -> dict[str, Any]:
    places = [{"file": file, "line": line} for file, line in fact.places]
    return {"key": fact.key, "meaning": fact.meaning, "value": fact.value, "places": places}
