"""No two documents of one set give different limits for one act, because each limit stands in one fact alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache

from quaybook.facts.positions import dotted
from quaybook.model.fields import leaves
from quaybook.resources import policy_source
from quaybook.wording.dialect.links import without_targets

from tests.assessment.rules.cases.changes import Changes, sample_facts, terminal_of
from tests.helpers.renderings import judged_with, rendered

SAMPLE = "aonagi"
LIMIT = re.compile(r"(?<![\d.])(\d+)(分|時間)以内")
# Limits of the law stand in its own data, and an example shows how a sheet is filled in.
ELSEWHERE = ("reporting-matrix", "training-executives")


@cache
def odd_limits() -> Changes:
    """Every limit in minutes and in hours as a number of its own that nobody would choose."""
    numbers = iter(range(61, 2000, 7))
    timed = [path for path, value in leaves(terminal_of(sample_facts(SAMPLE))) if _is_limit(path[-1], value)]
    assert len(timed) > 15
    return {dotted(path): str(next(numbers)) for path in timed}


def _is_limit(name: object, value: object) -> bool:
    return isinstance(name, str) and name.endswith(("minutes", "hours", "_min")) and type(value) in (int, float)


def limits(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in texts.items():
        yield from ((name, found[0]) for found in LIMIT.finditer(text))


def test_every_limit_of_an_act_comes_from_its_fact() -> None:
    own = " ".join(str(value) for _, value in leaves(terminal_of(sample_facts(SAMPLE))))
    made, problems = rendered(judged_with(SAMPLE, odd_limits()))
    assert problems == []
    texts = {d.spec.id: html.unescape(without_targets(d.body)) for d in made.documents if d.spec.id not in ELSEWHERE}
    found = [*limits(texts)]
    assert len(found) > 30
    minutes = {int(str(value)) for value in odd_limits().values()}
    said = {f"{n}分以内" for n in minutes} | {f"{n}時間以内" for n in minutes} | {f"{n * 60}分以内" for n in minutes}
    said |= {f"{n % 60}分以内" for n in minutes} | {f"{n // 60}時間以内" for n in minutes}
    assert [(name, text) for name, text in found if text not in said and text not in own] == []


def test_no_template_holds_a_limit_of_its_own() -> None:
    templates = {p.parent.name: p.read_text("utf-8") for p in (policy_source() / "documents").rglob("*.j2")}
    assert len(templates) > 130
    assert [each for each in limits(templates) if each[0] not in ELSEWHERE] == []


def test_deputies_stand_in_one_order_wherever_they_are_named() -> None:
    judged = judged_with(SAMPLE, {})
    people = {person.id: str(person.title) for person in judged.terminal.people}
    titles = [people[deputy] for deputy in judged.terminal.org.ciso_deputies]
    assert len(titles) == 3
    made, problems = rendered(judged)
    assert problems == []
    named = {}
    for document in made.documents:
        lines = html.unescape(without_targets(document.body)).splitlines()
        ranked = [line for line in lines if "第1順位" in line or "第2順位" in line or "第3順位" in line]
        order = [title for line in ranked for title in titles if title in line]
        if len(order) > 1:
            named[document.spec.id] = order
    assert len(named) > 2
    assert {name: order for name, order in named.items() if sorted(order, key=titles.index) != order} == {}
