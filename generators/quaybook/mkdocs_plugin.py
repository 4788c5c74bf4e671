"""Door 2: the same build behind MkDocs: its plugin. The site comes to its place whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import is_markdown_file
from mkdocs.utils.templates import TemplateContext

from quaybook.build import Mounted, editions
from quaybook.environment import today_from, ui_language
from quaybook.files.cache import Cache
from quaybook.files.marker import mark
from quaybook.files.permitted import place_problem
from quaybook.files.refusal import refusal, refused
from quaybook.files.replacing import put_in_place
from quaybook.files.workshop import Workshop
from quaybook.formats.gather import Gathered, gather
from quaybook.formats.manifest import write_manifest
from quaybook.formats.registry import SITE, USUAL, chosen
from quaybook.formats.site import manual
from quaybook.formats.site.kept_output import KeptOutput, is_known
from quaybook.formats.site.kept_pages import KeptPages
from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.site.request import CONFIG, facts_among, site_request, updated_on
from quaybook.formats.site.search.mount import add_index
from quaybook.formats.site.settings import dress, in_its_language
from quaybook.formats.site.speech import ToldError, has_warned, said_of, speak, stop_after
from quaybook.model.audience import AudienceLevel
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.problems import Problem
from quaybook.resources import policy_source

log = get_plugin_logger("quaybook")
_MOUNTED = [name for name in USUAL if name != SITE]


class QuaybookConfig(Config):
    """Options of the plugin in mkdocs.yml. `formats` are those whose files a build mounts, beside its pages."""

    terminal = config_options.Type(str, default="")
    languages = config_options.ListOfItems(config_options.Type(str), default=["ja"])
    audience = config_options.Choice([level.value for level in AudienceLevel], default=AudienceLevel.CONTROLLED.value)
    port = config_options.ListOfItems(config_options.Type(str), default=[])
    formats = config_options.ListOfItems(config_options.Type(str), default=_MOUNTED)
    formats_in_serve = config_options.ListOfItems(config_options.Type(str), default=[])
    # Of version 0.1.0; it is told what took its place.
    word = config_options.Type(str, default="")


class QuaybookPlugin(BasePlugin[QuaybookConfig]):
    """Builds the site of one terminal; holds the prepared documents between MkDocs' events.

    A build of the kit hands over as `given` what it has prepared, and brings the site to its place itself.
    """

    given: Mounted | None = None
    prepared: Prepared
    gathered: Gathered | None = None
    workshop: Workshop | None = None
    kept_output: KeptOutput | None = None
    serving = publishing = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving, self.publishing = command == "serve", command == "gh-deploy"
        if not self.given:
            speak(self.speaks)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.root = Path(config.config_file_path or ".").parent.resolve()
        if sum(isinstance(each, QuaybookPlugin) for each in config.plugins.values()) > 1:
            self._report([Problem.at("plugin_twice", CONFIG)])
        if self.given:
            self.prepared = self.given.prepared
        else:
            self._prepare(config)
        self._set_up_site(config)
        return config

    def _prepare(self, config: MkDocsConfig) -> None:
        self.cache, workspace = Cache(self.root / ".cache" / "quaybook"), Workspace(self.root)
        asked = site_request(self.config, workspace.ids(), self.publishing)
        mounted = self.config.formats_in_serve if self.serving else self.config.formats
        self.formats, wrong = chosen((*mounted, SITE), CONFIG)
        prepared, problems = None, (*asked.problems, *wrong)
        if not problems:
            prepared, problems = prepare(workspace, asked.terminal, _today(), asked.languages, asked.port, asked.reader)
        problems = (*problems, *self._place_problems(config))
        if prepared is None or problems:
            self._report(problems)
        else:
            self.prepared = prepared
        if asked.remark:
            log.info(said_of([asked.remark], self.speaks))

    @property
    def speaks(self) -> str:
        """The language of whoever runs MkDocs."""
        return self.given.language if self.given else ui_language(None)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of the documents at hand, the first of which is that of the site itself."""
        return tuple(self.prepared.sets)

    def _place_problems(self, config: MkDocsConfig) -> Iterable[Problem]:
        """Why the site may not come to where it is to come; a server's comes to a folder of MkDocs' own."""
        read = (Path(each) for each in (config.docs_dir, config.theme.custom_dir) if each)
        found = None if self.serving else place_problem(Path(config.site_dir), self.root, read)
        return [found] if found else []

    def _report(self, problems: Iterable[Problem]) -> None:
        told = self._told(problems)
        # A server with its last good pages helps the author more than one that stands still.
        if not (self.serving and hasattr(self, "prepared")):
            raise told
        log.error(told.format_message())

    def _told(self, problems: Iterable[Problem]) -> ToldError:
        return ToldError(said_of(problems, self.speaks))

    def _set_up_site(self, config: MkDocsConfig) -> None:
        dress(config, self.prepared.sets.values(), self.prepared.words)
        if not self.serving and not self.given:
            self.workshop = Workshop(Path(config.site_dir))
            config.site_dir = str(self.workshop.making)
        self.made_in = Path(os.path.realpath(config.site_dir))

    # MkDocs empties the folder after this event, whichever it is by now.
    @event_priority(-1000)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        if not Path(os.path.realpath(config.site_dir)).is_relative_to(self.made_in):
            raise self._told([Problem.at("output_moved", config.site_dir)])

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if found := facts_among((f.abs_src_path for f in files if f.abs_src_path), self.root / "terminals"):
            raise self._told(found)
        if self.prepared.sets[self.languages[0]].reader != AudienceLevel.CONTROLLED:
            # Nobody has said for whom pages written by hand are.
            for file in [f for f in files if f.src_dir == config.docs_dir]:
                files.remove(file)
        set_exclusions(files, config)
        by_hand = list(files.documentation_pages())
        if wrong := manual.unreadable(by_hand):
            raise self._told(wrong)
        # Other formats work on while MkDocs builds the pages; until `on_post_build` their files are empty.
        self.gathered = made = self.given.gathered if self.given else self._gathered()
        mounted: dict[str, str | bytes] = {path: entry.artifact.made for path, entry in made.pages.items()}
        # A page of another format is not one of this site.
        others = dict.fromkeys((path for path in made.files if not is_markdown_file(path)), b"")
        for path, content in {**mounted, **others}.items():
            # Settings that leave out pages written by hand do not touch ours.
            files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED))
        writers = [SiteWriter(edition) for edition in made.editions]
        self.sources = {path: source for writer in writers for path, source in writer.sources().items()}
        config.nav = [entry for writer in writers for entry in writer.navigation()]
        if by_hand:
            words = self.prepared.words[self.languages[0]]
            config.nav.append({words("site.manual"): manual.navigation(by_hand, words)})
        return files

    def _gathered(self) -> Gathered:
        scrap = self.workshop.folder if self.workshop else None
        return gather(editions(self.prepared, self.cache, scrap), self.formats)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        assert self.gathered is not None
        add_index(files, config, self.gathered.editions)
        return self.kept_output.over(env) if self.kept_output else env

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        assert self.gathered is not None
        kept = KeptPages(self.gathered.editions[0].cache, config, files)
        kept.watch(self.sources)
        self.kept_output = KeptOutput(kept, config, nav, self.sources) if is_known(config) else None
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        # MkDocs takes the clock's.
        page.update_date = updated_on(self.prepared.judged.assessed.status.today)
        return markdown if page.file.src_uri in self.sources else manual.fill(markdown)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        source = self.sources.get(page.file.src_uri)
        if source and config.repo_url and config.edit_uri:
            page.edit_url = f"{config.repo_url.rstrip('/')}/{config.edit_uri.strip('/')}/../{source}"
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        return in_its_language(output, page.file.src_uri, self.languages, page.meta.get("language"))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        server.watch(str(self.root / "terminals"))
        server.watch(str(policy_source()))
        return server

    # After every other plugin: what they write in this event belongs to the site.
    @event_priority(-1000)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        assert self.gathered is not None
        if self.given:
            self.gathered.write(Path(config.site_dir), self.given.written)
            return
        self.gathered.write(Path(config.site_dir))
        if problem := self.cache.problem():
            log.info(said_of([problem], self.speaks))
        if self.workshop and not has_warned():
            write_manifest(self.gathered, self.workshop.making)
            mark(self.workshop.making, self.prepared.id, self.prepared.sets[self.languages[0]].reader)
            if problem := put_in_place(self.workshop):
                self._report([problem])
            self.workshop.close()
            config.site_dir = str(self.workshop.place)

    def on_build_error(self, *, error: Exception) -> None:
        if self.gathered and not self.given:
            self.gathered.give_up()
        if self.workshop:
            self.workshop.close()
        if refused(error) and not self.given:
            written = self.workshop.place.parent if self.workshop else self.root
            error = self._told([refusal(error, written)])
        stop_after(error, self.speaks)


def _today() -> date | None:
    """The day as of which dates shall be judged, if the environment names one."""
    try:
        return today_from(None)
    except ValueError as error:
        problem = Problem.at("environment_not_a_day", "QUAYBOOK_TODAY", came=error)
        raise ToldError(said_of([problem], ui_language(None))) from error
