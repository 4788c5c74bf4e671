"""Door 1, `quaybook build`: checked terminals → their sites with all files, one folder for each edition."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from quaybook.cli.options import Ids, Root, Today, UiLang, asked_day, report
from quaybook.cli.speech import as_called, said
from quaybook.files.permitted import location_problem, place_problem
from quaybook.files.refusal import refusal, refused
from quaybook.files.replacing import put_in_place
from quaybook.files.workshop import Workshop
from quaybook.formats.site.request import AUDIENCE, TERMINAL
from quaybook.model.audience import AudienceLevel
from quaybook.pipeline import Prepared, Workspace, open_facts, prepare, ui_language
from quaybook.problems import Problem

Audience = Annotated[AudienceLevel, typer.Option("--audience", help=said("option.audience"))]
Release = Annotated[bool, typer.Option("--release", help=said("option.release"))]
# Where MkDocs looks for its settings, and a file of the site that the plugin alone writes.
CONFIGS = ("mkdocs.yml", "mkdocs.yaml")
# Whoever has more to fill in works with the list of `check`.
OPEN_AT_MOST = 10
OURS = Path("assets/quaybook/site.css")
Out = Annotated[Path, typer.Option("--out", metavar=said("metavar.folder"), help=said("option.out"))]


def build(
    ids: Ids = None,
    root: Root = Path(),
    audience: Audience = AudienceLevel.CONTROLLED,
    out: Out = Path("build"),
    release: Release = False,
    today: Today = None,
    ui_lang: UiLang = None,
) -> None:
    """Builds every terminal asked for, once nothing is wrong with any of them."""
    workspace, day, language = Workspace(root), asked_day(today), ui_language(ui_lang)
    if not any((root / name).is_file() for name in CONFIGS):
        _refuse(Problem.at("no_site_config", str(root / CONFIGS[0])), language)
    made = {name: prepare(workspace, name, day, reader=audience) for name in ids or workspace.ids() or ("",)}
    places = {name: out / name / audience.value for name in made}
    problems = [problem for prepared, found in made.values() for problem in _all(prepared, found, release)]
    problems += _where_none_may_come(out, places.values(), root)
    report(dict.fromkeys(problems), language)
    if problems:
        raise typer.Exit(1)
    for name, place in places.items():
        try:
            _make(root, place, _asked(name, audience, today, language), language)
        except OSError as error:
            if not refused(error):
                raise
            _refuse(refusal(error, place.parent), language)
        _done(place.resolve(), made[name][0])


def _where_none_may_come(out: Path, places: Iterable[Path], root: Path) -> Iterable[Problem]:
    """What keeps documents from coming to `places`, all of which lie in `out`."""
    if problem := location_problem(out, root):
        return [problem]
    return [problem for place in places if (problem := place_problem(place, root))]


def _make(root: Path, place: Path, asked: dict[str, str], language: str) -> None:
    """Makes one site and brings it to its place; ends the command if that fails. Raises OSError."""
    # MkDocs empties the folder that it is given, so it is never given one in which anything may lie.
    workshop = Workshop(place)
    try:
        if _site(root, workshop.making, asked):
            # MkDocs has said why.
            raise typer.Exit(1)
        if not (workshop.making / OURS).is_file():
            _refuse(Problem.at("no_documents_made", str(root / CONFIGS[0])), language)
        if problem := put_in_place(workshop):
            _refuse(problem, language)
    finally:
        workshop.close()


def _done(place: Path, prepared: Prepared | None) -> None:
    """Says where the result is, and what is still open in it."""
    print(said("built.site", path=place / "index.html"))
    for word in sorted(place.glob("*/word")):
        print(said("built.word", path=word))
    if prepared and (left := len(open_facts(prepared))):
        print(as_called(said("built.open", count=left, id=prepared.id)))


def _refuse(problem: Problem, language: str) -> NoReturn:
    report([problem], language)
    raise typer.Exit(1)


def _all(prepared: Prepared | None, found: Iterable[Problem], release: bool) -> Iterable[Problem]:
    """What is wrong with a terminal; facts that are still open too, where it is to be released."""
    yield from found
    if release and prepared:
        left = open_facts(prepared)
        yield from left[:OPEN_AT_MOST]
        if len(left) > OPEN_AT_MOST:
            yield Problem.at("more_open_in_release", prepared.id, count=len(left), id=prepared.id)


def _asked(name: str, audience: AudienceLevel, today: str | None, language: str) -> dict[str, str]:
    """What the command was asked for, as the environment tells it to MkDocs."""
    asked = {TERMINAL: name, AUDIENCE: audience.value, "LANGUAGE": language, "NO_MKDOCS_2_WARNING": "1"}
    return asked | ({"QUAYBOOK_TODAY": today} if today else {})


def _site(root: Path, place: Path, asked: dict[str, str]) -> int:
    """MkDocs in a process of its own, as the workspace's mkdocs.yml says; its exit code."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(place)]
    done = subprocess.run(command, cwd=root, env=os.environ | asked, capture_output=True)
    if done.returncode:
        # What went well is no news to whoever asked for documents.
        sys.stderr.write(done.stderr.decode(errors="replace"))
    return done.returncode
