"""The plan of a build: one terminal's folder and the formats asked for → files, in a workshop, then at their place.

A build is a function of what is asked: it can be done here, in another process, or on another machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock

from quaybook.documents.templating.mistakes import word_problem
from quaybook.files.cache import Cache
from quaybook.files.marker import mark
from quaybook.files.permitted import place_problem
from quaybook.files.refusal import refusal, refused
from quaybook.files.replacing import put_in_place
from quaybook.files.workshop import Workshop
from quaybook.formats.contract import Edition, Format, NotMadeError
from quaybook.formats.gather import Gathered, Step, gather, nothing_made, remarks
from quaybook.formats.look import load_look
from quaybook.formats.manifest import write_manifest
from quaybook.formats.registry import SITE, USUAL, chosen
from quaybook.formats.site.request import compared, epoch_problems, language_problems
from quaybook.formats.site.run import CONFIGS, MkDocsFailedError, SiteRun
from quaybook.model.audience import AudienceLevel
from quaybook.model.language_text import SOURCE
from quaybook.pipeline import Prepared, Workspace, control_problems, open_facts, prepare
from quaybook.problems import Problem, in_order
from quaybook.resources import policy_source
from quaybook.wording.words import MissingWordError

# MkDocs keeps its plugins for the whole process; a machine of a cluster may build in several threads.
_ONE_SITE = Lock()
# By what an open place keeps from a release, its kind.
_OPEN = {
    "blank": "open_in_release",
    "provisional": "assumed_in_release",
    "planned": "plan_in_release",
    "other": "blank_in_release",
}


@dataclass(frozen=True)
class BuildRequest:
    """One edition of one terminal. Without `languages` it has those of the site's settings, else the source's."""

    root: Path
    terminal: str
    place: Path
    formats: tuple[str, ...] = USUAL
    languages: tuple[str, ...] = ()
    reader: AudienceLevel = AudienceLevel.CONTROLLED
    today: date | None = None
    release: bool = False
    ui_language: str = SOURCE


@dataclass(frozen=True)
class Built:
    """What became of a request: `files` of them at its place, or `problems` and nothing.

    `said` is what MkDocs told when it failed, `remarks` what the build is none the worse for, `left` how many
    places are still open, of each kind.
    """

    request: BuildRequest
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    said: str = ""
    files: int = 0
    left: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return not self.problems and not self.said


@dataclass(frozen=True)
class Mounted:
    """What the kit's plugin of MkDocs is handed, so that nothing is prepared twice."""

    prepared: Prepared
    gathered: Gathered
    written: Step = field(default=lambda *_: None)
    language: str = SOURCE


def editions(prepared: Prepared, cache: Cache, scrap: Path | None = None) -> tuple[Edition, ...]:
    """The prepared terminal as formats take it, one edition for each language."""
    look, first = load_look(policy_source()), next(iter(prepared.sets))
    return tuple(
        Edition(
            documents,
            prepared.judged,
            prepared.words[code],
            look,
            cache,
            code == first,
            scrap,
            letterhead=prepared.letterhead,
        )
        for code, documents in prepared.sets.items()
    )


def build_edition(request: BuildRequest, step: Step = lambda *_: None) -> Built:
    """Makes one edition and brings it to its place, or tells what keeps it from that.

    `step` hears how many files are written, of how many.
    """
    try:
        with not_made(request.place.parent) as problems, _ONE_SITE if SITE in request.formats else nullcontext():
            return _Build(request, step).run()
    except MkDocsFailedError as error:
        return Built(request, said=str(error))
    return Built(request, problems=tuple(problems))


@contextmanager
def not_made(folder: Path) -> Iterator[list[Problem]]:
    """What keeps outputs below `folder` from being made and a user can mend comes into the list; all else is raised."""
    problems: list[Problem] = []
    try:
        yield problems
    except MissingWordError as error:
        problems.append(word_problem(error))
    except NotMadeError as error:
        problems += in_order(error.problems)
    except OSError as error:
        if not refused(error):
            raise
        problems.append(refusal(error, folder))


class _Build:
    def __init__(self, request: BuildRequest, step: Step) -> None:
        self.request, self.step = request, step
        self.cache = Cache(request.root / ".cache" / "quaybook")

    def run(self) -> Built:
        """Everything is looked at before anything is written."""
        request = self.request
        formats, problems = chosen(request.formats)
        problems = (*problems, *request_problems(request))
        if problems:
            return Built(request, problems)
        site = SiteRun(request.root, request.ui_language) if SITE in request.formats else None
        if site and not site.plugins:
            return Built(request, (Problem.at("no_documents_made", str(request.root / CONFIGS[0])),))
        prepared, problems = self._prepared(site)
        left = open_facts(prepared, request.ui_language) if prepared else ()
        if request.release and prepared:
            problems = (*problems, *_not_to_release(prepared, left, request))
        if prepared is None or problems:
            return Built(request, tuple(problems))
        return self._made(prepared, formats, site, counted(left))

    def _prepared(self, site: SiteRun | None) -> tuple[Prepared | None, tuple[Problem, ...]]:
        request = self.request
        languages = request.languages or (tuple(site.options["languages"]) if site else ("ja",))
        if problems := tuple(language_problems(languages)):
            return None, problems
        port = compared(site.options) if site else ()
        return prepare(Workspace(request.root), request.terminal, request.today, languages, port, request.reader)

    def _made(
        self, prepared: Prepared, formats: Iterable[Format], site: SiteRun | None, left: Mapping[str, int]
    ) -> Built:
        # MkDocs empties the folder that it is given, so it is never given one in which anything may lie.
        workshop = Workshop(self.request.place)
        gathered = None
        try:
            gathered = gather(editions(prepared, self.cache, workshop.folder), formats)
            if problems := nothing_made(gathered, formats):
                return Built(self.request, problems)
            self._write(Mounted(prepared, gathered, self.step, self.request.ui_language), workshop.making, site)
            write_manifest(gathered, workshop.making)
            mark(workshop.making, prepared.id, self.request.reader)
            files = sum(path.is_file() for path in workshop.making.rglob("*"))
            problem = put_in_place(workshop)
        finally:
            if gathered:
                gathered.give_up()
            workshop.close()
        unused = self.cache.problem()
        told = (*remarks(gathered, formats), *((unused,) if unused else ()))
        return Built(self.request, (problem,) if problem else (), told, "", files, left)

    def _write(self, mounted: Mounted, folder: Path, site: SiteRun | None) -> None:
        folder.mkdir()
        if site:
            site.build(mounted, folder)
        else:
            mounted.gathered.write(folder, self.step)


def site_config_problems(root: Path) -> Iterator[Problem]:
    """What keeps any site of a workspace from being made."""
    if not any((root / name).is_file() for name in CONFIGS):
        yield Problem.at("no_site_config", str(root / CONFIGS[0]))


def request_problems(request: BuildRequest) -> Iterator[Problem]:
    """What keeps a build from being made at all, whatever the facts are."""
    if SITE in request.formats:
        yield from site_config_problems(request.root)
    if request.languages:
        yield from language_problems(request.languages, "--lang", "")
    yield from epoch_problems()
    if problem := place_problem(request.place, request.root):
        yield problem


def _not_to_release(prepared: Prepared, left: tuple[Problem, ...], request: BuildRequest) -> Iterator[Problem]:
    yield from left
    yield from control_problems(prepared, request.ui_language)
    if left:
        counts: dict[str, object] = {**counted(left)}
        yield Problem.at("open_count_in_release", request.terminal, 0, "", id=request.terminal, **counts)


def counted(left: Iterable[Problem]) -> Mapping[str, int]:
    """How many places are open in all, and of each kind, as the check counts them; none where none is."""
    codes = Counter(problem.code for problem in left)
    kinds = {kind: codes[code] for kind, code in _OPEN.items()}
    return {"count": codes.total(), **kinds} if codes else {}
