"""Documents stage: which parts of an object a template may see: those that the kit declares, and no other.

The sandbox of the template language guards the language, not what Python's objects can do: a group of facts
inherits methods that read files and run programs. So each kind of object is listed here with its parts. The fields
of our own classes and the properties that we wrote are parts; what a library's class brings along is none.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from jinja2 import Undefined
from jinja2.environment import TemplateModule
from jinja2.runtime import LoopContext
from jinja2.utils import Namespace

from quaybook.documents.templating.budget import NEW_TEXT, Budget
from quaybook.documents.templating.helper import Helper
from quaybook.documents.templating.refusing import ForHighest
from quaybook.model.audience import Withheld
from quaybook.model.base import Facts, Todo
from quaybook.model.requirement import Requirement
from quaybook.wording.values import TemplateMistakeError

MISSING = object()
MAPPINGS = (dict, MappingProxyType)
SEQUENCES = (str, list, tuple, range)
# Whatever is asked of them, they refuse it by themselves and say why.
REFUSING = (Undefined, Todo, Withheld, ForHighest)

_OURS = "quaybook."
_LOOP = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem")
_PARTS: dict[type, tuple[str, ...]] = {
    Enum: ("name", "value"),
    date: ("year", "month", "day"),
    timedelta: ("days",),
    LoopContext: _LOOP,
}
_OF_MAPPINGS = ("items", "keys", "values", "get")
_METHODS: dict[type, tuple[str, ...]] = {
    Requirement: ("controls",),
    LoopContext: ("cycle",),
    dict: _OF_MAPPINGS,
    MappingProxyType: _OF_MAPPINGS,
    # Each makes a text no longer than its own, or a list of pieces of it.
    str: ("lower", "upper", "strip", "startswith", "endswith", "split"),
}


@cache
def parts_of(kind: type) -> frozenset[str]:
    """The names that may be read of an object of the class."""
    for known, parts in _PARTS.items():
        if issubclass(kind, known):
            return frozenset(parts)
    own: set[str] = set()
    if issubclass(kind, Facts):
        own = set(kind.model_fields)
    elif is_dataclass(kind) and kind.__module__.startswith(_OURS):
        own = {field.name for field in fields(kind)}
    return frozenset(name for name in own | _properties(kind) if not name.startswith("_"))


def _properties(kind: type) -> set[str]:
    """The properties that a class of ours declares itself, in whichever of its bases."""
    ours = (base for base in kind.__mro__ if base.__module__.startswith(_OURS))
    return {name for base in ours for name, what in vars(base).items() if isinstance(what, property | cached_property)}


@cache
def methods_of(kind: type) -> frozenset[str]:
    """The names that may be called of an object of the class."""
    if issubclass(kind, Enum):
        return frozenset()
    return frozenset(name for known, names in _METHODS.items() if issubclass(kind, known) for name in names)


def part(value: Any, name: str, budget: Budget) -> Any:
    """The part of that name, a method as a helper; MISSING if none is declared. A refusing value may raise."""
    kind: type = type(value)
    if name in parts_of(kind):
        return getattr(value, name)
    if name.startswith("_"):
        return MISSING
    if isinstance(value, REFUSING):
        # A part of what nobody knows or may see is not known or seen either.
        return getattr(value, name)
    if name in methods_of(kind):
        return _method(value, name, budget)
    return _named(value, name)


def _named(value: Any, name: str) -> Any:
    """What somebody gave that name: a key, a variable of a namespace, a macro of a template, a helper of a helper."""
    if isinstance(value, MAPPINGS):
        return value.get(name, MISSING)
    if isinstance(value, Helper):
        return value.members.get(name, MISSING)
    if type(value) is TemplateModule:
        return vars(value).get(name, MISSING)
    return getattr(value, name, MISSING) if type(value) is Namespace else MISSING


def _method(value: Any, name: str, budget: Budget) -> Helper:
    if isinstance(value, MAPPINGS):
        return Helper(lambda *given: _of_mapping(value, name, budget, given))
    if isinstance(value, str):
        return Helper(lambda *given: _of_text(value, name, budget, given))
    return Helper(getattr(value, name))


def _of_mapping(value: Any, name: str, budget: Budget, given: tuple[Any, ...]) -> Any:
    if name == "get":
        return value.get(*given)
    budget.spend(len(value))
    # A tuple has an order of its own and a length; a view of the mapping would also be a set.
    return tuple(getattr(value, name)(*given))


def _of_text(value: str, name: str, budget: Budget, given: tuple[Any, ...]) -> Any:
    if name in ("lower", "upper", "strip", "split") and len(given) > (name == "split"):
        raise TemplateMistakeError("template_arguments", came=name)
    budget.spend(1, text=len(value))
    if name == "split":
        budget.spend(NEW_TEXT * (value.count(given[0]) if given and given[0] else len(value) // 2))
    return getattr(value, name)(*given)
