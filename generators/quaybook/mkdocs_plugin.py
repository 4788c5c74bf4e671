"""Door 2: the same pipeline behind MkDocs. The only module that knows MkDocs. The site comes to its place whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from logging import getLogger
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup, escape
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from quaybook.files.cache import Cache
from quaybook.files.marker import mark
from quaybook.files.permitted import place_problem
from quaybook.files.refusal import refusal, refused
from quaybook.files.replacing import put_in_place
from quaybook.files.workshop import Workshop
from quaybook.formats.downloads import oscal, workbooks
from quaybook.formats.look import load_look
from quaybook.formats.site import manual
from quaybook.formats.site.pages import Page as SitePage
from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.site.request import CONFIG, facts_among, site_request, updated_on
from quaybook.formats.word.convert import WordWriter
from quaybook.formats.word.files import WordFiles
from quaybook.model.audience import AudienceLevel
from quaybook.pipeline import Prepared, Workspace, prepare, today_from, ui_language
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

log = get_plugin_logger("quaybook")
ASSETS = "assets/quaybook"
STYLE = {"site.css": "site.css", "site.js": "site.js", "iframe-worker.js": "search-offline.js"}
SHIM = f"{ASSETS}/iframe-worker.js"


class QuaybookConfig(Config):
    """Options of the plugin in mkdocs.yml."""

    terminal = config_options.Type(str, default="")
    languages = config_options.ListOfItems(config_options.Type(str), default=["ja"])
    audience = config_options.Choice([level.value for level in AudienceLevel], default=AudienceLevel.CONTROLLED.value)
    port = config_options.ListOfItems(config_options.Type(str), default=[])
    word = config_options.Choice(("build", "always", "never"), default="build")


class QuaybookPlugin(BasePlugin[QuaybookConfig]):
    """Builds the site of one terminal; holds the prepared documents between MkDocs' events."""

    prepared: Prepared
    pages: dict[str, SitePage]
    word_files: WordFiles | None = None
    workshop: Workshop | None = None
    serving = publishing = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving, self.publishing = command == "serve", command == "gh-deploy"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.root = Path(config.config_file_path or ".").parent.resolve()
        self.cache = Cache(self.root / ".cache" / "quaybook")
        workspace = Workspace(self.root)
        if sum(isinstance(each, QuaybookPlugin) for each in config.plugins.values()) > 1:
            self._report([Problem.at("plugin_twice", CONFIG)])
        asked = site_request(self.config, workspace.ids(), self.publishing)
        prepared, problems = None, asked.problems
        if not problems:
            prepared, problems = prepare(workspace, asked.terminal, _today(), asked.languages, asked.port, asked.reader)
        problems = (*problems, *self._place_problems(config))
        if prepared is None or problems:
            self._report(problems)
        else:
            self.prepared = prepared
        if asked.remark:
            log.info(_said([asked.remark]))
        self._set_up_site(config)
        return config

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the documents at hand, the first of which is that of the site itself."""
        return tuple(self.prepared.sets)

    @property
    def reader(self) -> AudienceLevel:
        """For whom the documents at hand are made."""
        return self.prepared.sets[self.languages[0]].reader

    def _place_problems(self, config: MkDocsConfig) -> Iterable[Problem]:
        """Why the site may not come to where it is to come; a server's comes to a folder of MkDocs' own."""
        read = (Path(each) for each in (config.docs_dir, config.theme.custom_dir) if each)
        found = None if self.serving else place_problem(Path(config.site_dir), self.root, read)
        return [found] if found else []

    def _report(self, problems: Iterable[Problem]) -> None:
        text = _said(problems)
        # A server with its last good pages helps the author more than one that stands still.
        if not (self.serving and hasattr(self, "prepared")):
            raise PluginError(text)
        log.error(text)

    def _set_up_site(self, config: MkDocsConfig) -> None:
        words = self.prepared.words[self.languages[0]]
        # The theme prints both unescaped in some places and escaped in others; Markup suits either.
        terminal_name = escape(self.prepared.sets[self.languages[0]].terminal)
        config.site_name = terminal_name
        # The foot of every page says for whom the site is.
        config.copyright = f"{words(f'edition.{self.reader}')}　{words(f'classification.{self.reader}')}"
        if self.reader != AudienceLevel.CONTROLLED:
            config.repo_url = None
        config.site_description = Markup(words("site.description", terminal=terminal_name))
        config.extra_css.append(f"{ASSETS}/site.css")
        config.extra_javascript.append(f"{ASSETS}/site.js")
        # The theme's offline plugin would take this script from a foreign host.
        config.extra["polyfills"] = [SHIM]
        if len(self.languages) > 1:
            config.extra["alternate"] = [
                {"name": self.prepared.words[code]("language_name"), "link": f"./{way}index.html", "lang": code}
                for code, way in zip(self.languages, ("", *(f"{code}/" for code in self.languages[1:])), strict=True)
            ]
        # A page for wrong addresses is a server's; in a folder of files its links lead nowhere.
        config.theme.static_templates.discard("404.html")
        if not self.serving:
            self.workshop = Workshop(Path(config.site_dir))
            config.site_dir = str(self.workshop.making)
        self.made_in = Path(os.path.realpath(config.site_dir))

    # MkDocs empties the folder after this event, whichever it is by now.
    @event_priority(-1000)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        if not Path(os.path.realpath(config.site_dir)).is_relative_to(self.made_in):
            raise PluginError(_said([Problem.at("output_moved", config.site_dir)]))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if found := facts_among((f.abs_src_path for f in files if f.abs_src_path), self.root / "terminals"):
            raise PluginError(_said(found))
        if self.reader != AudienceLevel.CONTROLLED:
            # Nobody has said for whom pages written by hand are.
            for file in [f for f in files if f.src_dir == config.docs_dir]:
                files.remove(file)
        set_exclusions(files, config)
        by_hand = [f.src_uri for f in files.documentation_pages()]
        self.pages, self.word_files = {}, WordFiles(self.workshop.folder if self.workshop else None)
        navigation: list[Any] = []
        made: dict[str, str | bytes] = {}
        with_word = self.config.word == "always" or (self.config.word == "build" and not self.serving)
        for code in self.languages:
            documents, words = self.prepared.sets[code], self.prepared.words[code]
            beside = self._downloads(code) if with_word else {}
            writer = SiteWriter(documents, words, with_word, code == self.languages[0], beside)
            pages = writer.pages()
            self.pages |= {page.path: page for page in pages}
            made |= {page.path: page.text for page in pages} | writer.figures() | beside
            if with_word:
                # MkDocs builds the pages in the meantime; until `on_post_build` these are empty files.
                word = WordWriter(documents, words, load_look(policy_source()), self.cache)
                made |= dict.fromkeys(self.word_files.start(word, writer), b"")
            navigation += writer.navigation(pages)
        for asset, source in STYLE.items():
            made[f"{ASSETS}/{asset}"] = (policy_source() / "style" / source).read_text(encoding="utf-8")
        for path, content in made.items():
            # Settings that leave out pages written by hand do not touch ours.
            files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED))
        if by_hand:
            words = self.prepared.words[self.languages[0]]
            navigation.append({words("site.manual"): manual.navigation(by_hand, words)})
        config.nav = navigation
        return files

    def _downloads(self, code: str) -> dict[str, bytes]:
        prepared = self.prepared
        documents, words = prepared.sets[code], prepared.words[code]
        return {**workbooks(documents, words), **oscal(prepared.judged, documents, words)}

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        # MkDocs takes the clock's.
        page.update_date = updated_on(self.prepared.judged.assessed.status.today)
        return markdown if page.file.src_uri in self.pages else manual.fill(markdown)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        made = self.pages.get(page.file.src_uri)
        if made and config.repo_url and config.edit_uri:
            page.edit_url = f"{config.repo_url.rstrip('/')}/{config.edit_uri.strip('/')}/../{made.source}"
        return context

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        server.watch(str(self.root / "terminals"))
        server.watch(str(policy_source()))
        return server

    # After every other plugin: the search index is written in this event too.
    @event_priority(-1000)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.word_files:
            self.word_files.finish(Path(config.site_dir))
        if problem := self.cache.problem():
            log.info(_said([problem]))
        if self.workshop and not _warned():
            mark(self.workshop.making, self.prepared.id, self.reader)
            if problem := put_in_place(self.workshop):
                self._report([problem])
            self.workshop.close()
            config.site_dir = str(self.workshop.place)

    def on_build_error(self, *, error: Exception) -> None:
        if self.word_files:
            self.word_files.give_up()
        if self.workshop:
            self.workshop.close()
        if refused(error):
            written = self.workshop.place.parent if self.workshop else self.root
            # Each is what its command prints without a traceback.
            raise (Abort if self.serving else PluginError)(_said([refusal(error, written)])) from None


def _today() -> date | None:
    """The day as of which dates shall be judged, if the environment names one."""
    try:
        return today_from(None)
    except ValueError as error:
        raise PluginError(_said([Problem.at("environment_not_a_day", "QUAYBOOK_TODAY", came=error)])) from error


def _warned() -> bool:
    """Whether MkDocs, which counts warnings in a strict build, will fail it after its last event."""
    return any(isinstance(each, CountHandler) and each.counts for each in getLogger("mkdocs").handlers)


def _said(problems: Iterable[Problem]) -> str:
    messages = load_messages(policy_source(), ui_language(None))
    return "\n" + "\n".join(describe(p, messages) for p in problems)
