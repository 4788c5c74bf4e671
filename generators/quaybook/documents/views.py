"""Documents stage: the facts and filters for each level of readers that one edition has to do with.

A document shows only facts that its own classification allows, so a paper may be handed on as its head says.
"""

from __future__ import annotations

from quaybook.model.audience import AudienceLevel, Readers
from quaybook.model.editions import as_read_by
from quaybook.model.terminal import Terminal
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words


class Views:
    """One terminal in one language as the readers of an edition, and of each document in it, may see it."""

    def __init__(self, terminal: Terminal, words: Words, reader: AudienceLevel) -> None:
        self.terminal, self.words, self.reader = terminal, words, reader
        self.made: dict[Readers, Filters] = {}

    def filters(self, readers: Readers) -> Filters:
        """The filters over the facts that `readers` may see."""
        if readers not in self.made:
            self.made[readers] = Filters(as_read_by(readers, self.terminal), self.words)
        return self.made[readers]
