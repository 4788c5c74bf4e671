"""Formats stage: finished pages, kept by all that the theme puts into them, so that only what changed is written anew.

Of a large set, most of the time of a theme goes into the navigation, which stands in every page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from quaybook.formats.site.kept_pages import KeptPages, digest, told

# Where things lie has no part in a page, and what says more of itself is asked below.
_ELSEWHERE = ("config_file_path", "docs_dir", "site_dir", "plugins", "theme", "nav", "hooks", "pages")
_KNOWN = ("mkdocs.", "material.", "quaybook.")


def is_known(config: MkDocsConfig) -> bool:
    """Whether nobody but the kit and the theme has a hand in pages: what others add has no version to go by."""
    modules = (type(plugin).__module__ for plugin in config.plugins.values())
    plain = config.theme.name == "material" and not config.theme.custom_dir and not config.hooks
    return plain and all(module.startswith(_KNOWN) for module in modules)


class KeptOutput:
    """The theme's environment for one build: its templates look for the finished page of a document first."""

    def __init__(self, pages: KeptPages, config: MkDocsConfig, nav: Navigation, paths: Collection[str]) -> None:
        self.cache, self.paths = pages.cache, frozenset(paths)
        settings = sorted((key, repr(value)) for key, value in config.items() if key not in _ELSEWHERE)
        theme, plugins = sorted(map(repr, dict(config.theme).items())), sorted(config.plugins)
        entries = [repr(_entry(item)) for item in nav.items]
        self.common = digest("output", pages.common, repr(settings), repr(theme), repr(plugins), *entries)

    def over(self, environment: Any) -> Any:
        """The environment, whose templates from now on do so."""
        given = environment.get_template

        def get_template(name: Any, *rest: Any, **named: Any) -> Any:
            template = given(name, *rest, **named)
            # Templates ask for those that they extend with their own name.
            return template if rest or named else _Template(self, template, name)

        environment.get_template = get_template
        return environment

    def rendered(self, template: Any, name: str, context: Mapping[str, Any]) -> str:
        """The page, from a former build or rendered now."""
        page = context.get("page")
        if not isinstance(page, Page) or page.file.src_uri not in self.paths:
            made: str = template.render(context)
            return made
        key = digest(self.common, name, str(context["base_url"]), *_parts(page))
        if (kept := self.cache.get(key)) is not None:
            return str(kept, "utf-8")
        output: str = template.render(context)
        self.cache.put(key, output.encode())
        return output


class _Template:
    def __init__(self, kept: KeptOutput, template: Any, name: str) -> None:
        self.kept, self.template, self.name = kept, template, name

    def render(self, context: Mapping[str, Any]) -> str:
        return self.kept.rendered(self.template, self.name, context)


def _parts(page: Page) -> Iterable[str]:
    beside = (page.previous_page, page.next_page)
    yield repr(told(page))
    yield repr([(each.title, each.url) if each else None for each in beside])
    yield repr([each.title for each in page.ancestors])
    yield repr((page.title, page.url, page.canonical_url, page.edit_url, page.meta, page.update_date, page.is_homepage))


def _entry(item: Any) -> Any:
    """A part of the navigation with all that is below it."""
    below = [_entry(each) for each in item.children or ()]
    return (item.title, getattr(item, "url", None), below)
