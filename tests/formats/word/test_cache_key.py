"""A Word file is taken from the cache only if nothing that shapes it has changed, on whatever day and in any folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import quaybook
from quaybook.formats import pandoc
from quaybook.formats.look import Look
from quaybook.formats.word import cache_key, convert
from quaybook.formats.word.cache_key import LIBRARIES, NOT_SHOWN, Keys, code, tools
from quaybook.formats.word.convert import WordWriter
from quaybook.model.document import Document, Figure, Heading, Kind, Passage, Sheet
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.wording.words import Words

from tests.conftest import REPOSITORY, TODAY, prepared_sample
from tests.helpers.editions import edition

PACKAGE = Path(quaybook.__file__).parent


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    tools.cache_clear()
    yield
    tools.cache_clear()


def document_with_a_figure() -> Document:
    documents = (each for each in prepared_sample("chitoseura").sets["ja"].documents if not each.spec.kind.is_page)
    return next(each for each in documents if any(not figure.svg for figure in each.figures))


SHARED: dict[str, Any] = {
    "reader": "markdown",
    "reference": b"styles",
    "words": Words({"stamp": "印"}, "ja.yml"),
    "look": Look({"page": 1}),
}


def key(document: Document | None = None, text: str = "text", **shared: Any) -> str:
    return Keys(**SHARED | shared).of(document or document_with_a_figure(), text)


@pytest.mark.parametrize(
    "changed",
    [
        {"reader": "markdown-smart"},
        {"reference": b"other styles"},
        {"words": Words({"stamp": "承認"}, "ja.yml")},
        {"look": Look({"page": 2})},
        {"text": "other text"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_all_files_share_and_the_text_are_in_the_key(changed: dict[str, Any]) -> None:
    assert key() == key()
    assert key(**changed) != key()


def test_everything_that_a_file_shows_of_a_document_is_in_the_key() -> None:
    document = document_with_a_figure()
    before = key(document)
    others: dict[str, object] = {
        "spec": document.spec.model_copy(update={"landscape": not document.spec.landscape}),
        "language": "en",
        "title": "別の題名",
        "number": "別-01",
        "control": replace(document.control, edition="第9版"),
        "headings": (*document.headings, Heading("more", 2, "more", "第99条")),
        "figures": tuple(replace(figure, dot=f"{figure.dot} ") for figure in document.figures),
    }
    assert others.keys() | NOT_SHOWN == {field.name for field in fields(document)} | {"figures"}
    for name, value in others.items():
        assert key(replace(document, **{name: value})) != before, name  # type: ignore[arg-type]


def test_what_no_file_shows_is_not_in_the_key() -> None:
    document = document_with_a_figure()
    before = key(document)
    others: dict[str, object] = {
        # pandoc gets the text that is made of it.
        "body": "other",
        "passages": (Passage("3-4-3", "x", "policy", "ja", "x", "x", "x", "x", 1),),
        "source": "terminals/x/overrides/documents/x/ja.md.j2",
        "sheets": (Sheet("x", (), (), "x"),),
        "data": {"other": {}},
    }
    assert others.keys() | {"figures"} == NOT_SHOWN
    for name, value in others.items():
        assert getattr(document, name) != value
        assert key(replace(document, **{name: value})) == before, name  # type: ignore[arg-type]
    chart = Figure("chart", "", "x", "<svg/>")
    assert key(replace(document, figures=(*document.figures, replace(chart, svg="<svg></svg>")))) == key(
        replace(document, figures=(*document.figures, chart))
    )


def test_the_version_of_each_tool_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    with monkeypatch.context() as patch:
        patch.setattr(pandoc, "version", lambda: "99.1")
        tools.cache_clear()
        assert key() != before
    assert {"python-docx", "pygraphviz"} < set(LIBRARIES)
    real = cache_key.version
    for library in LIBRARIES:
        with monkeypatch.context() as patch:
            patch.setattr(cache_key, "version", lambda name, new=library: "99" if name == new else real(name))
            tools.cache_clear()
            assert key() != before, library
    tools.cache_clear()
    assert key() == before


def changed_copy(root: Path, name: str) -> Path:
    """The package in a folder of its own, with one more line in one file."""
    copy = root / name.replace("/", "-") / "quaybook"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "policy_src"))
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    return copy


# The door only hands on what the others make.
WORKS_ON_FILES = sorted(
    path.name
    for path in Path(convert.__file__).parent.iterdir()
    if path.suffix in (".py", ".lua") and path.name not in ("__init__.py", "format.py")
)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        *((f"formats/word/{name}", True) for name in WORKS_ON_FILES),
        ("formats/drawing.py", True),
        ("formats/for_pandoc.py", True),
        ("wording/dialect/links.py", True),
        ("formats/look.py", True),
        ("files/archive.py", True),
        ("wording/words.py", True),
        ("intake/complete.py", False),
        ("assessment/gaps.py", False),
        ("formats/for_python_markdown.py", False),
        ("formats/workbook/write.py", False),
        ("formats/oscal/plan.py", False),
    ],
)
def test_the_code_that_makes_a_file_is_in_the_key_and_no_other(tmp_path: Path, name: str, counts: bool) -> None:
    assert (PACKAGE / name).is_file()
    assert (code(changed_copy(tmp_path, name)) != code(PACKAGE)) is counts


def writer(prepared: Prepared, cache: Path) -> WordWriter:
    return WordWriter(edition(prepared, cache=cache))


def keys_of(made: WordWriter) -> dict[str, str]:
    wanted = [document for document in made.set.documents if not document.spec.kind.is_page]
    return {document.spec.id: made.keys.of(document, made.markdown(document, sized=False)) for document in wanted}


def test_the_format_that_pandoc_reads_is_in_the_keys_of_a_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys_of(writer(prepared_sample("chitoseura"), tmp_path))
    monkeypatch.setattr(convert, "READER", convert.READER.replace("-smart", ""))
    after = keys_of(writer(prepared_sample("chitoseura"), tmp_path))
    assert len(before) > 50
    assert before.keys() == after.keys()
    assert not set(before.values()) & set(after.values())
    assert len(set(before.values())) == len(before)


def test_another_day_and_another_folder_make_no_other_key(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "terminals", tmp_path / "elsewhere" / "terminals")
    moved, problems = prepare(Workspace(tmp_path / "elsewhere"), "chitoseura", date(2026, 11, 2))
    assert problems == ()
    assert moved is not None
    assert date(2026, 11, 2) != TODAY
    here, there = (keys_of(writer(each, tmp_path)) for each in (prepared_sample("chitoseura"), moved))
    kinds = {document.spec.id: document.spec.kind for document in moved.sets["ja"].documents}
    other = {name for name in here if here[name] != there[name]}
    assert len(here) > 50
    # What reports on the day differs, and nothing else.
    assert {kinds[name] for name in other} <= {Kind.STATUS, Kind.AUDIT}
    assert len(other) < len(here) / 5


def test_for_a_kept_file_nothing_is_drawn_or_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = document_with_a_figure()
    other = replace(
        document, figures=tuple(replace(f, dot=f.dot.replace("{", "{ x -> y;", 1)) for f in document.figures)
    )

    def made(of: Document) -> bytes:
        sample = prepared_sample("chitoseura")
        few = replace(sample.sets["ja"], documents=(of,))
        return WordWriter(edition(sample, few, tmp_path)).begin(tmp_path)[of.spec.id].result()

    first = made(document)
    with monkeypatch.context() as patch:
        patch.delattr(convert, "draw")
        patch.delattr(WordWriter, "_convert")
        assert made(document) == first
        with pytest.raises(AttributeError):
            made(other)
    assert made(other) != first
