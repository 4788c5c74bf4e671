"""Door 1: the command line: arguments, printing, exit codes; what is done stands in `pipeline`."""

from __future__ import annotations

import sys

import typer

from quaybook.cli.build import build
from quaybook.cli.check import check
from quaybook.cli.coverage import coverage
from quaybook.cli.gaps import gaps
from quaybook.cli.init import init
from quaybook.cli.intake import intake
from quaybook.cli.new import new
from quaybook.cli.options import UiLang
from quaybook.cli.schema import schema
from quaybook.cli.speech import said, say_what_the_console_can
from quaybook.cli.upgrade import upgrade
from quaybook.cli.usage import WRONG_USAGE, SpokenCommand, SpokenGroup, run

app = typer.Typer(cls=SpokenGroup, add_completion=False, pretty_exceptions_enable=False)
for _command in (build, check, coverage, gaps, init, new, schema, upgrade):
    app.command(cls=SpokenCommand, help=said(f"command.{_command.__name__}"))(_command)
app.add_typer(intake, name="intake")


@app.callback(help=said("command.quaybook"), invoke_without_command=True)
def quaybook(context: typer.Context, ui_lang: UiLang = None) -> None:  # noqa: ARG001 - a command takes it over
    """What stands before a command: the language. Without a command, how to write one."""
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(WRONG_USAGE)


def main() -> None:
    """Entry point of the command `quaybook`."""
    say_what_the_console_can()
    sys.exit(run(app))
