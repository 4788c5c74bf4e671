"""Door 1, `quaybook intake`: the questionnaire in Excel: written out to be filled in, and read back into the facts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from quaybook.cli.options import Lang, Root, UiLang, agreed_to, asked_day, need_wording, report, show_diff
from quaybook.cli.speech import as_called, said
from quaybook.cli.usage import WRONG_USAGE, SpokenCommand, SpokenGroup
from quaybook.environment import stamp, ui_language
from quaybook.intake.questionnaire.export import exported, ids_like, is_known
from quaybook.intake.questionnaire.proposal import Proposal, proposed
from quaybook.intake.questionnaire.questions import intake_words
from quaybook.intake.questionnaire.reading.changes import summary
from quaybook.intake.questionnaire.store import store_facts, store_workbook
from quaybook.pipeline import Workspace
from quaybook.problems import Problem, describe, visible
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

Id = Annotated[str, typer.Argument(metavar="ID", help=said("option.intake_id"))]
NewFile = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=said("option.intake_new_file"))]
FilledFile = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=said("option.intake_file"))]
Yes = Annotated[bool, typer.Option("--yes", help=said("option.intake_yes"))]
Diff = Annotated[bool, typer.Option("--diff", help=said("option.intake_diff"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=said("option.dry_run"))]

intake = typer.Typer(cls=SpokenGroup, help=said("command.intake"))


@intake.callback(invoke_without_command=True)
def _intake(context: typer.Context, ui_lang: UiLang = None) -> None:  # noqa: ARG001 - a command takes it over
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(WRONG_USAGE)


@intake.command("export", cls=SpokenCommand, help=said("command.intake_export"))
def export(terminal_id: Id, file: NewFile, lang: Lang = None, root: Root = Path(), ui_lang: UiLang = None) -> None:
    """Write the questionnaire of a terminal."""
    language = ui_language(ui_lang)
    need_wording(language)
    is_new = not is_known(Workspace(root).terminals, terminal_id)
    made = exported(Workspace(root).terminals, terminal_id, lang or "ja")
    if isinstance(made, tuple):
        _refuse(made, language)
    elif problem := store_workbook(file, made):
        _refuse((problem,), language)
    else:
        told = load_messages(policy_source(), language)["intake_exported"]
        print(told["what"].format(file=file))
        print(as_called(told["fix"].format(file=file, id=terminal_id)))
        if is_new:
            _tell_new(ids_like(Workspace(root).terminals, terminal_id), terminal_id, language)


def _tell_new(near: list[str], terminal_id: str, language: str) -> None:
    """An id that was mistyped makes an empty questionnaire, which must not pass for that of a terminal."""
    told = load_messages(policy_source(), language)["intake_new_terminal"]
    print(told["what"].format(id=terminal_id), file=sys.stderr)
    if near:
        print(told["fix"].format(near=", ".join(near)), file=sys.stderr)


@intake.command("import", cls=SpokenCommand, help=said("command.intake_import"))
def read(
    file: FilledFile,
    terminal_id: Id,
    yes: Yes = False,
    dry_run: DryRun = False,
    diff: Diff = False,
    root: Root = Path(),
    ui_lang: UiLang = None,
) -> None:
    """Read a questionnaire back into the facts of a terminal."""
    terminals, language = Workspace(root).terminals, ui_language(ui_lang)
    need_wording(language)
    proposal = proposed(terminals, terminal_id, file, language, asked_day(None))
    if isinstance(proposal, tuple):
        _refuse(proposal, language)
        return
    messages = load_messages(policy_source(), language)
    for note in proposal.notes:
        print(describe(note, messages), file=sys.stderr)
    if not proposal.after:
        print(messages["intake_same"]["what"])
        return
    folder = f"{terminals.name}/{terminal_id}"
    if proposal.answers is not None:
        _show_files(proposal, folder, messages["intake_new_file"]["what"])
    else:
        for line in summary(proposal.changes, intake_words(language)):
            print(visible(line))
        if diff:
            show_diff(folder, proposal.before, proposal.after)
    if dry_run or not (yes or agreed_to(messages["intake_ask"])):
        print(messages["intake_not_written"]["what"])
        return
    kept = store_facts(terminals, terminal_id, proposal, stamp())
    if isinstance(kept, Problem):
        _refuse((kept,), language)
    print(messages["intake_written"]["what"].format(count=len(proposal.after)))
    if kept:
        print(messages["intake_backup"]["what"].format(backup=kept))
    print(as_called(messages["intake_next"]["what"].format(id=terminal_id)))


def _show_files(proposal: Proposal, folder: str, new_file: str) -> None:
    for name, text in proposal.after.items():
        print(new_file.format(name=f"{folder}/{name}", count=text.count("\n")))


def _refuse(problems: tuple[Problem, ...], language: str) -> None:
    report(problems, language)
    raise typer.Exit(1)
