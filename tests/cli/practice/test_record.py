"""`quaybook record` shows what changes before it writes, keeps what stood there, and writes all or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
from quaybook.cli import main
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.helpers.records import HELD_ON, Sheet, drill

MESSAGES = load_messages(policy_source(), "en")


def call(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.argv", ["quaybook", "record", *arguments, "--ui-lang", "en"])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


def texts(folder: Path) -> dict[str, str]:
    """Every file of facts of the samples by its name."""
    found = {str(path): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("terminals/*/*.yml"))}
    assert len(found) > 10
    return found


def test_a_preview_shows_the_lines_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drill(tmp_path).read()
    before = texts(tmp_path)
    assert call(monkeypatch, tmp_path, "relay-day.xlsx", "--dry-run") == 0
    printed = capsys.readouterr().out
    assert "+    held_on: 2026-10-30" in printed
    assert "-    held_on: 2026-09-15" in printed
    assert texts(tmp_path) == before


def test_sheets_of_drills_and_courses_are_read_together_and_what_stood_there_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drill(tmp_path).read()
    Sheet(tmp_path, "newcomers").answer(held_on=HELD_ON, next_on="2027-04-29", attended=3, of=4).read()
    before = texts(tmp_path)
    assert call(monkeypatch, tmp_path, "relay-day.xlsx", "newcomers.xlsx", "--yes") == 0
    after = texts(tmp_path)
    changed = [name for name in before if after[name] != before[name]]
    assert [Path(name).name for name in changed] == ["programme.yml"]
    kept = list((tmp_path / "terminals" / ".backup").rglob("programme.yml"))
    assert [path.read_text(encoding="utf-8") for path in kept] == [before[changed[0]]]
    assert call(monkeypatch, tmp_path, "relay-day.xlsx", "newcomers.xlsx", "--yes") == 0
    assert capsys.readouterr().out.endswith(f"{MESSAGES['record_same']['what']}\n")
    assert texts(tmp_path) == after


def test_a_day_that_was_asked_for_is_asked_for_again_and_the_backup_has_the_hour_of_japan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2026, 12, 1, 17, 29, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr("quaybook.environment.datetime", Clock)
    drill(tmp_path).answer(held_on="2027-02-10", next_on="2027-05-10").read()
    assert call(monkeypatch, tmp_path, "relay-day.xlsx", "--yes", "--today", "2027-02-11") == 0
    told = capsys.readouterr()
    assert "quaybook check aonagi --today 2027-02-11" in told.out
    assert MESSAGES["record_after_usual"]["fix"] in told.err
    assert [path.name for path in (tmp_path / "terminals" / ".backup").glob("aonagi-*")] == ["aonagi-20261202-022900"]


def test_a_terminal_named_as_a_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drill(tmp_path).read()
    assert call(monkeypatch, tmp_path, "aonagi", "relay-day.xlsx", "--yes") == 1
    assert MESSAGES["record_no_file"]["fix"] in capsys.readouterr().err


def test_one_sheet_that_cannot_be_taken_keeps_all_from_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drill(tmp_path).read()
    Sheet(tmp_path, "newcomers").answer(held_on=HELD_ON, next_on="2027-04-29", attended="many", of=4).read()
    before = texts(tmp_path)
    assert call(monkeypatch, tmp_path, "relay-day.xlsx", "newcomers.xlsx", "--yes") == 1
    assert 'newcomers.xlsx: 結果!C12 (受講者): "many" is no number.' in capsys.readouterr().err
    assert texts(tmp_path) == before


def test_a_sheet_of_a_terminal_that_is_not_here_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = drill(tmp_path)
    for page in sheet.book.worksheets[:3]:
        page["A1"] = page["A1"].value.replace("aonagi", "../secret")
    sheet.read()
    assert call(monkeypatch, tmp_path, "relay-day.xlsx", "--yes") == 1
    told = MESSAGES["record_other_terminal"]["what"].format(came="../secret")
    assert told in capsys.readouterr().err
