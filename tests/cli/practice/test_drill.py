"""`quaybook drill` ends with a whole pack at its place, or says what keeps it from that and leaves all as it was."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from quaybook.cli import main
from quaybook.formats.contract import NotMadeError
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import prepared_sample
from tests.helpers.drills import KIT, scenario, with_kit
from tests.helpers.workspaces import write_facts

MESSAGES = load_messages(policy_source(), "en")
PACK = {"facilitator/guide.pdf": b"guide", "players/handouts.pdf": b"hand-outs"}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose terminal is prepared already; of its packs only the files' names are what they are."""
    prepared = with_kit(prepared_sample("chitoseura"), scenario())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("quaybook.drill.prepare", lambda *_, **__: (prepared, ()))
    monkeypatch.setattr("quaybook.drill.pack", lambda _, play: PACK | {"seed": play.seed.encode()})
    return tmp_path


def drill(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code."""
    monkeypatch.setattr(sys, "argv", ["quaybook", "drill", *arguments, "--ui-lang", "en"])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(str(stop.value.code))


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("named", [(), ("make",)])
def test_a_pack_comes_to_the_folder_of_its_kit_and_day(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], named: tuple[str, ...]
) -> None:
    assert drill(monkeypatch, *named, "mine", KIT, "--date", "2027-02-10T13:30", "--seed", "7") == 0
    place = workspace / "build" / "mine" / "drills" / f"{KIT}-2027-02-10"
    made = files(place)
    assert {path: made[path] for path in PACK} == PACK
    assert json.loads(made[".quaybook.json"])["audience"] == "controlled"
    said = capsys.readouterr().out
    assert str(place) in said
    assert f"quaybook drill mine {KIT} --date 2027-02-10T13:30 --minutes 90 --seed 7" in said


def test_options_may_stand_before_the_terminal(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drill(monkeypatch, "--out", "here", "--minutes", "30", "mine", KIT) == 0
    assert (workspace / "here" / "players" / "handouts.pdf").is_file()


def test_what_is_printed_makes_the_same_pack_again(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drill(monkeypatch, "mine", KIT) == 0
    before = files(workspace / "build")
    said = capsys.readouterr().out
    command = said[said.index("quaybook drill ") + len("quaybook drill ") :].split()
    assert "--seed" in command
    assert drill(monkeypatch, *command) == 0
    assert files(workspace / "build") == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("mine", "drill-nothing"), "drill_unknown_kit"),
        (("mine", KIT, "--minutes", "45"), "drill_minutes"),
        (("mine", KIT, "--variation", "monday"), "drill_variation"),
        (("mine", KIT, "--date", "10.2.2027"), "drill_date"),
        (("mine", KIT, "--date", "2027-02-30"), "drill_date"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_is_written(
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: str,
) -> None:
    assert drill(monkeypatch, *arguments) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert MESSAGES[code]["fix"].partition("{")[0] in told.err
    assert files(workspace) == {}


def test_without_a_kit_those_that_there_are_are_listed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drill(monkeypatch, "mine") == 2
    assert f"{KIT} (" in capsys.readouterr().err
    assert files(workspace) == {}


def test_the_terminal_and_the_kit_in_the_wrong_order_are_told(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_facts(workspace / "terminals" / "mine", {"facts_version": "2"})
    assert drill(monkeypatch, KIT, "mine") == 1
    assert MESSAGES["drill_swapped"]["fix"].format(id="mine", kit=KIT) in capsys.readouterr().err


def test_a_kit_of_which_nothing_is_left_is_told(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = with_kit(prepared_sample("chitoseura"), scenario().model_copy(update={"injects": ()}))
    monkeypatch.setattr("quaybook.drill.prepare", lambda *_, **__: (empty, ()))
    assert drill(monkeypatch, "mine", KIT) == 1
    assert MESSAGES["drill_without_events"]["fix"].partition("{")[0] in capsys.readouterr().err
    assert files(workspace) == {}


@pytest.mark.parametrize("arguments", [(), ("mine", KIT, "--seed", "seven"), ("mine", KIT, "--sed", "7")])
def test_wrong_usage_is_a_2(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "argv", ["quaybook", "drill", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert "quaybook drill" in capsys.readouterr().err
    assert files(workspace) == {}


@pytest.mark.parametrize("error", [RuntimeError("a bug"), NotMadeError(Problem.at("drill_date", "x", came="y"))])
def test_a_pack_that_fails_leaves_the_last_good_one(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def failing(*_: object) -> None:
        raise error

    assert drill(monkeypatch, "mine", KIT, "--out", "here") == 0
    before = files(workspace)
    assert len(before) > 3
    monkeypatch.setattr("quaybook.drill.pack", failing)
    if isinstance(error, NotMadeError):
        assert drill(monkeypatch, "mine", KIT, "--out", "here", "--seed", "9") == 1
    else:
        monkeypatch.setattr(sys, "argv", ["quaybook", "drill", "mine", KIT, "--out", "here"])
        with pytest.raises(RuntimeError):
            main()
    assert files(workspace) == before
    assert [path.name for path in workspace.iterdir() if path.name.endswith(".partial")] == []


def test_what_somebody_wrote_into_a_pack_is_never_replaced(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drill(monkeypatch, "mine", KIT, "--out", "here") == 0
    (workspace / "here" / "notes.txt").write_text("ours", encoding="utf-8")
    before = files(workspace)
    assert drill(monkeypatch, "mine", KIT, "--out", "here") == 1
    assert "notes.txt" in capsys.readouterr().err
    assert files(workspace) == before
