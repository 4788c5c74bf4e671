"""Assessment stage, remarks: dates that have run out by the terminal's own intervals, and dates that have passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from quaybook.assessment.calendar import due_dates
from quaybook.assessment.calendar_days import days_later, months_later
from quaybook.assessment.finding import Who
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remark, RemarkKind, Remarks, at
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Todo


@dataclass(frozen=True)
class Cycle:
    """A date and how long it holds. `entries` is the list whose every entry has one, empty for the terminal's own;
    `interval` stands beside the date, or counts for all of the terminal where `of_terminal` is set."""

    code: str
    entries: str
    on: str
    interval: str
    in_months: bool = False
    of_terminal: bool = False


CYCLES = (
    Cycle("person_unverified", "people", "verified_on", "thresholds.contact_check_days", of_terminal=True),
    Cycle("contact_unverified", "contacts", "verified_on", "thresholds.contact_check_days", of_terminal=True),
    Cycle("pattern_old", "servers", "av.pattern_updated_on", "thresholds.pattern_age_days", of_terminal=True),
    Cycle("server_unchecked", "servers", "checked_on", "check_interval_days"),
    Cycle("device_unchecked", "network_devices", "checked_on", "check_interval_days"),
    Cycle("device_log_old", "network_devices", "log_collected_on", "log_interval_days"),
    Cycle("device_list_old", "", "assets.device_list_updated_on", "assets.review_months", True),
    Cycle("network_diagram_old", "", "assets.network_diagram_updated_on", "assets.review_months", True),
    Cycle("connection_list_old", "", "assets.external_connection_list_updated_on", "assets.review_months", True),
    Cycle("unmanaged_survey_old", "", "assets.unmanaged_devices_surveyed_on", "assets.review_months", True),
    Cycle("linked_survey_old", "", "assets.linked_devices_surveyed_on", "assets.review_months", True),
    Cycle("risk_old", "", "risk.assessed_on", "risk.cycle_months", True),
    Cycle("connection_unreviewed", "external_connections", "reviewed_on", "assets.review_months", True, True),
    Cycle("vulnerability_unchecked", "", "vuln.checked_on", "vuln.check_interval_days"),
    Cycle("configuration_unchecked", "", "vuln.config_checked_on", "vuln.config_check_interval_days"),
    Cycle("gathering_old", "", "infogathering.gathered_on", "infogathering.interval_days"),
    Cycle("course_old", "courses", "held_on", "interval_days"),
    Cycle("drill_old", "drills", "held_on", "interval_days"),
    Cycle("self_check_old", "", "audit.self_checked_on", "audit.self_check_interval_days"),
    Cycle("audit_old", "", "audit.audited_on", "audit.interval_days"),
)
# The schema gives suppliers a month of the year, so what is checked in it is checked once a year.
YEAR_MONTHS = 12


def stale(t: Reading) -> Remarks:
    """What has run out, the longest first, then what never happened."""
    found = [*_run_out(t), *_suppliers(t), *_restored(t), *_passed(t)]
    yield from sorted(found, key=lambda remark: str(dict(remark.values)["due"]))
    yield from _never_restored(t)


def _run_out(t: Reading) -> Remarks:
    for cycle in CYCLES:
        for part in t.entries(cycle.entries) if cycle.entries else (t,):
            yield from _judged(t, part, cycle)


def _judged(t: Reading, part: Reading, cycle: Cycle) -> Remarks:
    holder = t if cycle.of_terminal else part
    interval, on = holder.value(cycle.interval), part.value(cycle.on)
    if not isinstance(on, date) or on > t.today or interval is None or isinstance(interval, Todo):
        return
    current = part.within_months(cycle.on, interval) if cycle.in_months else part.within(cycle.on, interval)
    if current is False:
        due = months_later(on, interval) if cycle.in_months else days_later(on, interval)
        yield _old(t, cycle.code, (at(part, cycle.on), at(holder, cycle.interval)), on, due)


def _old(t: Reading, code: str, facts: tuple[KeyPath, ...], on: Any, due: date) -> Remark:
    values = {"on": on, "due": due, "late": (t.today - due).days}
    return Remark(RemarkKind.STALE, code, facts, tuple(values.items()))


def _suppliers(t: Reading) -> Remarks:
    if not t.part.outsourcing.used:
        return
    for supplier in t.entries("suppliers"):
        on = supplier.value("checked_on")
        if isinstance(on, date) and supplier.within_months("checked_on", YEAR_MONTHS) is False:
            due = months_later(on, YEAR_MONTHS)
            yield _old(t, "supplier_unchecked", (at(supplier, "checked_on"),), on, due)


def _restored(t: Reading) -> Remarks:
    months = t.value("backup_plan.restore_test_months")
    tests = [test for test in t.entries("restore_tests") if isinstance(test.value("held_on"), date)]
    if not tests or isinstance(months, Todo):
        return
    last = max(tests, key=lambda test: test.part.held_on)
    if last.within_months("held_on", months) is False:
        due = months_later(last.part.held_on, months)
        facts = at(last, "held_on"), at(t, "backup_plan.restore_test_months")
        yield _old(t, "restore_test_old", facts, last.part.held_on, due)


def _never_restored(t: Reading) -> Remarks:
    """Backups that no test has ever restored; a test of a backup that nobody has named may be of any."""
    tested = [name for test in t.part.restore_tests for name in test.backups]
    if any(isinstance(name, Todo) for name in tested):
        return
    for backup in t.entries("backups"):
        if backup.part.id not in tested:
            yield Remark(RemarkKind.STALE, "never_restored", (at(backup, "id"),))


def _passed(t: Reading) -> Iterator[Remark]:
    """Dates to come that have passed."""
    for due in due_dates(t.part):
        if due.on < t.today:
            values = {"what": due.kind, "name": due.name, "due": due.on, "late": (t.today - due.on).days}
            code = "due_passed"
            if due.owner is not None:
                code, values["owner"] = "due_passed_by", Who((due.owner,))
            yield Remark(RemarkKind.STALE, code, (due.path,), tuple(values.items()))
