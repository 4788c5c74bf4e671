"""Door 1, `quaybook record`: filled-in sheets of drills and courses, read back into the facts of their terminals."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from quaybook.cli.options import Root, Today, UiLang, agreed_to, asked_day, need_wording, report, show_diff
from quaybook.cli.speech import as_called, said
from quaybook.environment import stamp, ui_language
from quaybook.intake.questionnaire.proposal import Proposal
from quaybook.intake.questionnaire.questions import intake_words
from quaybook.intake.questionnaire.reading.changes import summary
from quaybook.intake.questionnaire.store import store_facts
from quaybook.intake.records.proposal import recorded
from quaybook.intake.records.sheet import Filled, read_record
from quaybook.pipeline import Workspace, judge
from quaybook.problems import Problem, describe, visible
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

Files = Annotated[list[Path], typer.Argument(metavar="FILE.xlsx...", help=said("option.record_files"))]
Yes = Annotated[bool, typer.Option("--yes", help=said("option.intake_yes"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=said("option.dry_run"))]


def record(
    files: Files,
    yes: Yes = False,
    dry_run: DryRun = False,
    root: Root = Path(),
    today: Today = None,
    ui_lang: UiLang = None,
) -> None:
    """Reads every sheet, shows what would change in which terminal, and writes what is agreed to."""
    workspace, language = Workspace(root), ui_language(ui_lang)
    need_wording(language)
    proposals = _proposals(workspace, _read(files, language), asked_day(today), language)
    messages = load_messages(policy_source(), language)
    _show(workspace, proposals, language)
    changing = {name: proposal for name, proposal in proposals.items() if proposal.after}
    if not changing:
        print(messages["record_same"]["what"])
        return
    if dry_run or not (yes or agreed_to(messages["intake_ask"])):
        print(messages["intake_not_written"]["what"])
        return
    for name, proposal in changing.items():
        kept = store_facts(workspace.terminals, name, proposal, stamp())
        if isinstance(kept, Problem):
            _refuse((kept,), language)
        print(messages["intake_written"]["what"].format(count=len(proposal.after)))
        if kept:
            print(messages["intake_backup"]["what"].format(backup=kept))
        print(
            as_called(messages["intake_next"]["what"].format(id=name if today is None else f"{name} --today {today}"))
        )


def _read(files: Iterable[Path], language: str) -> dict[str, list[Filled]]:
    """The sheets by their terminals, or the end of the command."""
    read, problems = dict[str, list[Filled]](), list[Problem]()
    for path in dict.fromkeys(files):
        filled = read_record(path)
        if isinstance(filled, Filled):
            read.setdefault(filled.mark.terminal, []).append(filled)
        else:
            problems += filled
    if problems:
        _refuse(problems, language)
    return read


def _proposals(
    workspace: Workspace, read: dict[str, list[Filled]], day: date | None, language: str
) -> dict[str, Proposal]:
    made, problems = dict[str, Proposal](), list[Problem]()
    for name, sheets in read.items():
        if name not in workspace.ids():
            known = ", ".join(workspace.ids())
            problems += [Problem.at("record_other_terminal", each.file, came=name, known=known) for each in sheets]
            continue
        judged, wrong = judge(workspace, name, day)
        usual = asked_day(None)
        proposal = wrong if judged is None or wrong else recorded(workspace.terminals, judged, sheets, language, usual)
        if isinstance(proposal, Proposal):
            made[name] = proposal
        else:
            problems += proposal
    if problems:
        _refuse(problems, language)
    return made


def _show(workspace: Workspace, proposals: dict[str, Proposal], language: str) -> None:
    """What would change in each terminal, in words and then line by line, and what might surprise."""
    messages = load_messages(policy_source(), language)
    for name, proposal in proposals.items():
        for note in proposal.notes:
            print(describe(note, messages), file=sys.stderr)
        if proposal.after:
            for line in summary(proposal.changes, intake_words(language)):
                print(visible(line))
            show_diff(f"{workspace.terminals.name}/{name}", proposal.before, proposal.after)


def _refuse(problems: Iterable[Problem], language: str) -> NoReturn:
    report(problems, language)
    raise typer.Exit(1)
