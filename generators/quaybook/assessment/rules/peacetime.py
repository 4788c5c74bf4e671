"""Assessment stage: rules for 4(4), 4(5), 4(7) and 4(8) of the report: what must go on while nothing happens."""

from __future__ import annotations

from quaybook.assessment.finding import Check
from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.assessment.rules.people import expert_of
from quaybook.catalogue.truth import Truth, every
from quaybook.model.groups.contents import AuditAspect, PeerKind, PeopleClass
from quaybook.model.groups.kinds import ContactKind
from quaybook.model.groups.plans import AssetScope


def _recent(t: Reading, key: str, on: str, interval: str) -> Check:
    """Whether something was done within the terminal's own interval."""
    days = t.value(interval)
    return t.check(key, t.within(on, days), on=t.value(on), days=days)


def _gathering(t: Reading) -> Checks:
    yield t.check("gathering_continuous", t.yes("infogathering.continuous"))
    yield _recent(t, "gathering_recent", "infogathering.gathered_on", "infogathering.interval_days")


def _peacetime_relations(t: Reading) -> Checks:
    for kind in (ContactKind.SECURITY_VENDOR, ContactKind.NONPROFIT_EXPERT, ContactKind.POLICE):
        yield expert_of(t, kind)


def _peers(t: Reading) -> Checks:
    yield t.check("peer_member", t.yes("peer_sharing.member"), framework=t.value("peer_sharing.framework"))
    yield t.contains("peer_topics", "peer_sharing.topics", *PeerKind, of="covers")


def _required_of_users(t: Reading) -> Checks:
    yield t.contains("required_of", "awareness.required_of", *PeopleClass, of="covers")
    yield t.check("operated_by_policy", t.yes("awareness.operate_by_policy"))


def _awareness(t: Reading) -> Checks:
    yield t.check("awareness_activities", t.filled("awareness.activities"), count=len(t.part.awareness.activities))
    if t.no("awareness.regulations_disseminated"):
        yield t.nothing("regulations_not_disseminated")


def _training(t: Reading) -> Checks:
    yield t.each("course_recent", t.entries("courses"), lambda c: c.within("held_on", c.value("interval_days")))
    yield t.each("course_attended", t.entries("courses"), _all_attended)


def _all_attended(course: Reading) -> Truth:
    of = course.value("of")
    if isinstance(of, int) and of == 0:
        # A course for nobody has taught nobody.
        course.unknown("of")
        return None
    return course.at_least("attended", of)


def _vulnerability_sources(t: Reading) -> Checks:
    yield t.check("vulnerability_sources", t.filled("infogathering.sources"))
    yield t.contains("vulnerability_scope", "vuln.scope", *AssetScope)


def _vulnerability_checks(t: Reading) -> Checks:
    yield t.contains("vulnerability_scope", "vuln.scope", *AssetScope)
    yield _recent(t, "vulnerability_checked", "vuln.checked_on", "vuln.check_interval_days")


def _vulnerability_actions(t: Reading) -> Checks:
    found = t.entries("vuln.open")
    if not found:
        # That there is none, only a look that is not too old can tell.
        looked = t.within("vuln.checked_on", t.value("vuln.check_interval_days"))
        if looked is False:
            t.unknown("vuln.open")
        yield t.nothing("no_open_vulnerability") if looked else t.check("no_open_vulnerability", None)
    for entry in found:
        entry.value("origin")
    yield t.each("vulnerability_handled", found, lambda v: every((v.yes("impact_assessed"), v.filled("action"))))


def _misconfiguration(t: Reading) -> Checks:
    yield _recent(t, "configuration_checked", "vuln.config_checked_on", "vuln.config_check_interval_days")


def _audit_subjects(t: Reading) -> Checks:
    yield t.contains("audit_subjects", "audit.checks", *AuditAspect, of="covers")


def _self_check(t: Reading) -> Checks:
    yield _recent(t, "self_checked", "audit.self_checked_on", "audit.self_check_interval_days")


def _independent_audit(t: Reading) -> Checks:
    yield t.check("auditor_independent", t.yes("audit.auditor_independent"))
    yield _recent(t, "audited", "audit.audited_on", "audit.interval_days")


RULES: dict[str, Rule] = {
    "4-4-1": _gathering,
    "4-4-2": _peacetime_relations,
    "4-4-3": _peers,
    "4-5-1": _required_of_users,
    "4-5-2": _awareness,
    "4-5-3": _training,
    "4-7-1": _vulnerability_sources,
    "4-7-2": _vulnerability_checks,
    "4-7-3": _vulnerability_actions,
    "4-7-4": _misconfiguration,
    "4-8-0": _audit_subjects,
    "4-8-1": _self_check,
    "4-8-2": _independent_audit,
}
