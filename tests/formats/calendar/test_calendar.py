"""The calendar is one that other programs read: days, names that stay, texts as the facts have them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.assessment.assess import Judged
from quaybook.assessment.calendar import DueKind
from quaybook.assessment.recurring import CheckKind
from quaybook.documents.document_set import DocumentSet
from quaybook.facts.text import refused_character
from quaybook.files.cache import Cache
from quaybook.formats.calendar.entries import CalendarEntry, calendar_entries
from quaybook.formats.calendar.format import CalendarFormat
from quaybook.formats.calendar.ics import calendar_file
from quaybook.formats.contract import Edition
from quaybook.formats.gather import gather, nothing_made, remarks
from quaybook.formats.look import load_look
from quaybook.model.audience import AudienceLevel
from quaybook.pipeline import Prepared
from quaybook.resources import policy_source

from tests.assessment.rules.cases.changes import TODO
from tests.conftest import SAMPLES, TODAY
from tests.helpers.editions import edition
from tests.helpers.hostile_facts import TEXTS
from tests.helpers.renderings import judged_with, words

LONGEST_LINE = 75
ICS = "ja/calendar/calendar.ics"


@cache
def plain(name: str) -> Judged:
    return judged_with(name, {})


def edition_of(judged: Judged, reader: AudienceLevel = AudienceLevel.CONTROLLED) -> Edition:
    """An edition without documents, which is all that the calendar needs."""
    documents = DocumentSet("ターミナル", "ja", reader, (), (), {})
    return Edition(documents, judged, words(), load_look(policy_source()), Cache(None))


def made(judged: Judged, reader: AudienceLevel = AudienceLevel.CONTROLLED) -> bytes:
    return CalendarFormat().artifacts(edition_of(judged, reader))[ICS].made


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def uids(content: bytes) -> dict[str, str]:
    """Each entry's name by what it says."""
    return {str(event["summary"]): str(event["uid"]) for event in events(content)}


def entry(summary: str, description: str = "", on: date = TODAY) -> CalendarEntry:
    return CalendarEntry(summary, "x", on, summary, description, False)


def test_every_kind_of_thing_that_is_due_is_in_the_calendar_of_a_sample() -> None:
    found = {each.identity.split(":")[0] for name in SAMPLES for each in calendar_entries(edition_of(plain(name)))}
    assert found == {*DueKind, *CheckKind}


@pytest.mark.parametrize("name", SAMPLES)
def test_two_libraries_read_the_same_days_and_texts(name: str) -> None:
    judged = plain(name)
    content = made(judged)
    expected = [(each.on, each.summary, each.description) for each in calendar_entries(edition_of(judged))]
    assert len(expected) > 20
    one = [(e.start, str(e["summary"]), str(e.get("description", ""))) for e in events(content)]
    assert one == expected
    two = vobject.readOne(content.decode())
    assert [(e.dtstart.value, e.summary.value) for e in two.vevent_list] == [each[:2] for each in expected]
    assert two.vtimezone.tzid.value == "Asia/Tokyo"
    assert len({str(event["uid"]) for event in events(content)}) == len(expected)


def test_an_entry_cites_what_asks_for_it_and_says_what_a_lesson_is_about() -> None:
    judged = plain("aonagi")
    told = {e.identity: e.description for e in calendar_entries(edition_of(judged))}
    cited = {judged.catalogue.by_id()[item.requirement].citation for item in judged.terminal.plan}
    found = [line for text in told.values() for line in text.splitlines() if line.startswith("中間取りまとめ")]
    assert len(found) > 3
    assert {line.partition("：")[2] for line in found} <= cited
    lessons = [text for name, text in told.items() if name.startswith("course:")]
    assert len(lessons) == len(judged.terminal.courses) > 3
    assert [text for text in lessons if "内容：" not in text or "分" not in text.partition("時間：")[2]] == []
    course = {"courses[0].minutes": TODO, "courses[0].contents": TODO}
    unknown = calendar_entries(edition_of(judged_with("aonagi", course)))
    bare = next(e.description for e in unknown if e.identity == "course:courses/all-staff/next_on")
    assert "時間" not in bare
    assert "内容" not in bare


def test_lines_end_and_fold_as_the_standard_says() -> None:
    content = made(plain("aonagi"))
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert len(lines) > 300
    assert [line for line in lines if b"\n" in line or b"\r" in line or len(line) > LONGEST_LINE] == []
    # A character is not torn apart, so each line alone is text.
    assert [line for line in lines if "\ufffd" in line.decode(errors="replace")] == []


def test_reminders_come_in_the_morning_and_by_the_terminals_own_threshold() -> None:
    def triggers(changes: dict[str, object]) -> set[timedelta]:
        alarms = icalendar.Calendar.from_ical(made(judged_with("aonagi", changes))).walk("VALARM")
        return {alarm["trigger"].dt for alarm in alarms}

    morning = timedelta(hours=9)
    assert triggers({"thresholds": {"due_soon_days": "14"}}) == {morning - timedelta(14), morning - timedelta(1)}
    assert triggers({"thresholds": {"due_soon_days": TODO}}) == {morning - timedelta(1)}


def test_an_entry_keeps_its_name_when_its_day_or_its_place_in_the_list_changes() -> None:
    before = plain("aonagi")
    drills = [dict(each) for each in before.facts.data["drills"]]
    moved = next(each for each in drills if each["id"] == "relay-day")
    moved["next_on"] = "2027-01-20"
    after = uids(made(judged_with("aonagi", {"drills": list(reversed(drills))})))
    known = uids(made(before))
    named = [text for text in known if text.startswith("訓練：")]
    assert len(named) == len(drills)
    assert {text: after[text] for text in named} == {text: known[text] for text in named}


def test_the_same_thing_at_another_terminal_has_another_name() -> None:
    shared = {each: uids(made(plain(each))) for each in ("aonagi", "chitoseura")}
    same = shared["aonagi"].keys() & shared["chitoseura"].keys()
    assert same
    assert [text for text in same if shared["aonagi"][text] == shared["chitoseura"][text]] == []


def test_a_later_day_of_the_facts_makes_a_later_version() -> None:
    def versions(day: str) -> set[int]:
        judged = plain("aonagi")
        one, *_ = calendar_entries(edition_of(judged))
        return {int(e["sequence"]) for e in events(calendar_file([one], "a", "n", date.fromisoformat(day), ()))}

    assert max(versions("2026-11-01")) < min(versions("2026-11-02"))


def test_staff_see_drills_and_courses_but_nothing_of_what_is_open() -> None:
    judged = plain("aonagi")
    staff = {each.identity.split(":")[0] for each in calendar_entries(edition_of(judged, AudienceLevel.STAFF))}
    assert {DueKind.DRILL, DueKind.COURSE} <= staff
    secret = {DueKind.PLAN, DueKind.ACCEPTANCE, DueKind.AUDIT_FINDING, DueKind.VULNERABILITY, DueKind.EXCEPTION}
    assert staff & {*secret, DueKind.DRILL_FINDING, CheckKind.RESTORE_TEST, CheckKind.SELF_CHECK} == set()
    content = made(judged, AudienceLevel.STAFF).decode()
    told = judged.terminal.plan[0].action
    assert isinstance(told, str)
    assert told not in "".join(str(e["summary"]) for e in events(content.encode()))


def test_what_only_few_may_know_is_marked_confidential() -> None:
    judged = plain("aonagi")
    marked = {str(e["summary"]): str(e["class"]) for e in events(made(judged))}
    entries = calendar_entries(edition_of(judged))
    assert marked == {each.summary: "CONFIDENTIAL" if each.confidential else "PRIVATE" for each in entries}
    assert set(marked.values()) == {"CONFIDENTIAL", "PRIVATE"}


def test_the_public_edition_has_no_calendar_and_says_so() -> None:
    assert not AudienceLevel.PUBLIC.may_read(CalendarFormat.least)
    formats = [CalendarFormat()]
    public = nothing_made(gather([edition_of(plain("aonagi"), AudienceLevel.PUBLIC)], formats), formats)
    assert [(problem.code, dict(problem.values)["least"]) for problem in public] == [
        ("format_not_for_readers", "staff")
    ]
    assert nothing_made(gather([edition_of(plain("aonagi"))], formats), formats) == ()


def test_a_name_that_is_open_is_the_id() -> None:
    assert "X-WR-CALNAME:chitoseura" in made(judged_with("chitoseura", {"terminal.name": TODO})).decode()


def test_an_empty_calendar_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = judged_with("chitoseura", {"courses[*].next_on": TODO, "drills[*].next_on": TODO})
    count = len(judged.terminal.courses) + len(judged.terminal.drills)
    assert count > 3
    gathered = gather([edition_of(judged)], [CalendarFormat()])
    assert remarks(gathered, [CalendarFormat()]) == ()
    monkeypatch.setattr("quaybook.formats.calendar.format.calendar_entries", lambda _: ())
    told = remarks(gathered, [CalendarFormat()])
    assert [(each.code, dict(each.values)["count"]) for each in told] == [("calendar_without_days", str(count))]


def test_pages_lead_to_the_files_that_are_made(large: Prepared) -> None:
    one = edition(large)
    paths = CalendarFormat().artifacts(one).keys()
    linked = {path for targets in CalendarFormat().links(one).values() for path in targets.values()}
    assert len(paths) == 1 + len(large.terminal.courses) + len(large.terminal.drills)
    assert linked == set(paths)


def test_the_same_facts_and_day_give_the_same_bytes() -> None:
    first = CalendarFormat().artifacts(edition_of(plain("aonagi")))
    again = CalendarFormat().artifacts(edition_of(plain("aonagi")))
    assert len(first) > 10
    assert {path: made.made for path, made in first.items()} == {path: made.made for path, made in again.items()}


def read_back(texts: list[str]) -> tuple[list[str], list[str]]:
    content = calendar_file([entry(text, text) for text in texts], "a", texts[0], TODAY, (1,))
    assert [line for line in content.split(b"\r\n") if len(line) > LONGEST_LINE] == []
    two = vobject.readOne(content.decode()).vevent_list
    assert [each.description.value for each in two] == texts
    return [str(event["summary"]) for event in events(content)], [each.summary.value for each in two]


HOSTILE = [" ".join(text.split()) for text in TEXTS]


def test_hostile_texts_are_read_back_as_they_are() -> None:
    assert read_back(HOSTILE) == (HOSTILE, HOSTILE)


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=200).map(lambda text: " ".join(text.split())).filter(bool))
def test_any_text_that_a_fact_may_hold_is_read_back_as_it_is(text: str) -> None:
    if refused_character(text) is None:
        assert read_back([text]) == ([text], [text])


def test_hostile_facts_make_no_entry_of_their_own() -> None:
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y; , \\n"
    judged = judged_with("aonagi", {"drills[*].name": hostile, "plan[*].action": hostile})
    content = made(judged)
    assert len(events(content)) == len(calendar_entries(edition_of(judged)))
    said = {str(event["summary"]) for event in events(content)}
    assert "訓練：x END:VEVENT BEGIN:VEVENT SUMMARY:y; , \\n" in said
