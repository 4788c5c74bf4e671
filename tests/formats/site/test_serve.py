"""`quaybook serve`: a changed fact shows on the page, no Word file is made, and nothing is said in another language."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from quaybook.cli import app, usage
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.formats.site.test_speech import ENGLISH
from tests.helpers.workspaces import FILES, facts_of, write_config, write_facts

QUAYBOOK = [sys.executable, "-c", "from quaybook.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def page(port: int, path: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}/{path}", timeout=20) as answer:
        return answer.read().decode()


def wait_for(text: str, port: int, process: subprocess.Popen[bytes], seconds: int = 120) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the server stopped"
        try:
            shown = page(port, "index.html")
        except OSError:
            shown = ""
        if text in shown:
            return shown
        time.sleep(0.5)
    raise AssertionError(f"{text} never appeared")


@contextmanager
def served(root: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`quaybook serve here`, stopped as whoever runs it stops it; what it says comes to `said.txt`."""
    command = [*QUAYBOOK, "serve", "here", "--port", str(port), "--ui-lang", "ja"]
    environment = {key: os.environ[key] for key in os.environ if key not in ("TERMINAL", "NO_MKDOCS_2_WARNING")}
    environment |= {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    with (root / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=said, stderr=said)
    try:
        yield process
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait(20)


def test_a_changed_fact_shows(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    write_facts(tmp_path / "terminals" / "here", facts)
    write_config(tmp_path, "other", FILES)
    port = free_port()
    with served(tmp_path, port) as process:
        shown = wait_for(facts["terminal"]["name"], port, process)
        assert ".docx" not in shown
        assert ".docx" not in page(port, "ja/policy/backup.html")
        facts["terminal"]["name"] = "変更後の名称"
        write_facts(tmp_path / "terminals" / "here", facts)
        wait_for("変更後の名称", port, process)
        # A mistake leaves the last good pages; mending it shows the next ones.
        name = facts["terminal"].pop("name")
        write_facts(tmp_path / "terminals" / "here", facts)
        time.sleep(8)
        assert "変更後の名称" in page(port, "index.html")
        facts["terminal"]["name"] = f"{name}の次"
        write_facts(tmp_path / "terminals" / "here", facts)
        wait_for("変更後の名称の次", port, process)
    assert not (tmp_path / "site").exists()
    told = (tmp_path / "said.txt").read_text(encoding="utf-8").splitlines()
    assert len(told) > 5
    assert [line for line in told if ENGLISH.search(line)] == []


def test_what_keeps_it_from_being_served_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str) -> str:
        asked = ["quaybook", "serve", *arguments, "--root", str(tmp_path), "--ui-lang", "ja"]
        monkeypatch.setattr(sys, "argv", asked)
        assert usage.run(app) == 1
        return capsys.readouterr().err

    messages = load_messages(policy_source(), "ja")
    write_facts(tmp_path / "terminals" / "here", facts_of("chitoseura"))
    assert messages["no_site_config"]["fix"] in told("here")
    write_config(tmp_path, "here")
    assert messages["unknown_terminal"]["fix"].format(known="here") in told("hree")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert messages["port_taken"]["what"].format(came=port) in told("here", "--port", str(port))
