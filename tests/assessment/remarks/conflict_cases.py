"""What is remarked of facts of different subjects: for each code, facts that replace those of sample A, and its key."""

from __future__ import annotations

from tests.helpers.remarked import Changes, Facts


def one_leads_two(facts: Facts) -> None:
    """The head of the gate leads the empty containers as well, and only he has ever worked there."""
    for area in facts["manual"]["areas"]:
        if area["area"] == "empty":
            area["responsible"] = "gate-chief"


def nothing_goes_on(facts: Facts) -> None:
    for area in facts["manual"]["areas"]:
        area["mode"] = "stop"


def slow_yard(facts: Facts) -> None:
    for area in facts["manual"]["areas"]:
        if area["area"] == "yard":
            area |= {"mode": "degraded", "capacity_per_hour": "51", "capacity_unit": "本"}


def one_mobile(facts: Facts) -> None:
    for person in facts["people"][3:5]:
        person["means"][0] = {"kind": "mobile", "value": "999-0000-0001"}


def gate_waits_for_customs(facts: Facts) -> None:
    for area in facts["manual"]["areas"]:
        if area["area"] == "customs":
            area["both_down"] = "全ての確認を止める"
        if area["area"] == "gate":
            area["both_down"] = "様式で受付を続ける"


def nowhere_else(facts: Facts) -> None:
    facts["backups"][0]["locations"] = facts["backups"][0]["locations"][:1]


def forbidden(facts: Facts) -> None:
    for kind in facts["removable_media"]["kinds"]:
        kind["allowed"] = "no"


def languages(*staff: tuple[str, int]) -> list[dict[str, str]]:
    return [{"language": name, "staff": str(count)} for name, count in staff]


STOPS = {"name": "自動ブロック", "mode": "stop", "work": "止める"}
RADIO = {"kind": "radio", "value": "構内９チャンネル・呼出名「本部」"}
GOES_ON = {"name": "仮置き", "mode": "manual", "work": "続ける", "capacity_per_hour": "9"}


CONFLICTS: dict[str, tuple[Changes, str]] = {
    "ship_beyond_hours": ({"manual.boxes_per_ship": "900"}, "manual.boxes_per_ship"),
    "yard_full_already": ({"manual.load.yard_stock_teu": "1500"}, "manual.load.yard_stock_teu"),
    "yard_full_too_soon": ({"manual.load.yard_stock_teu": "1200"}, "manual.load.yard_stock_teu"),
    "round_too_long": ({"manual.load.reefer_stock": "361"}, "manual.load.reefer_round_hours"),
    "reefers_beyond_plugs": ({"manual.load.reefer_plugs": "359"}, "manual.load.reefer_plugs"),
    "one_for_two_rounds": ({"manual.areas[5].responsible": "reefer-chief"}, "bcp.priority_work[1].rto_hours"),
    "pairs_beyond_people": ({"manual.typing.pairs": "4"}, "manual.typing.pairs"),
    "recorder_types": ({"incident.recorder": "tos-chief"}, "manual.typing.members"),
    "number_implausible": (
        {"remote_access.ways[0].password.min_length": "999"},
        "remote_access.ways[0].password.min_length",
    ),
    "day_too_long_ago": (
        {"document_control.established_on": "1905-04-01"},
        "document_control.established_on",
    ),
    "day_too_far_ahead": ({"exceptions[0].expires_on": "2076-04-15"}, "exceptions[0].expires_on"),
    "number_beyond": ({"vuln.limits.critical_days": "31"}, "vuln.limits.critical_days"),
    "same_person": ({"incident.recorder": "gate-chief"}, "incident.recorder"),
    "same_place": ({"bcp.headquarters.alternate_place": "管理棟1階 会議室C"}, "bcp.headquarters.place"),
    "list_out_of_order": ({"incident.levels[1].level": "4"}, "incident.levels[2].level"),
    "unset_though_needed": (
        {"remote_access.ways[0].account_lock.threshold": None},
        "remote_access.ways[0].account_lock.threshold",
    ),
    "text_denies": ({"remote_access.ways[0].auth_method": "IDとパスワードだけ"}, "remote_access.ways[0].auth_method"),
    "text_is_hollow": ({"restore_tests[0].result": "不合格"}, "restore_tests[0].result"),
    "text_is_a_sentence": ({"systems[0].name": "港の在庫を管理している"}, "systems[0].name"),
    "text_is_no_sentence": ({"plan[0].interim": "電話による本人の確認（毎回）"}, "plan[0].interim"),
    "office_of_other_name": ({"contacts[2].name": "見本ピザ店"}, "contacts[2].name"),
    "nat_user_but_same": (
        {"liability.owner_user_differ": "no", "terminal.tos.users": []},
        "external_connections[5].user_class",
    ),
    "auditor_is_audited": ({"audit.auditor": "情報システム部長（外部の助言を受ける）"}, "audit.auditor"),
    "internal_auditor_has_other_roles": (
        {"org.officers[5].roles": ["internal_audit", "system_operation"]},
        "org.officers[5].roles",
    ),
    "leader_not_in_body": ({"org.decision_body.members": ["ciso", "it-manager"]}, "org.decision_body.members"),
    "one_number_of_two": (one_mobile, "people[3].means[0].value"),
    "needed_in_two_areas": (one_leads_two, "manual.areas[2].responsible"),
    "yard_below_gate_and_quay": (slow_yard, "manual.areas[1].capacity_per_hour"),
    "form_not_listed": ({"manual.areas[0].forms": ["F06", "F08", "F10"]}, "manual.areas[0].forms"),
    "goes_on_when_both_are_down": (
        {"manual.areas[4].tos_down": "点検を止める", "manual.areas[4].both_down": "点検を続ける"},
        "manual.areas[4].both_down",
    ),
    "waits_for_what_stops": (gate_waits_for_customs, "manual.areas[2].both_down"),
    "hand_needed_and_nowhere_done": (nothing_goes_on, "manual.needed"),
    "hand_not_needed_and_done": ({"manual.needed": "no"}, "manual.needed"),
    "all_by_hand_and_some_stop": ({"manual.assumes_all_manual": "yes"}, "manual.assumes_all_manual"),
    "experience_differs": ({"people[9].manual_experience": ["vessel", "yard"]}, "people[9].manual_experience"),
    "stated_though_absent": ({"peer_sharing.member": "no"}, "peer_sharing.topics"),
    "yes_needs_yes": ({"insurance.considered": "no"}, "insurance.held"),
    "password_without_factor": (
        {"remote_access.ways[0].auth_factors": ["possession", "biometric"]},
        "remote_access.ways[0].password.used",
    ),
    "second_opinion_of_the_first": ({"experts[4].contact": "tos-maintenance"}, "experts[4].second_opinion"),
    "fewer_copies_than_places": ({"manual.snapshot.copies": "1"}, "manual.snapshot.copies"),
    "list_not_printed": ({}, "manual.snapshot.contents"),
    "earlier_turn_later_back": ({"systems[0].rto_hours": "5"}, "systems[0].rto_hours"),
    "oldest_beyond_generations": (
        {"backups[4].retention.generations": "2"},
        "backups[4].retention.oldest_days",
    ),
    "standby_at_same_site": ({"standby.site": "main"}, "standby.site"),
    "copy_at_same_site": (nowhere_else, "backups[0].locations[0].site"),
    "parts_go_on_and_area_stops": ({"manual.areas[1].parts": [GOES_ON]}, "manual.areas[1].mode"),
    "parts_stop_and_area_goes_on": (
        {"manual.areas[1].parts": [STOPS], "manual.areas[1].mode": "degraded"},
        "manual.areas[1].mode",
    ),
    "media_used_and_all_forbidden": (forbidden, "removable_media.used"),
    "shifts_beyond_experienced": ({"manual.experienced_staff": "10"}, "manual.experienced_staff"),
    "area_beyond_its_parts": (
        {"manual.areas[1].parts": [STOPS, GOES_ON], "manual.areas[1].capacity_per_hour": "20"},
        "manual.areas[1].capacity_per_hour",
    ),
    "nobody_in_shift": ({"manual.shifts[3].experienced": "0"}, "manual.shifts[3].experienced"),
    "contract_ended": ({"suppliers[0].contract_until": "2026-10-31"}, "suppliers[0].contract_signed"),
    "systems_without_server": ({"servers": []}, "servers"),
    "control_unchecked_but_absent": (
        {
            "terminal.control_systems_present": "no",
            "linked_devices[0].control_checked": "no",
            "linked_devices[0].control_obtainable": "TODO",
        },
        "terminal.control_systems_present",
    ),
    "channel_not_listed": ({"people[0].means": [RADIO]}, "people[0].means[0].value"),
    "languages_beyond_staff": (
        {"terminal.staff_languages": languages(("ベトナム語", 200), ("英語", 41))},
        "terminal.staff",
    ),
    "vpn_over_other_line": (
        {"remote_access.ways[0].connection": "internet-web"},
        "remote_access.ways[0].connection",
    ),
    "one_officer_of_open_roles": (
        {"org.officers": [{"person": "ciso", "deputy": "security-lead", "roles": ["TODO"]}]},
        "org.officers",
    ),
    "version_differs": ({"document_control.version": "9.9"}, "document_control.version"),
    "media_checked_on_tos_terminal": (
        {"plan[0].interim": "USBメモリはTOS操作端末で検査してから開く"},
        "plan[0].interim",
    ),
}

# These rest on lists, choices and switches, none of which may be open.
LISTS_AND_CHOICES = {
    "nat_user_but_same",
    "internal_auditor_has_other_roles",
    "form_not_listed",
    "password_without_factor",
    "experience_differs",
    "one_officer_of_open_roles",
    "systems_without_server",
    "media_used_and_all_forbidden",
    "parts_go_on_and_area_stops",
    "parts_stop_and_area_goes_on",
    "list_not_printed",
}

# What resembles one of them and is right: the facts, and the code that must not come up.
SILENT: tuple[tuple[Changes, str], ...] = (
    ({"standby.site": "offsite"}, "standby_at_same_site"),
    ({"systems[6].site": "TODO"}, "standby_at_same_site"),
    ({"backups[0].locations[2].site": "standby-centre"}, "copy_at_same_site"),
    ({"manual.areas[1].parts": [STOPS, GOES_ON]}, "parts_go_on_and_area_stops"),
    ({"manual.areas[1].parts": [STOPS, GOES_ON], "manual.areas[1].mode": "degraded"}, "parts_stop_and_area_goes_on"),
    ({"removable_media.kinds": []}, "media_used_and_all_forbidden"),
    (
        {"manual.areas[1].parts": [STOPS, GOES_ON], "manual.areas[1].capacity_per_hour": "9"},
        "area_beyond_its_parts",
    ),
    ({"manual.areas[1].parts": [STOPS, {**GOES_ON, "mode": "TODO"}]}, "area_beyond_its_parts"),
    ({"servers": [], "terminal.tos.form": "hosted"}, "systems_without_server"),
    ({"manual.shifts[3].experienced": "TODO"}, "nobody_in_shift"),
    ({"suppliers[0].contract_until": "2026-11-01"}, "contract_ended"),
    ({"suppliers[0].contract_until": "2026-10-31", "suppliers[0].contract_signed": "TODO"}, "contract_ended"),
    ({"people[0].means": [{**RADIO, "value": "国際VHF"}]}, "channel_not_listed"),
    ({"people[0].means": [{**RADIO, "value": "構内 1 ch"}]}, "channel_not_listed"),
    ({"people[0].means": [RADIO], "duty.channels[0].channel": "TODO"}, "channel_not_listed"),
    ({"manual.experienced_staff": "11"}, "shifts_beyond_experienced"),
    ({"terminal.staff_languages": languages(("ベトナム語", 200), ("英語", 40))}, "languages_beyond_staff"),
    ({"remote_access.ways[0].connection": "TODO"}, "vpn_over_other_line"),
    ({"remote_access.ways[0].account_lock.minutes": None}, "unset_though_needed"),
    ({"admin_auth.account_lock.minutes": None}, "unset_though_needed"),
    ({"contacts[0].office_hours.closes": "08:31"}, "closes_before_opening"),
    ({"manual.areas[0].mode": "TODO", "manual.areas[0].forms": []}, "hand_without_forms"),
    ({"manual.boxes_per_ship": "860"}, "ship_beyond_hours"),
    ({"manual.load.yard_stock_teu": "TODO"}, "yard_full_too_soon"),
    ({"manual.load.reefer_plugs": "360"}, "reefers_beyond_plugs"),
    ({"manual.typing.pairs": "TODO"}, "pairs_beyond_people"),
    ({"manual.load": None, "manual.typing": None}, "round_too_long"),
    ({"manual.areas[0].mode": "TODO", "manual.areas[0].max_hours": "0.5"}, "hand_ends_before_target"),
    ({"systems[16].hosting": "cloud", "cloud.used": "no"}, "cloud_hosts_but_unused"),
)
