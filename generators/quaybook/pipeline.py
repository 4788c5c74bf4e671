"""The whole flow on one screen: load → check → render → write. Nothing is written before all is checked."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from quaybook.documents.assemble import Assembler, DocumentSet
from quaybook.documents.library import Root, load_library, load_requirements
from quaybook.documents.words import Words, load_words
from quaybook.facts.folder import load_folder, terminal_ids
from quaybook.model.build import build_terminal, plan_problems
from quaybook.model.requirement import RequirementSet
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem, in_order
from quaybook.resources import policy_source


@dataclass(frozen=True)
class Workspace:
    """A folder with `terminals/`: a checkout of the kit, or a terminal's private repository."""

    root: Path

    @property
    def terminals(self) -> Path:
        return self.root / "terminals"

    def ids(self) -> tuple[str, ...]:
        return terminal_ids(self.terminals)


@dataclass(frozen=True)
class Prepared:
    """One terminal, checked: its facts and its document sets by language."""

    id: str
    terminal: Terminal
    words: dict[str, Words]
    catalogue: RequirementSet
    sets: dict[str, DocumentSet]


def ui_language(asked: str | None) -> str:
    """The language of messages: as asked, else by the locale, which need not be installed."""
    named = (os.environ.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = asked or next(filter(None, named), None) or locale.getlocale()[0] or "en"
    return "ja" if name.lower().startswith("ja") else "en"


def prepare(
    workspace: Workspace, terminal_id: str, languages: Iterable[str] = ("ja",)
) -> tuple[Prepared | None, tuple[Problem, ...]]:
    """What outputs need of one terminal, and every problem. While there is one, nothing may be written."""
    if not workspace.ids():
        return None, (Problem.at("no_terminals", str(workspace.terminals)),)
    if terminal_id not in workspace.ids():
        known = ", ".join(workspace.ids())
        return None, (Problem.at("unknown_terminal", str(workspace.terminals.name), came=terminal_id, known=known),)
    source = policy_source()
    facts = load_folder(workspace.terminals, terminal_id)
    terminal, problems = build_terminal(facts)
    overrides = f"{workspace.terminals.name}/{terminal_id}/overrides"
    library = load_library((Root(workspace.root / overrides, overrides), Root(source, source.name)))
    catalogue, catalogue_problems = load_requirements(source)
    found = [*problems, *library.problems, *catalogue_problems]
    if terminal is None or catalogue is None:
        return None, in_order(found)
    found += plan_problems(terminal, facts, catalogue.by_id())
    words, sets = {}, {}
    for language in languages:
        words[language], word_problems = load_words(source, language)
        assembler = Assembler(terminal, words[language], library, catalogue)
        sets[language] = assembler.assemble(language)
        found += [*word_problems, *assembler.problems]
    return Prepared(terminal_id, terminal, words, catalogue, sets), in_order(found)
