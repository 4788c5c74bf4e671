"""Outputs stage: figures → SVG or PNG. The only module that knows Graphviz.

Graphviz measures text with the fonts it finds; its warnings about a machine's font set-up are not
ours to print.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache

from quaybook.model.document import Figure


@lru_cache(maxsize=256)
def draw(figure: Figure, file_format: str) -> bytes:
    """The figure as `svg` or `png` bytes (PNG at 144 dpi)."""
    import pygraphviz  # noqa: PLC0415  # loading Graphviz takes a while and most commands draw nothing

    graph = pygraphviz.AGraph(string=figure.dot)
    if file_format == "png":
        graph.graph_attr["dpi"] = "144"
    with _quiet():
        drawn: bytes = graph.draw(format=file_format, prog="dot")
    return drawn


class _quiet(suppress):
    """Keeps what the C library writes on stderr off the terminal while it draws."""

    def __enter__(self) -> None:
        self.kept, self.nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        os.dup2(self.nowhere, 2)

    def __exit__(self, *_: object) -> bool:
        os.dup2(self.kept, 2)
        os.close(self.kept)
        os.close(self.nowhere)
        return False
