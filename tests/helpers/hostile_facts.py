"""Hostile facts: what somebody might write, paste or smuggle into any leaf, and where the leaves are."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import StringConstraints
from quaybook.facts.positions import KeyPath
from quaybook.facts.text import refused_character
from quaybook.model.base import Ref
from quaybook.model.fields import group_at, leaf_types, marks, may_be_open
from quaybook.model.written import A_CLOCK, UNLOCODE

from tests.assessment.rules.cases.changes import report, sample_facts

TEXTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</td></tr></table><iframe src=//example.jp>",
    "&lt;b&gt; &#60;i&#62; &amp;",
    "{{ 7*7 }} {% raw %} {# c #} {{ config }} {{ ''.__class__.__mro__ }}",
    "[a](javascript:alert(1)) ![b](http://example.jp/b.png) <http://example.jp>",
    "http://example.jp/x?y=z mailto:a@example.jp www.example.jp",
    "# h\n\n## h {#id .c}\n- item\n1. one\n> quote",
    "| a | b |\n|---|---|\n| c | d |",
    "``` code ``` `x` ~~~ $x^2$ \\alpha \\input{/etc/passwd}",
    "*a* **b** __c__ ~~d~~ ==e== ++f++ ^g^ ~h~ [^1] @cite [@x]",
    '::: div\n!!! note\n[TOC] --8<-- "/etc/passwd"',
    "x {: .a onclick=x }",
    "{.red} x {#id .b}",
    ":smile: (c) (tm) --- ... \"q\" 'q' -> 1/2",
    "doc:backup](doc:backup#x) figure:systems ]]> <?php ?> <!-- c -->",
    "\ue000backup\ue001 \ue0021;3-4-3\ue003x\ue004 \uf8ff",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '+1+1 -1-1 =HYPERLINK("http://example.jp","x")',
    "\t=1+1",
    "＝１＋１ ＠ＳＵＭ",
    '#import "x.typ" #read("/etc/passwd") #link("http://example.jp") $ #let x = 1',
    'TOC \\o "1-3" { INCLUDETEXT "c:\\\\x" } _x000D_ _x0041_',
    "a\r\nb\rc\nd\te\x85f\u2028g\u2029h",
    "葛\U000e0100城 辻\U000e0101 神\ufe00 \u200c\u200d x\u200dy",
    "が か\u3099 e\u0301 " + "o" + "\u0300\u0301\u0302\u0303" * 20,
    "👨‍👩‍👧‍👦 🇯🇵 ✊🏽 𠮷野家 髙﨑 ﷽",
    "مرحبا שלום हिन्दी ไทย 한국어",
    "０９０－××××－×××× ①②③ ㈱ ½ ²",
    "%s %d %(x)s {0} {name} {} ${x} $(touch x) `touch x` ; rm -rf /",
    "' OR 1=1 -- \"; DROP TABLE x; \\x00 \\u0000 \\n",
    "!!python/object/apply:os.system [x] &a *a <<: - ? | >",
    "../../../../etc/passwd C:\\Windows\\System32 CON NUL",
    "null ~ true false yes no 1_000 0x10 1e5 .inf 22:00",
    "a" * 300,
    "長" * 300,
    "　全角の空白　だけ　",
    ". - _ / \\",
    "0",
    "TODOroki 該当なしとは言えない",
)
OPEN = ("TODO", "TODO: 総務に聞く", "ＴＯＤＯ：総務", "todo : <b>x</b> {{ 7*7 }}", "TODO: " + "長" * 500)
NOT_APPLICABLE = ("該当なし", "該当なし: <i>理由</i> | =1+1", "not applicable: none", "Not Applicable")
NUMBERS = (
    "0",
    "-1",
    "１２",
    "1.5",
    "1e400",
    "nan",
    "9" * 5000,
    "0x10",
    "1,000",
    "½",
    "٣",
    "",
    " 5 ",
    "36500",
    "1000000000",
)
DAYS = (
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "20260401",
    "0",
    "2026/04/01",
    "２０２６－０４－０１",
    "令和8年4月1日",
    "",
)
KINDS: tuple[Any, ...] = (
    [],
    {},
    [[]],
    [{}],
    {"x": "y"},
    ["a", ["b"], {"c": "d"}],
    {"": {"": [""]}},
    "yes",
    "no",
    "はい",
)
# What the loader lets through.
CHARACTERS = (
    st.characters(exclude_categories=("Cc", "Cs", "Cn")).filter(lambda each: not refused_character(each))
) | st.sampled_from("\t\n\r\x85")
ANY_TEXT = st.text(CHARACTERS, max_size=60)
VALUES = (
    st.sampled_from((*TEXTS, *OPEN, *NOT_APPLICABLE, *NUMBERS, *DAYS, *KINDS))
    | ANY_TEXT
    | st.builds(lambda text, times: text * times, ANY_TEXT, st.sampled_from((50, 2000)))
)


# Leaves that name something of the kit, although any text may stand there.
_NAMES = {"requirement", "item", "form", "forms", "like", "add", "leave_out", "edition"}


def paths(node: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The paths of all that stands in plain facts, groups and lists included."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from paths(value, (*path, key))


def at(node: Any, path: KeyPath) -> Any:
    """What stands at a path."""
    for step in path:
        node = node[step]
    return node


def put(node: Any, path: KeyPath, value: Any) -> None:
    """Puts a value at a path, if the way there is still what it was."""
    try:
        at(node, path[:-1])[path[-1]] = copy.deepcopy(value)
    except (KeyError, IndexError, TypeError):
        return


def types_in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for argument in get_args(annotation):
        yield from types_in(argument)


def takes_any_text(path: KeyPath) -> bool:
    """Whether the leaf at a path is free text: no id, no reference, no choice, no number."""
    names = tuple(step for step in path if isinstance(step, str))
    group = group_at(names[:-1])
    field = group.model_fields.get(names[-1]) if group else None
    # The address of a site is looked at once all facts are read.
    if field is None or names[-1] == "site_address":
        return False
    types = set(filter(lambda each: isinstance(each, type), types_in(field.annotation)))
    found = marks(field.annotation, field.metadata)
    refers = any(isinstance(mark, Ref) for mark in found)
    constrained = (mark.pattern for mark in found if isinstance(mark, StringConstraints))
    patterned = any(constrained) or any(mark is each for mark in found for each in (A_CLOCK, UNLOCODE))
    return str in types and not refers and not patterned and not any(issubclass(each, Enum) for each in types)


@cache
def facts_alone(sample: str) -> dict[str, Any]:
    """The facts of a sample by the report alone, so that they need no texts of its own beside them."""
    facts = copy.deepcopy(sample_facts(sample))
    facts.pop("requirement_sets", None)
    plan: Any = facts.get("plan", [])
    facts["plan"] = [item for item in plan if item["requirement"] in report().by_id()]
    return facts


@cache
def all_paths(sample: str) -> tuple[KeyPath, ...]:
    """Every path in a sample's facts."""
    found = tuple(paths(facts_alone(sample)))
    assert len(found) > 1000
    return found


@cache
def text_paths(sample: str) -> tuple[KeyPath, ...]:
    """The leaves of a sample that take any text, but for those that name something outside the facts."""
    facts = facts_alone(sample)
    leaves = (path for path in all_paths(sample) if isinstance(at(facts, path), str))
    # Numbers of requirements and of items of checklists, and the ids of forms.
    found = tuple(p for p in leaves if takes_any_text(p) and not _NAMES & {*p[-2:]})
    assert len(found) > 300
    return found


_EXTREMES: dict[type, tuple[str, ...]] = {
    bool: ("yes", "no", "はい"),
    int: ("0", "1", "1200", "36500", "1000000000", "１２"),
    float: ("0", "1e-9", "0.1", "876600"),
    date: ("0001-01-01", "1899-12-31", "1900-02-28", "2026-11-01", "9999-12-31"),
}


@cache
def fitting(sample: str) -> tuple[tuple[KeyPath, tuple[str, ...]], ...]:
    """Leaves of a sample with what may stand there but hardly ever does; all that may be open are, too."""
    facts = facts_alone(sample)
    texts, found = set(text_paths(sample)), []
    for path in all_paths(sample):
        if isinstance(at(facts, path), str):
            values = (*TEXTS, *NOT_APPLICABLE) if path in texts else ()
            values += tuple(v for kind in leaf_types(path) for v in _EXTREMES.get(kind, ()))
            values += OPEN if may_be_open(path) else ()
            found.append((path, values))
    kept = tuple((path, values) for path, values in found if values)
    assert len(kept) > 1000
    return kept
