"""Editions made for a test, as a build hands them to formats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quaybook.build import editions
from quaybook.documents.document_set import DocumentSet
from quaybook.files.cache import Cache
from quaybook.formats.contract import Edition
from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.word.convert import WordWriter
from quaybook.pipeline import Prepared


def edition(prepared: Prepared, documents: DocumentSet | None = None, cache: Path = Path("nowhere")) -> Edition:
    """The first language's edition, of other documents if they are given."""
    first = editions(prepared, Cache(cache))[0]
    return replace(first, documents=documents) if documents else first


def pages_of(prepared: Prepared, documents: DocumentSet | None = None) -> dict[str, str]:
    """The Markdown of the site's pages by path."""
    return {path: text for path, (_, text) in SiteWriter(edition(prepared, documents)).pages().items()}


def word_files(of: Edition, folder: Path) -> dict[str, Path]:
    """The Word files of an edition, written into `folder`, by the ids of their documents."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for name, content in WordWriter(of).begin(folder).items():
        made[name] = folder / f"{name}.docx"
        made[name].write_bytes(content.result())
    return made
