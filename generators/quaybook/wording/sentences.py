"""Wording stage: findings → sentences of one language, in plain text.

A finding holds keys and values; what it says stands in `policy_src/words/findings.<language>.yml`. The
values are the terminal's own facts, so whoever prints a sentence escapes it for his format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from quaybook.assessment.finding import Check, Demand, Entry, FactName, FactRead, Finding, Outcome, Quantity, Who
from quaybook.assessment.reading import DISPUTED, name_of
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Facts, Provisional, Todo
from quaybook.model.fields import is_restricted
from quaybook.model.groups.organisation import Person
from quaybook.wording.fact_words import FactWords
from quaybook.wording.filters import Filters

# A sentence that names more than this is no longer read.
NAMES_AT_MOST = 5
# One server after the other may have a fact that nobody knows yet.
ASKED_AT_MOST = 10
# By what an entry without a name refers to another, and the filter that tells what that one is called.
_REFERRED = {"contact": "contact", "person": "title"}
# The blanks of a sentence in which days are an interval.
_INTERVALS = ("days",)
_SAID_AS_FAILED = (Outcome.FAILS, Outcome.PARTLY)


class Sentences:
    """Says findings of one terminal in one language."""

    def __init__(self, filters: Filters, fact_words: FactWords) -> None:
        self.filters, self.words, self.fact_words = filters, filters.words, fact_words

    def checks(self, finding: Finding) -> tuple[tuple[Outcome, str], ...]:
        """What came of each check, with its sentence; the reason where no check decided."""
        said = {self._check(check): check.outcome for check in finding.checks if not _is_empty(check)}
        if not said and finding.reason:
            said = {self.words(f"finding.{finding.reason}"): Outcome.NOTHING}
        stop = self.words("finding.stop")
        return tuple((outcome, text + stop) for text, outcome in said.items())

    def gap(self, finding: Finding) -> str:
        """What is missing or not known, in one sentence; empty where nothing is."""
        short = [self._said(c) for c in finding.checks if c.outcome in _SAID_AS_FAILED]
        undecided = (c for c in finding.checks if c.outcome in (*_SAID_AS_FAILED, Outcome.UNKNOWN))
        short += self._asked(fact for c in undecided for fact in c.open_facts)
        if not short:
            return ""
        joined = self.words("finding.join").join(dict.fromkeys(short))
        return joined + self.words("finding.end")

    def _check(self, check: Check) -> str:
        if check.outcome == Outcome.UNKNOWN:
            return self.words("finding.join").join(self._asked(check.open_facts))
        asked = self._asked(check.open_facts) if check.outcome in _SAID_AS_FAILED else []
        said = self._said(check)
        # That one entry falls short does not make the others known.
        return (
            self.words("finding.and_unknown", said=said, asked=self.words("finding.also").join(asked))
            if asked
            else said
        )

    def _said(self, check: Check) -> str:
        form = "fails" if check.outcome in _SAID_AS_FAILED else "holds"
        shown = {key: self._in_words(key, value) for key, value in check.values}
        return self.words(f"finding.check.{check.key}.{form}", **shown)

    def _in_words(self, key: str, value: Any) -> str:
        return self.filters.interval(value) if key in _INTERVALS and type(value) is int else self.shown(value)

    def _asked(self, facts: Iterable[FactRead]) -> list[str]:
        """What nobody knows yet, each with whom to ask; a long list ends in the number of those left out."""
        said = list(dict.fromkeys(self._ask(fact) for fact in facts))
        left = len(said) - ASKED_AT_MOST
        more = [self.words("finding.more_unknown", count=left)] if left > 0 else []
        return said[:ASKED_AT_MOST] + more

    def _ask(self, fact: FactRead) -> str:
        assert isinstance(fact.value, Todo)
        if isinstance(fact.value, Provisional):
            value = self.words("finding.hidden") if is_restricted(fact.path) else self.shown(fact.value.value)
            return self.words("finding.assumed", fact=self.called(fact.path), value=value)
        if fact.value is DISPUTED:
            return self.words("finding.disputed", fact=self.called(fact.path))
        ask = fact.value.ask or self.asked_of(fact.path)
        return self.words("finding.unknown", fact=self.called(fact.path), ask=ask)

    def asked_of(self, path: KeyPath) -> str:
        """Those who know such facts, by the name that all who are asked have in common."""
        ask, known = self.fact_words.ask(path), self.words.find("check.asks")
        return str(known.get(ask, ask)) if isinstance(known, dict) else ask

    def called(self, path: KeyPath) -> str:
        """What the fact is, and of which entry of a list."""
        meaning = self.fact_words.meaning(path)
        entry: Any = None
        for part, found in self._along(path[:-1]):
            entry = self._named(found) or entry if isinstance(part, int) else entry
        if entry is None:
            return self.words("finding.of_terminal", fact=meaning)
        return self.words("finding.of_entry", entry=self.shown(entry), fact=meaning)

    def _along(self, path: KeyPath) -> Iterator[tuple[str | int, Any]]:
        """Each step of the path with what stands there."""
        found: Any = self.filters.terminal
        for part in path:
            found = found[part] if isinstance(part, int) else getattr(found, part)
            yield part, found

    def _entry(self, path: KeyPath) -> str:
        """What an entry of a list is called; its number where it has no name that findings tell."""
        *_, (number, found) = self._along(path)
        named = self._named(found)
        return self.words("finding.entry", number=int(number) + 1) if named is None else self.shown(named)

    def _named(self, entry: Any) -> Any:
        """What an entry is called; None where it has no name, or none that is known."""
        table = self.filters.table
        # Who somebody is stands in registers and on cards; findings tell the office.
        named = table["title"](entry.id) if isinstance(entry, Person) else name_of(entry)
        for key in _REFERRED if named is None else ():
            named = table[_REFERRED[key]](getattr(entry, key)) if hasattr(entry, key) else named
        return None if isinstance(named, Todo) else named

    def shown(self, value: Any) -> str:
        """A value as it stands in a sentence."""
        match value:
            case None:
                return self.words("finding.not_stated")
            case Provisional():
                return self.words("provisional", value=self.shown(value.value))
            case bool():
                return self.words("finding.yes" if value else "finding.no")
            case FactName() | Quantity() | Entry() | Demand() | Who():
                return self._told(value)
            case StrEnum():
                return self.filters.label(value)
            case date():
                return self.filters.day_short(value)
            case Facts():
                return self.shown(name_of(value))
            case tuple():
                return self.listed(value)
        return self._plain(value)

    def _told(self, value: FactName | Quantity | Entry | Demand | Who) -> str:
        """What a rule names without saying it."""
        match value:
            case FactName():
                return self.fact_words.meaning(tuple(value.path.split(".")))
            case Quantity():
                return self.shown(value.value) + self._unit(value)
            case Entry():
                return self._entry(value.path)
            case Demand():
                fact, wanted = self.shown(value.fact), self.shown(value.wanted)
                return self.words(f"finding.demand.{value.key}", fact=fact, wanted=wanted)
            case Who():
                return self.listed([self.filters.table["title"](i) for i in value.ids])

    def _unit(self, quantity: Quantity) -> str:
        counted = isinstance(quantity.value, int | float) and not isinstance(quantity.value, bool)
        unit = self.fact_words.unit(quantity.path) if counted else ""
        return self.words("finding.unit", unit=unit) if unit else ""

    def listed(self, values: Any) -> str:
        """Names in one line; a long list ends in the number of those left out."""
        shown = [self.shown(value) for value in values]
        if not shown:
            return self.words("finding.not_stated")
        names = self.words("list_separator").join(shown[:NAMES_AT_MOST])
        left = len(shown) - NAMES_AT_MOST
        return self.words("finding.and_more", names=names, count=left) if left > 0 else names

    def _plain(self, value: Any) -> str:
        return self.filters.plain(value)


def _is_empty(check: Check) -> bool:
    """A condition on every entry of a list without entries: there is nothing to say of it."""
    return check.outcome == Outcome.NOTHING and dict(check.values).get("total") == 0
