"""What one fact says and another denies is not known, and a part that is not known is said beside one that fails."""

from __future__ import annotations

import pytest
from quaybook.assessment.finding import Outcome, State
from quaybook.assessment.reading import DISPUTED

from tests.assessment.rules.cases.changes import (
    SECOND_WAY,
    TODO,
    Changes,
    changed,
    findings_of,
    sample_facts,
    terminal_of,
)
from tests.assessment.rules.test_rules import view_of

OFFLINE: Changes = {"backups[*].locations[*].isolation": "offline", "backups[*].locations[*].site": "offsite"}
# What is said, what denies it, and the requirement that would be met by what is said alone.
DENIED: dict[str, Changes] = {
    "3-4-4": {**OFFLINE, "backups[0].locations[0].place": "TOSと同じラック、常時接続"},
    "3-2-b-1": {"removable_media.used": "no"},
    "4-8-2": {"audit.auditor": "常務取締役 見本 一郎"},
    "3-7-2": {"suppliers[0].contract_until": "2026-03-31"},
}


@pytest.mark.parametrize("requirement", DENIED)
def test_what_another_fact_denies_is_not_known(requirement: str) -> None:
    found = findings_of(terminal_of(changed(sample_facts("aonagi"), DENIED[requirement])))[requirement]
    read = [(check, fact) for check in found.checks for fact in check.facts if fact.value is DISPUTED]
    assert read
    assert {check.outcome for check, _ in read} == {Outcome.UNKNOWN}
    assert found.state in (State.UNKNOWN, State.PARTLY)
    # Whoever reads the table of facts sees what stands there.
    assert {fact.path for _, fact in read} <= {fact.path for fact in found.facts if fact.value is not DISPUTED}


def test_a_dispute_is_said_in_words() -> None:
    view = view_of(
        "3-4-4", {"backups[0].locations[0].place": "共有フォルダ", "backups[0].locations[0].isolation": "immutable"}
    )
    assert any("食い違って" in sentence for sentence in view.evidence)
    assert "食い違って" in view.gap
    assert not any("書き換えも削除もできない所に保存している" in sentence for sentence in view.evidence)


def test_what_is_not_known_of_one_way_is_said_beside_another_that_falls_short() -> None:
    lock = "remote_access.ways[{}].account_lock.enabled"
    view = view_of("3-2-a-4", {**SECOND_WAY, lock.format(0): TODO, lock.format(1): "no"})
    (sentence,) = view.evidence
    assert "の1件（外から入る経路2件中）で" in sentence
    assert "このほか、" in sentence
    assert "まだ分からない。" in sentence
    assert view.gap.count("まだ分からないこと") == 1
