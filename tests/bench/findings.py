"""Findings of 1, 10 and 100 terminals against bare loading of the same facts, in one run.

Prints processor time and peak memory per number of terminals; fails if judging costs more than its share of
loading, or if a terminal among a hundred costs more than a terminal among ten.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from quaybook.facts.folder import load_folder

REPOSITORY = Path(__file__).resolve().parent.parent.parent
NUMBERS = (1, 10, 100)
SHARE = 1.0
FLAT = 1.25
TODAY = "2026-11-01"

# Each measurement has a process of its own, so that one's caches and memory do not help another.
CODE = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from quaybook.facts.folder import load_folder
from quaybook.model.load import load_terminal
from quaybook.wording.words import load_words
from quaybook.resources import policy_source
from quaybook.pipeline import Workspace, gap_report, judge
root, what = Path(sys.argv[1]), sys.argv[2]
workspace, day = Workspace(root), date.fromisoformat(sys.argv[3])
judge(workspace, workspace.ids()[0], day)
words, _ = load_words(policy_source(), "ja")
start = time.process_time()
for name in workspace.ids():
    if what == "load":
        terminal, problems = load_terminal(load_folder(workspace.terminals, name))
        assert terminal is not None, problems
    else:
        judged, problems = judge(workspace, name, day)
        assert judged is not None, problems
        lines = list(gap_report(judged, words, "ja").lines())
        assert lines
print(json.dumps([time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def workspace(root: Path, number: int) -> Path:
    """`number` terminals made of sample B, each with a name of its own."""
    facts = load_folder(REPOSITORY / "terminals", "chitoseura").data
    for index in range(number):
        folder = root / "terminals" / f"terminal-{index:03}"
        folder.mkdir(parents=True)
        text = json.dumps(facts, ensure_ascii=False, indent=1).replace("千歳浦", f"架空{index}")
        (folder / "facts.yml").write_text(text, encoding="utf-8")
    return root


def measured(root: Path, what: str) -> tuple[float, float]:
    """Processor seconds and peak memory in MB of loading, or of loading and judging, every terminal."""
    command = [sys.executable, "-c", CODE, str(root), what, TODAY]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory = json.loads(done.stdout)
    return float(seconds), float(memory)


def main() -> None:
    """Measures, prints, judges."""
    each = {}
    ratio = 0.0
    for number in NUMBERS:
        with tempfile.TemporaryDirectory() as folder:
            root = workspace(Path(folder), number)
            load, _ = measured(root, "load")
            whole, memory = measured(root, "judge")
        each[number], ratio = whole / number, (whole - load) / load
        print(f"{number:4} terminals  load {load:6.2f} s   load and judge {whole:6.2f} s   {memory:5.0f} MB")
        print(f"     judging costs {ratio:.2f} of loading (target {SHARE}), {1000 * each[number]:.0f} ms a terminal")
    flat = each[100] / each[10]
    print(f"a terminal among 100 costs {flat:.2f} of one among 10 (target {FLAT})")
    raise SystemExit(0 if ratio <= SHARE and flat <= FLAT else 1)


if __name__ == "__main__":
    main()
