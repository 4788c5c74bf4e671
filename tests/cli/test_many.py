"""Many terminals at once: shares, processes of their own, and what a fault in one of them leaves of the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quaybook.build import BuildRequest, Built
from quaybook.cli import app, usage
from quaybook.cli.many import asked_terminals
from quaybook.jobs import Outcome, Step, each_done
from quaybook.pipeline import Workspace
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY


def work(asked: str, step: Step) -> str:
    """Does what its text says."""
    step(1, 2)
    match asked:
        case "raise":
            raise KeyError("a fault")
        case "exit":
            sys.exit(3)
        case "die":
            os._exit(4)
        case "wait":
            time.sleep(60)
    return f"{asked} by {os.getpid()}"


def quiet(*_: int) -> None:
    pass


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_takes_only_its_piece_along(jobs: int) -> None:
    pieces = ["one", "raise", "two", "die", "exit", "three", "four"]
    heard: list[tuple[int, int, int]] = []
    outcomes = {each.asked: each for each in each_done(work, pieces, jobs, lambda *step: heard.append(step))}
    assert outcomes.keys() == set(pieces)
    good = {name: outcomes[name].result for name in ("one", "two", "three", "four")}
    assert all(result and result.startswith(f"{name} by ") for name, result in good.items())
    assert str(os.getpid()) not in str(good)
    assert "KeyError: 'a fault'" in outcomes["raise"].crash
    assert "in work" in outcomes["raise"].crash, "a traceback to the place"
    assert outcomes["die"].crash
    assert "SystemExit" in outcomes["exit"].crash
    assert {(number, 1, 2) for number in range(len(pieces))} >= set(heard) >= {(0, 1, 2), (6, 1, 2)}


def test_one_piece_alone_is_done_here_and_raises_here() -> None:
    (done,) = each_done(work, ["one"], 4, quiet)
    assert done.result == f"one by {os.getpid()}"
    with pytest.raises(KeyError):
        list(each_done(work, ["raise"], 4, quiet))
    assert list(each_done(work, [], 4, quiet)) == []


INTERRUPTED = """\
from tests.cli.test_many import each_done, quiet, work
if __name__ == "__main__":
    print("begun", flush=True)
    list(each_done(work, ["wait", "wait"], 2, quiet))
"""


def test_an_interruption_ends_the_processes_too(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(INTERRUPTED, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(REPOSITORY), *sys.path])}
    command = [sys.executable, str(tmp_path / "run.py")]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "begun\n"
    time.sleep(5)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=40)
    assert running.returncode != 0
    assert err.count("Traceback") == 1, err


NAMES = tuple("abcdefg")


class Ports(Workspace):
    def ids(self) -> tuple[str, ...]:
        return NAMES


@given(st.integers(1, 12))
def test_shares_make_up_the_whole(shares: int) -> None:
    workspace = Ports(Path())
    found = [asked_terminals(workspace, None, True, f"{share}/{shares}") for share in range(1, shares + 1)]
    assert sorted(name for share in found for name in share) == list(NAMES)
    assert max(map(len, found)) - min(map(len, found)) <= 1


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setattr(sys, "argv", ["quaybook", *arguments])
    return usage.run(app)


@pytest.mark.parametrize("share", ["0/5", "6/5", "1", "a/b", "1/0", "1/2/3", "-1/2"])
def test_what_is_no_share_is_wrong_usage(
    share: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "build", "--all", "--shard", share, "--ui-lang", "en") == usage.WRONG_USAGE
    assert share in capsys.readouterr().err


def test_all_and_some_are_wrong_usage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "build", "aonagi", "--all", "--ui-lang", "en") == usage.WRONG_USAGE
    assert load_messages(policy_source(), "en")["ids_and_all"]["what"] in capsys.readouterr().err


@pytest.fixture
def outcomes(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Builds end as told instead of being made."""

    def end(**ends: Built | str) -> None:
        def done(_: object, requests: list[BuildRequest], *__: object) -> Iterator[Outcome[BuildRequest, Built]]:
            for request in requests:
                what = ends[request.terminal]
                yield Outcome(request, None, what) if isinstance(what, str) else Outcome(request, what)

        monkeypatch.setattr(sys.modules["quaybook.cli.build"], "each_done", done)

    return end


def test_a_summary_says_which_were_not_built(
    outcomes: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def built(name: str, said: str = "") -> Built:
        return Built(BuildRequest(REPOSITORY, name, tmp_path / name, ("word",)), said=said, files=3)

    arguments = ("build", "--all", "--only", "word", "--out", str(tmp_path), "--ui-lang", "en")
    outcomes(aonagi=built("aonagi"), chitoseura=built("chitoseura", "MkDocs said no\n"), hoshimisaki="Traceback: x\n")
    assert run(monkeypatch, *arguments) == 70
    out, err = capsys.readouterr()
    assert "1 of 3 terminals" in out
    assert str(tmp_path / "aonagi") in out
    assert err.splitlines()[0] == "MkDocs said no"
    assert "Traceback: x" in err
    assert [line.rpartition(": ")[2] for line in err.splitlines()[-2:]] == ["chitoseura", "hoshimisaki"]
    outcomes(aonagi=built("aonagi"), chitoseura=built("chitoseura", "no\n"), hoshimisaki=built("hoshimisaki"))
    assert run(monkeypatch, *arguments) == 1
    outcomes(aonagi=built("aonagi"), chitoseura=built("chitoseura"), hoshimisaki=built("hoshimisaki"))
    assert run(monkeypatch, *arguments) == 0
    assert "3 of 3" in capsys.readouterr().out


def test_a_check_of_many_says_the_same_in_one_process_and_in_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for jobs in ((), ("--jobs", "2")):
        arguments = ("check", "--today", "2026-11-01", "--ui-lang", "en", "--format", "json", *jobs)
        assert run(monkeypatch, *arguments) == 0
        said.append(capsys.readouterr())
    assert len(said[0].out) > 1000
    assert said[0] == said[1]
    assert run(monkeypatch, "check", "--shard", "2/3", "--today", "2026-11-01", "--ui-lang", "en") == 0
    assert capsys.readouterr().out.startswith("chitoseura: ")
