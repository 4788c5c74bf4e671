"""Terminals are handed to a cluster on this machine; a worker that is killed costs time, not an output."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from distributed import LocalCluster
from quaybook import __version__, cluster
from quaybook.build import BuildRequest, Built
from quaybook.cli import app, usage
from quaybook.files.marker import is_marked, strangers
from quaybook.jobs import Step
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY
from tests.helpers.workspaces import facts_of, write_facts

NAMES = ("one", "two", "three", "four")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as made:
        yield made


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    facts = facts_of("chitoseura")
    facts["document_control"] = facts["document_control"] | {"profile": "minimum"}  # type: ignore[operator]
    for name in NAMES:
        write_facts(tmp_path / "terminals" / name, facts)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def what(code: str, **values: object) -> str:
    """What the message of a problem begins with."""
    return load_messages(policy_source(), "en")[code]["what"].format_map(values)


def build(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["quaybook", "build", *arguments, "--ui-lang", "en"])
    return usage.run(app)


def test_every_output_is_there_once_though_a_worker_is_killed(
    scheduler: LocalCluster, workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    processes = {worker.pid for worker in scheduler.workers.values()}
    assert len(processes) == 2
    killed: list[int] = []

    def kill_one() -> None:
        # As soon as a workshop shows that one of them is in the middle of a terminal.
        while not list(workspace.glob("build/*/.controlled.*.partial/word-*")):
            time.sleep(0.01)
        killed.append(next(iter(processes)))
        os.kill(killed[0], signal.SIGKILL)

    killer = Thread(target=kill_one, daemon=True)
    killer.start()
    code = build(monkeypatch, "--all", "--only", "word", "--scheduler", scheduler.scheduler_address)
    out, err = capsys.readouterr()
    assert code == 0, err
    killer.join(1)
    assert killed
    assert "4 of 4 terminals" in out
    for name in NAMES:
        place = workspace / "build" / name / "controlled"
        assert out.count(str(place / "ja")) == 1
        assert is_marked(place)
        assert strangers(place) == ()
        assert len(list(place.rglob("*.docx"))) > 20
        assert [path.name for path in place.parent.iterdir()] == ["controlled"], "no workshop is left"


def failing(request: BuildRequest, step: Step) -> Built:
    step(1, 1)
    if request.terminal == "two":
        raise KeyError("a fault")
    return Built(request, files=1)


def test_a_fault_is_told_with_its_place_and_stops_no_other(scheduler: LocalCluster) -> None:
    client, problem = cluster.connected(scheduler.scheduler_address)
    assert problem is None
    requests = [BuildRequest(REPOSITORY, name, Path(name)) for name in NAMES]
    with client:
        found = {
            each.asked.terminal: each for each in cluster.each_done_there(client, failing, requests, lambda *_: None)
        }
    assert {name for name, each in found.items() if each.crash} == {"two"}
    assert "KeyError" in found["two"].crash
    assert "in failing" in found["two"].crash
    assert found["one"].result == Built(requests[0], files=1)


def missing() -> str:
    raise ImportError("no kit")


def test_what_cannot_be_handed_over_is_told(
    scheduler: LocalCluster, workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("one", "--only", "word", "--scheduler")
    monkeypatch.setattr(cluster, "_SECONDS_TO_ANSWER", 1)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        assert build(monkeypatch, *arguments, address) == 1
        assert what("no_scheduler", came=address, detail="") in capsys.readouterr().err
    monkeypatch.setattr(cluster, "_SECONDS_TO_ANSWER", 15)
    monkeypatch.setattr(cluster, "__version__", "99")
    assert build(monkeypatch, *arguments, scheduler.scheduler_address) == 1
    assert what("cluster_of_another_kit", own="99", came=__version__) in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.chdir(workspace)
    monkeypatch.setattr(cluster, "_version", missing)
    assert build(monkeypatch, *arguments, scheduler.scheduler_address) == 1
    assert what("cluster_without_kit", came=scheduler.scheduler_address, detail="no kit") in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert build(monkeypatch, *arguments, scheduler.scheduler_address) == 1
    assert what("no_dask") in capsys.readouterr().err
    assert not (workspace / "build").exists()
