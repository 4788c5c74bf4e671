"""Door 1, `quaybook gaps`: what falls short of the requirements, as lines or as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typer

from quaybook.cli.options import Format, Ids, Lang, OutputFormat, Root, Today, UiLang, asked_day, report
from quaybook.documents.words import load_words
from quaybook.pipeline import Workspace, gap_report, judge, ui_language
from quaybook.resources import policy_source


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
    report(dict.fromkeys(p for _, problems in made.values() for p in problems), language)
    said = lang or language
    words, _ = load_words(policy_source(), said)
    reports = {name: gap_report(judged, words, said) for name, (judged, _) in made.items() if judged}
    if format == OutputFormat.JSON:
        print(json.dumps({name: each.data(said) for name, each in reports.items()}, ensure_ascii=False, indent=1))
    else:
        for name, each in reports.items():
            for line in each.lines():
                print(f"{name}\t{line}")
            print(each.summary(name), file=sys.stderr)
    raise typer.Exit(0 if not any(problems for _, problems in made.values()) else 1)
