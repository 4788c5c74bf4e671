"""Documents stage: the filters and tests that templates have, the language's and the kit's, each counting its work.

Of the language only those stand here that documents need and that can neither print past the escaping nor turn an
object into text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from jinja2.filters import FILTERS, ignore_case, make_attrgetter
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.tests import TESTS as ALL_TESTS
from jinja2.utils import pass_context, pass_eval_context
from markupsafe import Markup

from quaybook.documents.templating.budget import Budget
from quaybook.documents.templating.conditions import TESTS
from quaybook.model.base import Todo
from quaybook.wording.dialect.escape import alike
from quaybook.wording.filters import Filter, Filters
from quaybook.wording.values import TemplateMistakeError

if TYPE_CHECKING:
    from quaybook.documents.templating.reach import Reach

_RUNNING = ("map", "select", "reject", "selectattr", "rejectattr")
_OF_TEXTS = ("lower", "upper", "trim")
_PLAIN = ("abs", "default", "d")
_KINDS = ("defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "true", "false", "mapping")
_COMPARING = (
    "eq",
    "equalto",
    "ne",
    "lt",
    "lessthan",
    "le",
    "gt",
    "greaterthan",
    "ge",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
)
Test = Callable[..., bool]
# As many digits as a number may have that is written out.
_DIGITS = 300
_KIT_STEPS = 10


def tests(reach: Reach) -> dict[str, Test]:
    """The tests by their names."""

    def comparing(test: Test) -> Test:
        return lambda *values: test(*(reach.weighed(value) for value in values))

    known: dict[str, Any] = ALL_TESTS | TESTS
    found = {name: comparing(known[name]) for name in (*_COMPARING, "at_least", "below")}
    found |= {name: known[name] for name in (*_KINDS, *(TESTS.keys() - found.keys()))}
    found |= {name: _of_known(found[name]) for name in ("equalto", "eq", "==")}
    return found | {"in": _of_known(lambda value, within: reach.weighed(value) in _known(reach.container(within)))}


def _known(container: Any) -> Any:
    """A list without what nobody knows of it; whatever else something may be in."""
    return (
        [each for each in container if not isinstance(each, Todo)] if isinstance(container, tuple | list) else container
    )


def _of_known(test: Test) -> Test:
    """The test, as `is yes` has it: not true of a value that nobody knows, nor of one that is only assumed."""
    return lambda value, *rest: not isinstance(value, Todo) and test(value, *rest)


class BoundedFilters:
    """The filters of the template language, bound to the environment that counts."""

    def __init__(self, reach: Reach) -> None:
        self.reach, self.spend = reach, reach.budget.spend

    def table(self) -> dict[str, Filter]:
        """The filters by their names."""
        own: dict[str, Filter] = {
            "batch": self.batch,
            "count": self.length,
            "first": self.first,
            "int": self.int_of,
            "join": self.join,
            "last": self.last,
            "length": self.length,
            "list": self.list_of,
            "max": lambda value, *rest, **named: self.extreme("max", value, *rest, **named),
            "min": lambda value, *rest, **named: self.extreme("min", value, *rest, **named),
            "replace": self.replace,
            "sort": self.sort,
            "sum": self.sum_of,
            "unique": self.unique,
        }
        plain = {name: FILTERS[name] for name in _PLAIN}
        return own | plain | {n: self._running(n) for n in _RUNNING} | {n: self._of_text(n) for n in _OF_TEXTS}

    def of_the_kit(self, filter_: Filter) -> Filter:
        """A filter of the kit; what it prints is counted by the filters themselves."""

        def counting(value: Any, *rest: Any) -> Any:
            self.spend(_KIT_STEPS)
            return filter_(*(self.reach.settled(each) for each in (value, *rest)))

        return counting

    def _running(self, name: str) -> Filter:
        @pass_context
        def running(context: Context, value: Any, *rest: Any, **named: Any) -> Any:
            self.reach.weighed([*rest, *named.values()])
            return FILTERS[name](context, self.reach.counted(value), *rest, **named)

        return running

    def _of_text(self, name: str) -> Filter:
        def of_text(value: Any) -> Any:
            text = self.reach.text(value)
            self.spend(1, text=len(text))
            return FILTERS[name](text)

        return of_text

    def list_of(self, value: Any) -> list[Any]:
        return list(self.reach.counted(value))

    def length(self, value: Any) -> int:
        return len(self.reach.sized(value))

    def first(self, value: Any) -> Any:
        return FILTERS["first"](self.reach, self.reach.counted(value, 0))

    def last(self, value: Any) -> Any:
        return FILTERS["last"](self.reach, self.reach.counted(value, 0))

    def int_of(self, value: Any, default: int = 0, base: int = 10) -> Any:
        if isinstance(value, str) and len(value) > _DIGITS:
            raise TemplateMistakeError("template_number_too_long")
        return FILTERS["int"](value, default, base)

    def batch(self, value: Any, count: int, fill: Any = None) -> Any:
        self.reach.budget.repeat([fill], count)
        return FILTERS["batch"](self.reach.counted(value), count, fill)

    @pass_eval_context
    def join(self, context: EvalContext, value: Any, between: Any = "", attribute: Any = None) -> Any:
        listed = [self.reach.text(each) for each in self._keys(value, attribute)]
        *parts, between = alike([*listed, self.reach.text(between)])
        self.spend(1, text=sum(map(len, parts)) + len(between) * len(parts))
        return FILTERS["join"](context, parts, between)

    @pass_eval_context
    def replace(self, context: EvalContext, value: Any, old: Any, new: Any, count: int | None = None) -> Any:
        text, old, new = (self.reach.text(each) for each in (value, old, new))
        text, new = alike((text, new))
        self.spend(1, text=len(text) + text.count(old) * len(new))
        return FILTERS["replace"](context, text, old, new, count)

    def extreme(self, which: str, value: Any, case_sensitive: bool = False, attribute: Any = None) -> Any:
        """The largest or the smallest entry."""
        entries = self.list_of(value)
        self._weighed(self._keys(entries, attribute), case_sensitive)
        return FILTERS[which](self.reach, entries, case_sensitive, attribute)

    def sort(self, value: Any, reverse: bool = False, case_sensitive: bool = False, attribute: Any = None) -> list[Any]:
        entries = self.list_of(value)
        for each in attribute.split(",") if isinstance(attribute, str) else [attribute]:
            keys = self._weighed(self._keys(entries, each), case_sensitive)
            for _ in range(len(entries).bit_length()):
                self.reach.weighed(keys)
        made: list[Any] = FILTERS["sort"](self.reach, entries, reverse, case_sensitive, attribute)
        return made

    def sum_of(self, value: Any, attribute: Any = None, start: Any = 0) -> Any:
        for each in self._keys(value, attribute):
            start = self.reach.added(start, each)
        return start

    def unique(self, value: Any, case_sensitive: bool = False, attribute: Any = None) -> Any:
        entries = self.list_of(value)
        self._weighed(self._keys(entries, attribute), case_sensitive)
        return FILTERS["unique"](self.reach, entries, case_sensitive, attribute)

    def _keys(self, value: Any, attribute: Any) -> Iterator[Any]:
        counted = self.reach.counted(value)
        return iter(counted) if attribute is None else map(make_attrgetter(self.reach, attribute), counted)

    def _weighed(self, keys: Iterator[Any], case_sensitive: bool) -> list[Any]:
        """The keys by which entries are compared; those without case are texts of their own."""
        found = []
        for key in keys:
            if isinstance(key, str) and not case_sensitive:
                self.spend(0, text=len(key))
            found.append(self.reach.weighed(key if case_sensitive else ignore_case(key)))
        return found


class CountedFilters(Filters):
    """The filters of the kit, which count what they print before they join it."""

    def __init__(self, filters: Filters, budget: Budget) -> None:
        super().__init__(filters.terminal, filters.words)
        self.budget = budget

    def finalize(self, value: Any) -> Markup:
        if isinstance(value, str):
            self.budget.spend(1, text=len(value))
            if isinstance(value, Markup):
                return value
        shown = super().finalize(value)
        self.budget.spend(1, text=len(shown))
        return shown
