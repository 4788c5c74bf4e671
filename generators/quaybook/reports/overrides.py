"""Reports stage: what a terminal has of its own in the place of the kit's texts, as lines of `quaybook check`.

Listed before all remarks: whoever reads them has to know which rules are the kit's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quaybook.documents.library.override_views import OverrideView
from quaybook.model.document import Passage
from quaybook.reports.check import WIDTH
from quaybook.wording.plain_text import wrapped
from quaybook.wording.words import Words


def override_lines(views: Sequence[OverrideView], words: Words) -> Iterator[str]:
    """Each file with what it replaces, at most WIDTH columns wide; nothing where there is none."""
    if not views:
        return
    yield words("override.head", count=len(views))
    yield from wrapped(words("override.head_does"), WIDTH, "  ", "  ")
    for view in views:
        yield from wrapped(view.path, WIDTH, "  - ", "    ")
        yield from wrapped(view.says, WIDTH, "    ", "    ")


def weak_lines(weak: Sequence[tuple[Passage, str]], words: Words) -> Iterator[str]:
    """Each passage of the terminal's own that leaves open what has to be done, with the word that does so."""
    if not weak:
        return
    yield words("override.weak", count=len(weak))
    yield from wrapped(words("override.weak_does"), WIDTH, "  ", "  ")
    for passage, word in weak:
        told = words("override.weak_one", place=f"{passage.source}:{passage.line}", word=word, heading=passage.heading)
        yield from wrapped(told, WIDTH, "  - ", "    ")
