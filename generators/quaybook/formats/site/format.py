"""Formats stage, the door to the site: what MkDocs reads of one edition: pages, figures, the look of the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.site.pages import SiteWriter
from quaybook.model.audience import AudienceLevel
from quaybook.resources import policy_source

ASSETS = "assets/quaybook"
SHIM = f"{ASSETS}/iframe-worker.js"
_STYLE = {f"{ASSETS}/site.css": "site.css", f"{ASSETS}/site.js": "site.js", SHIM: "search-offline.js"}


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
        own = {path: Artifact((style / name).read_bytes()) for path, name in _STYLE.items()} if edition.first else {}
        return {**pages, **figures, **own}

    def links(self, edition: Edition) -> Links:  # noqa: ARG002  # the contract's
        """Nothing: pages are linked as documents."""
        return {}
