"""Formats stage: the pages that MkDocs has made → the search of the site, and none of the theme's own.

The theme's search loads five megabytes with every page, and cuts a query otherwise than its index.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Mapping
from functools import cache

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from quaybook.files.cache import Cache
from quaybook.formats.contract import Edition
from quaybook.formats.site.kept_pages import digest
from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.site.search import text
from quaybook.formats.site.search.index import Sought, by_hand, index, index_path, sought
from quaybook.formats.site.search.text import Passage
from quaybook.model.document import Document

# What former workspaces name in their settings.
_THEMES_OWN = ("material/search", "material/offline", "search")
# What the theme brings for its own search, which nobody loads.
_IDLE = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


def without_the_themes(config: MkDocsConfig) -> None:
    """Rests the theme's own search, whose plugins stand in settings of former versions."""
    for name in _THEMES_OWN:
        if name in config.plugins and "enabled" in config.plugins[name].config:
            config.plugins[name].config["enabled"] = False
    # Its offline plugin would take this script from a foreign host.
    config.extra["polyfills"] = [each for each in config.extra.get("polyfills", ()) if "iframe-worker" not in each]


def add_index(files: Files, config: MkDocsConfig, editions: Iterable[Edition]) -> None:
    """Adds to the site one index for each language; a page written by hand is found in the first."""
    for idle in [file for file in files if file.src_uri.startswith(_IDLE)]:
        files.remove(idle)
    editions = tuple(editions)
    first = editions[0].language
    known = {path: shown for each in editions for path, shown in _documents(each).items()}
    pages: dict[str, list[Sought]] = {each.language: [] for each in editions}
    for file in files.documentation_pages():
        if (page := file.page) is not None and not _is_excluded(page):
            begins = file.src_uri.split("/", 1)[0]
            read = _sections(page.content or "", editions[0].cache)
            shown = known.get(file.src_uri)
            found = sought(file.url, read, *shown) if shown else by_hand(file.url, str(page.title), read)
            pages[begins if begins in pages else first].append(found)
    for language, listed in pages.items():
        made = index(language, listed)
        files.append(File.generated(config, index_path(language), content=made, inclusion=InclusionLevel.INCLUDED))


def _is_excluded(page: Page) -> bool:
    """Whether the head of a page written by hand says so, as it would to the theme's search."""
    said = page.meta.get("search")
    return isinstance(said, dict) and bool(said.get("exclude"))


def _documents(edition: Edition) -> Mapping[str, tuple[Document, str]]:
    """By path the document of each page, and of which of its chapters the page is."""
    parts, made = SiteWriter(edition).parts, {}
    for document in edition.documents.documents:
        made[parts[document.spec.id].path] = (document, "")
        made |= {each.path: (document, each.head.text) for each in parts[document.spec.id].chapters}
    return made


def _sections(html: str, cache: Cache) -> Iterable[Passage]:
    key = digest("search", _reading(), html)
    if (kept := cache.get(key)) is not None:
        return [(anchor, heading, text) for anchor, heading, text in json.loads(kept)]
    found = list(text.sections(html))
    cache.put(key, json.dumps(found, ensure_ascii=False).encode())
    return found


@cache
def _reading() -> str:
    """What is read of a page changes with the code that reads it."""
    return inspect.getsource(text)
