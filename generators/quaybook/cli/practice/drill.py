"""Door 1, `quaybook drill`: the pack of one drill, and what belongs to drills.

`quaybook drill ID KIT` is what people type, so whatever is none of the group's own commands goes to `make`.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from quaybook.cli.options import Lang, Root, Today, UiLang, asked_day, report
from quaybook.cli.practice.record import record
from quaybook.cli.speech import as_called, said
from quaybook.cli.usage import WRONG_USAGE, SpokenCommand, SpokenGroup
from quaybook.drill import Packed, PackRequest, make_pack
from quaybook.environment import today_from, ui_language
from quaybook.formats.drills.play import Play
from quaybook.law.deadlines import moment
from quaybook.problems import Problem

_MAKE, _HELP, _DATE = "make", "--help", "--date"

Id = Annotated[str, typer.Argument(metavar="ID", help=said("option.drill_id"))]
Kit = Annotated[str, typer.Argument(metavar="KIT", help=said("option.drill_kit"))]
Date = Annotated[str | None, typer.Option(_DATE, metavar=said("metavar.moment"), help=said("option.drill_date"))]
Seed = Annotated[
    int | None, typer.Option("--seed", min=0, metavar=said("metavar.number"), help=said("option.drill_seed"))
]
Minutes = Annotated[
    int | None, typer.Option("--minutes", min=1, metavar=said("metavar.number"), help=said("option.drill_minutes"))
]
Variation = Annotated[
    str | None, typer.Option("--variation", metavar=said("metavar.key"), help=said("option.drill_variation"))
]
Out = Annotated[Path | None, typer.Option("--out", metavar=said("metavar.folder"), help=said("option.drill_out"))]


class _DrillGroup(SpokenGroup):
    """The commands for drills; without one of their names, a pack is made."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        is_named = bool({*args} & {*self.commands}) or _HELP in args[:1]
        return super().parse_args(ctx, args if is_named or not args else [_MAKE, *args])


drill = typer.Typer(cls=_DrillGroup, help=said("command.drill"))


@drill.callback(invoke_without_command=True)
def _drill(context: typer.Context, ui_lang: UiLang = None) -> None:  # noqa: ARG001 - a command takes it over
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(WRONG_USAGE)


@drill.command(_MAKE, cls=SpokenCommand, help=said("command.drill_make"))
def make(
    terminal: Id,
    kit: Kit = "",
    held_on: Date = None,
    seed: Seed = None,
    minutes: Minutes = None,
    variation: Variation = None,
    out: Out = None,
    lang: Lang = None,
    root: Root = Path(),
    today: Today = None,
    ui_lang: UiLang = None,
) -> None:
    """Make the pack of one drill."""
    language = ui_language(ui_lang)
    day, begins = _when(held_on, language)
    request = PackRequest(
        root,
        terminal,
        kit,
        day,
        begins,
        minutes,
        str(seed) if seed is not None else None,
        variation,
        out,
        lang or "ja",
        asked_day(today),
    )
    packed = make_pack(request)
    report(dict.fromkeys(packed.problems), language)
    if packed.problems or packed.play is None:
        raise typer.Exit(1 if kit else WRONG_USAGE)
    _say(packed, packed.play, terminal)


drill.command("record", cls=SpokenCommand, help=said("command.record"))(record)


def _when(written: str | None, language: str) -> tuple[date | None, time | None]:
    """The day, and the minute at which the drill begins if that is written too."""
    if written is None:
        return None, None
    if found := moment(written):
        return found.date(), found.time()
    try:
        return today_from(written), None
    except ValueError:
        report([Problem.at("drill_date", _DATE, came=written)], language)
        raise typer.Exit(1) from None


def _say(packed: Packed, play: Play, terminal: str) -> None:
    assert packed.place is not None
    print(said("packed.files", count=packed.files, path=packed.place.resolve()))
    variation, named = (play.variation.id, f" --variation {play.variation.id}") if play.variation else ("—", "")
    begins = datetime.combine(play.held_on, play.begins).isoformat(timespec="minutes") if play.begins else play.held_on
    values = {"id": terminal, "kit": play.kit.spec.id, "date": begins, "minutes": play.minutes, "seed": play.seed}
    print(as_called(said("packed.again", **values, variation=variation, named=named)))
