"""Door 1: the command line: arguments, printing, exit codes; what is done stands in `pipeline`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from quaybook import __version__
from quaybook.cli.build import build, serve
from quaybook.cli.check import check
from quaybook.cli.coverage import coverage
from quaybook.cli.deadlines import deadlines
from quaybook.cli.gaps import gaps
from quaybook.cli.init import init
from quaybook.cli.intake import intake
from quaybook.cli.new import new
from quaybook.cli.options import UiLang
from quaybook.cli.practice.drill import drill
from quaybook.cli.practice.record import record
from quaybook.cli.schema import schema
from quaybook.cli.speech import load_speech, said, say_what_the_console_can
from quaybook.cli.upgrade import upgrade
from quaybook.cli.usage import WRONG_USAGE, SpokenCommand, SpokenGroup, run
from quaybook.environment import ui_language
from quaybook.facts.version import FACTS_VERSION

app = typer.Typer(cls=SpokenGroup, add_completion=False, pretty_exceptions_enable=False)
for _command in (build, check, coverage, deadlines, gaps, init, new, record, schema, serve, upgrade):
    app.command(cls=SpokenCommand, help=said(f"command.{_command.__name__}"))(_command)
app.add_typer(intake, name="intake")
app.add_typer(drill, name="drill")


Version = Annotated[bool, typer.Option("--version", help=said("option.version"))]


@app.callback(help=said("command.quaybook"), invoke_without_command=True)
def quaybook(context: typer.Context, version: Version = False, ui_lang: UiLang = None) -> None:
    """What stands before a command: the language. Without a command, how to write one."""
    if version:
        speech = load_speech(ui_language(ui_lang))
        print(speech("version", version=__version__, facts=FACTS_VERSION))
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(WRONG_USAGE)


def main() -> None:
    """Entry point of the command `quaybook`."""
    say_what_the_console_can()
    sys.exit(run(app))
