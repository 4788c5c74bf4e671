"""The Japanese of all samples as plain pages: each paragraph once, however many samples print it."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from pathlib import Path

from quaybook.pipeline import Prepared
from quaybook.wording.dialect.links import without_targets


def pages(samples: Iterable[Prepared]) -> Iterator[tuple[str, str]]:
    """Document and text: what the first sample prints of it, then what others print otherwise."""
    found: dict[str, dict[str, None]] = {}
    for sample in samples:
        for document in sample.sets["ja"].documents:
            text = html.unescape(without_targets(document.body))
            found.setdefault(document.spec.id, {}).update(dict.fromkeys(text.split("\n\n")))
    yield from ((name, "\n\n".join(paragraphs) + "\n") for name, paragraphs in found.items())


def write(samples: Iterable[Prepared], folder: Path) -> list[Path]:
    """The pages as files for programs that read Markdown."""
    written = []
    for name, text in pages(samples):
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written
