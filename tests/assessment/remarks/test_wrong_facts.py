"""Of over a hundred wrong facts, kind by kind, the check notices all but a few that are named with their reasons."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from quaybook.assessment.remarks.gather import remarks
from quaybook.facts.positions import Source, dotted
from quaybook.model.done_on import done_on_problems
from quaybook.model.load import load_terminal

from tests.conftest import TODAY
from tests.helpers.remarked import Facts, changed
from tests.helpers.workspaces import facts_of

LISTED: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "wrong_facts.yml").read_text(encoding="utf-8")
)
WRONG = [(kind, each) for kind, listed in LISTED.items() for each in listed]
SIZES = {"numbers": 23, "contradictions": 43, "people": 20, "places": 8, "dates": 16, "hollow": 7}
Noticed = Counter[tuple[str, str]]


@cache
def sample(name: str) -> Facts:
    return facts_of(name)


def noticed(facts: Facts) -> Noticed:
    """Code and place of every remark and of every problem with a fact."""
    source = Source(data=facts)
    terminal, problems = load_terminal(source)
    found: Noticed = Counter((problem.code, problem.path) for problem in problems)
    if terminal is not None:
        found.update((problem.code, problem.path) for problem in done_on_problems(terminal, source, TODAY))
        found.update((remark.code, dotted(remark.path)) for remark in remarks(terminal, source, TODAY))
    return found


@cache
def usual(name: str) -> Noticed:
    return noticed(sample(name))


def newly_noticed(wrong: dict[str, Any]) -> set[str]:
    """The codes of what is noticed with the wrong fact and not without it."""
    name = wrong.get("sample", "aonagi")
    return {code for code, _ in noticed(changed(sample(name), wrong["put"])) - usual(name)}


def test_the_list_has_every_kind_and_names_what_stays_unnoticed() -> None:
    assert {kind: len(listed) for kind, listed in LISTED.items()} == SIZES
    assert sum(SIZES.values()) == 117
    assert sum("code" in wrong for _, wrong in WRONG) >= 85
    assert all(wrong.get("unnoticed") for _, wrong in WRONG if "code" not in wrong)


@pytest.mark.parametrize(
    ("kind", "wrong"), WRONG, ids=lambda value: str(value.get("put") if isinstance(value, dict) else value)
)
def test_a_wrong_fact_is_noticed_as_what_it_is(kind: str, wrong: dict[str, Any]) -> None:
    found = newly_noticed(wrong)
    if "code" in wrong:
        assert wrong["code"] in found, kind
    else:
        assert found == set(), kind
