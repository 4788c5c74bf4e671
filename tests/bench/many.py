"""`quaybook check` of many terminals: processor seconds each, memory, and two processes against one in one run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SAMPLE = "chitoseura"
COUNTS = (10, 100)
CPU_TARGET, FASTER_TARGET, FLAT_TARGET = 1.2, 1.7, 1.3
CODE = """\
import resource
from quaybook.cli import main

if __name__ == "__main__":
    try:
        main()
    finally:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        cpu = sum(each.ru_utime + each.ru_stime for each in used)
        print(cpu, max(each.ru_maxrss for each in used), file=open("used", "w"))
"""


def check(root: Path, jobs: int, last: int) -> tuple[float, float, float]:
    """Seconds on the clock, of processors, and the peak memory of a process in MB."""
    (root / "check.py").write_text(CODE, encoding="utf-8")
    names = [f"t{number:03}" for number in range(last)]
    command = [sys.executable, "check.py", "check", *names, "--jobs", str(jobs), "--today", "2026-11-01"]
    environment = os.environ | {"XDG_CACHE_HOME": str(root / "user")}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    cpu, memory = map(float, (root / "used").read_text().split())
    return time.perf_counter() - start, cpu, memory / 1024


def main() -> None:
    """Measures, prints, judges."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(REPOSITORY / "terminals" / "_shared", root / "terminals" / "_shared")
        for number in range(COUNTS[-1]):
            shutil.copytree(REPOSITORY / "terminals" / SAMPLE, root / "terminals" / f"t{number:03}")
        check(root, 1, 2)  # what is compiled once is no part of a terminal
        few = check(root, 2, COUNTS[0])
        one = check(root, 1, COUNTS[-1])
        two = check(root, 2, COUNTS[-1])
    each, faster, flat = two[1] / COUNTS[-1], one[0] / two[0], two[2] / few[2]
    print(f"check of {COUNTS[-1]} terminals: {each:.2f} processor seconds each (target {CPU_TARGET})")
    print(f"one process {one[0]:.1f} s, two {two[0]:.1f} s: {faster:.2f} times faster (target {FASTER_TARGET})")
    print(f"peak memory of a process: {few[2]:.0f} MB for {COUNTS[0]}, {two[2]:.0f} MB for {COUNTS[-1]}: {flat:.2f}")
    raise SystemExit(0 if each <= CPU_TARGET and faster >= FASTER_TARGET and flat <= FLAT_TARGET else 1)


if __name__ == "__main__":
    main()
