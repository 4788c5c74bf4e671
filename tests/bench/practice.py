"""Everything with which people practise, of the large sample, against bare pandoc and bare Typst on the same text.

Prints the seconds of both sides and the ratio; fails if it exceeds its target. The bare side makes the same kinds of
files one after the other: a Word file of each text that is one, a PDF of each that is one, with no look of its own,
nothing chosen, nothing marked and no sheet that is fitted; and it reads no facts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pypandoc
import typst
from quaybook.build import editions
from quaybook.files.cache import Cache
from quaybook.formats.binder.fragments import make_fragments
from quaybook.formats.binder.plan import Entry
from quaybook.formats.binder.typesetting import font_files
from quaybook.formats.contract import Edition
from quaybook.formats.drills.format import plays
from quaybook.formats.drills.papers import EVALUATION, GUIDE, papers
from quaybook.formats.drills.players import players_data
from quaybook.formats.drills.told import Told
from quaybook.pipeline import Workspace, prepare

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SAMPLE = "aonagi"
TODAY = date(2026, 11, 1)
TARGET = 1.5
FORMATS = ("drills",)
PLAIN = '#set page(paper: "a4")\n#set text(font: "Noto Sans CJK JP", size: 10pt)\n'
# What pieces call, as short as it can be.
STUB = "#let xref(document, place, body) = body\n#let callout-title(body) = body\n#let callout(body) = body\n"


def full(root: Path) -> float:
    """Seconds of `quaybook build` of all that people practise with, with nothing kept."""
    program = [sys.executable, "-c", "import sys; from quaybook.cli import main; sys.exit(main())"]
    (root / "terminals").symlink_to(REPOSITORY / "terminals")
    asked = ["--only", ",".join(FORMATS), "--out", str(root / "build"), "--root", str(root), "--today", str(TODAY)]
    start = time.perf_counter()
    done = subprocess.run([*program, "build", SAMPLE, *asked], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return time.perf_counter() - start


def texts(edition: Edition, root: Path) -> Iterator[tuple[str, Path, tuple[Path, ...]]]:
    """What becomes of the Markdown of each file of the packs: the end of its name, its folder, and the Markdown."""
    for held in plays(edition):
        told, folder = Told(edition, held), root / held.kit.spec.id
        folder.mkdir(parents=True)
        made = papers(told, ())
        forms = [Entry(told.documents[name]) for name in told.forms()]
        make_fragments(edition, [*map(Entry, made), *forms], folder)
        for document in made:
            yield "docx", folder, (folder / f"{document.spec.id}.md",)
        for name in (GUIDE, EVALUATION):
            yield "pdf", folder, (folder / f"{name}.md",)
        for number, teams in enumerate((told.teams, *([team] for team in told.teams))):
            path = folder / f"players-{number}.md"
            path.write_text("\n\n".join(said(players_data(told, teams))), encoding="utf-8")
            yield "pdf", folder, (path,)
        names = {entry.name for entry in forms}
        yield "pdf", folder, tuple(path for path in sorted(folder.glob("*.md")) if path.stem.split("--")[0] in names)


def said(value: object) -> Iterator[str]:
    """Every text in the data of a layout."""
    if isinstance(value, str):
        yield value.replace("#", "")
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from said(each)


def bare(made: Iterable[tuple[str, Path, tuple[Path, ...]]]) -> float:
    """Seconds of one pandoc for each file, and of one Typst for each PDF."""
    listed = list(made)
    fonts = [str(font.parent) for font in font_files()]
    pandoc = pypandoc.get_pandoc_path()
    start = time.perf_counter()
    for number, (end, folder, sources) in enumerate(listed):
        target = folder / f"bare-{number}"
        kind = "typst" if end == "pdf" else end
        order = [pandoc, *map(str, sources), "-t", kind, "-o", f"{target}.{kind}"]
        subprocess.run(order, cwd=folder, check=True, capture_output=True)
        if end == "pdf":
            text = PLAIN + STUB + Path(f"{target}.typst").read_text(encoding="utf-8")
            Path(f"{target}.typ").write_text(text, encoding="utf-8")
            content = typst.compile(f"{target}.typ", root=str(folder), font_paths=fonts, ignore_system_fonts=True)
            Path(f"{target}.pdf").write_bytes(content)
    return time.perf_counter() - start


def main() -> None:
    """Measures, prints, judges."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        seconds = full(root)
        prepared, problems = prepare(Workspace(REPOSITORY), SAMPLE, TODAY)
        assert prepared is not None, problems
        floor = bare(texts(editions(prepared, Cache(root / "cache"))[0], root / "bare"))
    print(f"{', '.join(FORMATS):29} {seconds:6.1f} s")
    print(f"bare pandoc and bare Typst    {floor:6.1f} s")
    print(f"ratio                         {seconds / floor:6.2f}     (target {TARGET})")
    raise SystemExit(0 if seconds / floor <= TARGET else 1)


if __name__ == "__main__":
    main()
