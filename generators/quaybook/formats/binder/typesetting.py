"""Formats stage, binder: a folder of Typst → PDF bytes. The only module that knows Typst.

The letters are those of packages, never those of the machine, so that a page looks the same on each of them.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

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


def typeset(main: Path) -> bytes:
    """The PDF of `main`, which reaches the files of its own folder. Raises RuntimeError with Typst's own words."""
    fonts = [str(font.parent) for font in font_files()]
    try:
        made = typst.compile(str(main), root=str(main.parent), font_paths=fonts, ignore_system_fonts=True)
    except typst.TypstError as error:
        raise RuntimeError(f"typst: {error}") from error
    assert isinstance(made, bytes)
    return made
