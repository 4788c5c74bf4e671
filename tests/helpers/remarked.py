"""Facts of a sample changed by key, and what is remarked of them."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any

from quaybook.assessment.remarks.gather import remarks
from quaybook.assessment.remarks.kinds import Remark
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.load import load_terminal

from tests.conftest import TODAY

STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
Facts = dict[str, Any]
Changes = Mapping[str, object] | Callable[[Facts], None]


def path_of(key: str) -> KeyPath:
    return tuple(name or int(number) for name, number in STEP.findall(key))


def put(facts: Facts, key: str, value: object) -> None:
    """Replaces the fact at `key`; None leaves it out."""
    *way, last = path_of(key)
    part: Any = facts
    for step in way:
        part = part[step]
    if value is None:
        del part[last]
    else:
        part[last] = value


def changed(facts: Facts, changes: Changes) -> Facts:
    made = copy.deepcopy(facts)
    if callable(changes):
        changes(made)
    else:
        for key, value in changes.items():
            put(made, key, value)
    return made


def remarks_on(facts: Facts) -> tuple[Remark, ...]:
    terminal, problems = load_terminal(Source(data=facts))
    assert terminal is not None, problems[:3]
    return remarks(terminal, Source(data=facts), TODAY)


def spots(found: tuple[Remark, ...]) -> set[tuple[str, str]]:
    return {(remark.code, dotted(remark.path)) for remark in found}
