"""Formats stage: figures → SVG or PNG. The only module that knows Graphviz.

Graphviz measures and draws text with the font that the kit brings along, so that a figure is the same
on every machine and Japanese never turns into empty boxes.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import noto_cjk_sans_jp_regular

from quaybook.model.document import Figure

FONT = "Noto Sans CJK JP"
# A picture in a page takes the reader's own fonts; these are what systems bring for Japanese.
_FAMILY = f"{FONT},Noto Sans JP,Hiragino Sans,BIZ UDPGothic,Yu Gothic,Meiryo,sans-serif"
_FONTS = "<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"
# The library and the redirection of standard error are both of the whole process.
_ONE_AT_A_TIME = Lock()


# Points; as every drawing says of itself.
LETTERS = 12
# A line of what Graphviz tells of places is parted by blanks, but for those in quotes.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')
_DPI = 144
_DOTS_PER_MM = _DPI / 25.4


@lru_cache(maxsize=256)
def draw(figure: Figure, file_format: str, dpi: int = _DPI) -> bytes:
    """The figure as `svg`, `png` or `plain` bytes (PNG with so many dots an inch)."""
    with _ONE_AT_A_TIME, _standard_error_closed():
        _use_own_font()
        import pygraphviz  # reads the font set-up when it is loaded

        graph = pygraphviz.AGraph(string=figure.dot)
        if file_format == "png":
            graph.graph_attr["dpi"] = str(dpi)
        drawn: bytes = graph.draw(format=file_format, prog="dot")
    return drawn.replace(f'font-family="{FONT}"'.encode(), f'font-family="{_FAMILY}"'.encode())


def width_within(figure: Figure, limit: Mapping[str, float]) -> float:
    """The width in millimetres at which the figure keeps to the limit's `width` and `height`, never above its own."""
    pixels_wide, pixels_high = struct.unpack(">II", draw(figure, "png")[16:24])
    wide, high = pixels_wide / _DOTS_PER_MM, pixels_high / _DOTS_PER_MM
    return float(wide * min(1.0, limit["width"] / wide, limit["height"] / high))


@dataclass(frozen=True)
class Place:
    """Where a box stands in a figure, in parts of its width and height, from the left and from the top."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Outline:
    """How large a figure is in inches where its letters have the size `LETTERS`, and where its boxes stand."""

    width: float
    height: float
    boxes: tuple[Place, ...]


def outline(figure: Figure) -> Outline:
    """The figure as it is laid out, whatever it is scaled to."""
    lines = [_TOKEN.findall(line) for line in draw(figure, "plain").decode().splitlines()]
    wide, high = float(lines[0][2]), float(lines[0][3])
    numbers = ([float(number) for number in line[2:6]] for line in lines if line[0] == "node")
    boxes = (
        Place((x - w / 2) / wide, (high - y - h / 2) / high, (x + w / 2) / wide, (high - y + h / 2) / high)
        for x, y, w, h in numbers
    )
    return Outline(wide, high, tuple(boxes))


@cache
def _use_own_font() -> TemporaryDirectory[str]:
    """Points fontconfig at the kit's font; the folder with the set-up lives as long as the process."""
    folder = TemporaryDirectory(prefix="quaybook-fonts-")
    fonts = Path(noto_cjk_sans_jp_regular.__file__).parent
    settings = Path(folder.name) / "fonts.conf"
    settings.write_text(_FONTS.format(fonts=fonts, cache=folder.name), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(settings)
    return folder


@contextmanager
def _standard_error_closed() -> Iterator[None]:
    """Keeps what the C library writes on stderr off the terminal while it draws."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
