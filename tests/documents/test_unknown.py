"""What nobody knows is stated as neither settled nor absent, and an empty list denies nothing that others say."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.assessment.rules.cases.changes import REMOVED, TODO, Changes
from tests.helpers.renderings import judged_with, rendered, told

HERE = "CISO（担当者が指定されるまで）"
# Sample, changes, document, what it must not say, and what it says instead.
CASES: Mapping[str, tuple[str, Changes, str, str, str]] = {
    "addresses": (
        "aonagi",
        {"remote_access.ways[*].allowed_source_ips": [{"address": TODO, "owner": TODO, "use": TODO}]},
        "register-connections",
        "許可した接続元の登録はない",
        "限定しているものとして扱わない",
    ),
    "addresses counted": (
        "aonagi",
        {"remote_access.ways[*].allowed_source_ips": [{"address": TODO, "owner": TODO, "use": TODO}]},
        "register-connections",
        "| 1件 |",
        "| IPアドレスが分からない（1件） |",
    ),
    "a survey without a day": (
        "aonagi",
        {"unmanaged_devices": [], "assets.unmanaged_devices_surveyed_on": TODO},
        "register-assets",
        "直近の調査で",
        "管理外の機器の登録はない。ただし、調べた日が分からない",
    ),
    "servers beside systems of one's own": (
        "hoshimisaki",
        {"assets.device_list_updated_on": TODO},
        "register-assets",
        "当ターミナルが所有するサーバはない。",
        "当ターミナルが所有するサーバの登録はない。ただし、",
    ),
    "a device that may be steered": (
        "aonagi",
        {"terminal.control_systems_present": "no", "linked_devices[*].control_obtainable": TODO},
        "organisation",
        "制御システムを運用していない",
        "制御システムがあるものとして扱う",
    ),
    "a drill of which nobody knows": (
        "aonagi",
        {"drills[*].held_on": TODO, "drills[*].next_on": TODO},
        "dashboard",
        "| 机上訓練 | **まだ行っていない** |",
        "| 机上訓練 | 【要記入",
    ),
    "an agreement of which nobody knows": (
        "aonagi",
        {"port_manager.agreed_on": REMOVED, "port_manager.role_split_agreed": TODO},
        "register-roles",
        "| 合意した日 | 合意していない |",
        "| 合意した日 | 合意したかどうかが分からない |",
    ),
    "a contact without a name": (
        "aonagi",
        {"contacts[*].name": TODO},
        "bcp-organisation",
        "| 【要記入】 | 【要記入】 |",
        "| 税関：【要記入】 |",
    ),
    "a medium that is not checked": (
        "aonagi",
        {"removable_media.kinds": [{"kind": "sd_card", "name": "SD", "allowed": "yes", "check": "していない"}]},
        "removable-media",
        "| 検査 |",
        "登録が検査を行わない内容である媒体も、同じとする",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_nobody_knows_is_not_settled(case: str) -> None:
    sample, changes, document, never, instead = CASES[case]
    text = body(sample, changes, document)
    assert never not in text
    assert instead in text


# Where each role stands, of which the first sample has somebody in charge.
@pytest.mark.parametrize(
    ("document", "row"),
    [
        ("organisation", f"| システム管理者 | {HERE} |"),
        ("incident-main", f"| システム管理者 | {HERE} |"),
        ("bcp-organisation", f"| 復旧班 | {HERE} |"),
        ("drill-restore", f"| システム管理者 | {HERE}"),
        ("register-accounts", f"| {HERE} |"),
        ("external-connections", "システム管理者（指定されるまではCISO）"),
        ("training-users", "システム管理者（指定されるまではCISO）"),
        ("training-contractors", f"委託先の管理を受け持つ{HERE}"),
        ("card-security", "| システム管理者 | 指定されるまではCISO　→当直責任者 |"),
        ("card-all", "| 情報セキュリティ当番（指定されるまではCISO）"),
    ],
)
def test_a_role_that_nobody_holds_is_the_cisos_everywhere(document: str, row: str) -> None:
    nobody: Changes = {"org.officers[*].roles": []}
    assert row in body("aonagi", nobody, document)
    assert row not in body("aonagi", {}, document)
    assert row not in body("aonagi", {"org.officers[*].roles": [TODO]}, document)


def body(sample: str, changes: Changes, document: str) -> str:
    """A document of a sample with some facts changed."""
    made, problems = rendered(judged_with(sample, changes))
    assert told(problems) == []
    return next(each.body for each in made.documents if each.spec.id == document)
