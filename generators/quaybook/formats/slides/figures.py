"""Formats stage, slides: figures as large as a slide has room for them, with the sentence for those who cannot see.

A figure that is much taller than wide is shown in columns side by side, cut between its boxes, never through one.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from quaybook.formats.drawing import boxes, draw
from quaybook.formats.slides.look import Box, SlideLook
from quaybook.formats.slides.reference import put
from quaybook.model.document import Figure

_GAP = 12.0
# Of a figure, where it begins and ends, in parts of its height.
Strip = tuple[float, float]


def drawn(figure: Figure, look: SlideLook) -> bytes:
    """The picture, sharp enough for a wall."""
    return draw(figure, "png", look["figure"]["dpi"])


def place_figure(slide: Any, figure: Figure, look: SlideLook) -> None:
    """Puts the picture that pandoc brought along into the place of the text, in as many columns as make it largest."""
    picture = next(shape for shape in slide.shapes if hasattr(shape, "crop_top"))
    place, (wide, high) = look.box("body"), picture.image.size
    strips = best_strips(boxes(figure), wide / high, place, look["figure"]["columns"])
    scale = _scale(strips, wide / high, place)
    width = scale * wide / high
    left = place.left + (place.width - len(strips) * width - (len(strips) - 1) * _GAP) / 2
    copies = [deepcopy(picture._element) for _ in strips[1:]]
    for copy in copies:
        picture._element.addnext(copy)
    pictures = [shape for shape in slide.shapes if hasattr(shape, "crop_top")]
    for number, (shape, (top, bottom)) in enumerate(zip(pictures, strips, strict=True)):
        shape.crop_top, shape.crop_bottom = top, 1 - bottom
        put(shape, left + number * (width + _GAP), place.top, width, scale * (bottom - top))
        told = shape._element.nvPicPr.cNvPr
        told.set("name", f"{figure.id} {number + 1}")
        # One sentence says the whole figure.
        told.set("descr", "" if number else figure.alt)


def best_strips(held: Sequence[Strip], ratio: float, place: Box, most: int) -> tuple[Strip, ...]:
    """The strips in which a figure of a ratio of width to height is largest; `held` is where its boxes stand."""
    ways = [_strips(held, count) for count in range(1, most + 1)]
    return max(ways, key=lambda strips: _scale(strips, ratio, place))


def _scale(strips: Sequence[Strip], ratio: float, place: Box) -> float:
    """How high the whole figure is, in points, where its strips stand side by side."""
    longest = max(bottom - top for top, bottom in strips)
    room = (place.width - (len(strips) - 1) * _GAP) / len(strips)
    return min(place.height / longest, room / ratio)


def _strips(held: Sequence[Strip], count: int) -> tuple[Strip, ...]:
    """About equal strips, each cut where no box stands; fewer where there are not so many such places."""
    free = _between(held)
    cuts = {min(free, key=lambda y: abs(y - number / count)) for number in range(1, count)} if free else set[float]()
    return tuple(pairwise((0.0, *sorted(cuts), 1.0)))


def _between(held: Sequence[Strip]) -> list[float]:
    """The middle of each stretch in which no box stands."""
    found, end = [], 0.0
    for top, bottom in sorted(held):
        if top > end > 0:
            found.append((end + top) / 2)
        end = max(end, bottom)
    return found
