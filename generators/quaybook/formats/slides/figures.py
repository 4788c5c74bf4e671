"""Formats stage, slides: figures in letters that a room can read, with the sentence for those who cannot see.

A figure that would be too small is cut between its boxes, never through one, and its strips stand side by side, on as
many slides as it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from quaybook.formats.drawing import LETTERS, Outline, draw, outline
from quaybook.formats.slides.look import Box, SlideLook
from quaybook.formats.slides.reference import put
from quaybook.model.document import Figure

_GAP = 12.0
_POINTS = 72.0


@dataclass(frozen=True)
class Strips:
    """A figure cut across its longer side: where each strip begins and ends, in parts of that side.

    So many of them stand on a slide; `scale` is how large the figure is then, in points an inch of its own.
    """

    cuts: tuple[tuple[float, float], ...]
    on_a_slide: int
    is_wide: bool
    scale: float

    def slides(self) -> Iterator[Strips]:
        """The strips of each slide."""
        for start in range(0, len(self.cuts), self.on_a_slide):
            yield Strips(self.cuts[start : start + self.on_a_slide], self.on_a_slide, self.is_wide, self.scale)


def drawn(figure: Figure, look: SlideLook) -> bytes:
    """The picture, sharp enough for a wall."""
    return draw(figure, "png", look["figure"]["dpi"])


def strips_of(figure: Figure, look: SlideLook) -> Strips:
    """How a figure is shown: on the fewest slides on which its letters are large enough, if there is such a number."""
    shape, place, limits = outline(figure), look.box("body"), look["figure"]
    best = [_best(shape, place, slides, limits["columns"]) for slides in range(1, limits["slides"] + 1)]
    least = limits["least"] / LETTERS * _POINTS
    return next((strips for strips in best if strips.scale >= least), max(best, key=lambda strips: strips.scale))


def _best(shape: Outline, place: Box, slides: int, columns: int) -> Strips:
    ways = (_cut(shape, place, slides * column, column) for column in range(1, columns + 1))
    return max(ways, key=lambda strips: strips.scale)


def _cut(shape: Outline, place: Box, count: int, on_a_slide: int) -> Strips:
    is_wide = shape.width / shape.height > place.width / place.height
    held = [(box.left, box.right) if is_wide else (box.top, box.bottom) for box in shape.boxes]
    cuts = _strips(held, count)
    side = min(on_a_slide, len(cuts))
    along, across = (place.width, place.height) if is_wide else (place.height, place.width)
    long, short = (shape.width, shape.height) if is_wide else (shape.height, shape.width)
    longest = max(end - start for start, end in cuts)
    scale = min(along / (longest * long), (across - (side - 1) * _GAP) / side / short)
    return Strips(cuts, on_a_slide, is_wide, scale)


def _strips(held: Sequence[tuple[float, float]], count: int) -> tuple[tuple[float, float], ...]:
    """About equal strips, each cut where no box stands; fewer where there are not so many such places."""
    free = _between(held)
    cuts = {min(free, key=lambda y: abs(y - number / count)) for number in range(1, count)} if free else set[float]()
    return tuple(pairwise((0.0, *sorted(cuts), 1.0)))


def _between(held: Sequence[tuple[float, float]]) -> list[float]:
    """The middle of each stretch in which no box stands."""
    found, end = [], 0.0
    for begin, over in sorted(held):
        if begin > end > 0:
            found.append((end + begin) / 2)
        end = max(end, over)
    return found


def place_figure(slide: Any, figure: Figure, strips: Strips, look: SlideLook) -> None:
    """Puts the picture that pandoc brought along into the place of the text, in its strips."""
    picture = next(shape for shape in slide.shapes if hasattr(shape, "crop_top"))
    for _ in strips.cuts[1:]:
        picture._element.addnext(deepcopy(picture._element))
    pictures = [shape for shape in slide.shapes if hasattr(shape, "crop_top")]
    shape, place = outline(figure), look.box("body")
    width, height = shape.width * strips.scale, shape.height * strips.scale
    across, room = (height, place.height) if strips.is_wide else (width, place.width)
    start = (room - len(strips.cuts) * across - (len(strips.cuts) - 1) * _GAP) / 2
    for number, (each, (begin, end)) in enumerate(zip(pictures, strips.cuts, strict=True)):
        away = max(start, 0.0) + number * (across + _GAP)
        if strips.is_wide:
            each.crop_left, each.crop_right = begin, 1 - end
            long = width * (end - begin)
            put(each, place.left + (place.width - long) / 2, place.top + away, long, height)
        else:
            each.crop_top, each.crop_bottom = begin, 1 - end
            put(each, place.left + away, place.top, width, height * (end - begin))
        told = each._element.nvPicPr.cNvPr
        told.set("name", f"{figure.id} {number + 1}")
        told.set("descr", figure.alt)
