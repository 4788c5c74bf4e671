"""Door 1: the command line: arguments, printing, exit codes; what is done stands in `pipeline`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from quaybook.documents.coverage import Row, State, elements_found
from quaybook.documents.words import load_messages
from quaybook.outputs.schema import facts_schema
from quaybook.pipeline import Workspace, prepare, ui_language
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Terminals; all without.")]
Root = Annotated[Path, typer.Option("--root", help="Folder that holds terminals/.")]
UiLang = Annotated[str | None, typer.Option("--ui-lang", help="Language of messages: ja or en.")]
Format = Annotated[str, typer.Option("--format", help="text or json.")]


def report(problems: Iterable[Problem], language: str) -> None:
    """Prints every problem on stderr, one a line."""
    messages = load_messages(policy_source(), language)
    for problem in problems:
        print(describe(problem, messages), file=sys.stderr)


@app.command()
def check(ids: Ids = None, root: Root = Path(), ui_lang: UiLang = None) -> None:
    """Check facts, templates, references and coverage of terminals."""
    workspace = Workspace(root)
    found = [p for name in ids or workspace.ids() for p in prepare(workspace, name)[1]]
    report(dict.fromkeys(found), ui_language(ui_lang))
    print(f"{len(found)}")
    raise typer.Exit(1 if found else 0)


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
def coverage(ids: Ids = None, root: Root = Path(), format: Format = "text", ui_lang: UiLang = None) -> None:
    """Show for each requirement of the report the passages that answer it."""
    workspace = Workspace(root)
    failed = False
    result: dict[str, object] = {}
    for name in ids or workspace.ids():
        prepared, problems = prepare(workspace, name)
        failed = failed or bool(problems)
        report(problems, ui_language(ui_lang))
        rows = [row for found in prepared.sets.values() for row in found.rows] if prepared else []
        result[name] = _as_json(rows)
        if format == "text":
            for row in rows:
                places = ", ".join(f"{p.document}#{p.anchor}" for p in row.passages)
                print(f"{name}\t{row.language}\t{row.requirement.id}\t{row.state.value}\t{places}")
            uncovered = sum(row.state == State.NOT_COVERED for row in rows)
            print(f"{name}: {len(rows)} / {uncovered}")
    if format == "json":
        print(json.dumps(result, ensure_ascii=False, indent=1))
    raise typer.Exit(1 if failed else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the facts, for editors."""
    print(json.dumps(facts_schema(), ensure_ascii=False, indent=1))


def main() -> None:
    """Entry point of the command `quaybook`."""
    app()
