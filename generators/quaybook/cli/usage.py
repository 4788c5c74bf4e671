"""Door 1, help pages and wrong usage, in the language of the person who asks: the English of Typer ends here.

Typer's copy of click asks gettext for few of its texts, and says pydantic's sentence about a wrong value. So a
help page is written here, and a mistake in the arguments becomes a problem like any other, with a code.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError
from typer.core import TyperCommand, TyperGroup

from quaybook.cli.speech import language_in, said
from quaybook.environment import ui_language
from quaybook.files.refusal import refusal, refused
from quaybook.model.load import near
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.plain_text import columns
from quaybook.wording.words import load_messages

PROGRAM = "quaybook"
WRONG_USAGE, STOPPED = 2, 1
# What only a stream gives without naming a file: the disk, or the window, to which the output goes is full or gone.
_OUTPUT_REFUSED = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE}


class WrongUsageError(Exception):
    """What is wrong with the arguments, and the command whose help page tells how to write them."""

    def __init__(self, code: str, command: str = PROGRAM, **values: str) -> None:
        super().__init__(code)
        self.command, self.problem = command, Problem.at(code, command, 0, "", **values)


def run(app: typer.Typer) -> int:
    """Runs the command line and says what is wrong with it, if anything is; the exit code."""
    messages = load_messages(policy_source(), ui_language(language_in(sys.argv[1:])))
    try:
        code = app(standalone_mode=False) or 0
        sys.stdout.flush()
        return code
    except WrongUsageError as error:
        print(describe(error.problem, messages), file=sys.stderr)
        print(messages["see_help"]["what"].format(command=error.command), file=sys.stderr)
        return WRONG_USAGE
    except typer.Abort:
        print(messages["stopped"]["what"], file=sys.stderr)
        return STOPPED
    except OSError as error:
        if error.filename is not None or error.errno not in _OUTPUT_REFUSED:
            if not refused(error):
                raise
            print(describe(refusal(error, Path()), messages), file=sys.stderr)
            return STOPPED
        _end_output()
        if error.errno != errno.EPIPE:
            problem = Problem.at("output_refused", PROGRAM, detail=error.strerror)
            print(describe(problem, messages), file=sys.stderr)
        return STOPPED


def _end_output() -> None:
    """What is still to be written goes nowhere; else Python tries again at its end, and complains in its own words."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


# Typer keeps the classes of commands' contexts and mistakes to itself, hence `Any` and the names of classes below.
class SpokenCommand(TyperCommand):
    """A command whose help page and mistakes are said in our words."""

    allow_extra_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _refuse_options_as_values(ctx, args)
        try:
            rest = super().parse_args(ctx, args)
        except typer.TyperException as error:
            raise wrong_usage(error, ctx) from error
        if rest:
            raise WrongUsageError("argument_too_many", ctx.command_path, came=" ".join(rest))
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(help_page(self, ctx)))


class SpokenGroup(TyperGroup):
    """The command line as a whole, as above."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            raise wrong_usage(error, ctx) from error

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.commands:
            hint = near(args[0], self.commands)
            raise WrongUsageError("unknown_command", ctx.command_path, came=args[0], near=hint)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(help_page(self, ctx)))


def _refuse_options_as_values(ctx: Any, args: list[str]) -> None:
    """Typer takes what follows an option for its value, even the next option; one that is meant so needs a "="."""
    params = [param for param in ctx.command.get_params(ctx) if param.param_type_name == "option" and not param.is_flag]
    named = {flag: param for param in params for flag in param.opts}
    for flag, following in pairwise(args):
        if flag == "--":
            return
        if flag in named and following.startswith("--"):
            raise WrongUsageError("option_without_value", ctx.command_path, name=flag, help=named[flag].help or "")


def wrong_usage(error: Any, ctx: Any) -> WrongUsageError:
    """The mistake that Typer found, without Typer's sentence."""
    command, params = ctx.command_path, ctx.command.get_params(ctx)
    named = {flag: param for param in params for flag in param.opts}
    match type(error).__name__:
        case "NoSuchOption":
            flags = [flag for flag in named if flag.startswith("-")]
            hint = near(error.option_name, flags)
            return WrongUsageError("unknown_option", command, came=error.option_name, near=hint)
        case "BadOptionUsage":
            param = named[error.option_name]
            code = "option_with_value" if param.is_flag else "option_without_value"
            return WrongUsageError(code, command, name=error.option_name, help=param.help or "")
        case "MissingParameter":
            return WrongUsageError("argument_missing", command, name=_name(error.param), help=error.param.help or "")
    return WrongUsageError(
        "argument_refused", command, name=_name(error.param), came=_came(error), help=error.param.help or ""
    )


def _name(param: Any) -> str:
    return str(param.metavar or param.name if param.param_type_name == "argument" else param.opts[0])


def _came(error: Any) -> str:
    """The value that was refused; where a check of ours refused it, that is its whole message."""
    cause = error.__cause__
    return str(cause.errors()[0]["input"]) if isinstance(cause, ValidationError) else str(error.message)


def help_page(command: SpokenCommand | SpokenGroup, ctx: Any) -> Iterable[str]:
    """How the command is written, what it does, and what can be given to it."""
    params: list[Any] = list(command.get_params(ctx))
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    pieces = [said("usage.options_mark"), *(piece for param in arguments for piece in param.get_usage_pieces(ctx))]
    if isinstance(command, SpokenGroup):
        pieces.append(said("usage.command_mark"))
    yield said("usage.line", line=" ".join((ctx.command_path, *pieces)))
    yield from ("", command.help or "")
    if isinstance(command, SpokenGroup):
        yield from _block("usage.commands", [(name, each.help or "") for name, each in command.commands.items()])
    yield from _block("usage.arguments", [(_name(param), param.help or "") for param in arguments])
    yield from _block("usage.options", [_option(param, ctx) for param in options])


def _option(param: Any, ctx: Any) -> tuple[str, str]:
    if param.name == "help":
        return param.opts[0], said("option.help")
    kind = "" if param.is_flag else f" {param.metavar or param.display_type_rich(ctx).strip('<>')}"
    return "/".join((*param.opts, *param.secondary_opts)) + kind, param.help or ""


def _block(title: str, rows: list[tuple[str, str]]) -> Iterable[str]:
    if rows:
        widest = max(columns(left) for left, _ in rows)
        yield from ("", said(title))
        yield from (f"  {left}{' ' * (widest - columns(left))}  {right}" for left, right in rows)
