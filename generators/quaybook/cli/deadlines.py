"""Door 1, `quaybook deadlines`: every clock that runs for a terminal from the moment at which somebody knew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaybook.cli.options import Format, Lang, OutputFormat, Root, UiLang, report
from quaybook.cli.speech import print_json, said
from quaybook.environment import ui_language
from quaybook.law.deadlines import moment
from quaybook.pipeline import Workspace, deadline_report
from quaybook.problems import Problem

_OPTION = "--known-at"
Id = Annotated[str, typer.Argument(metavar="ID", help=said("option.deadlines_id"))]
KnownAt = Annotated[str, typer.Option(_OPTION, metavar=said("metavar.moment"), help=said("option.known_at"))]


def deadlines(
    terminal: Id,
    known_at: KnownAt,
    root: Root = Path(),
    format: Format = OutputFormat.TEXT,
    lang: Lang = None,
    ui_lang: UiLang = None,
) -> None:
    """List what has to be reported, to whom and by when, counted from the moment at which somebody knew."""
    language = ui_language(ui_lang)
    known = moment(known_at)
    if known is None:
        report([Problem.at("known_at_unreadable", _OPTION, came=known_at)], language)
        raise typer.Exit(1)
    made, problems = deadline_report(Workspace(root), terminal, known, lang or language)
    report(problems, language)
    if made is None:
        raise typer.Exit(1)
    if format == OutputFormat.JSON:
        print_json(made.data())
    else:
        print("\n".join(made.lines()))
    raise typer.Exit(1 if problems else 0)
