"""Formats stage, binder: a folder of Typst → PDF bytes. The only module that knows Typst.

The letters are those of packages, never those of the machine, so that a page looks the same on each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst

# What shapes a page beside its text.
LIBRARIES = ("typst", "noto-cjk-sans-jp-regular", "noto-cjk-sans-jp-bold")


def tools() -> tuple[str, ...]:
    """The versions of what makes a file."""
    return tuple(map(version, LIBRARIES))


def font_files() -> tuple[Path, ...]:
    """The files of the fonts, one for each weight."""
    folders = (Path(str(font.__file__)).parent for font in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold))
    return tuple(next(iter(sorted(folder.glob("*.otf"))), folder / "*.otf") for folder in folders)


def _fonts() -> list[str]:
    return [str(font.parent) for font in font_files()]


class Typesetter:
    """Makes the files of a folder one after the other; the letters are looked for once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._compiler = typst.Compiler(root=str(folder), font_paths=_fonts(), ignore_system_fonts=True)

    def typeset(self, main: str, **inputs: str) -> bytes:
        """The PDF of the file so named, which reads `inputs`. Raises RuntimeError with Typst's own words."""
        with _own_words():
            made = self._compiler.compile(str(self._folder / main), sys_inputs=inputs)
        assert isinstance(made, bytes)
        return made


def asked(main: Path, label: str, **inputs: str) -> str:
    """What the layout of `main` tells under a label, as JSON. Raises RuntimeError with Typst's own words."""
    with _own_words():
        return typst.query(
            str(main),
            label,
            field="value",
            root=str(main.parent),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )


@contextmanager
def _own_words() -> Iterator[None]:
    try:
        yield
    except typst.TypstError as error:
        raise RuntimeError(f"typst: {error}") from error


def typeset(main: Path) -> bytes:
    """The PDF of `main`, which reaches the files of its own folder. Raises RuntimeError with Typst's own words."""
    return Typesetter(main.parent).typeset(main.name)


def rasterized(svg: bytes) -> bytes:
    """A drawing as a PNG picture that is fine enough for paper. Raises RuntimeError with Typst's own words."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "drawing.svg").write_bytes(svg)
        page = '#set page(width: auto, height: 40mm, margin: 0mm, fill: none)\n#image("drawing.svg", height: 40mm)'
        (Path(folder) / "page.typ").write_text(page, encoding="utf-8")
        with _own_words():
            made = typst.compile(f"{folder}/page.typ", root=folder, format="png", ppi=600)
    assert isinstance(made, bytes)
    return made
