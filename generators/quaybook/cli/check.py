"""Door 1, `quaybook check`: what is wrong with the facts and texts of terminals."""

from __future__ import annotations

from pathlib import Path

import typer

from quaybook.cli.options import Ids, Root, Today, UiLang, asked_day, prepared_terminals
from quaybook.documents.words import load_messages
from quaybook.pipeline import ui_language
from quaybook.resources import policy_source


def check(ids: Ids = None, root: Root = Path(), today: Today = None, ui_lang: UiLang = None) -> None:
    """Check facts, templates, references and coverage of terminals."""
    made = prepared_terminals(root, ids, asked_day(today), ui_language(ui_lang))
    if fine := ", ".join(name for name, (_, fine) in made.items() if fine):
        print(load_messages(policy_source(), ui_language(ui_lang))["all_fine"]["what"].format(names=fine))
    raise typer.Exit(0 if all(fine for _, fine in made.values()) else 1)
