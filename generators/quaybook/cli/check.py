"""Door 1, `quaybook check`: what is wrong with the facts and texts of terminals, and what is to be done about them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from quaybook.cli.many import FAULT, Jobs, Shard, asked_terminals, processes
from quaybook.cli.options import Ids, Root, Today, UiLang, asked_day, need_wording, report
from quaybook.cli.speech import as_called, print_json, said
from quaybook.cli.usage import PROGRAM, WrongUsageError
from quaybook.documents.coverage import weak_passages
from quaybook.documents.paper.shortage import stock_remarks
from quaybook.environment import ui_language
from quaybook.jobs import Step, each_done
from quaybook.law.load import load_law
from quaybook.model.data.form import FormData
from quaybook.model.document import Passage
from quaybook.pipeline import Prepared, Workspace, overridden, prepare, unknown_terminal
from quaybook.problems import Problem
from quaybook.reports import check_formats
from quaybook.reports import explain as explain_report
from quaybook.reports.asked import asked_people, is_known, only_for, unknown_person
from quaybook.reports.check import CheckReport
from quaybook.reports.check_formats import Checked
from quaybook.reports.explanations import explained
from quaybook.reports.languages import language_counts, language_lines
from quaybook.reports.law import law_lines, law_views
from quaybook.reports.overrides import override_lines, weak_lines
from quaybook.resources import policy_source
from quaybook.wording.fact_words import FactWords
from quaybook.wording.words import Words, load_messages, load_words

FEW = 6


class CheckFormat(StrEnum):
    """How what was found is printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"


Format = Annotated[CheckFormat, typer.Option("--format", help=said("option.check_format"))]
Strict = Annotated[bool, typer.Option("--strict", help=said("option.strict"))]
Whole = Annotated[bool, typer.Option("--all", help=said("option.whole"))]
AskedOf = Annotated[str | None, typer.Option("--for", metavar=said("metavar.person"), help=said("option.asked_of"))]
Explain = Annotated[
    list[str] | None, typer.Option("--explain", metavar=said("metavar.key"), help=said("option.explain"))
]


def check(
    ids: Ids = None,
    root: Root = Path(),
    format: Format = CheckFormat.TEXT,
    strict: Strict = False,
    whole: Whole = False,
    asked_of: AskedOf = None,
    explain: Explain = None,
    jobs: Jobs = None,
    shard: Shard = None,
    today: Today = None,
    ui_lang: UiLang = None,
) -> None:
    """Check facts, templates, references and coverage of terminals, and list what is to be done."""
    workspace, language = Workspace(root), ui_language(ui_lang)
    words, _ = load_words(policy_source(), language)
    if explain:
        if format not in (CheckFormat.TEXT, CheckFormat.JSON):
            raise WrongUsageError("format_not_explained", f"{PROGRAM} check", came=format.value)
        need_wording(language)
        raise typer.Exit(_explained(workspace, ids, explain, format, words, language))
    asked = [
        _CheckRequest(root, name, asked_day(today), language, whole, asked_of)
        for name in asked_terminals(workspace, ids, False, shard)
    ]
    # Few are checked sooner than other processes begin.
    at_once = processes(jobs) if jobs or len(asked) > FEW else 0
    done = list(each_done(_checked, asked, at_once, lambda *_: None))
    if faults := [each for each in done if each.crash]:
        sys.stderr.write("".join(each.crash for each in faults))
        print(said("built.fault", names=", ".join(each.asked.terminal for each in faults)), file=sys.stderr)
    order = {each: number for number, each in enumerate(asked)}
    checked = [each.result for each in sorted(done, key=lambda each: order[each.asked]) if each.result]
    _print(checked, format, words, language, root)
    if unknown := _unknown_person(asked_of, checked):
        report([unknown], language)
    wrong = unknown is not None or any(each.problems or (strict and each.remarks) for each in checked)
    raise typer.Exit(FAULT if faults else 1 if wrong else 0)


@dataclass(frozen=True)
class _CheckRequest:
    root: Path
    terminal: str
    day: date | None
    language: str
    whole: bool
    asked_of: str | None


def _checked(request: _CheckRequest, _: Step) -> Checked:
    """One terminal checked: a piece of work for any process."""
    workspace, name, language = Workspace(request.root), request.terminal, request.language
    words, _problems = load_words(policy_source(), language)
    prepared, problems = prepare(workspace, name, request.day, languages=None)
    stock = stock_remarks(prepared.terminal, _forms(prepared)) if prepared else ()
    made = CheckReport.of(prepared.judged, words, language, request.whole, stock) if prepared else None
    own = () if request.asked_of is not None else overridden(workspace, name, words, language)
    spoken = language_counts(prepared.sets.values()) if prepared and not problems else ()
    if prepared is None or made is None or request.asked_of is None:
        weak = _weak(prepared) if prepared else ()
        law = law_views(load_law(policy_source())[0], made.about.today, language) if made else ()
        return Checked(name, problems, made, own, spoken, weak=weak, law=law)
    shown = only_for(made, prepared.terminal, request.asked_of)
    known = bool(shown.remarks) or is_known(prepared.terminal, request.asked_of)
    return Checked(name, problems, shown, own, spoken, None if known else asked_people(made))


def _forms(prepared: Prepared) -> Mapping[str, FormData]:
    """What is filled in on the terminal's forms, by their ids."""
    documents = (document for each in prepared.sets.values() for document in each.documents)
    data = {document.spec.id: document.data.get("form") for document in documents}
    return {name: form for name, form in data.items() if isinstance(form, FormData)}


def _weak(prepared: Prepared) -> tuple[tuple[Passage, str], ...]:
    """What the terminal's own texts leave open; the kit's are looked at by its tests."""
    weak = {language: prepared.words[language].many("passage.weak") for language in prepared.sets}
    found = (each for language, made in prepared.sets.items() for each in weak_passages(made.rows, weak[language]))
    return tuple(each for each in found if not each[0].source.startswith(f"{policy_source().name}/"))


def _unknown_person(asked_of: str | None, checked: list[Checked]) -> Problem | None:
    """The problem with a name that none of the terminals knows."""
    others = [each.others for each in checked if each.report]
    if asked_of is None or not others or any(each is None for each in others):
        return None
    return unknown_person(asked_of, [name for each in others for name in each or ()])


def _print(checked: list[Checked], format: CheckFormat, words: Words, language: str, root: Path) -> None:
    messages, prefix = load_messages(policy_source(), language), _prefix(root)
    match format:
        case CheckFormat.JSON:
            print_json(check_formats.data(checked, messages))
        case CheckFormat.GITLAB:
            print_json(check_formats.gitlab(checked, messages, prefix))
        case CheckFormat.GITHUB:
            for line in check_formats.github(checked, messages, words, prefix):
                print(line)
        case CheckFormat.TEXT:
            report(dict.fromkeys(problem for each in checked for problem in each.problems), language)
            _print_text(checked, messages, words)


def _print_text(checked: list[Checked], messages: Mapping[str, Mapping[str, str]], words: Words) -> None:
    if fine := ", ".join(each.id for each in checked if not each.problems):
        print(messages["all_fine"]["what"].format(names=fine))
    for each in checked:
        own = (override_lines(each.overrides, words), weak_lines(each.weak, words))
        head = (*own, language_lines(each.languages, words))
        for part in (*head, each.report.lines(words) if each.report else ()):
            if lines := tuple(part):
                print("", *map(as_called, lines), sep="\n")
    # What the kit says is the same for all of them.
    if lines := tuple(law_lines(dict.fromkeys(view for each in checked for view in each.law), words)):
        print("", *lines, sep="\n")


def _prefix(root: Path) -> str:
    """What leads from here to the workspace; a CI looks for files from the folder in which it runs."""
    way = Path(os.path.relpath(root)).as_posix()
    return "" if way == "." else f"{way}/"


def _explained(
    workspace: Workspace, ids: list[str] | None, keys: list[str], format: CheckFormat, words: Words, language: str
) -> int:
    """Prints where the facts named come from; the exit code."""
    problems: list[Problem] = []
    found: dict[str, list[dict[str, object]]] = {}
    for name in ids or workspace.ids() or ("",):
        if unknown := unknown_terminal(workspace, name):
            problems.append(unknown)
            continue
        made, wrong = explained(workspace.terminals, name, keys, words, FactWords(policy_source(), language))
        problems += wrong
        found[name] = [explain_report.data(each) for each in made]
        for each in made if format != CheckFormat.JSON else ():
            print("\n".join((*explain_report.lines(each, name, words), "")))
    if format == CheckFormat.JSON:
        print_json(found)
    report(dict.fromkeys(problems), language)
    return 1 if problems else 0
