"""Facts stage, second step: YAML text → its events, or the mistake at which reading stopped.

Events come one after the other and nothing is constructed from them, so no tag runs code and no nesting
exhausts the stack. What aliases stand for is counted like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, get_args

import yaml

from quaybook.facts.slips import lines_of, syntax_problem
from quaybook.problems import Problem

# Characters that aliases may stand for: a long text that is named often would fill any document.
MAX_REPEATED = 1_000_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# YAML 1.1 ends lines at these three, editors do not; the stand-ins are refused in the text itself.
_BREAKS = "\x85\u2028\u2029"
_STAND_INS = "\ufdd0\ufdd1\ufdd2"
_HIDE, _SHOW = str.maketrans(_BREAKS, _STAND_INS), str.maketrans(_STAND_INS, _BREAKS)
Begin: TypeAlias = yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
End: TypeAlias = yaml.MappingEndEvent | yaml.SequenceEndEvent
Node: TypeAlias = Begin | End
NODES = get_args(Node)


def line_of(event: yaml.Event) -> int:
    """The line on which the event begins."""
    return event.start_mark.line + 1 if event.start_mark else 0


class StoppedError(Exception):
    """The text cannot be read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Events:
    """The events of one document in `text`, with those of its anchors in the place of each alias."""

    def __init__(self, text: str, name: str, limit: int) -> None:
        self.text, self.name, self.limit = text, name, limit
        # Events so far, what of them each anchor names, and the groups that are open, with their beginnings.
        self.seen: list[Node] = []
        self.anchors: dict[str, slice] = {}
        self.open: list[tuple[str | None, int]] = []
        self.repeated = 0
        # Anchors that no alias has named yet: nobody means one who writes `&` in front of a text.
        self.unnamed: dict[str, Begin] = {}

    def stop(self, code: str, event: yaml.Event, **values: object) -> StoppedError:
        return StoppedError(Problem.at(code, self.name, line_of(event), "", **values))

    def __iter__(self) -> Iterator[Node]:
        """Raises StoppedError where the text is not what facts can be written in."""
        if line := _directive(self.text):
            raise StoppedError(Problem.at("directive_refused", self.name, line))
        try:
            yield from self._nodes()
        except yaml.MarkedYAMLError as error:
            raise StoppedError(syntax_problem(error, self.text, self.name)) from error
        except (yaml.YAMLError, ValueError) as error:
            # The loader in Python has characters and numbers of its own that it cannot read.
            raise StoppedError(Problem.at("syntax_error", self.name, 0, detail=error)) from error

    def _nodes(self) -> Iterator[Node]:
        hidden = any(each in self.text for each in _BREAKS)
        text = self.text.translate(_HIDE) if hidden else self.text
        with_aliases, documents = "*" in text, 0
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, NODES):
                if hidden and isinstance(event, yaml.ScalarEvent):
                    event.value = event.value.translate(_SHOW)
                if with_aliases:
                    self._note(event)
                if not isinstance(event, End) and event.anchor:
                    self.unnamed[event.anchor] = event
                yield event
            elif isinstance(event, yaml.AliasEvent):
                yield from self._anchored(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.stop("second_document", event)

    def _anchored(self, event: yaml.AliasEvent) -> list[Node]:
        name = event.anchor
        if any(anchor == name for anchor, _ in self.open):
            raise self.stop("alias_of_itself", event, came=name)
        if name not in self.anchors:
            raise self.stop("alias_unknown", event, came=name)
        self.unnamed.pop(name, None)
        again = self.seen[self.anchors[name]]
        self.repeated += sum(len(each.value) for each in again if isinstance(each, yaml.ScalarEvent))
        if self.repeated > MAX_REPEATED:
            raise self.stop("aliases_too_long", event, limit=MAX_REPEATED)
        # A value has up to three events: its key, and the beginning and the end of a group.
        if len(self.seen) + len(again) > 3 * self.limit:
            raise self.stop("too_many_values", event, limit=self.limit)
        self.seen += again
        return again

    def _note(self, event: Node) -> None:
        self.seen.append(event)
        if isinstance(event, End):
            anchor, start = self.open.pop()
        elif isinstance(event, yaml.ScalarEvent):
            anchor, start = event.anchor, len(self.seen) - 1
        else:
            self.open.append((event.anchor, len(self.seen) - 1))
            return
        if anchor:
            self.anchors[anchor] = slice(start, len(self.seen))


def _directive(text: str) -> int:
    """The line of a directive, 0 without one. They change what tags mean, and many of them take for ever."""
    if "%" not in text:
        return 0
    between = True
    for number, line in enumerate(lines_of(text), 1):
        if between and line.startswith("%"):
            return number
        if line.strip() and not line.startswith("#"):
            between = line.startswith("...")
    return 0
