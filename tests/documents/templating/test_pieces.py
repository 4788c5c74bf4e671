"""Every piece of every template is rendered by some facts, and whatever facts these are, nothing broken is printed.

The samples are rich, so much of what is written for poorer terminals is in none of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random

from jinja2 import Environment
from quaybook.assessment.assess import Judged
from quaybook.documents.templating.marks import Covers
from quaybook.model.audience import AudienceLevel
from quaybook.model.groups.kinds import Lead, Role
from quaybook.resources import policy_source

from tests.assessment.rules.cases.changes import NO_BACKUPS, NO_DEVICES, NO_SUPPLIERS, REMOVED, TODO, Changes
from tests.conftest import SAMPLES
from tests.helpers.pieces import Piece, marked, traced
from tests.helpers.renderings import judged_alone, judged_with, open_leaves, opened, rendered, wrong_in
from tests.helpers.reshaped import reshaped

# A terminal that has and has settled as little as the model lets it, and one where everybody does everything.
POOR: Changes = {
    **NO_DEVICES,
    **NO_BACKUPS,
    "admin_auth.accounts": "0",
    "audit.audited_on": REMOVED,
    "drills[*].kind": "tabletop",
    "experts[*].peacetime_relation": "no",
    "external_connections[*].user_class": "maintenance",
    "liability.demarcations": [],
    "liability.owner_user_differ": "yes",
    "liability.split_documented": "no",
    "liability.splits": [],
    "manual.areas[*].experienced": [],
    "manual.snapshot.contents[*].covers": [],
    "manual.areas[*].mode": "stop",
    "org.ciso.executive": "no",
    "org.ciso_deputies": [],
    "org.officers[*].leads": [],
    "org.officers[*].roles": [],
    "org.roles_not_applicable": [
        {"role": role, "reason": "仕事がない"} for role in ("competency", "physical_security")
    ],
    "port_manager.agreed_on": REMOVED,
    "port_manager.role_split_agreed": "yes",
    "reporting.police_on_cyberattack": "no",
    "servers": [],
    "standby.needed": "no",
    "terminal.control_systems_present": "no",
    "terminal.tos.users": [],
    "unmanaged_devices": [],
    "remote_access.ways[0].password.used": "no",
    "remote_access.ways[0].unregistered_accounts": "2",
    "suppliers[0].contract_until": "自動更新（1年ごと）",
}
EVERYBODY: Changes = {
    "admin_auth.password.used": "no",
    "admin_auth.account_lock.enabled": "yes",
    "admin_auth.account_lock.threshold": REMOVED,
    "linked_devices[*].control_obtainable": "yes",
    "linked_devices[*].responsible": "president",
    "manual.areas[*].responsible": "president",
    "org.officers[*].leads": [lead.value for lead in Lead],
    "org.officers[*].roles": [role.value for role in Role],
    "network_devices[*].attacked": "yes",
    "network_devices[*].replaced_with_new": "no",
    "remote_access.ways[0].account_lock.enabled": "yes",
    "remote_access.ways[0].account_lock.threshold": REMOVED,
    "remote_access.ways[0].anomaly_detection.unusual_ip_mail": "no",
    "remote_access.ways[0].password.used": "no",
    "remote_access.ways[0].source_ip_owner_recorded": "no",
}
NEVER_RESTORED: Changes = {
    "restore_tests": [],
    "removable_media.check_terminal": REMOVED,
    "plan[0].requirement": "3-4-5",
    "plan[0].state": "accepted",
    "plan[0].acceptance": {
        "reason": "費用が見合わない",
        "accepted_by": "president",
        "accepted_on": "2026-10-01",
        "expires_on": "2026-10-31",
    },
    "plan[1].requirement": "3-2-b-2",
}
NOBODY_COMES: Changes = {
    "admin_auth.password.used": "no",
    "remote_access.ways": [],
    "remote_access.absence_reason": "外から入る必要がない",
    "external_connections[*].kind": "internet",
    "removable_media.used": "no",
    "removable_media.kinds": [{"kind": "usb_memory", "name": "USBメモリ", "allowed": "no"}],
    "experts": [],
    "insurance.considered": "no",
    "insurance.considered_on": REMOVED,
    "linked_devices": [],
    "segments": [],
    "people[*].manual_experience": [],
    "manual.areas[*].experienced": [],
}
# The TOS runs elsewhere, nobody has said how its users log in, and nobody has a deputy.
UNSAID: Changes = {
    "incident.isolation_key": REMOVED,
    "org.officers[*].deputy": REMOVED,
    "remote_access.ways": [],
    "remote_access.absence_reason": REMOVED,
    "terminal.tos.form": "hosted",
}
BARE_WAYS: Changes = {
    "admin_auth.password.used": "no",
    "remote_access.ways": [
        {"id": "vpn", "name": "保守用VPN", "kind": "vpn", "account_lock": {"enabled": "yes"}},
        {"id": "login", "name": "TOSのログイン", "kind": "service_login", "account_lock": {"enabled": TODO}},
        {"id": "tool", "name": "遠隔操作ソフト", "kind": "remote_tool", "auth_factors": [TODO]},
        {"id": "old", "name": "前の保守用VPN", "kind": "vpn", "account_lock": {"enabled": "yes", "threshold": "5"}},
    ],
}
NO_GAP: Changes = {"audit.self_check_results[*].outcome": "conforming", "manual.shifts[*].experienced": "4"}
# A drill whose pack was made from a number, a course without a quiz, and a day that has passed.
PRACTISED: Changes = {
    "course_results[0].passed": REMOVED,
    "drill_results[0].seed": "7",
    "drills[0].next_on": "2026-10-20",
}
PARTS = [
    {"name": "自動ブロック", "mode": "stop", "work": "止める"},
    {"name": "リーチスタッカーの区画", "mode": "manual", "work": "指示書で動かす", "capacity_per_hour": "8"},
    {"name": "空の区画", "mode": "degraded", "work": "返却だけを受ける"},
]
UNLIKE: Changes = {
    "admin_auth.differing": [{"name": "基幹スイッチ", "factors": ["knowledge"], "method": "IDとパスワードだけ"}],
    "terminal.staff_languages": [
        {"language": "ベトナム語", "staff": "14", "cards": ["easy_ja"]},
        {"language": "フィリピノ語", "staff": "6"},
    ],
    "contacts[*].languages": ["英語"],
    "manual.areas[*].parts": PARTS,
    "remote_access.ways[0].emergency_bypass": TODO,
    "removable_media.kinds": [
        {"kind": "sd_card", "name": "クレーンのSDカード", "allowed": "yes"},
        {"kind": "optical_disc", "name": "光ディスク", "allowed": "yes", "uses": ["在庫の受渡し", "証拠の保管"]},
    ],
}
# What was written for lack of an answer, at a terminal that nobody enters from outside.
ASSUMED: Changes = {
    "remote_access.ways": [],
    "remote_access.absence_reason": "外から入る必要がない",
    "liability.owner_user_differ": "仮：no",
    "removable_media.kinds": [
        {"kind": "usb_memory", "name": "USBメモリ", "allowed": "仮：yes"},
        {"kind": "sd_card", "name": "クレーンのSDカード", "allowed": "仮：no"},
    ],
}
# Nothing is listed, and nobody knows whether anybody looked; who does what is assumed, or not known at all.
UNLOOKED: Changes = {
    **NO_BACKUPS,
    "assets.device_list_updated_on": TODO,
    "assets.external_connection_list_updated_on": TODO,
    "assets.linked_devices_surveyed_on": TODO,
    "assets.unmanaged_devices_surveyed_on": TODO,
    "external_connections[*].kind": "internet",
    "insurance.considered": TODO,
    "insurance.considered_on": REMOVED,
    "linked_devices": [],
    "org.officers[*].leads": ["仮：planning"],
    "org.officers[*].roles": ["仮：training"],
    "org.roles_not_applicable": [
        {"role": f"仮：{role}", "reason": "仕事がない"} for role in ("competency", "control_systems")
    ],
    "port_manager.agreed_on": REMOVED,
    "port_manager.role_split_agreed": TODO,
    "remote_access.ways[0].allowed_source_ips": [
        {"address": "192.0.2.1/32", "owner": "保守会社", "use": "保守"},
        {"address": TODO, "owner": TODO, "use": TODO},
    ],
    "suppliers[*].name": TODO,
    "contacts[*].desk": "該当なし：代表番号から取り次ぐ",
    "contacts[*].name": TODO,
    "terminal.control_systems_present": "no",
    "unmanaged_devices": [],
    "vuln.checked_on": TODO,
    "vuln.open": [],
}
# Before the first round: nothing is found, planned or excepted, and nobody has said when insurance is looked at again;
# nobody sits at a PC or sees to machines, and those who work for the terminal were chosen without a procedure.
UNTOUCHED: Changes = {
    "audit.audit_results": [],
    "audit.findings": [],
    "audit.self_check_results": [],
    "exceptions": [],
    "insurance.covers": [],
    "endpoints": [],
    "insurance.review_on": REMOVED,
    "linked_devices[*].control_obtainable": "no",
    "org.officers[*].roles": ["training"],
    "org.roles_not_applicable": [],
    "outsourcing.selection_procedure": "no",
    "plan": [],
    "suppliers[*].selected_by_criteria": "yes",
    "terminal.control_systems_present": "no",
    "vuln.open": [],
}
STOPPING_PARTS: Changes = {
    "manual.areas[*].parts": PARTS[:1],
    "manual.areas[*].mode": "stop",
    "manual.needed": "no",
}
# How full is too full, or what is then done, is not settled; nor what a level is, or whether a part goes on.
# The CISO has no other title.
NO_LIMIT: Changes = {
    "incident.levels[*].criteria": TODO,
    "manual.yard_full_percent": TODO,
    "people[1].title": "CISO（最高情報セキュリティ責任者）",
    "manual.areas[*].parts": [PARTS[0], {**PARTS[1], "mode": TODO}],
}
# Nor how much comes, who types it afterwards, and what is sent again.
NO_RULE: Changes = {
    "manual.yard_full_rule": TODO,
    "duty": REMOVED,
    "manual.load": REMOVED,
    "manual.typing": REMOVED,
    "manual.boxes_per_ship": REMOVED,
    "manual.messages_to_resend": [],
    "manual.free_time_rule": REMOVED,
}
TWO_CHANNELS = [{"kind": "radio", "value": "構内1ch"}, {"kind": "radio", "value": "構内2ch"}]
# Lines without anything in front of them, a cloud without measures, and nobody who has more than a radio.
BARE_LINES: Changes = {
    "cloud.used": "yes",
    "cloud.measures_applied": [],
    "contacts[*].kind": "transport_bureau_port_section",
    "external_connections[*].firewall": "no",
    "external_connections[*].kind": "leased_line",
    "external_connections[*].other_measures": [],
    "liability.owner_user_differ": "no",
    "people[*].means": TWO_CHANNELS,
    "removable_media.used": "yes",
    "removable_media.uses": [],
}
NO_USES: Changes = {"removable_media.used": "yes", "removable_media.uses": []}
# A TOS on a vendor's machines, lines without a guard, findings that are late, media without a use.
BARE: Changes = {
    **NO_DEVICES,
    "assets.device_list_updated_on": "2026-10-01",
    "audit.findings[*].due_on": "2026-10-20",
    "audit.findings[*].state": "in_progress",
    "cloud.used": "yes",
    "external_connections[*].firewall": "no",
    "external_connections[*].other_measures": REMOVED,
    "liability.owner_user_differ": "no",
    "removable_media.uses": [],
    "servers": [],
    "terminal.tos.form": "hosted",
}
# Too few sheets of one form, nobody has counted another, and one is not counted by any work.
# Of some areas of work nobody knows how much they handle, or for how long, or either.
UNCOUNTED: Changes = {
    "manual.form_stock": [
        {"form": "F01", "sheets": "1"},
        {"form": "F03", "sheets": TODO},
        {"form": "F17", "sheets": "30"},
        {"form": "F30", "sheets": "30"},
    ],
    "manual.areas[0].max_hours": TODO,
    "manual.areas[1].capacity_per_hour": TODO,
    "manual.areas[4].max_hours": TODO,
    "manual.areas[4].capacity_per_hour": TODO,
}
# The yard stops, so the moves of gate and quay are added up; at night people are reached by radio alone, others not.
STANDING_YARD: Changes = {
    "contacts[*].means": [{"kind": "mail", "value": "a@example.jp"}],
    "manual.areas[1].mode": "stop",
    "manual.areas[1].parts": [],
    "people[*].means": [{"kind": "radio", "value": "1ch"}, {"kind": "radio", "value": "2ch"}],
}
# Nobody knows the insurer, by what people are reached, or what linked devices do; nobody acts for the CISO.
UNNAMED: Changes = {
    "insurance.held": "yes",
    "insurance.insurer": TODO,
    "linked_devices[*].measures": [],
    "linked_devices[*].control_obtainable": "no",
    "org.ciso_deputies": [],
    "people[*].means": [{"kind": TODO, "value": "1", "when": TODO}],
}
NO_INSURER: Changes = {
    "insurance.held": "yes",
    "insurance.insurer": REMOVED,
    "linked_devices[*].measures": [],
    "linked_devices[*].control_obtainable": "yes",
    "external_connections[*].user_class": "staff",
    "incident.isolation": ["バックアップへの経路を抜く", "外部の回線を抜く", "区画の境を抜く"],
}
# What no sample is and chance seldom makes.
CASES: tuple[tuple[str, Changes], ...] = (
    ("aonagi", POOR),
    ("aonagi", {**POOR, "reporting.ciso_officers_limit_min": TODO}),
    ("aonagi", EVERYBODY),
    ("aonagi", {**NO_SUPPLIERS, "outsourcing.used": "yes", "network_devices[*].spare": "該当なし: 手配する"}),
    ("hoshimisaki", {**NO_SUPPLIERS, "cloud.services": [], "outsourcing.used": "no", "terminal.tos.users": []}),
    ("hoshimisaki", {"document_control.profile": "minimum", "linked_devices[*].control_obtainable": TODO, **NO_USES}),
    ("hoshimisaki", BARE_LINES),
    ("chitoseura", NEVER_RESTORED),
    ("aonagi", NOBODY_COMES),
    ("aonagi", UNSAID),
    ("chitoseura", BARE_WAYS),
    ("aonagi", UNLIKE),
    ("aonagi", STOPPING_PARTS),
    ("aonagi", NO_LIMIT),
    ("chitoseura", NO_RULE),
    ("aonagi", BARE),
    ("aonagi", {**EVERYBODY, **NO_SUPPLIERS, "contacts[*].kind": "police"}),
    ("aonagi", ASSUMED),
    ("aonagi", {**NO_GAP, **PRACTISED, "plan[*].state": "done"}),
    ("aonagi", UNTOUCHED),
    ("hoshimisaki", UNLOOKED),
    (
        "hoshimisaki",
        {
            "programme.digital_projects": [],
            "removable_media.kinds": [],
            "removable_media.used": "no",
            "system_links": [],
        },
    ),
    ("chitoseura", UNCOUNTED),
    ("aonagi", STANDING_YARD),
    ("aonagi", UNNAMED),
    ("aonagi", NO_INSURER),
    ("aonagi", {"removable_media.kinds": [], "remote_access.ways": [], "remote_access.absence_reason": REMOVED}),
)
# How many pieces of a template no facts of the samples reach, and why they stand there all the same.
UNREACHED: Mapping[str, tuple[int, str]] = {
    "documents/page/home/ja.md.j2": (3, "a lower edition of a terminal that has texts of its own"),
    "documents/status/findings/ja.md.j2": (2, "sets mapped to the same requirement; an override in the kit's place"),
    "documents/training/drill-manual/ja.md.j2": (
        3,
        "steps of a terminal's own may name forms that the kit does not count",
    ),
    "partials/check.ja.j2": (1, "a terminal's own checklist may ask for a requirement of a set that it does not use"),
    "partials/drill.ja.j2": (
        2,
        "an event of a terminal's own drill may be for everybody; a word at a minute, with no sign",
    ),
    "partials/form.ja.j2": (2, "a form of a terminal's own may have fields without an example, or an odd number"),
    "partials/quiz.ja.j2": (1, "a question of a terminal's own may name no source"),
}
BY_CHANCE = 15


def all_pieces() -> list[Piece]:
    """Every piece of every template of the kit."""
    environment = Environment(trim_blocks=True, lstrip_blocks=True, extensions=[Covers])
    found: list[Piece] = []
    for path in sorted(policy_source().rglob("*.j2")):
        name = path.relative_to(policy_source()).as_posix()
        found += marked(environment._parse(path.read_text(encoding="utf-8"), name, None), name)
    assert len(found) > 2000
    return found


def terminals() -> Iterator[Judged]:
    """The samples, each with all of its facts open, the cases, and others that chance makes of the samples."""
    for sample in SAMPLES:
        yield judged_with(sample, {})
        yield judged_with(sample, opened(sample, open_leaves(sample)))
    for sample, changes in CASES:
        yield judged_with(sample, changes)
    for seed in range(BY_CHANCE):
        yield judged_alone(reshaped(SAMPLES[seed % len(SAMPLES)], Random(seed)))


def test_every_piece_of_every_template_is_rendered_and_none_prints_nonsense() -> None:
    pieces = all_pieces()
    wrong: list[str] = []
    with traced() as reached:
        for number, judged in enumerate(terminals()):
            wrong += [f"{number} {judged.id}: {text}" for text in wrong_in(judged)]
        samples = tuple(judged_with(sample, {}) for sample in SAMPLES)
        for judged in samples:
            wrong += wrong_in(judged, AudienceLevel.PUBLIC)
        rendered(samples[0], AudienceLevel.CONTROLLED, samples)
    assert wrong == []
    left = [piece for piece in pieces if piece.key not in reached]
    counted = Counter(piece.template for piece in left)
    assert counted == {template: number for template, (number, _) in UNREACHED.items()}, left
