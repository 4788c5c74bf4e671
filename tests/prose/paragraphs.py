"""The Japanese of all samples as plain pages: each paragraph once, however many samples print it."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from quaybook.model.document import Kind
from quaybook.pipeline import Prepared
from quaybook.wording.dialect.links import each_picture, without_targets


def pages(samples: Iterable[Prepared], kinds: Collection[Kind] = tuple(Kind)) -> Iterator[tuple[str, str]]:
    """Document and text without its figures: what the first sample prints of it, then what others print otherwise."""
    found: dict[str, dict[str, None]] = {}
    for sample in samples:
        for document in (each for each in sample.sets["ja"].documents if each.spec.kind in kinds):
            text = html.unescape(without_targets(each_picture(document.body, lambda _: "")))
            found.setdefault(document.spec.id, {}).update(dict.fromkeys(text.split("\n\n")))
    yield from ((name, "\n\n".join(paragraphs) + "\n") for name, paragraphs in found.items())


def write(samples: Iterable[Prepared], folder: Path, kinds: Collection[Kind]) -> list[Path]:
    """The pages as files for programs that read Markdown."""
    written = []
    for name, text in pages(samples, kinds):
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written
