"""A company's own files: what may be used, and what is told of any other with file, line and what came."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from quaybook.facts.positions import Position, Source
from quaybook.formats import pandoc
from quaybook.formats.letterhead import MAX_MB, Letterhead, load_letterhead
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import prepared_sample

TERMINAL = prepared_sample("chitoseura").terminal
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#123456"/></svg>'


def png(width: int = 8, height: int = 4) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x60\xa0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 30, 90) + b"\x01\x01\x11\x00\xff\xd9"
)


def word_file(changed: Mapping[str, bytes | None] | None = None) -> bytes:
    """A company's Word file; `changed` are parts that are otherwise, new, or gone."""
    plain = pandoc.run("--print-default-data-file", "reference.docx").stdout
    with zipfile.ZipFile(io.BytesIO(plain)) as read:
        parts: dict[str, bytes | None] = {name: read.read(name) for name in read.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in (parts | dict(changed or {})).items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def loaded(root: Path, **named: str) -> tuple[Letterhead, tuple[Problem, ...]]:
    """What comes of these facts, with `root/terminals/x` for their folder."""
    control = TERMINAL.document_control.model_copy(update=named)
    terminal = TERMINAL.model_copy(update={"document_control": control})
    positions = {("document_control", key): Position("terminals/x/documents.yml", 7, 3) for key in named}
    return load_letterhead(terminal, Source(positions=positions), root / "terminals")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "terminals" / "x" / "own").mkdir(parents=True)
    return tmp_path


def put(root: Path, name: str, content: bytes) -> str:
    (root / "terminals" / "x" / "own" / name).write_bytes(content)
    return f"own/{name}"


def test_nothing_named_is_nothing_of_ones_own(root: Path) -> None:
    assert loaded(root) == (Letterhead(), ())


@pytest.mark.parametrize(
    ("content", "kind", "ratio"), [(png(), "png", 2), (JPEG, "jpeg", 3), (SVG, "svg", 4)], ids=["png", "jpeg", "svg"]
)
def test_a_logo_is_read_whatever_its_name_says(root: Path, content: bytes, kind: str, ratio: float) -> None:
    found, problems = loaded(root, logo=put(root, "mark.bin", content))
    assert problems == ()
    assert found.logo is not None
    assert (found.logo.content, found.logo.kind, found.logo.ratio) == (content, kind, ratio)


def test_a_word_file_is_read(root: Path) -> None:
    content = word_file()
    assert loaded(root, reference_docx=put(root, "company.docx", content)) == (Letterhead(content), ())


EXTERNAL = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
EXTERNAL += (
    b'Type="http://x/attachedTemplate" Target="http://example.com/t.dotm" TargetMode="External"/></Relationships>'
)
REFUSED = {
    "text": (b"%PDF-1.7", "own_file_not_docx"),
    "no styles": (word_file({"word/styles.xml": None}), "own_file_not_docx"),
    "broken part": (word_file({"word/styles.xml": b"<w:styles"}), "own_file_not_docx"),
    "strict": (word_file({"word/styles.xml": b"<styles xmlns='http://purl.oclc.org/x'/>"}), "own_file_not_docx"),
    "entities": (word_file({"word/styles.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "own_file_not_docx"),
    "macros": (word_file({"word/vbaProject.bin": b"x"}), "own_file_acts"),
    "embedded": (word_file({"word/embeddings/ole.bin": b"x"}), "own_file_acts"),
    "template elsewhere": (word_file({"word/_rels/settings.xml.rels": EXTERNAL}), "own_file_acts"),
    "bomb": (word_file({"word/a.xml": b" " * 70_000_000}), "own_file_too_large"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_word_file_that_is_none_or_acts_is_refused(root: Path, content: bytes, code: str) -> None:
    found, (problem,) = loaded(root, reference_docx=put(root, "company.docx", content))
    assert found.reference is None
    assert (problem.code, problem.file, problem.line) == (code, "terminals/x/documents.yml", 7)
    for language in ("ja", "en"):
        told = describe(problem, load_messages(policy_source(), language))
        assert "own/company.docx" in told
        assert "document_control.reference_docx" in told


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GIF89a", "own_file_not_picture"),
        (png(width=0), "own_file_not_picture"),
        (b"\xff\xd8\xff\xe0\x00\x04", "own_file_not_picture"),
        (SVG.replace(b"<rect", b"<script>x</script><rect"), "own_file_acts"),
        (SVG.replace(b"<rect", b'<rect onload="x"'), "own_file_acts"),
        (SVG.replace(b"<rect", b'<image href="http://example.com/a.png"/><rect'), "own_file_acts"),
        (b"<!DOCTYPE svg>" + SVG, "own_file_acts"),
        (SVG.replace(b' viewBox="0 0 40 10"', b""), "own_file_not_picture"),
        (png() + b"\0" * (MAX_MB * 1_000_000), "own_file_too_large"),
    ],
)
def test_a_logo_that_is_no_picture_or_acts_is_refused(root: Path, content: bytes, code: str) -> None:
    found, (problem,) = loaded(root, logo=put(root, "mark.png", content))
    assert found.logo is None
    assert problem.code == code


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("../y/mark.png", "own_file_outside"),
        ("own/../../y/mark.png", "own_file_outside"),
        ("/etc/passwd", "own_file_outside"),
        ("C:/mark.png", "own_file_outside"),
        ("own\\mark.png", "own_file_outside"),
        ("own", "own_file_missing"),
        ("own/none.png", "own_file_missing"),
    ],
)
def test_a_path_leads_nowhere_but_into_the_folder(root: Path, named: str, code: str) -> None:
    (root / "terminals" / "y").mkdir()
    (root / "terminals" / "y" / "mark.png").write_bytes(png())
    _, (problem,) = loaded(root, logo=named)
    assert problem.code == code


def test_a_link_is_not_followed(root: Path) -> None:
    put(root, "mark.png", png())
    os.symlink(root / "terminals" / "x" / "own" / "mark.png", root / "terminals" / "x" / "link.png")
    os.symlink(root / "terminals" / "x" / "own", root / "terminals" / "x" / "folder")
    for named in ("link.png", "folder/mark.png"):
        _, (problem,) = loaded(root, logo=named)
        assert problem.code == "own_file_link"
    os.symlink("/etc/hostname", root / "terminals" / "x" / "far.png")
    assert loaded(root, logo="far.png")[1][0].code in ("own_file_outside", "own_file_link")


def test_an_empty_letterhead_can_be_given_a_logo(root: Path) -> None:
    found, _ = loaded(root, logo=put(root, "mark.png", png()))
    assert replace(Letterhead(), logo=found.logo) == found
