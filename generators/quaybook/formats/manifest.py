"""Formats stage: what a build has made → `manifest.json`: every file, of what it was made, by which kit.

Whoever keeps or hands on an edition can show with it which facts it tells, and that nothing was changed since.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from quaybook import __version__
from quaybook.documents.document_set import DocumentSet
from quaybook.formats.contract import Edition
from quaybook.formats.gather import Entry, Gathered
from quaybook.model.audience import Readers
from quaybook.model.editions import as_read_by

MANIFEST = "manifest.json"


def write_manifest(gathered: Gathered, folder: Path) -> None:
    """Lists what lies in `folder` now. Raises OSError."""
    first = gathered.editions[0]
    made = {
        "quaybook": __version__,
        "terminal": first.judged.id,
        "audience": first.reader.value,
        "languages": [edition.language for edition in gathered.editions],
        "facts_sha256": facts_digest(gathered.editions),
        "files": {path: _told(folder / path, _entry(path, gathered)) for path in _paths(folder)},
    }
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def facts_digest(editions: tuple[Edition, ...]) -> str:
    """The digest of the facts that readers of the editions may know: of those alone, for it must not tell others."""
    found = hashlib.sha256()
    for readers in sorted({_readers(edition.documents) for edition in editions}, key=repr):
        found.update(repr(as_read_by(readers, editions[0].judged.terminal)).encode())
    return found.hexdigest()


def _readers(documents: DocumentSet) -> Readers:
    return Readers(documents.reader, any(document.spec.personal for document in documents.documents))


def _paths(folder: Path) -> Iterator[str]:
    for above, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = (Path(above) / name).relative_to(folder).as_posix()
            if not path.startswith(".") and path != MANIFEST:
                yield path


def _entry(path: str, gathered: Gathered) -> Entry | None:
    """Of what the file was made; a page bears another name than the text of which MkDocs made it."""
    own = PurePosixPath(path)
    page = own.with_suffix(".md") if own.suffix == ".html" else own
    # With addresses that are folders, a page is the index of its own.
    names = (path, str(page), f"{own.parent}.md")
    entries: Mapping[str, Entry] = {**gathered.pages, **gathered.files}
    return next((entries[name] for name in names if name in entries), None)


def _told(path: Path, entry: Entry | None) -> dict[str, Any]:
    with path.open("rb") as file:
        told: dict[str, Any] = {"sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    if entry:
        told |= {"format": entry.format, "language": entry.language}
        if entry.artifact.documents:
            told["documents"] = list(entry.artifact.documents)
    return told
