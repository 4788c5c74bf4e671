"""Formats stage, binder: a folder of Typst → PDF bytes. The only module that knows Typst.

The letters are those of packages, never those of the machine, so that a page looks the same on each of them.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst

# What shapes a page beside its text.
LIBRARIES = ("typst", "noto-cjk-sans-jp-regular", "noto-cjk-sans-jp-bold")
# What the layout tells: sheets that do not hold their document, and the letters of each sheet, in points.
OVERFLOW, LETTERS = "<overflow>", "<letters>"


def tools() -> tuple[str, ...]:
    """The versions of what makes a file."""
    return tuple(map(version, LIBRARIES))


def typeset(main: Path) -> bytes:
    """The PDF of `main`, which reaches the files of its own folder. Raises RuntimeError with Typst's own words."""
    try:
        made = typst.compile(str(main), **_surroundings(main))
    except typst.TypstError as error:
        raise RuntimeError(f"typst: {error}") from error
    assert isinstance(made, bytes)
    return made


def overflows(main: Path) -> tuple[str, ...]:
    """The ids of the documents of `main` that reach over their sheet even in the smallest letters, each once."""
    return tuple(dict.fromkeys(str(each["document"]) for each in told(main, OVERFLOW)))


def told(main: Path, label: str) -> list[dict[str, Any]]:
    """What the layout tells under a label. Raises RuntimeError with Typst's own words."""
    try:
        found: list[dict[str, Any]] = json.loads(typst.query(str(main), label, field="value", **_surroundings(main)))
    except typst.TypstError as error:
        raise RuntimeError(f"typst: {error}") from error
    return found


def _surroundings(main: Path) -> dict[str, Any]:
    fonts = [str(Path(str(font.__file__)).parent) for font in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)]
    return {"root": str(main.parent), "font_paths": fonts, "ignore_system_fonts": True}
