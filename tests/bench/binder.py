"""All editions of the binder of the large sample against bare pandoc and bare Typst on the same text, in one run.

Prints one line per part and the ratio; fails if the ratio or the memory exceeds its target. The bare side gets the
same pieces, and lays them out one after the other, without cover, heads, page references or sheets that are fitted.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pypandoc
import typst
from quaybook.build import editions
from quaybook.files.cache import Cache
from quaybook.formats.binder.fragments import make_fragments, pieces
from quaybook.formats.binder.plan import BinderEdition, binder_editions
from quaybook.formats.binder.typesetting import font_files
from quaybook.pipeline import Workspace, prepare
from quaybook.resources import policy_source

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SAMPLE = "aonagi"
TODAY = date(2026, 11, 1)
TARGET, MEMORY_MB = 1.3, 600
PLAIN = '#set page(paper: "a4")\n#set text(font: "Noto Sans CJK JP", size: 10pt)\n'
# What pieces call, as short as it can be.
STUB = "#let xref(document, place, body) = body\n#let callout-title(body) = body\n#let callout(body) = body\n"


def full(root: Path) -> tuple[float, float]:
    """Seconds of `quaybook build --only binder` with nothing kept, and the peak memory of its processes in MB."""
    program = str(Path(sys.executable).with_name("quaybook"))
    command = [program, "build", SAMPLE, "--only", "binder", "--out", str(root / "build"), "--root", str(root)]
    (root / "terminals").symlink_to(REPOSITORY / "terminals")
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def written(root: Path) -> tuple[BinderEdition, ...]:
    """The pieces of all editions as Markdown in `root`."""
    prepared, problems = prepare(Workspace(REPOSITORY), SAMPLE, TODAY)
    assert prepared is not None, problems
    edition = editions(prepared, Cache(root / "cache"))[0]
    binders = binder_editions(policy_source(), edition.documents, prepared.terminal)
    make_fragments(edition, (entry for binder in binders for entry in binder.entries), root)
    return binders


def bare(root: Path, binders: tuple[BinderEdition, ...]) -> float:
    """Seconds of one pandoc over all pieces and of one Typst for each edition."""
    names = sorted({piece.name for binder in binders for entry in binder.entries for piece in pieces(entry)})
    (root / "binder.typ").write_text(STUB, encoding="utf-8")
    start = time.perf_counter()
    pandoc = [pypandoc.get_pandoc_path(), "-t", "typst", "-o", str(root / "all.typ")]
    subprocess.run([*pandoc, *(f"{name}.md" for name in names)], cwd=root, check=True, capture_output=True)
    for binder in binders:
        held = [piece.name for entry in binder.entries for piece in pieces(entry)]
        main = root / f"bare-{binder.id}.typ"
        main.write_text(PLAIN + "".join(f'#include "{name}.typ"\n' for name in held), encoding="utf-8")
        fonts = [str(font.parent) for font in font_files()]
        typst.compile(str(main), root=str(root), font_paths=fonts, ignore_system_fonts=True)
    return time.perf_counter() - start


def main() -> None:
    """Measures, prints, judges."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        seconds, memory = full(root)
        (root / "bare").mkdir()
        floor = bare(root / "bare", written(root / "bare"))
    ratio = seconds / floor
    print(f"all editions of the binder    {seconds:6.1f} s   {memory:.0f} MB (target {MEMORY_MB})")
    print(f"bare pandoc and bare Typst    {floor:6.1f} s")
    print(f"ratio                         {ratio:6.2f}     (target {TARGET})")
    raise SystemExit(0 if ratio <= TARGET and memory <= MEMORY_MB else 1)


if __name__ == "__main__":
    main()
