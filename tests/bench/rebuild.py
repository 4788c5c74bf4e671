"""A rebuild after one fact has changed against a cold build, and how soon a change shows in `mkdocs serve`.

Prints one line per part; fails if the share of the rebuild exceeds the target of the design. Seconds of a server hang
on the machine, so they are printed beside a cold build of the same run and judged by nobody but the reader.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SAMPLE = "aonagi"
TARGET, SERVE_TARGET = 0.25, 2.0


def environment(root: Path) -> dict[str, str]:
    return os.environ | {
        "XDG_CACHE_HOME": str(root / "user"),
        "QUAYBOOK_TODAY": "2026-11-01",
        "QUAYBOOK_TERMINAL": SAMPLE,
        "NO_MKDOCS_2_WARNING": "1",
    }


def build(root: Path) -> float:
    """Seconds of `quaybook build` with all usual formats."""
    program = str(Path(sys.executable).with_name("quaybook"))
    start = time.perf_counter()
    done = subprocess.run(
        [program, "build", SAMPLE], cwd=root, env=environment(root), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return time.perf_counter() - start


def one_contact(root: Path, number: int) -> None:
    """Changes one fact of one contact."""
    file = next(
        path for path in (root / "terminals" / SAMPLE).glob("*.yml") if "\ncontacts:" in path.read_text("utf-8")
    )
    text = file.read_text(encoding="utf-8")
    begin = text.index("\ncontacts:")
    at = text.index("name: ", begin) + len("name: ")
    end = text.index("\n", at)
    file.write_text(f"{text[:at]}計測の窓口{number}{text[end:]}", encoding="utf-8")


def served(root: Path) -> float:
    """Seconds from a changed contact to the page that shows it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        command, cwd=root, env=environment(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, "計測の窓口1")
        one_contact(root, 2)
        start = time.perf_counter()
        wait_for(port, "計測の窓口2")
        return time.perf_counter() - start
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int, text: str) -> None:
    address = f"http://127.0.0.1:{port}/ja/register/register-contacts.html"
    for _ in range(3000):
        with suppress(OSError), urllib.request.urlopen(address, timeout=30) as answer:
            if text in answer.read().decode():
                return
        time.sleep(0.05)
    raise SystemExit(f"{text} never appeared")


def main() -> None:
    """Measures, prints, judges."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(REPOSITORY / "terminals", root / "terminals")
        shutil.copy(REPOSITORY / "mkdocs.yml", root)
        (root / "docs").mkdir()
        cold = build(root)
        nothing = build(root)
        one_contact(root, 1)
        one = build(root)
        serve = served(root)
    print(f"cold build                    {cold:6.1f} s")
    print(f"nothing changed               {nothing:6.1f} s   share {nothing / cold:.2f}")
    print(f"one contact changed           {one:6.1f} s   share {one / cold:.2f} (target {TARGET})")
    print(f"a change shows in serve after {serve:6.1f} s   share {serve / cold:.2f} (aim {SERVE_TARGET} s)")
    raise SystemExit(0 if one / cold <= TARGET else 1)


if __name__ == "__main__":
    main()
