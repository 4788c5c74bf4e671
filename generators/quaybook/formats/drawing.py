"""Formats stage: figures → SVG or PNG. The only module that knows Graphviz.

Graphviz measures and draws text with the font that the kit brings along, so that a figure is the same
on every machine and Japanese never turns into empty boxes.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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


def boxes(figure: Figure) -> tuple[tuple[float, float], ...]:
    """Where each box of the figure begins and ends, from the top, in parts of the figure's height."""
    lines = [line.split(" ") for line in draw(figure, "plain").decode().splitlines()]
    high = float(lines[0][3])
    middles = ((float(line[3]), float(line[5])) for line in lines if line[0] == "node")
    return tuple(((high - middle - tall / 2) / high, (high - middle + tall / 2) / high) for middle, tall in middles)


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
