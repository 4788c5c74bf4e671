"""Door 1, `quaybook init`: a private workspace for a terminal's facts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quaybook.cli.options import UiLang, report
from quaybook.cli.speech import said
from quaybook.environment import ui_language
from quaybook.intake.new.workspace_files import init_workspace
from quaybook.intake.new.workspace_kit import find_kit
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

Folder = Annotated[Path, typer.Argument(metavar="DIR", help=said("option.init_dir"))]
KitFile = Annotated[Path | None, typer.Option("--kit", metavar=said("metavar.wheel"), help=said("option.kit"))]


def init(folder: Folder, kit: KitFile = None, ui_lang: UiLang = None) -> None:
    """Make a private workspace in an empty folder."""
    language = ui_language(ui_lang)
    found = find_kit(kit)
    made = found if isinstance(found, Problem) else init_workspace(folder, found)
    if isinstance(made, Problem):
        report([made], language)
        raise typer.Exit(1)
    told = load_messages(policy_source(), language)["init_made"]
    print(told["what"].format(folder=folder, count=len(made)))
    print(told["fix"])
