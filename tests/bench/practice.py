"""Everything with which people practise, of the large sample, against bare pandoc and bare Typst on the same text.

Prints the seconds of both sides and the ratio; fails if it exceeds its target. The bare side makes the same kinds of
files one after the other: a Word file of each text that is one, a PDF of each that is one, with no look of its own,
nothing chosen, nothing marked and no sheet that is fitted; and it reads no facts.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pypandoc
import typst
from quaybook.build import editions
from quaybook.files.cache import Cache
from quaybook.formats.binder.fragments import make_fragments
from quaybook.formats.binder.plan import Entry
from quaybook.formats.binder.typesetting import font_files
from quaybook.formats.contract import Edition
from quaybook.formats.drills.format import plays
from quaybook.formats.drills.laid import laid_forms
from quaybook.formats.drills.papers import EVALUATION, GUIDE, papers
from quaybook.formats.drills.players import players_data
from quaybook.formats.drills.told import Told
from quaybook.formats.onboarding.pack import packs
from quaybook.formats.quizzes.frame import Frame, quiz_of
from quaybook.formats.quizzes.paper import answer_sheet, question_sheet
from quaybook.formats.quizzes.sources import Sources
from quaybook.formats.slides.deck import Talk
from quaybook.formats.slides.format import decks
from quaybook.pipeline import Workspace, prepare

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SAMPLE = "aonagi"
TODAY = date(2026, 11, 1)
TARGET = 1.5
FORMATS = ("drills", "onboarding", "quizzes", "slides")
Made: TypeAlias = tuple[str, Path, tuple[Path, ...]]
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
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


def texts(edition: Edition, root: Path) -> Iterator[Made]:
    """What becomes of the Markdown of every file: the end of its name, its folder, and the Markdown."""
    root.mkdir()
    yield from of_drills(edition, root)
    yield from of_newcomers(edition, root)
    yield from of_quizzes(edition, root)
    yield from of_slides(edition, root)


def of_newcomers(edition: Edition, root: Path) -> Iterator[Made]:
    """A PDF and a Word file of each path."""
    bodies = {document.spec.id: document.body for document in edition.documents.documents}
    for pack in packs(edition.documents):
        listed = [bodies[name] for name in pack.documents if name in bodies]
        path = written(root, f"path-{pack.id}", *listed)
        yield "pdf", root, (path,)
        yield "docx", root, (path,)


def of_quizzes(edition: Edition, root: Path) -> Iterator[Made]:
    """Two Word files of each quiz."""
    sources = Sources(edition)
    for document in edition.documents.documents:
        if quiz := quiz_of(document):
            frame = Frame(quiz, edition.words)
            for sheet in (question_sheet(document, frame), answer_sheet(document, frame, sources)):
                yield "docx", root, (written(root, f"quiz-{sheet.spec.id}", sheet.body),)


def of_slides(edition: Edition, root: Path) -> Iterator[Made]:
    """A deck of each text that is taught, and one more of each drill, for its pack."""
    for deck in decks(edition):
        told = [f"## {talk.title}\n\n" + "\n".join(f"- {line}" for line in talk_lines(talk)) for talk in deck.talks]
        path = written(root, f"deck-{deck.document.spec.id}", *told)
        yield "pptx", root, (path,)
        if "scenario" in deck.document.data:
            yield "pptx", root, (path,)


def talk_lines(talk: Talk) -> list[str]:
    """The phrases of a slide, the cells of its rows, and what is said to it."""
    return [*talk.bullets, *(cell for row in talk.rows for cell in row), talk.notes.replace("\n", " ")]


def written(root: Path, name: str, *bodies: str) -> Path:
    """A file of Markdown without the pictures, which the bare side does not draw."""
    path = root / f"{name}.md"
    path.write_text(PICTURE.sub("", "\n\n".join(bodies)), encoding="utf-8")
    return path


def of_drills(edition: Edition, root: Path) -> Iterator[Made]:
    """The files of the packs of drills."""
    for held in plays(edition):
        told, folder = Told(edition, held), root / held.kit.spec.id
        folder.mkdir(parents=True)
        made = papers(told, ())
        forms = [Entry(each.document) for each in laid_forms(told)]
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


def bare(made: Iterable[Made]) -> float:
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
