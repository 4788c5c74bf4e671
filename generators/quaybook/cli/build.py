"""Door 1, `quaybook build`: checked terminals → their sites, Word files and all the rest, a folder for each edition.

And `quaybook serve`: the site alone, shown to this machine while its facts are written.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from quaybook.build import BuildRequest, Built, build_edition, request_problems, site_config_problems
from quaybook.cli.many import FAULT, All, Jobs, Scheduler, Shard, asked_terminals, listed, processes
from quaybook.cli.options import Ids, Root, Today, UiLang, asked_day, report
from quaybook.cli.progress import Bars
from quaybook.cli.speech import as_called, said
from quaybook.cluster import connected, each_done_there
from quaybook.environment import ui_language
from quaybook.files.permitted import location_problem
from quaybook.formats.registry import SITE, USUAL, chosen
from quaybook.formats.site.run import MkDocsFailedError
from quaybook.formats.site.run import serve as serve_site
from quaybook.jobs import Outcome, each_done
from quaybook.model.audience import AudienceLevel
from quaybook.pipeline import Workspace, unknown_terminal
from quaybook.problems import Problem

Audience = Annotated[AudienceLevel, typer.Option("--audience", help=said("option.audience"))]
Release = Annotated[bool, typer.Option("--release", help=said("option.release"))]
Out = Annotated[Path, typer.Option("--out", metavar=said("metavar.folder"), help=said("option.out"))]
Only = Annotated[str | None, typer.Option("--only", metavar=said("metavar.formats"), help=said("option.only"))]
Languages = Annotated[
    str | None, typer.Option("--lang", metavar=said("metavar.languages"), help=said("option.languages"))
]
Served = Annotated[str, typer.Argument(metavar="ID", help=said("option.served"))]
Port = Annotated[
    int, typer.Option("--port", metavar=said("metavar.number"), help=said("option.port"), min=1, max=65535)
]


def build(
    ids: Ids = None,
    everything: All = False,
    root: Root = Path(),
    only: Only = None,
    lang: Languages = None,
    audience: Audience = AudienceLevel.CONTROLLED,
    out: Out = Path("build"),
    release: Release = False,
    jobs: Jobs = None,
    shard: Shard = None,
    scheduler: Scheduler = None,
    today: Today = None,
    ui_lang: UiLang = None,
) -> None:
    """Builds every terminal asked for; one that cannot be built keeps no other from it."""
    workspace, day, language = Workspace(root), asked_day(today), ui_language(ui_lang)
    formats, languages = listed(only) or USUAL, listed(lang)
    requests = [
        BuildRequest(root, name, out / name / audience.value, formats, languages, audience, day, release, language)
        for name in asked_terminals(workspace, ids, everything, shard)
    ]
    _stop_for([*chosen(formats)[1], *_places(out, requests)], language)
    with Bars([request.terminal for request in requests]) as bars:
        done = _done(requests, scheduler, processes(jobs), bars, language)
        outcomes = [_told(outcome, language, bars) for outcome in done]
    _sum_up(outcomes)


def _stop_for(problems: Iterable[Problem], language: str) -> None:
    """Ends the command if there are any."""
    if found := dict.fromkeys(problems):
        report(found, language)
        raise typer.Exit(1)


def _done(
    requests: list[BuildRequest], scheduler: str | None, jobs: int, bars: Bars, language: str
) -> Iterator[Outcome[BuildRequest, Built]]:
    if scheduler is None:
        yield from each_done(build_edition, requests, jobs, bars.step)
        return
    client, problem = connected(scheduler)
    _stop_for([problem] if problem else [], language)
    # Another machine has another current folder.
    there = [replace(each, root=each.root.absolute(), place=each.place.absolute()) for each in requests]
    with client:
        yield from each_done_there(client, build_edition, there, bars.step)


def _places(out: Path, requests: Iterable[BuildRequest]) -> Iterable[Problem]:
    """What keeps documents from being made, all of it before any is."""
    if problem := location_problem(out, next((r.root for r in requests), Path())):
        return [problem]
    return [problem for request in requests for problem in request_problems(request)]


def _told(outcome: Outcome[BuildRequest, Built], language: str, bars: Bars) -> Outcome[BuildRequest, Built]:
    """Says what became of one terminal."""
    with bars.aside():
        if outcome.crash:
            sys.stderr.write(outcome.crash)
        elif built := outcome.result:
            report(dict.fromkeys((*built.remarks, *built.problems)), language)
            sys.stderr.write(built.said)
            if built.is_done:
                _say_where(built)
    return outcome


def _say_where(built: Built) -> None:
    """Where the result is, and what is still open in it."""
    request = built.request
    place = request.place.resolve()
    if SITE in request.formats:
        print(said("built.site", path=place / "index.html"))
    else:
        print(said("built.files", count=built.files, path=place))
    for word in sorted(place.glob("*/word")):
        print(said("built.word", path=word))
    if built.left:
        print(as_called(said("built.open", **built.left, id=request.terminal)))


def _sum_up(outcomes: list[Outcome[BuildRequest, Built]]) -> None:
    """Ends the command; of several terminals it says which were not built."""
    faults = [each.asked.terminal for each in outcomes if each.crash]
    wrong = [each.asked.terminal for each in outcomes if each.result and not each.result.is_done]
    if len(outcomes) > 1:
        print(said("built.summary", count=len(outcomes) - len(faults) - len(wrong), all=len(outcomes)))
        if wrong:
            print(said("built.not_built", names=", ".join(sorted(wrong))), file=sys.stderr)
        if faults:
            print(said("built.fault", names=", ".join(sorted(faults))), file=sys.stderr)
    raise typer.Exit(FAULT if faults else 1 if wrong else 0)


def serve(terminal: Served = "", root: Root = Path(), port: Port = 8000, ui_lang: UiLang = None) -> None:
    """Shows the pages of one terminal, which follow every change, until Ctrl+C is pressed."""
    language = ui_language(ui_lang)
    unknown = unknown_terminal(Workspace(root), terminal) if terminal else None
    _stop_for([*site_config_problems(root), *([unknown] if unknown else [])], language)
    try:
        serve_site(root, terminal, language, port)
    except MkDocsFailedError as error:
        sys.stderr.write(str(error))
        raise typer.Exit(1) from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _stop_for([Problem.at("port_taken", "--port", came=port)], language)
