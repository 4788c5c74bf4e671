"""Door 1, what all commands share: the options by their types, printing of problems and changes, the day asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from quaybook.cli.speech import said
from quaybook.cli.usage import WrongUsageError
from quaybook.environment import today_from
from quaybook.files.diff import diff_lines
from quaybook.intake.agreement import agreed
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.description_check import wording_problems
from quaybook.wording.words import load_messages


class OutputFormat(StrEnum):
    """How a command prints its result."""

    TEXT = "text"
    JSON = "json"


class Language(StrEnum):
    """Languages in which the kit speaks."""

    JA = "ja"
    EN = "en"


def _or_as_before_the_command(context: typer.Context, value: Language | None) -> Language | None:
    """The language asked for, after the command or before it."""
    return value or (context.parent.params.get("ui_lang") if context.parent else None)


def _a_day(value: str | None) -> str | None:
    try:
        today_from(value)
    except ValueError as error:
        if value is not None:
            raise typer.BadParameter(value) from error
    return value


def _each_once(values: list[str] | None) -> list[str] | None:
    return list(dict.fromkeys(values)) if values else values


Ids = Annotated[list[str] | None, typer.Argument(metavar="ID", help=said("option.ids"), callback=_each_once)]
Root = Annotated[Path, typer.Option("--root", metavar=said("metavar.folder"), help=said("option.root"))]
UiLang = Annotated[
    Language | None, typer.Option("--ui-lang", help=said("option.ui_lang"), callback=_or_as_before_the_command)
]
Today = Annotated[
    str | None, typer.Option("--today", metavar=said("metavar.day"), help=said("option.today"), callback=_a_day)
]
Lang = Annotated[Language | None, typer.Option("--lang", help=said("option.lang"))]
Format = Annotated[OutputFormat, typer.Option("--format", help=said("option.format"))]


def report(problems: Iterable[Problem], language: str) -> None:
    """Prints every problem on stderr, one a line."""
    messages = load_messages(policy_source(), language)
    for problem in problems:
        print(describe(problem, messages), file=sys.stderr)


def need_wording(language: str) -> None:
    """Ends a command that asks for facts or tells what they are, if the kit's words for them are not in order."""
    if problems := wording_problems(policy_source()):
        report(problems, language)
        raise typer.Exit(1)


def show_diff(folder: str, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Prints what changes in the files of `folder`, by their names in it."""
    old = {f"{folder}/{name}": text for name, text in before.items()}
    new = {f"{folder}/{name}": text for name, text in after.items()}
    for line in diff_lines(old, new, sys.stdout.isatty() and "NO_COLOR" not in os.environ):
        print(line)


def agreed_to(told: Mapping[str, str]) -> bool:
    """Whether whoever is asked on the console agrees; nobody does where there is none."""
    try:
        return agreed(lambda: input(told["what"]), lambda: print(told["fix"]))
    except EOFError:
        print()
        return False


def prepared_terminals(
    root: Path, ids: list[str] | None, day: date | None, language: str
) -> dict[str, tuple[Prepared | None, bool]]:
    """What could be prepared of each terminal, and whether it is free of problems; prints the problems."""
    workspace = Workspace(root)
    made = {name: prepare(workspace, name, day, languages=None) for name in ids or workspace.ids() or ("",)}
    report(dict.fromkeys(p for _, problems in made.values() for p in problems), language)
    return {name: (prepared, not problems) for name, (prepared, problems) in made.items()}


def asked_day(text: str | None) -> date | None:
    """The day that was asked for; a wrong one in the environment is wrong usage, as one in the arguments is."""
    try:
        return today_from(text)
    except ValueError as error:
        raise WrongUsageError("environment_not_a_day", came=os.environ["QUAYBOOK_TODAY"]) from error
