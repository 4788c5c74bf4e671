"""Intake stage: a tree of facts → commented YAML; each kind of key is explained once, where it is first met."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from quaybook.facts.positions import KeyPath
from quaybook.intake.shapes import fields_of, shape
from quaybook.intake.skeleton import Assumed
from quaybook.intake.text.comments import WIDTH, Comments
from quaybook.intake.text.scalar import flow, scalar
from quaybook.model.fields import generic
from quaybook.model.notation import PROVISIONAL_MARK, TODO_MARK, after_mark
from quaybook.wording.plain_text import wrapped

_STEP = "  "


class Writer:
    """Collects the lines of one file."""

    def __init__(self, comments: Comments, to_confirm: Collection[str]) -> None:
        self.comments, self.to_confirm = comments, to_confirm
        self.lines: list[str] = []
        self._explained: set[str] = set()

    def comment(self, texts: Iterable[str], indent: str = "") -> None:
        """Each text as a comment of its own, wrapped."""
        for text in texts:
            self.lines += [f"{indent}# {line}" for line in wrapped(text, WIDTH - len(indent))]

    def top(self, keys: Iterable[str], facts: Mapping[str, object]) -> None:
        """The groups of one file, and those of `keys` that are left to the kit's own values, commented out."""
        for key, value in facts.items():
            self._explain((key,), "")
            self._value((key,), f"{scalar(key)}:", value, "")
        for key in keys:
            if key not in facts and shape((key,)):
                self._allow((key,), "")

    def group(self, path: KeyPath, tree: Mapping[str, object], indent: str = "") -> None:
        """Every key of `tree`, then what else the schema allows here, commented out."""
        for key, value in tree.items():
            here = (*path, key)
            self._explain(here, indent)
            self._value(here, f"{indent}{scalar(key)}:", value, indent)
        self._allowed(path, tree, indent)

    def _explain(self, path: KeyPath, indent: str) -> None:
        if generic(path) in self._explained:
            return
        self._explained.add(generic(path))
        if told := self.comments.above(path):
            if not indent:
                self.lines.append("")
            self.comment(told, indent)

    def _value(self, path: KeyPath, start: str, value: object, indent: str) -> None:
        if isinstance(value, Mapping) and value:
            self.lines.append(start)
            self.group(path, value, indent + _STEP)
        elif isinstance(value, list):
            self._entries(path, start, value, indent + _STEP)
        else:
            field = shape(path)
            types = field.types if field else (str,)
            text = "{}" if isinstance(value, Mapping) else scalar(self._said(path, value), types)
            self.lines.append(f"{start} {text}")

    def _entries(self, path: KeyPath, start: str, entries: list[object], indent: str) -> None:
        said = [each if isinstance(each, Mapping) else self._said(path, each) for each in entries]
        line = flow(said, WIDTH - len(start))
        self.lines.append(f"{start} {line}" if line else start)
        if not entries:
            self._empty(path, indent)
        for number, entry in enumerate(said if line is None else ()):
            if isinstance(entry, Mapping) and entry:
                self._entry((*path, number), entry, indent)
            else:
                self.lines.append(f"{indent}- {'{}' if isinstance(entry, Mapping) else scalar(str(entry))}")

    def _said(self, path: KeyPath, value: object) -> str:
        """The value, marked where nobody stated it and documents or findings would take it for a fact."""
        text = str(value)
        assumed = (
            isinstance(value, Assumed) and generic(path) in self.to_confirm and after_mark(text, TODO_MARK) is None
        )
        return f"{PROVISIONAL_MARK}：{text}" if assumed else text

    def _empty(self, path: KeyPath, indent: str) -> None:
        """Under a list without entries: how one is written."""
        field, name = shape(path), f"{generic(path)}[]"
        if field and field.group and name not in self._explained:
            self._explained.add(name)
            self.comment(self.comments.words.many("add_entry"), indent)
            self.lines += [f"{indent}# {line}" for line in self.comments.sample(path)]

    def _entry(self, path: KeyPath, entry: Mapping[str, object], indent: str) -> None:
        """The entry as a group two columns further in, the first of its own lines marked as the beginning."""
        before = len(self.lines)
        self.group(path, entry, indent + _STEP)
        first = next(i for i in range(before, len(self.lines)) if not self.lines[i].lstrip().startswith("#"))
        self.lines[first] = f"{indent}- {self.lines[first][len(indent) + 2 :]}"
        for number in range(before, first):
            self.lines[number] = self.lines[number].removeprefix(_STEP)

    def _allowed(self, path: KeyPath, tree: Mapping[str, object], indent: str) -> None:
        for key in fields_of(path):
            here = (*path, key)
            if key not in tree and generic(here) not in self._explained:
                self._allow(here, indent)

    def _allow(self, path: KeyPath, indent: str) -> None:
        self._explain(path, indent)
        self.lines.append(f"{indent}# {path[-1]}: {self.comments.example(path)}")
