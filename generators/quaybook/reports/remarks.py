"""Reports stage: remarks → words of one language: what is so, what to do, whom to ask, and where.

Everything here is plain text with the terminal's own words in it; whoever prints it makes it safe for his format.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quaybook.assessment.calendar import DueKind
from quaybook.assessment.reading import name_of
from quaybook.assessment.remarks.kinds import ASKED, Remark, RemarkKind
from quaybook.facts.no_answers import is_note
from quaybook.facts.positions import KeyPath, Position, dotted
from quaybook.model.base import Provisional, Todo, meant
from quaybook.model.fields import group_at, is_restricted
from quaybook.model.groups.followup import PlanItem
from quaybook.model.groups.organisation import Contact, Person
from quaybook.wording.fact_words import LATER, FactWords
from quaybook.wording.filters import Filters
from quaybook.wording.plain_text import columns
from quaybook.wording.sentences import Sentences

# Whom a TODO names is short; what is longer, or a sentence, says what to do.
NAME_AT_MOST = 40
NO_ANSWER = "no_answer"
_SENTENCE_SIGNS = set("。、，．！？.,;!?\n")
# By what an entry is called that has no name of its own.
_OTHER_NAMES = ("rule", "finding", "item", "version", "level")
# What tells entries of one list apart where nobody has named them yet.
_KINDS = ("kind", "kinds", "role")
_REFERRED = {"contact": "contact", "person": "title"}


@dataclass(frozen=True)
class RemarkView:
    """One remark in words. `says` is shared by all of its kind, `entry` and `detail` are its own."""

    kind: RemarkKind
    code: str
    key: str
    says: str
    do: str
    ask: str
    sentence: str
    entry: str = ""
    detail: str = ""
    meaning: str = ""
    words: str = ""
    positions: tuple[Position, ...] = ()
    urgency: int = LATER

    @property
    def position(self) -> Position:
        return self.positions[0]


class RemarkViews:
    """Puts the remarks about one terminal into words."""

    def __init__(self, filters: Filters, source: Path, language: str) -> None:
        self.terminal, self.words = filters.terminal, filters.words
        self.fact_words = FactWords(source, language)
        self.filters, self.sentences = filters, Sentences(filters, self.fact_words)
        titles = (p.title for p in filters.terminal.people if isinstance(p.title, str))
        self.titles = sorted(set(titles), key=len, reverse=True)

    def views(self, remarks: Iterable[Remark]) -> tuple[RemarkView, ...]:
        """A view per remark, in their order."""
        return tuple(self._blank(r) if r.kind in ASKED else self._told(r) for r in remarks)

    def _blank(self, remark: Remark) -> RemarkView:
        entry, meaning = self._entry(remark.path), self._meaning(remark.path)
        ask = self.asked(remark)
        if entry:
            fact = self.words("finding.of_entry", entry=entry, fact=meaning)
        else:
            fact = self.words("finding.of_terminal", fact=meaning)
        says = self.words(f"check.{remark.kind.value}_sentence", fact=fact)
        note = self._note(remark, ask)
        shown = ask or self.words("check.nobody")
        do = self.words(f"check.{remark.kind.value}_words" if note else "check.blank_do", ask=shown, words=note)
        stop = self.words("check.stop")
        sentence = f"{says}{stop}{self._space()}{do}{stop}"
        return RemarkView(
            remark.kind, remark.code, dotted(remark.path), says, do, ask, sentence, entry, "", meaning,
            note, remark.positions, self.fact_words.urgency(remark.path),
        )  # fmt: skip

    def _note(self, remark: Remark, ask: str) -> str:
        """What is said of a blank beside whom to ask; what was assumed in the place of an answer."""
        if remark.kind == RemarkKind.PROVISIONAL:
            hidden = is_restricted(remark.path)
            value = self.words("finding.hidden") if hidden else self.sentences.shown(dict(remark.values)["value"])
            return self.words("check.assumed", value=value)
        if remark.code == NO_ANSWER:
            return self.words("check.no_answer", words=remark.words)
        return remark.words if remark.words and self._role(remark.words) != ask else ""

    def asked(self, remark: Remark) -> str:
        """The person: named by the TODO, mentioned in it by title, or the one who knows such facts."""
        words = remark.words
        if remark.code == NO_ANSWER:
            return self.asked_of(remark.path)
        if words and not is_note(words) and columns(words) <= NAME_AT_MOST and not _SENTENCE_SIGNS & set(words):
            return self._role(words)
        mentioned = [(words.index(title), title) for title in self.titles if title in words]
        if mentioned:
            return min(mentioned, key=lambda found: found[0])[1]
        return self.asked_of(remark.path)

    def asked_of(self, path: KeyPath) -> str:
        """Those who know such facts."""
        return self.sentences.asked_of(path)

    def _role(self, ask: str) -> str:
        """Those who are asked by one name, whoever wrote it."""
        known = self.words.find("check.asks")
        return str(known.get(ask, ask)) if isinstance(known, dict) else ask

    def _told(self, remark: Remark) -> RemarkView:
        shown = {key: self.sentences.shown(value) for key, value in remark.values}
        texts = self.words.find(f"check.remark.{remark.code}")
        assert isinstance(texts, dict), remark.code
        said = {part: str(text).format(**shown) for part, text in texts.items()}
        if "late" in shown and "detail" not in said:
            said["detail"] = self.words("check.cycle", **shown)
        entry = said.get("entry", "") if self._has_entry(remark, texts) else self._entry(remark.path)
        detail, stop = said.get("detail", ""), self.words("check.stop")
        told = self.words("check.sentence_detail", says=said["says"], detail=detail) if detail else said["says"]
        told = self.words("check.sentence", entry=entry, says=told) if entry else told
        sentence = f"{told}{stop}{self._space()}{said['do']}{stop}"
        return RemarkView(
            remark.kind, remark.code, dotted(remark.path), said["says"], said["do"],
            self.asked_of(remark.path),
            sentence, entry, detail, self._meaning(remark.path), "", remark.positions,
        )  # fmt: skip

    def _has_entry(self, remark: Remark, texts: dict[str, Any]) -> bool:
        """Whether what is said has a name of its own, and every value in it is there."""
        values = dict(remark.values)
        return "entry" in texts and not any(
            values[key] is None for key in values if f"{{{key}}}" in str(texts["entry"])
        )

    def _space(self) -> str:
        return " " if self.words("check.stop") == "." else ""

    def _entry(self, path: KeyPath) -> str:
        """What the entry of a list is called in which the fact stands; empty outside of lists."""
        named, found = "", self.terminal
        for number, part in enumerate(path if group_at(path) else path[:-1]):
            found = found[part] if isinstance(part, int) else getattr(found, part)  # type: ignore[index]
            if isinstance(part, int):
                named = self._named(found) or named or self._numbered(path[: number + 1], found)
        return named

    def _numbered(self, path: KeyPath, entry: Any) -> str:
        """An entry that nobody has named: its number, what it is one of, and of which kind, if that is known."""
        kind = self._one_of(path)
        if kind is None:
            return dotted(path)
        told = (getattr(entry, key) for key in _KINDS if hasattr(entry, key))
        parts = (each for value in told for each in (value if isinstance(value, tuple) else (value,)))
        detail = next(filter(None, map(self._known, parts)), "")
        code = "check.numbered_of" if detail else "check.numbered"
        return self.words(code, number=int(path[-1]) + 1, kind=kind, detail=detail)

    def _one_of(self, path: KeyPath) -> str | None:
        """What one entry of the list is called, where the words know it."""
        known = self.words.find("check.entries")
        found = known.get(".".join(part for part in path if isinstance(part, str))) if isinstance(known, dict) else None
        return None if found is None else str(found)

    def _meaning(self, path: KeyPath) -> str:
        """What the fact is; of one text in a list, what that one is, and not how many there have to be."""
        one = self._one_of(path) if isinstance(path[-1], int) else None
        return self.fact_words.meaning(path) if one is None else one

    def _named(self, entry: Any) -> str:
        if isinstance(entry, Person):
            return self._known(entry.title)
        if isinstance(entry, PlanItem):
            return f"{self.filters.label(DueKind.PLAN)} {entry.requirement}"
        table = self.filters.table
        for key, name in _REFERRED.items():
            if name_of(entry) is None and hasattr(entry, key):
                return self._known(table[name](getattr(entry, key)))
        if isinstance(entry, Contact) and isinstance(entry.name, Todo) and not isinstance(entry.name, Provisional):
            return self._known(entry.kind)
        other = (getattr(entry, key) for key in _OTHER_NAMES if hasattr(entry, key))
        return self._known(name_of(entry)) or next((self._known(value) for value in other), "")

    def _known(self, value: Any) -> str:
        value = meant(value)
        return "" if value is None or isinstance(value, Todo) else self.sentences.shown(value)
