"""Formats stage: entries → an iCalendar file (RFC 5545), by the library that knows its escapes and its folding.

All facts are days, so all entries are whole days of Japan. No clock reaches the file: it is stamped with the day as of
which the facts were judged, and so a later one takes the place of an earlier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import icalendar

from quaybook.formats.calendar.entries import CalendarEntry

TIME_ZONE = "Asia/Tokyo"
_OFFSET = timedelta(hours=9)
# A day begins at midnight, when nobody wants to be told.
_MORNING = timedelta(hours=9)
# From here on versions are counted in days.
_FIRST_DAY = date(2020, 1, 1)


def calendar_file(
    entries: Iterable[CalendarEntry], terminal_id: str, name: str, today: date, alarms: Iterable[int]
) -> bytes:
    """The bytes of one calendar. `alarms` are so many days before the day."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Quaybook//Quaybook//JA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", TIME_ZONE)
    calendar.add_component(_time_zone())
    before = sorted(set(alarms), reverse=True)
    for entry in entries:
        calendar.add_component(_event(entry, terminal_id, today, before))
    return bytes(calendar.to_ical())


def _time_zone() -> icalendar.Timezone:
    """Japan keeps one time all the year."""
    zone, standard = icalendar.Timezone(), icalendar.TimezoneStandard()
    zone.add("tzid", TIME_ZONE)
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzname", "JST")
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    zone.add_component(standard)
    return zone


def _event(entry: CalendarEntry, terminal_id: str, today: date, before: Iterable[int]) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", uid_of(terminal_id, entry.identity))
    event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
    event.add("sequence", max(0, (today - _FIRST_DAY).days))
    event.add("dtstart", entry.on)
    event.add("summary", entry.summary)
    if entry.description:
        event.add("description", entry.description)
    event.add("categories", [entry.kind])
    event.add("class", "CONFIDENTIAL" if entry.confidential else "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for days in before:
        event.add_component(_alarm(entry, days))
    return event


def _alarm(entry: CalendarEntry, days: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", _MORNING - timedelta(days=days))
    return alarm


def uid_of(terminal_id: str, identity: str) -> str:
    """The same for the same entry of the same terminal, on whatever machine the file is made."""
    digest = hashlib.sha256(f"{terminal_id}\n{identity}".encode()).hexdigest()
    return f"{digest[:32]}@quaybook"
