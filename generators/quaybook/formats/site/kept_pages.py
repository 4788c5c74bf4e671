"""Formats stage: what MkDocs makes of a page's Markdown, kept by all that goes into it, so that it is made once.

A build after a change of one fact converts the pages in which it stands. Conversions that had something to say are not
kept, so a warning comes again with each build. For MkDocs' own objects only; the site knows nothing of them.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Collection
from importlib.metadata import version
from inspect import getsource
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from quaybook.files.cache import Cache
from quaybook.formats.site import tables

_TOOLS = ("markdown", "mkdocs", "mkdocs-material", "pymdown-extensions")
# Whatever else is named may be a module of somebody's own, which changes without its version.
_KNOWN = (
    "markdown.",
    "pymdownx.",
    "material.",
    "tables",
    "attr_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "toc",
    "fenced_code",
    tables.NAME,
)


class KeptPages:
    """The conversions of one build."""

    def __init__(self, cache: Cache, config: MkDocsConfig, files: Files) -> None:
        self.cache, self.files = cache, {file.src_uri: file for file in files}
        addresses = sorted((file.src_uri, file.url, file.inclusion.name) for file in files)
        settings = (config.markdown_extensions, config.mdx_configs, config.validation, config.use_directory_urls)
        self.common = digest(*map(repr, settings), repr(addresses), *map(version, _TOOLS), getsource(tables))
        self.usable = all(each.startswith(_KNOWN) for each in config.markdown_extensions)

    def watch(self, paths: Collection[str]) -> None:
        """From now on, what becomes of the pages at `paths` is looked for among what is kept."""
        if not self.usable:
            return
        for path in paths:
            if page := self.files[path].page:
                page.render = self._rendering(page)  # type: ignore[assignment, method-assign]

    def _rendering(self, page: Page) -> Callable[[MkDocsConfig, Files], None]:
        render = page.render

        def rendered(config: MkDocsConfig, files: Files) -> None:
            key = digest("page", self.common, page.file.src_uri, page.markdown or "")
            kept = self.cache.get(key)
            if kept is not None:
                self._take(page, json.loads(kept))
                return
            with _Silence() as silence:
                render(config, files)
            if silence.unbroken:
                self.cache.put(key, json.dumps(told(page), ensure_ascii=False).encode())

        return rendered

    def _take(self, page: Page, kept: dict[str, Any]) -> None:
        page.content = kept["content"]
        page.toc = TableOfContents([_anchor(each) for each in kept["toc"]])
        page._title_from_render = kept["title"]
        page.present_anchor_ids = set(kept["anchors"])
        if kept["links"] is not None:
            page.links_to_anchors = {self.files[path]: links for path, links in kept["links"].items()}


class _Silence(logging.Handler):
    """Hears whether MkDocs says anything meanwhile."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.unbroken = True

    def emit(self, _: logging.LogRecord) -> None:
        self.unbroken = False

    def __enter__(self) -> _Silence:
        logging.getLogger("mkdocs").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("mkdocs").removeHandler(self)


def told(page: Page) -> dict[str, Any]:
    """What the conversion gave, as plain data."""
    links: dict[File, dict[str, str]] | None = page.links_to_anchors
    return {
        "content": page.content,
        "toc": [_entry(each) for each in page.toc],
        "title": page._title_from_render,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": None if links is None else {file.src_uri: found for file, found in links.items()},
    }


def _entry(anchor: AnchorLink) -> dict[str, Any]:
    entry = {"title": anchor.title, "id": anchor.id, "level": anchor.level}
    return entry | {"active": getattr(anchor, "active", None), "children": [_entry(each) for each in anchor.children]}


def _anchor(kept: dict[str, Any]) -> AnchorLink:
    made = AnchorLink(kept["title"], kept["id"], kept["level"])
    made.children = [_anchor(each) for each in kept["children"]]
    if kept["active"] is not None:
        made.active = kept["active"]  # type: ignore[attr-defined]
    return made


def digest(*parts: str) -> str:
    """One name for all of the parts."""
    return hashlib.sha256("\0".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()
