"""Door 1, `quaybook upgrade`: facts of an earlier version of the kit rewritten for this one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from quaybook.cli.options import Root, UiLang, agreed_to, need_wording, report, show_diff
from quaybook.cli.speech import as_called, said
from quaybook.environment import stamp, ui_language
from quaybook.files.facts_backup import write_facts
from quaybook.intake.shapes import shape
from quaybook.pipeline import Workspace, unknown_terminal
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.upgrade.undecided import TODO
from quaybook.upgrade.upgrade import Upgrade, upgrades
from quaybook.wording.fact_words import labels
from quaybook.wording.words import Words, load_messages, load_words

Id = Annotated[str, typer.Argument(metavar="ID", help=said("option.upgrade_id"))]
Yes = Annotated[bool, typer.Option("--yes", help=said("option.upgrade_yes"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=said("option.dry_run"))]


def upgrade(
    terminal_id: Id, yes: Yes = False, dry_run: DryRun = False, root: Root = Path(), ui_lang: UiLang = None
) -> None:
    """Rewrite the facts of a terminal, and of the folders that it inherits from, for this version of the kit."""
    workspace, language = Workspace(root), ui_language(ui_lang)
    need_wording(language)
    found, problems = _found(workspace, terminal_id)
    if problems:
        report(problems, language)
        raise typer.Exit(1)
    messages = load_messages(policy_source(), language)
    if not found:
        print(messages["upgrade_nothing"]["what"].format(id=terminal_id))
        return
    for each in found:
        show_diff(f"{workspace.terminals.name}/{each.folder}", each.before, each.after)
    for problem in _undecided(workspace, found, language):
        print(describe(problem, messages))
    if dry_run or not (yes or agreed_to(messages["upgrade_ask"])):
        print(messages["intake_not_written"]["what"])
        return
    _write(workspace, found, language)
    print(as_called(messages["intake_next"]["what"].format(id=terminal_id)))


def _found(workspace: Workspace, terminal_id: str) -> tuple[tuple[Upgrade, ...], tuple[Problem, ...]]:
    if unknown := unknown_terminal(workspace, terminal_id):
        return (), (unknown,)
    return upgrades(workspace.terminals, terminal_id)


def _undecided(workspace: Workspace, found: tuple[Upgrade, ...], language: str) -> list[Problem]:
    """What somebody has to decide, each at its first line."""
    words, _ = load_words(policy_source(), language)
    separator = words("list_separator")
    made = []
    for each in dict.fromkeys(place for upgrade in found for place in upgrade.undecided):
        code, values = each.code, {key: text.replace("\n", separator) for key, text in each.values}
        if code == TODO and (choices := _choices(each.fact, words)):
            code, values["expected"] = "upgrade_undecided_choice", choices
        values["lines"] = separator.join(map(str, each.lines))
        first = each.lines[0] if each.lines else 0
        made.append(Problem.at(code, f"{workspace.terminals.name}/{each.file}", first, each.fact, **values))
    return made


def _choices(fact: str, words: Words) -> str:
    """The values that may be written, each with what it is called; empty where anything may."""
    found = shape(tuple(re.findall(r"\w+", fact)))
    if found is None or found.vocabulary is None:
        return ""
    told = (words("value_called", value=value, label=label) for value, label in labels(words, found.vocabulary).items())
    return words("list_separator").join(told)


def _write(workspace: Workspace, found: tuple[Upgrade, ...], language: str) -> None:
    messages, moment = load_messages(policy_source(), language), stamp()
    for each in found:
        kept = write_facts(workspace.terminals / each.folder, each.after, moment)
        if isinstance(kept, Problem):
            report((kept,), language)
            raise typer.Exit(1)
        print(messages["intake_written"]["what"].format(count=len(each.after)))
        if kept:
            print(messages["intake_backup"]["what"].format(backup=kept))
