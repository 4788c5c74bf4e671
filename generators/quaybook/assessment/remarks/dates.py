"""Assessment stage, remarks: dates that their own interval or the history of revisions denies."""

from __future__ import annotations

from datetime import date

from quaybook.assessment.calendar_days import days_later, months_later
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied
from quaybook.facts.positions import KeyPath


def _next_too_late(t: Reading) -> Remarks:
    """The next time, set later than the terminal's own interval allows; where that has passed already, it is stale."""
    for part in (*t.entries("drills"), *t.entries("courses")):
        last, days = part.value("held_on"), part.value("interval_days")
        if isinstance(last, date) and isinstance(days, int):
            yield from _too_late(t, days_later(last, days), at(part, "next_on"), at(part, "interval_days"), part)
    control = t.part.document_control
    if isinstance(control.revised_on, date) and isinstance(control.review_months, int):
        facts = at(t, "document_control.next_review_on"), at(t, "document_control.review_months")
        yield from _too_late(t, months_later(control.revised_on, control.review_months), *facts, t)


def _too_late(t: Reading, latest: date, planned: KeyPath, interval: KeyPath, part: Reading) -> Remarks:
    then = part.value(".".join(str(key) for key in planned[len(part.path) :]))
    if isinstance(then, date) and t.today <= latest < then:
        yield denied("next_too_late", planned, interval, then=then, latest=latest)


def _last_revision(t: Reading) -> Remarks:
    control = t.part.document_control
    dates = [revision.revised_on for revision in control.revisions]
    known = [day for day in dates if isinstance(day, date)]
    if len(known) < len(dates) or not isinstance(control.revised_on, date) or max(known) == control.revised_on:
        return
    index = dates.index(max(known))
    facts = at(t, "document_control.revised_on"), ("document_control", "revisions", index, "revised_on")
    yield denied("revision_differs", *facts, on=control.revised_on, last=max(known))


def _contracts(t: Reading) -> Remarks:
    """A contract that is said to be in force and has ended; one without an end goes on."""
    for supplier in t.entries("suppliers"):
        until = supplier.part.contract_until
        if isinstance(until, date) and until < t.today and supplier.yes("contract_signed"):
            facts = at(supplier, "contract_signed"), at(supplier, "contract_until")
            yield denied("contract_ended", *facts, until=until)


DATES: tuple[Remarker, ...] = (_next_too_late, _last_revision, _contracts)
