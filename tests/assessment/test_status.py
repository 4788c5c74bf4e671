"""The dashboard's numbers, windows, stale contacts and chart; the page that compares several terminals."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from quaybook.assessment.calendar import DueKind
from quaybook.assessment.finding import State
from quaybook.environment import JAPAN, today_from
from quaybook.formats.word.convert import WordWriter
from quaybook.model.document import Document
from quaybook.pipeline import Prepared, Workspace, judge, prepare
from quaybook.resources import policy_source

from tests.conftest import REPOSITORY, SAMPLES, TODAY, prepared_sample
from tests.helpers.editions import edition, pages_of
from tests.helpers.workspaces import facts_of, write_facts

SVG = "{http://www.w3.org/2000/svg}"


def dashboard(sample: Prepared) -> Document:
    return next(d for d in sample.sets["ja"].documents if d.spec.id == "dashboard")


def test_every_requirement_is_counted_once(sample: Prepared) -> None:
    status = sample.judged.assessed.status
    assert len(status.sections) > 20
    assert sum(section.total for section in status.sections) == len(sample.catalogue.requirements)
    for state in State:
        assert sum(s.counts[state] for s in status.sections) == status.overall[state]
        assert status.overall[state] == sum(f.state == state for f in sample.judged.assessed.findings)


def test_the_windows_hold_what_is_due_and_nothing_else() -> None:
    status = prepared_sample("chitoseura").judged.assessed.status
    assert [(due.kind, due.requirement) for due in status.overdue] == [(DueKind.PLAN, "3-1-c")]
    assert status.due_later
    assert all(TODAY + timedelta(30) < due.on <= TODAY + timedelta(90) for due in status.due_later)
    kinds = {due.kind for due in status.due}
    assert kinds >= {DueKind.PLAN, DueKind.AUDIT_FINDING, DueKind.VULNERABILITY, DueKind.EXCEPTION, DueKind.CONTRACT}
    assert [due.on for due in status.due] == sorted(due.on for due in status.due)


def test_the_day_decides_what_is_late() -> None:
    on_the_day, _ = judge(Workspace(REPOSITORY), "chitoseura", date(2026, 12, 4))
    a_day_later, _ = judge(Workspace(REPOSITORY), "chitoseura", date(2026, 12, 5))
    assert on_the_day is not None
    assert a_day_later is not None
    before = [due.name for due in on_the_day.assessed.status.overdue]
    (late,) = [due for due in a_day_later.assessed.status.overdue if due.name not in before]
    assert (late.kind, late.on) == (DueKind.AUDIT_FINDING, date(2026, 12, 4))
    assert on_the_day.assessed.status.due_soon[0].name == late.name


def test_the_windows_and_the_age_of_contacts_are_the_terminals_own(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    facts["thresholds"] = {"contact_check_days": "1000", "due_soon_days": "60"}
    write_facts(tmp_path / "terminals" / "b", facts)
    judged, problems = judge(Workspace(tmp_path), "b", TODAY)
    assert judged is not None, problems
    status = judged.assessed.status
    assert len(status.due_soon) > 20
    # What was never tried is stale, whatever the number of days.
    assert [stale.days for stale in status.stale_contacts] == [None]


def test_a_contact_is_stale_from_the_day_after_its_limit(tmp_path: Path) -> None:
    shown = {}
    for limit in ("208", "209"):
        write_facts(
            tmp_path / limit / "terminals" / "b", facts_of("chitoseura") | {"thresholds": {"contact_check_days": limit}}
        )
        judged, problems = judge(Workspace(tmp_path / limit), "b", TODAY)
        assert judged is not None, problems
        shown[limit] = {stale.days for stale in judged.assessed.status.stale_contacts}
    assert shown["208"] - shown["209"] == {209}


def test_every_kind_of_deadline_is_in_the_calendar_of_a_sample() -> None:
    kinds = {due.kind for name in SAMPLES for due in prepared_sample(name).judged.assessed.status.due}
    assert kinds == set(DueKind)


def test_stale_contacts_come_oldest_first() -> None:
    stale = prepared_sample("chitoseura").judged.assessed.status.stale_contacts
    assert [s.days for s in stale][:3] == [None, 401, 387]
    assert prepared_sample("aonagi").judged.assessed.status.stale_contacts == ()


def test_the_chart_says_all_its_numbers_in_words_and_patterns(sample: Prepared) -> None:
    (figure,) = dashboard(sample).figures
    root = ElementTree.fromstring(figure.svg)
    named = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == " ".join(str(part.get("id")) for part in named if part is not None)
    assert named[1] is not None
    assert named[1].text == figure.alt
    patterns = {p.get("id") for p in root.iter(f"{SVG}pattern")}
    assert len(patterns) == len(State)
    drawn = {b"".join(ElementTree.tostring(part) for part in p) for p in root.iter(f"{SVG}pattern")}
    assert len(drawn) == len(State)
    used = {m for m in re.findall(r"url\(#([^)]+)\)", figure.svg)}
    assert used <= patterns
    shown = {text.text for text in root.iter(f"{SVG}text")}
    sections = sample.judged.assessed.status.sections
    assert len(sections) > 10
    for section in sections:
        assert str(section.total) in shown


def test_the_chart_stands_in_the_page_and_not_in_word(sample: Prepared, tmp_path: Path) -> None:
    page = pages_of(sample)["ja/status/dashboard.md"]
    assert page.count("<svg") == 1
    assert "status-by-section.svg" not in page
    text = WordWriter(edition(sample, cache=tmp_path)).markdown(dashboard(sample))
    assert "<svg" not in text
    assert "figure:" not in text
    assert "節ごとの対応状況" in text


@pytest.mark.parametrize("name", SAMPLES)
def test_without_a_port_no_other_terminal_is_named(name: str) -> None:
    documents = prepared_sample(name).sets["ja"].documents
    assert "port" not in {d.spec.id for d in documents}
    others = {prepared_sample(n).terminal.terminal.name for n in SAMPLES if n != name}
    assert len(others) == 2
    for document in documents:
        assert not [other for other in others if str(other) in document.body]


def test_the_port_page_shows_every_terminal_and_requirement() -> None:
    prepared, problems = prepare(Workspace(REPOSITORY), "aonagi", TODAY, port=SAMPLES)
    assert problems == ()
    assert prepared is not None
    page = next(d for d in prepared.sets["ja"].documents if d.spec.id == "port")
    compared = page.body.partition("{#by-requirement}")[2]
    rows = [line for line in compared.splitlines() if line.startswith("| [")]
    judged = {f.requirement.id for f in prepared.judged.assessed.findings if f.state is not State.DOCUMENT}
    shown = {match[1] for line in rows if (match := re.search(r"findings#f-([\w-]+)\)", line))}
    assert shown == judged
    assert len(rows) == len(judged)
    row = next(line for line in rows if "f-3-2-c-2)" in line)
    assert [cell.strip() for cell in row.split("|")[3:6]] == ["満たす", "満たさない", "該当なし"]
    own = next(line for line in rows if "f-AON-1)" in line)
    assert [cell.strip() for cell in own.split("|")[3:6]] == ["満たす", "—", "—"]


def port_page(root: Path, own: str, *port: str, today: date | None = TODAY) -> str:
    """The body of the port's page in the set of one terminal."""
    prepared, problems = prepare(Workspace(root), own, today, port=port)
    assert problems == ()
    assert prepared is not None
    return next(d for d in prepared.sets["ja"].documents if d.spec.id == "port").body


def states_of(body: str, requirement: str) -> list[str]:
    compared = body.partition("{#by-requirement}")[2]
    row = next(line for line in compared.splitlines() if f"f-{requirement})" in line)
    return [cell.strip() for cell in row.split("|")[3:-1]]


def house_rules(folder: Path, limit: int) -> None:
    """A set of the terminal's own that nobody has to answer, with one rule."""
    source = REPOSITORY / "terminals" / "aonagi" / "overrides" / "requirements" / "aonagi-house-1.yml"
    rules = yaml.safe_load(source.read_text(encoding="utf-8"))
    rule = rules["requirements"][0] | {"coverage": "information"}
    rule["decided_by"] = [{"fact": "logs.retention_days", "at_least": limit}]
    text = json.dumps(rules | {"mappings": [], "requirements": [rule]}, ensure_ascii=False)
    (folder / "overrides" / "requirements").mkdir(parents=True)
    (folder / "overrides" / "requirements" / "own.yml").write_text(text, encoding="utf-8")


def test_only_what_both_terminals_work_by_is_compared(tmp_path: Path) -> None:
    facts = facts_of("chitoseura") | {"requirement_sets": ["mlit-interim-1", "aonagi-house-1"]}
    for name, limit in (("a", 1), ("b", 1), ("c", 99999)):
        write_facts(tmp_path / "terminals" / name, facts)
        house_rules(tmp_path / "terminals" / name, limit)
    body = port_page(tmp_path, "a", "a", "b", "c")
    assert states_of(body, "AON-1") == ["満たす", "満たす", "—"]
    assert len(set(states_of(body, "3-2-a-2"))) == 1
    assert "—" not in states_of(body, "3-2-a-2")


def test_a_terminal_that_is_named_twice_stands_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_facts(tmp_path / "terminals" / name, facts_of("chitoseura"))
    assert len(states_of(port_page(tmp_path, "a", "a", "b", "a", "b"), "3-2-a-2")) == 2


def test_the_terminals_of_a_port_are_judged_as_of_one_day(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    profile = facts["terminal"]
    assert isinstance(profile, dict)
    for name, day in (("a", "2026-11-01"), ("b", "2029-11-01")):
        write_facts(tmp_path / "terminals" / name, facts | {"terminal": profile | {"facts_as_of": day}})
    body = port_page(tmp_path, "a", "a", "b", today=None)
    late = next(line for line in body.splitlines() if line.startswith("| 期限超過"))
    assert len({cell.strip() for cell in late.split("|")[2:-1]}) == 1


def test_what_is_related_to_the_ports_page_does_without_it_where_there_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "terminals" / "b" / "overrides" / "documents" / "policy" / "backup"
    folder.mkdir(parents=True)
    write_facts(tmp_path / "terminals" / "b", facts_of("chitoseura"))
    text = (policy_source() / "documents" / "policy" / "backup" / "document.yml").read_text(encoding="utf-8")
    (folder / "document.yml").write_text(re.sub("related:.*", "related: [port, audit]", text), encoding="utf-8")
    for port, expected in (((), ("audit",)), (("b",), ("port", "audit"))):
        prepared, problems = prepare(Workspace(tmp_path), "b", TODAY, port=port)
        assert problems == ()
        assert prepared is not None
        documents = prepared.sets["ja"]
        assert next(d.spec.related for d in documents.documents if d.spec.id == "backup") == expected
        indexes = {f"ja/{d.spec.kind}/index.md" for d in documents.documents if d.spec.id != "home"}
        chapters = [path for path in pages_of(prepared) if "/findings/" in path]
        assert chapters
        assert len(pages_of(prepared)) == len(documents.documents) + len(indexes) + len(chapters)


def test_a_mistake_in_a_compared_terminal_is_reported(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    write_facts(tmp_path / "terminals" / "good", facts)
    write_facts(tmp_path / "terminals" / "bad", facts | {"spares": "none"})
    _, problems = prepare(Workspace(tmp_path), "good", TODAY, port=("good", "bad"))
    assert [p.file for p in problems] == ["terminals/bad/facts.yml"]


def test_documents_hold_no_clock(sample: Prepared) -> None:
    again, _ = prepare(Workspace(REPOSITORY), sample.id, TODAY + timedelta(1))
    assert again is not None
    before = {d.spec.id: d.body for d in sample.sets["ja"].documents}
    changed = {d.spec.id for d in again.sets["ja"].documents if d.body != before[d.spec.id]}
    dated = {d.spec.id for d in sample.sets["ja"].documents if d.spec.kind in ("status", "audit")}
    assert changed
    assert changed <= dated | {"register-audits", "register-exceptions"}


def test_the_day_is_as_asked_else_as_the_facts_say_else_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = facts_of("chitoseura")
    write_facts(tmp_path / "terminals" / "sample", facts)
    profile = facts["terminal"]
    assert isinstance(profile, dict)
    assert profile.pop("facts_as_of") == TODAY.isoformat()
    write_facts(tmp_path / "terminals" / "real", facts)
    asked = date(2027, 1, 15)
    monkeypatch.setenv("QUAYBOOK_TODAY", "2027-02-01")
    days = {}
    for name in ("sample", "real"):
        for day in (None, asked):
            judged, _ = judge(Workspace(tmp_path), name, day)
            assert judged is not None
            days[name, day] = judged.assessed.status.today
    assert days["sample", None] == TODAY
    assert days["real", None] == datetime.now(JAPAN).date()
    assert days["sample", asked] == days["real", asked] == asked
    assert today_from(None) == date(2027, 2, 1)
    assert today_from("2027-01-15") == asked
