"""Formats stage: what a format is: from one edition to files by path, and what a page may link to.

A format is a folder here or a package of somebody else's; `registry` finds it. It gets finished documents, findings,
sheets and data, never facts as they were written, and knows nothing of where its files come to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol, TypeAlias, runtime_checkable

from quaybook.assessment.assess import Judged
from quaybook.documents.document_set import DocumentSet
from quaybook.files.cache import Cache
from quaybook.formats.letterhead import Letterhead
from quaybook.formats.look import Look
from quaybook.model.audience import AudienceLevel
from quaybook.problems import Problem
from quaybook.wording.words import Words

# Of a document, what its page offers: the label of each file and its path.
Links: TypeAlias = Mapping[str, Mapping[str, str]]


class NotMadeError(Exception):
    """What keeps a format from making its files and a user can mend: it ends the build, and nothing is written."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


@dataclass(frozen=True)
class Artifact:
    """One file: its bytes, or who is making them, and the ids of the documents that it was made of."""

    content: bytes | Future[bytes]
    documents: tuple[str, ...] = ()

    @property
    def made(self) -> bytes:
        """The bytes; waits for them. Raises what went wrong in their making."""
        return self.content.result() if isinstance(self.content, Future) else self.content


@dataclass(frozen=True)
class Edition:
    """One terminal's documents in one language for one audience, and what formats share in making files of them.

    `first` is said of the language with which a site opens. `links` tells what the other formats of the same build
    make. `letterhead` is what the terminal's paper looks like, its logo above all. Scraps go into the folder `scrap`,
    which is cleared away even if the build is killed; without one they go where the system keeps such things.
    """

    documents: DocumentSet
    judged: Judged
    words: Words
    look: Look
    cache: Cache
    first: bool = True
    scrap: Path | None = None
    links: Links = field(default_factory=dict)
    letterhead: Letterhead = field(default_factory=Letterhead)

    @property
    def language(self) -> str:
        return self.documents.language

    @property
    def reader(self) -> AudienceLevel:
        return self.documents.reader


class Format(Protocol):
    """`name` is what `--only` calls it. Only readers of `least` and above get it.

    What is `for_mkdocs` does not come to the folder as it is: MkDocs makes it into pages.
    """

    name: ClassVar[str]
    least: ClassVar[AudienceLevel]
    for_mkdocs: ClassVar[bool]

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """Every file of the edition by its path, in which the language stands first."""

    def links(self, edition: Edition) -> Links:
        """What the page of each document offers of these files; without making them."""


@runtime_checkable
class Remarking(Format, Protocol):
    """A format that tells whoever builds what is worth knowing of its files, though nothing is wrong."""

    def remarks(self, edition: Edition) -> Iterable[Problem]:
        """What there is to tell; without making the files."""
