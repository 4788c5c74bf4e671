"""Door 1, `quaybook build`: checked terminals → their sites with all files, one folder for each edition."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from quaybook.cli.options import Ids, Root, Today, UiLang, asked_day, report
from quaybook.cli.speech import said
from quaybook.model.base import AudienceLevel
from quaybook.pipeline import Prepared, Workspace, open_facts, prepare, ui_language
from quaybook.problems import Problem

Audience = Annotated[AudienceLevel, typer.Option("--audience", help=said("option.audience"))]
Release = Annotated[bool, typer.Option("--release", help=said("option.release"))]
Out = Annotated[Path, typer.Option("--out", help=said("option.out"))]


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
    made = {name: prepare(workspace, name, day, reader=audience) for name in ids or workspace.ids() or ("",)}
    problems = [problem for prepared, found in made.values() for problem in _all(prepared, found, release)]
    report(dict.fromkeys(problems), language)
    if problems:
        raise typer.Exit(1)
    for name in made:
        place = out / name / audience.value
        if done := _site(root, name, audience, place.resolve(), today):
            raise typer.Exit(done)
        print(place / "index.html")


def _all(prepared: Prepared | None, found: Iterable[Problem], release: bool) -> Iterable[Problem]:
    """What is wrong with a terminal; facts that are still open too, where it is to be released."""
    yield from found
    if release and prepared:
        yield from open_facts(prepared)


def _site(root: Path, name: str, audience: AudienceLevel, place: Path, today: str | None) -> int:
    """MkDocs in a process of its own, as the workspace's mkdocs.yml says; its exit code."""
    asked = {"TERMINAL": name, "AUDIENCE": audience.value, "NO_MKDOCS_2_WARNING": "1"}
    day = {"QUAYBOOK_TODAY": today} if today else {}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(place)]
    return subprocess.run(command, cwd=root, env=os.environ | asked | day).returncode
