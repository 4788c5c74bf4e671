"""Formats stage: the Word files of a site are made beside its pages, and join them at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Future, wait
from pathlib import Path
from tempfile import TemporaryDirectory

from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.word.convert import WordWriter
from quaybook.model.document import Kind


class WordFiles:
    """Those under way. What they are made in lies in the folder `beside`, else where the system keeps such things."""

    def __init__(self, beside: Path | None) -> None:
        self._folder = TemporaryDirectory(prefix="word-", dir=beside)
        self._running: list[Future[None]] = []
        self._paths: list[str] = []

    def start(self, word: WordWriter, site: SiteWriter) -> Iterator[str]:
        """Begins to make those of one language; gives their paths in the site."""
        self._running.append(word.start(Path(self._folder.name), site.word_path))
        for document in word.set.documents:
            if document.spec.kind != Kind.PAGE:
                self._paths.append(site.word_path(document.spec))
                yield self._paths[-1]

    def finish(self, site: Path) -> None:
        """Waits for all and brings them into `site`; raises what went wrong in their making."""
        for made in self._running:
            made.result()
        for path in self._paths:
            shutil.move(Path(self._folder.name) / path, site / path)
        self._folder.cleanup()

    def give_up(self) -> None:
        """Leaves nothing behind. What still writes there would bring back what is cleared away."""
        wait(self._running)
        self._folder.cleanup()
