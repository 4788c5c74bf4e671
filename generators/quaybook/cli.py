"""Door 1: the command line: arguments, printing, exit codes; what is done stands in `pipeline`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from quaybook.documents.coverage import Row, elements_found
from quaybook.documents.words import load_messages, load_words
from quaybook.outputs.schema import facts_schema
from quaybook.pipeline import Prepared, Workspace, gap_report, judge, prepare, today_from, ui_language
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source


class OutputFormat(StrEnum):
    """How a command prints its result."""

    TEXT = "text"
    JSON = "json"


class Language(StrEnum):
    """Languages in which the kit speaks."""

    JA = "ja"
    EN = "en"


app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Terminals; all without.")]
Root = Annotated[Path, typer.Option("--root", help="Folder that holds terminals/.")]
UiLang = Annotated[Language | None, typer.Option("--ui-lang", help="Language of messages: ja or en.")]
Today = Annotated[str | None, typer.Option("--today", help="Day as of which dates are judged: YYYY-MM-DD.")]
Lang = Annotated[Language | None, typer.Option("--lang", help="Language of what is written: ja or en.")]
Format = Annotated[OutputFormat, typer.Option("--format", help="text or json.")]


def report(problems: Iterable[Problem], language: str) -> None:
    """Prints every problem on stderr, one a line."""
    messages = load_messages(policy_source(), language)
    for problem in problems:
        print(describe(problem, messages), file=sys.stderr)


def _prepared(
    root: Path, ids: list[str] | None, day: date | None, language: str
) -> dict[str, tuple[Prepared | None, bool]]:
    """What could be prepared of each terminal, and whether it is free of problems; prints the problems."""
    workspace = Workspace(root)
    made = {name: prepare(workspace, name, day) for name in ids or workspace.ids() or ("",)}
    report(dict.fromkeys(p for _, problems in made.values() for p in problems), language)
    return {name: (prepared, not problems) for name, (prepared, problems) in made.items()}


def _day(text: str | None) -> date | None:
    """The day that was asked for; a wrong one is wrong usage."""
    try:
        return today_from(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


@app.command()
def check(ids: Ids = None, root: Root = Path(), today: Today = None, ui_lang: UiLang = None) -> None:
    """Check facts, templates, references and coverage of terminals."""
    made = _prepared(root, ids, _day(today), ui_language(ui_lang))
    if fine := ", ".join(name for name, (_, fine) in made.items() if fine):
        print(load_messages(policy_source(), ui_language(ui_lang))["all_fine"]["what"].format(names=fine))
    raise typer.Exit(0 if all(fine for _, fine in made.values()) else 1)


def _as_json(rows: Iterable[Row]) -> list[dict[str, object]]:
    return [
        {
            "id": row.requirement.id,
            "language": row.language,
            "state": row.state.value,
            "missing": [{"kind": kind, "element": element} for kind, element in row.missing],
            "passages": [
                {
                    "document": p.document,
                    "kind": p.kind,
                    "language": p.language,
                    "anchor": p.anchor,
                    "text": p.text,
                    "elements": list(elements_found(row.requirement, p)),
                }
                for p in row.passages
            ],
        }
        for row in rows
    ]


@app.command()
def coverage(
    ids: Ids = None,
    root: Root = Path(),
    format: Format = OutputFormat.TEXT,
    today: Today = None,
    ui_lang: UiLang = None,
) -> None:
    """Show for each requirement of the report the passages that answer it."""
    made = _prepared(root, ids, _day(today), ui_language(ui_lang))
    rows = {name: _rows(prepared) for name, (prepared, _) in made.items()}
    if format == OutputFormat.JSON:
        print(json.dumps({name: _as_json(found) for name, found in rows.items()}, ensure_ascii=False, indent=1))
    else:
        for name, found in rows.items():
            for row in found:
                places = ", ".join(f"{p.document}#{p.anchor}" for p in row.passages)
                print(f"{name}\t{row.language}\t{row.requirement.id}\t{row.state.value}\t{places}")
    raise typer.Exit(0 if all(fine for _, fine in made.values()) else 1)


def _rows(prepared: Prepared | None) -> list[Row]:
    return [row for found in prepared.sets.values() for row in found.rows] if prepared else []


@app.command()
def gaps(
    ids: Ids = None,
    root: Root = Path(),
    format: Format = OutputFormat.TEXT,
    lang: Lang = None,
    today: Today = None,
    ui_lang: UiLang = None,
) -> None:
    """Show what falls short of the requirements, on what evidence, who closes it and by when."""
    workspace, day, language = Workspace(root), _day(today), ui_language(ui_lang)
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


@app.command()
def schema() -> None:
    """Print the JSON Schema of the facts, for editors."""
    print(json.dumps(facts_schema(), ensure_ascii=False, indent=1))


def main() -> None:
    """Entry point of the command `quaybook`."""
    app()
