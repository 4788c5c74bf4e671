"""Formats stage, the door to the site: what MkDocs reads of one edition: pages, figures, the look of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.quizzes.on_page import SCRIPT
from quaybook.formats.site.onboarding.page import STYLE
from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.site.search.index import ASSETS, words_path, words_script
from quaybook.model.audience import AudienceLevel
from quaybook.resources import policy_source

_STYLE = ("site.css", "site.js", "search-box.js", "search.js", SCRIPT, *STYLE)


def scripts(languages: Iterable[str]) -> list[str]:
    """What each page loads, in this order: the words of the search in each language before the box that takes them."""
    return [f"{ASSETS}/site.js", *map(words_path, languages), f"{ASSETS}/search-box.js"]


class SiteFormat:
    """The site of one language, as Markdown; MkDocs makes the pages, and mounts what other formats have made."""

    name: ClassVar[str] = "site"
    least: ClassVar[AudienceLevel] = AudienceLevel.PUBLIC
    for_mkdocs: ClassVar[bool] = True

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """Pages and figures of the edition by path; scripts and styles with the first language."""
        writer = SiteWriter(edition)
        pages = {path: Artifact(text.encode(), of) for path, (of, text) in writer.pages().items()}
        figures = {path: Artifact(drawn, (d.spec.id,)) for path, (d, drawn) in writer.figures().items()}
        style = policy_source() / "style"
        own = {f"{ASSETS}/{name}": Artifact((style / name).read_bytes()) for name in _STYLE} if edition.first else {}
        words = {words_path(edition.language): Artifact(words_script(edition.language, edition.words))}
        return {**pages, **figures, **own, **words}

    def links(self, edition: Edition) -> Links:  # noqa: ARG002  # the contract's
        """Nothing: pages are linked as documents."""
        return {}
