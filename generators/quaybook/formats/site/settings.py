"""Formats stage: what a site is called, how it looks and for whom it is → the settings of MkDocs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig

from quaybook.documents.document_set import DocumentSet
from quaybook.formats.site import tables
from quaybook.formats.site.format import scripts
from quaybook.formats.site.search.index import ASSETS
from quaybook.formats.site.search.mount import without_the_themes
from quaybook.model.audience import AudienceLevel
from quaybook.wording.words import Words

# What stands around the text of a page.
_CHROME = re.compile(r'<(?:header|nav|div|footer)(?= class="md-(?:header|tabs|sidebar md-sidebar--primary|footer)[" ])')


class _ByWords:
    """The anchor of a heading of a page written by hand: its words, for a number moves with the headings above it."""

    def __call__(self, text: str, separator: str) -> str:
        return re.sub(r"[\s-]+", separator, re.sub(r"[^\w\s-]", "", text).strip().lower())

    def __repr__(self) -> str:
        # What MkDocs makes of a page is kept by all its settings, and where a function lies differs with each run.
        return type(self).__name__


def name_anchors(config: MkDocsConfig) -> None:
    """Gives headings without an anchor of their own one of their words, unless the workspace says otherwise."""
    config.mdx_configs.setdefault("toc", {}).setdefault("slugify", _ByWords())


def dress(config: MkDocsConfig, sets: Iterable[DocumentSet], words: Mapping[str, Words]) -> None:
    """Sets all that does not stand in the workspace's own settings; a site opens with the first set."""
    first, *others = sets
    said, reader = words[first.language], first.reader
    # The theme prints both unescaped in some places and escaped in others; Markup suits either.
    name = escape(first.terminal)
    config.site_name = name
    name_anchors(config)
    config.markdown_extensions.append(tables.NAME)
    config.site_description = Markup(said("site.description", terminal=name))
    # The foot of every page says for whom the site is.
    config.copyright = f"{said(f'edition.{reader}')}　{said(f'classification.{reader}')}"
    if reader != AudienceLevel.CONTROLLED:
        config.repo_url = None
    config.extra_css.append(f"{ASSETS}/site.css")
    config.extra_javascript += scripts(each.language for each in (first, *others))
    without_the_themes(config)
    if others:
        ways = {first.language: "", **{other.language: f"{other.language}/" for other in others}}
        config.extra["alternate"] = [
            {"name": words[code]("language_name"), "link": f"./{way}index.html", "lang": code}
            for code, way in ways.items()
        ]
    # A page for wrong addresses is a server's; in a folder of files its links lead nowhere.
    config.theme.static_templates.discard("404.html")


def in_its_language(page: str, path: str, languages: Sequence[str], by_hand: str | None = None) -> str:
    """A finished page that names its language; the theme knows one for all, and its own words stay in the first.

    `by_hand` is the language that a page of the manual names at its head.
    """
    first, *others = languages
    if by_hand and by_hand != first:
        return page.replace(
            '<article class="md-content__inner', f'<article lang="{escape(by_hand)}" class="md-content__inner', 1
        )
    if not (spoken := next((code for code in others if path.startswith(f"{code}/")), "")):
        return page
    page = re.sub(r'<html lang="[^"]*"', f'<html lang="{spoken}"', page, count=1)
    return _CHROME.sub(rf'\g<0> lang="{first}"', page)
