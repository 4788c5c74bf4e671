"""Door 1, `quaybook gaps`: what falls short of the requirements, as lines or as JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from quaybook.cli.options import Format, Ids, Lang, OutputFormat, Root, Today, UiLang, asked_day, report
from quaybook.cli.speech import print_json
from quaybook.environment import ui_language
from quaybook.pipeline import Workspace, gap_reports, judge


def gaps(
    ids: Ids = None,
    root: Root = Path(),
    format: Format = OutputFormat.TEXT,
    lang: Lang = None,
    today: Today = None,
    ui_lang: UiLang = None,
) -> None:
    """Show what falls short of the requirements, on what evidence, who closes it and by when."""
    workspace, day, language = Workspace(root), asked_day(today), ui_language(ui_lang)
    made = {name: judge(workspace, name, day) for name in ids or workspace.ids() or ("",)}
    said = lang or language
    reports, wrong = gap_reports((judged for judged, _ in made.values() if judged), said)
    found = dict.fromkeys([*(p for _, problems in made.values() for p in problems), *wrong])
    report(found, language)
    if format == OutputFormat.JSON:
        print_json({name: each.data(said) for name, each in reports.items()})
    else:
        for name, each in reports.items():
            for line in each.lines():
                print(f"{name}\t{line}")
            print(each.summary(name), file=sys.stderr)
    raise typer.Exit(1 if found else 0)
