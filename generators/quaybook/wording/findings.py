"""Wording stage: findings as templates and reports print them: sentences, facts with value and place.

Everything here is plain text of one language; whoever prints it escapes it for his format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from quaybook.assessment.assess import Assessed
from quaybook.assessment.finding import FactRead, Finding, Outcome, Quantity, State, Who
from quaybook.assessment.gaps import Flag, plan_flags
from quaybook.facts.positions import Source
from quaybook.model.base import NotApplicable, Provisional, Todo
from quaybook.model.fields import generic, is_restricted, leaves, target_of
from quaybook.model.groups.followup import PlanItem
from quaybook.model.requirement import Requirement, Tone
from quaybook.wording.fact_words import FactWords
from quaybook.wording.filters import Filters
from quaybook.wording.sentences import Sentences


@dataclass(frozen=True)
class FactView:
    """A fact, or the same fact of several entries; `positions` are files with lines, its own by name alone."""

    key: str
    meaning: str
    value: str
    positions: tuple[tuple[str, int], ...]
    where: str


@dataclass(frozen=True, eq=False)
class FindingView:
    """One finding in words, with the plan's entry for it and what is wrong with that."""

    finding: Finding
    checks: tuple[tuple[Outcome, str], ...]
    gap: str
    facts: tuple[FactView, ...]
    item: PlanItem | None
    flags: tuple[Flag, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """One sentence per check."""
        return tuple(sentence for _, sentence in self.checks)

    @property
    def requirement(self) -> Requirement:
        return self.finding.requirement

    @property
    def state(self) -> State:
        return self.finding.state

    @property
    def tone(self) -> Tone:
        return self.requirement.tone


@dataclass(frozen=True, eq=False)
class OpenFact:
    """A fact that nobody knows, or that nobody has confirmed, with what it is called."""

    meaning: str
    value: Todo


class FindingViews:
    """Puts the findings of one terminal into words. `facts` tells where each stands."""

    def __init__(self, filters: Filters, source: Path, language: str, facts: Source) -> None:
        self.fact_words, self.terminal = FactWords(source, language), filters.terminal
        self.sentences = Sentences(filters, self.fact_words)
        self.words, self.position = filters.words, facts.position
        # The root stands at the terminal's folder; inherited facts stand in another one.
        self.own = f"{facts.position(()).file}/"

    def open_facts(self) -> tuple[OpenFact, ...]:
        """Every fact that rules and procedures do without until somebody gives it."""
        found = ((path, value) for path, value in leaves(self.terminal) if isinstance(value, Todo))
        return tuple(OpenFact(self.sentences.called(path), value) for path, value in found)

    def views(self, assessed: Assessed) -> Mapping[str, FindingView]:
        """A view per requirement, by its id."""
        plan = {item.requirement: item for item in self.terminal.plan}
        flags = {gap.finding.requirement.id: gap.flags for gap in assessed.gaps}
        return {f.requirement.id: self._view(f, plan, flags, assessed) for f in assessed.findings}

    def _view(
        self, finding: Finding, plan: Mapping[str, PlanItem], flags: Mapping[str, tuple[Flag, ...]], assessed: Assessed
    ) -> FindingView:
        name = finding.requirement.id
        item = plan.get(name)
        raised = flags.get(name) or (plan_flags(item, assessed.status.today, finding.state) if item else ())
        checks, gap = self.sentences.checks(finding), self.sentences.gap(finding)
        return FindingView(finding, checks, gap, self._facts(finding), item, raised)

    def _facts(self, finding: Finding) -> tuple[FactView, ...]:
        alike: dict[str, list[FactRead]] = {}
        for fact in finding.facts:
            alike.setdefault(generic(fact.path), []).append(fact)
        return tuple(self._fact(key, found) for key, found in alike.items())

    def _fact(self, key: str, found: list[FactRead]) -> FactView:
        spots = (
            (p.file.removeprefix(self.own), p.line) for p in (self.position(fact.path) for fact in found) if p.line
        )
        positions = tuple(dict.fromkeys(spots))
        return FactView(
            key, self.fact_words.meaning(found[0].path), self._value(found), positions, self._where(positions)
        )

    def _where(self, positions: tuple[tuple[str, int], ...]) -> str:
        """`systems.yml:61, 78`: every file with its lines."""
        lines: dict[str, list[str]] = {}
        for file, line in positions:
            lines.setdefault(file, []).append(str(line))
        separator = self.words("list_separator")
        shown = (f"{file}:{separator.join(numbers)}" for file, numbers in lines.items())
        return separator.join(shown) or self.words("finding.by_default")

    def _value(self, found: list[FactRead]) -> str:
        """The value, or how many entries have each value; never one that only some may read."""
        stated = any(_is_stated(fact.value) for fact in found)
        if stated and is_restricted(found[0].path):
            return self.words("finding.hidden")
        if len(found) == 1:
            return self.sentences.shown(self._measured(found[0]))
        counted: dict[str, int] = {}
        for fact in found:
            shown = self._short(fact)
            counted[shown] = counted.get(shown, 0) + 1
        each = (self.words("finding.counted", value=value, count=count) for value, count in counted.items())
        return self.words("finding.value_separator").join(each)

    def _entry(self, fact: FactRead) -> object:
        """What an id stands for; every other value as it is."""
        collection = target_of(fact.path)
        if collection is None or not isinstance(fact.value, str | tuple):
            return fact.value
        named = {entry.id: entry for entry in getattr(self.terminal, collection)}
        ids = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        return Who(ids) if collection == "people" else tuple(named[i] for i in ids if i in named)

    def _measured(self, fact: FactRead) -> object:
        """A number with its unit, an id by what it stands for."""
        counted = isinstance(fact.value, int | float) and not isinstance(fact.value, bool)
        return Quantity(fact.value, fact.path) if counted else self._entry(fact)

    def _short(self, fact: FactRead) -> str:
        """A value among many: texts of the terminal's own would drown the others."""
        value = fact.value
        if isinstance(value, tuple) and not all(isinstance(v, StrEnum) for v in value):
            return self.words("finding.items", count=len(value))
        own_text = isinstance(value, str) and not isinstance(value, StrEnum)
        return self.words("finding.stated") if own_text else self.sentences.shown(self._measured(fact))


def _is_stated(value: object) -> bool:
    """Whether there is something that only some may read; what is assumed of a place is a place."""
    known = isinstance(value, Provisional) or not isinstance(value, Todo | NotApplicable)
    return known and (isinstance(value, Provisional) or value not in (None, ()))


def worst(views: Mapping[str, FindingView], ids: Iterable[str]) -> State | None:
    """The state that needs most care among the requirements `ids`; None without any."""
    found = {views[i].state for i in ids}
    return next((state for state in _BY_CARE if state in found), None)


_BY_CARE = (State.NOT_MET, State.PARTLY, State.UNKNOWN, State.MET, State.DOCUMENT, State.NOT_APPLICABLE)
