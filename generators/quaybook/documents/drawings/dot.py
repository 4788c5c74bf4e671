"""Documents stage, ground floor of the drawings: one graph in the Graphviz language, of the size of a page.

Every text goes through `quoted`. What a box or a line means is said by its outline and in words, never by a colour,
for most drawings are read from black and white print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from quaybook.wording.filters import Filters

# Inches: as wide as the text of a page on the site, and of the shape of what a Word file shows on a sheet.
PAGE = (6.9, 8.7)
# Boxes one above the other on such a page leave letters of about 6 points; with more of them nobody reads any.
ROWS_AT_MOST = 24
# Groups of a summary have lines to each other and two lines of text.
GROUPS_AT_MOST = 12
_HEAD = (
    'graph [rankdir={direction}, size="{width},{height}", nodesep=0.16, ranksep=0.3, labelloc=b, '
    'fontname="Noto Sans CJK JP", fontsize=12];'
    'node [shape=box, style=filled, fillcolor="#ffffff", color="#333333", '
    'fontname="Noto Sans CJK JP", fontsize=12, margin="0.12,0.06"];'
    'edge [color="#333333", fontname="Noto Sans CJK JP", fontsize=10, arrowsize=0.7];'
)
_LINE_LENGTH = 10
_SENTENCE_LENGTH = 40
Look = Mapping[str, str]


class Drawing:
    """Collects statements of one graph."""

    def __init__(self, direction: str, filters: Filters) -> None:
        self.filters = filters
        self.statements = [_HEAD.format(direction=direction, width=PAGE[0], height=PAGE[1])]

    def quoted(self, *texts: Any, length: int = _LINE_LENGTH) -> str:
        """The texts as a label, each beginning a line."""
        plain = [self.filters.plain(text) for text in texts]
        lines = [text[i : i + length] for text in plain for i in range(0, max(len(text), 1), length)]
        # Graphviz decodes entities and backslashes in labels, so both are spelt out.
        safe = [line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines]
        return '"' + "\\n".join(safe) + '"'

    def node(self, name: str, *label: Any, **style: str) -> None:
        """A box with one text or more."""
        self._box(name, self.quoted(*label), style)

    def wide_node(self, name: str, *label: Any, **style: str) -> None:
        """A box of which each text is a line of its own where it can."""
        self._box(name, self.quoted(*label, length=_SENTENCE_LENGTH), style)

    def _box(self, name: str, label: str, style: Look) -> None:
        self.statements.append(f'"{name}" [label={label}{_extra(style)}];')

    def edge(self, tail: str, head: str, label: Any = "", **style: str) -> None:
        """A line with an arrow."""
        self.statements.append(f'"{tail}" -> "{head}" [label={self.quoted(label)}{_extra(style)}];')

    def says(self, sentence: Any) -> None:
        """A sentence below the drawing."""
        self.statements.append(f"label={self.quoted(sentence, length=_SENTENCE_LENGTH)};")

    def legend(self, title: Any, looks: Iterable[tuple[Any, Look]]) -> None:
        """What the outlines mean: a box of each."""
        names = []
        self.statements.append(f'subgraph "cluster_legend" {{ label={self.quoted(title)}; labelloc=t; color="#999999";')
        for number, (label, look) in enumerate(looks):
            names.append(f"legend-{number}")
            self.node(names[-1], label, **look)
        self.in_a_row(names, len(names))
        self.statements.append("}")

    def in_a_row(self, names: Sequence[str], length: int) -> None:
        """Boxes that no line holds, side by side instead of one above the other."""
        for start in range(0, len(names), max(length, 1)):
            for one, other in pairwise(names[start : start + length]):
                self.edge(one, other, style="invis")

    def text(self) -> str:
        """The whole graph."""
        return "digraph {" + "\n".join(self.statements) + "}"


def _extra(style: Look) -> str:
    return "".join(f', {key}="{value}"' for key, value in style.items())
