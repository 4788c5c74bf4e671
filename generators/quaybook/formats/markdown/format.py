"""Formats stage, the door to Markdown: pages, figures and a `mkdocs.yml` without the kit's plugin.

Whoever makes sites with another generator takes this folder; nothing in it needs the kit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import yaml
from markupsafe import escape

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.site.chapters import Parts
from quaybook.formats.site.format import SiteFormat, scripts
from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.site.search.index import ASSETS, Sought, index, index_path, sought
from quaybook.formats.site.search.text import sections_of
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Document
from quaybook.resources import policy_source

FOLDER = "markdown"
# The look of every site of the kit stands in the settings that a new workspace gets.
_SETTINGS = ("intake", "workspace", "mkdocs.yml")


class MarkdownFormat:
    """What the site is made of, as files, for `mkdocs build` or another generator."""

    name: ClassVar[str] = "markdown"
    least: ClassVar[AudienceLevel] = AudienceLevel.PUBLIC
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """Pages below `markdown/docs`, the settings beside them. Files of other formats are not linked."""
        alone = replace(edition, links={})
        pages = {f"{FOLDER}/docs/{path}": made for path, made in SiteFormat().artifacts(alone).items()}
        settings = {f"{FOLDER}/mkdocs.yml": _settings(alone)} if edition.first else {}
        return {**pages, f"{FOLDER}/docs/{index_path(edition.language)}": _index(alone), **settings}

    def links(self, edition: Edition) -> Links:  # noqa: ARG002  # the contract's
        """Nothing: these pages are the documents once more."""
        return {}


def _index(edition: Edition) -> Artifact:
    """The index of the search, which the kit makes where no plugin of its own sees the pages."""
    documents, parts = edition.documents.documents, SiteWriter(edition).parts
    pages = [page for each in documents for page in _searched(each, parts[each.spec.id])]
    return Artifact(index(edition.language, pages), tuple(each.spec.id for each in documents))


def _searched(document: Document, parts: Parts) -> Iterator[Sought]:
    shown = [(parts.path, parts.first, ""), *((each.path, each.body, each.head.text) for each in parts.chapters)]
    for path, body, chapter in shown:
        yield sought(f"{path.removesuffix('.md')}.html", sections_of(document, body), document, chapter)


def _settings(edition: Edition) -> Artifact:
    """The kit's own settings without its plugin, with the name, the navigation and the files that it would add."""
    written = policy_source().joinpath(*_SETTINGS).read_text(encoding="utf-8")
    settings: dict[str, Any] = yaml.safe_load(written)
    words, reader = edition.words, edition.reader
    name = str(escape(edition.documents.terminal))
    settings |= {
        "site_name": name,
        "site_description": words("site.description", terminal=name),
        "copyright": f"{words(f'edition.{reader}')}　{words(f'classification.{reader}')}",
        "extra_css": [f"{ASSETS}/site.css"],
        "extra_javascript": scripts(edition.documents.made),
        # Some generators bring one of their own that nobody asked for.
        "plugins": [{"search": {"enabled": False}}],
        "nav": SiteWriter(edition).navigation(),
    }
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=1000)
    return Artifact(text.encode(), tuple(d.spec.id for d in edition.documents.documents))
