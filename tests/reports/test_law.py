"""What `check` and `deadlines` print of law, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date

import pytest
from quaybook.cli import app, usage
from quaybook.law.load import load_law
from quaybook.reports.law import law_lines, law_views
from quaybook.resources import policy_source
from quaybook.wording.plain_text import columns
from quaybook.wording.words import load_words

from tests.conftest import REPOSITORY


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """The exit code, and what a command prints."""

    def done(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["quaybook", *arguments, "--root", str(REPOSITORY)])
        code = usage.run(app)
        return code, *capsys.readouterr()

    return done


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2028, 1, 1)])
def test_what_is_overdue_and_what_is_watched_is_listed(language: str, day: date) -> None:
    law = load_law(policy_source())[0]
    words, _ = load_words(policy_source(), language)
    views = law_views(law, day, language)
    overdue = [view for view in views if view.is_overdue]
    assert len(overdue) == (0 if day.year == 2026 else len(law.sourced))
    assert {view.id for view in views if view.is_watched} == {each.id for each in law.watched}
    lines = [*law_lines(views, words)]
    assert max(map(columns, lines)) <= 100
    for view in views:
        assert any(view.address in line for line in lines), view.id
    assert words("law.rank.secondary") in "".join(lines).replace(" ", "") or language == "en"


def test_check_lists_law_by_the_day_and_strict_does_not_count_it(command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = command("check", "hoshimisaki", "--format", "json", "--today", "2027-02-01")
    assert code == 0
    listed = json.loads(out)["hoshimisaki"]["law"]
    assert {each["kind"] for each in listed} == {"statement", "watched"}
    overdue = {each["id"] for each in listed if each["overdue"]}
    assert "cyber-report" in overdue
    assert "privacy-deadlines" not in overdue
    assert all(each["file"].startswith("policy_src/law/") and each["line"] > 1 for each in listed)
    _, out, _ = command("check", "hoshimisaki", "--format", "gitlab", "--today", "2027-02-01")
    assert sum(each["check_name"] == "quaybook/law_overdue" for each in json.loads(out)) == len(overdue)
    _, out, _ = command("check", "hoshimisaki", "--format", "github", "--today", "2027-02-01", "--ui-lang", "ja")
    assert sum("一次資料で" in line for line in out.splitlines()) == len(overdue)


def test_the_clocks_are_printed_with_what_and_to_whom_and_by_when(command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = command("deadlines", "aonagi", "--known-at", "2026-11-29T02:10", "--ui-lang", "ja")
    assert code == 0
    text = "".join(out.split())
    assert "2026年11月29日（日）02:25まで第一報→CISO及び各情報セキュリティ担当者" in text
    assert "2026年12月28日（月）23:59まで確報→個人情報保護委員会" in text
    assert "一次資料で未確認。確認日" in text
    assert max(map(columns, out.splitlines())) <= 100


def test_the_clocks_are_there_for_programs(command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = command("deadlines", "chitoseura", "--known-at", "2026-11-29 02:10", "--format", "json")
    assert code == 0
    made = json.loads(out)
    assert made["known_at"] == "2026-11-29T02:10"
    by_id = {each["id"]: each for each in made["deadlines"]}
    assert by_id["privacy-full-report"]["due"] == "2026-12-28T23:59"
    assert by_id["privacy-first-report"]["promptly"] is True
    assert by_id["own-police"]["rank"] == "own"
    assert not any(name.startswith("cyber") for name in by_id)


def test_a_time_that_cannot_be_read_and_a_terminal_that_is_not_there(
    command: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, told = command("deadlines", "aonagi", "--known-at", "2026-11-29T25:10", "--ui-lang", "en")
    assert (code, out) == (1, "")
    assert told.startswith("--known-at: ")
    code, out, told = command("deadlines", "nowhere", "--known-at", "2026-11-29T02:10", "--ui-lang", "en")
    assert (code, out) == (1, "")
    assert "nowhere" in told
