"""What keeps a set from being handed out is told whole, each with whom to ask, and nothing else is."""

from __future__ import annotations

import pytest
from quaybook.reports.release import Release

from tests.helpers.renderings import judged_with

ORDERLY = "document_control.revisions[4].reason"


def control(changes: dict[str, object]) -> list[tuple[str, str]]:
    found = Release(judged_with("aonagi", changes), {}, {}, "ja").control()
    return [(problem.code, problem.path) for problem in found]


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("version", "9.9"),
        ("version", "3.0"),
        ("revised_on", "2026-09-30"),
        ("next_review_on", "2026-10-01"),
        ("next_review_on", "2036-10-01"),
        ("established_on", "2024-04-02"),
        ("revisions[1].revised_on", "2023-10-01"),
        ("revisions[1].version", "0.9"),
    ],
)
def test_a_set_whose_version_and_dates_differ_is_not_released(fact: str, value: str) -> None:
    assert control({f"document_control.{fact}": value}) == [("control_in_release", f"document_control.{fact}")]


def test_what_is_in_order_or_stands_elsewhere_keeps_nothing_from_release() -> None:
    assert control({}) == []
    assert control({ORDERLY: "改訂の理由", "suppliers[0].contract_until": "2001-01-01"}) == []


def test_an_open_fact_is_told_with_whom_to_ask() -> None:
    changes = {"document_control.approver": "TODO: 社長室", "contacts[0].means[0].value": "確認中"}
    found = [*Release(judged_with("aonagi", changes), {}, {}, "ja").open_places()]
    asked = {problem.path: dict(problem.values)["ask"] for problem in found}
    assert {problem.code for problem in found} == {"open_in_release"}
    assert asked == {
        "document_control.approver": "社長室",
        "contacts[0].means[0].value": "総務",
    }
