"""Documents stage: mistakes of a `slides.yml` that no single value shows: a slide with nothing on it, or too much."""

from __future__ import annotations

from collections.abc import Iterator

from quaybook.documents.data.mistakes import Mistake
from quaybook.facts.positions import KeyPath
from quaybook.model.data.slides import Slide, SlidesData

_SHAPES = ("bullets", "table", "figure")


def slides_mistakes(data: SlidesData) -> Iterator[Mistake]:
    """Slides that show none of phrases, table and figure or two of them, and uneven rows."""
    for number, slide in enumerate(data.slides):
        yield from _slide(slide, ("slides", number))


def _slide(slide: Slide, here: KeyPath) -> Iterator[Mistake]:
    shapes = [shape for shape in _SHAPES if getattr(slide, shape)]
    if len(shapes) != 1:
        yield "slide_shape", here, {"came": ", ".join(shapes) or "—", "known": ", ".join(_SHAPES)}
    if slide.table is not None:
        expected = len(slide.table.head)
        for number, row in enumerate(slide.table.rows):
            if len(row.cells) != expected:
                yield "slide_row", (*here, "table", "rows", number), {"came": len(row.cells), "expected": expected}
