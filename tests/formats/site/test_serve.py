"""`mkdocs serve` on loopback: a changed fact shows on the page, and no Word file is made."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.helpers.workspaces import FILES, facts_of, write_config, write_facts


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


def test_a_changed_fact_shows(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    write_facts(tmp_path / "terminals" / "here", facts)
    config = write_config(tmp_path, "here", FILES)
    port = free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "-f", str(config), "-a", f"127.0.0.1:{port}"]
    environment = {key: value for key, value in os.environ.items() if key != "TERMINAL"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
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
    finally:
        process.terminate()
        process.wait(20)
    assert not (tmp_path / "site").exists()
