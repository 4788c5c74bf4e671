"""Door 1, `quaybook new`: a commented folder of facts for a new terminal, by questions on a terminal or without."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from quaybook.cli.options import Root, UiLang, need_wording, report
from quaybook.cli.speech import as_called, said
from quaybook.environment import stamp, ui_language
from quaybook.intake.complete import Tree
from quaybook.intake.new.interview import Interview
from quaybook.intake.new.interview_questions import load_script
from quaybook.intake.new.terminal import Made, known_of, new_terminal, refusal_to_make
from quaybook.model.groups.kinds import Profile
from quaybook.pipeline import Workspace
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

Id = Annotated[str, typer.Argument(metavar="ID", help=said("option.new_id"))]
Yes = Annotated[bool, typer.Option("--yes", help=said("option.yes"))]
Force = Annotated[bool, typer.Option("--force", help=said("option.force"))]
OfProfile = Annotated[Profile | None, typer.Option("--profile", help=said("option.profile"))]


def new(
    terminal_id: Id,
    yes: Yes = False,
    profile: OfProfile = None,
    force: Force = False,
    root: Root = Path(),
    ui_lang: UiLang = None,
) -> None:
    """Make a commented folder of facts for a new terminal."""
    terminals, language = Workspace(root).terminals, ui_language(ui_lang)
    problem = refusal_to_make(terminals, terminal_id, force)
    if problem is None and not yes and not sys.stdin.isatty():
        problem = Problem.at("no_console", terminal_id)
    if problem is not None:
        report([problem], language)
        raise typer.Exit(1)
    need_wording(language)
    answers = _answers(terminal_id, profile or (Profile.STANDARD if yes else None), yes, language)
    if answers is None:
        print(load_messages(policy_source(), language)["intake_not_written"]["what"])
        return
    made = new_terminal(terminals, terminal_id, answers, stamp())
    if isinstance(made, Problem):
        report([made], language)
        raise typer.Exit(1)
    _tell(made, language)


def _answers(terminal_id: str, profile: Profile | None, yes: bool, language: str) -> Tree | None:
    """What is known and was agreed to; None if somebody decided to leave it."""
    known = known_of(terminal_id, profile.value if profile else None)
    if yes:
        return known
    messages = load_messages(policy_source(), language)

    def correct(problem: Problem) -> str:
        values = dict(problem.values)
        return " ".join(messages[problem.code][part].format_map(values) for part in ("what", "fix"))

    interview = Interview(load_script(policy_source()), language, print, input, correct)
    try:
        return interview.confirmed(terminal_id, known)
    except EOFError:
        print()
        raise typer.Abort from None


def _tell(made: Made, language: str) -> None:
    messages, name = load_messages(policy_source(), language), made.folder.name
    print(messages["new_made"]["what"].format(folder=made.folder, count=len(made.files), todo=made.todos))
    if made.backup:
        print(messages["new_replaced"]["what"].format(backup=made.backup))
    print(messages["new_made"]["fix"])
    print(as_called(f"  {messages['new_next']['what'].format(id=name)}"))
