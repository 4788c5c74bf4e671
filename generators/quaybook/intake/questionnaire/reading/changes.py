"""Intake stage: facts before and after an import → what changes, in the words of the questionnaire.

A diff of YAML tells a person who filled in a sheet little; each change is named by its sheet, entry and question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import Any

from quaybook.facts.positions import KeyPath
from quaybook.intake.questionnaire.asking import Asking
from quaybook.intake.questionnaire.questions import keys_of, sheet_specs
from quaybook.intake.questionnaire.values import Values
from quaybook.intake.shapes import Shape, shape
from quaybook.intake.text.edit import Entries
from quaybook.problems import shown
from quaybook.wording.words import Words

_LONGEST, _LEADING = 60, 10


class Kind(StrEnum):
    """What happens to a fact or an entry; each has its sentence in the words of the questionnaire."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One fact, or one entry that comes or goes: its sheet, what of it, and the texts as cells show them."""

    kind: Kind
    sheet: str
    what: str
    before: str
    after: str


class Changes:
    """Compares facts in the words of one language."""

    def __init__(self, asking: Asking, values: Values) -> None:
        self.asking, self.values, self.words = asking, values, asking.words

    def of(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
        """Every difference, sheet by sheet as the questionnaire has them."""
        titles = [self.words(f"sheet.{spec.key}") for spec in sheet_specs()]
        return tuple(sorted(self._group((), before, after, ()), key=lambda change: titles.index(change.sheet)))

    def _group(self, path: KeyPath, before: Any, after: Any, told: tuple[str, ...]) -> Iterator[Change]:
        """`told` names the entries around."""
        old, new = before or {}, after or {}
        for key in dict.fromkeys((*old, *new)):
            here, found = (*path, key), shape(keys_of((*path, key)))
            if found is None or old.get(key) == new.get(key):
                continue
            if found.group is None:
                yield from self._leaf(here, found, (old.get(key), new.get(key)), told)
            elif found.many:
                yield from self._entries(here, old.get(key) or [], new.get(key) or [], told)
            else:
                yield from self._group(here, old.get(key), new.get(key), told)

    def _leaf(self, path: KeyPath, found: Shape, values: tuple[Any, Any], told: tuple[str, ...]) -> Iterator[Change]:
        told = (*told, self.asking.meaning(keys_of(path)))
        if found.many:
            items = [list(value or []) for value in values]
            held = [frozenset(each) for each in items]
            gone, come = ([each for each in items[i] if each not in held[1 - i]] for i in (0, 1))
            # Where nothing comes or goes, it is their order that changes.
            values = (gone, come) if gone or come else values
        before, after = (self._text(path, found, value) for value in values)
        if before or after:
            yield self._change(path, told, before, after)

    def _entries(self, path: KeyPath, before: list[Any], after: list[Any], told: tuple[str, ...]) -> Iterator[Change]:
        kept = after.kept if isinstance(after, Entries) else ()
        stay = frozenset(kept)
        for place, number in enumerate(kept):
            name = self._name(path, number, before[number])
            yield from self._group((*path, number), before[number], after[place], (*told, name))
        for number, entry in enumerate(before):
            if number not in stay:
                yield self._change(path, (*told, self._name(path, number, entry)), self._all(path, entry), "")
        for number, entry in enumerate(after[len(kept) :], len(before)):
            yield self._change(path, (*told, self._name(path, number, entry)), "", self._all(path, entry))

    def _change(self, path: KeyPath, told: tuple[str, ...], before: str, after: str) -> Change:
        kind = Kind.CHANGED if before and after else Kind.ADDED if after else Kind.REMOVED
        what = self.words("change.within").join(part for part in told if part)
        return Change(kind, self._sheet(keys_of(path)), what, before, after)

    def _sheet(self, keys: KeyPath) -> str:
        """The sheet that asks for the fact: the table of the innermost list, or the sheet of the group."""
        lists = [spec for spec in sheet_specs() if spec.path and keys[: len(spec.path)] == spec.path]
        groups = [spec for spec in sheet_specs() if keys[0] in spec.holds]
        spec = max(lists, key=lambda each: len(each.path)) if lists else groups[0]
        return self.words(f"sheet.{spec.key}")

    def _name(self, path: KeyPath, number: int, entry: Any) -> str:
        """What an entry is called: its id, or its number."""
        if "id" in entry:
            return str(entry["id"])
        if any(spec.path == keys_of(path) for spec in sheet_specs()):
            return self.words("change.number", number=number + 1)
        return self.words("entry", meaning=self.asking.meaning(keys_of(path)), number=number + 1)

    def _all(self, path: KeyPath, entry: Any) -> str:
        """The facts of a whole entry, except for its id, which is its name."""
        texts: list[str] = []
        for key, value in entry.items():
            found = shape(keys_of((*path, key)))
            if found and key != "id":
                inner = value if isinstance(value, list) else [value]
                groups = (self._all((*path, key), each) for each in inner if isinstance(each, Mapping))
                texts += groups if found.group else [self._text((*path, key), found, value)]
        return self.words("separator").join(text for text in texts if text)

    def _text(self, path: KeyPath, found: Shape, value: Any) -> str:
        """A value, or a list of such, as cells show it."""
        not_applicable = self.asking.question(keys_of(path)).not_applicable
        texts = value if isinstance(value, list) else [] if value is None else [value]
        return self.words("separator").join(self.values.shown(found, not_applicable, str(text)) for text in texts)


def summary(changes: tuple[Change, ...], words: Words) -> Iterator[str]:
    """A line for each change, then how many of each kind there are; long texts are cut."""
    for change in changes:
        before, after = (" ".join(text.split()) for text in (change.before, change.after))
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
        texts = {"before": _short(before, same), "after": _short(after, same)}
        yield words(f"change.{change.kind}", sheet=change.sheet, what=change.what, **texts)
    count = Counter(change.kind for change in changes)
    yield words("change.counts", **{kind.value: count[kind] for kind in Kind})


def _short(text: str, same: int) -> str:
    """As much as a line has room for; what is the `same` before and after gives way to the difference."""
    start = max(0, same - _LEADING) if len(text) > _LONGEST else 0
    return ("…" if start else "") + shown(text[start:], _LONGEST)
