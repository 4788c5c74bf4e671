"""Door 1: the command line: arguments, printing, exit codes; what is done stands in `pipeline`."""

from __future__ import annotations

import typer

from quaybook.cli.check import check
from quaybook.cli.coverage import coverage
from quaybook.cli.gaps import gaps
from quaybook.cli.schema import schema
from quaybook.cli.speech import said

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
for _command in (check, coverage, gaps, schema):
    app.command(help=said(f"command.{_command.__name__}"))(_command)


def main() -> None:
    """Entry point of the command `quaybook`."""
    app()
