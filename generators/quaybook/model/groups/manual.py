"""Model stage: how the terminal works by hand: areas and their parts, snapshot, stock, loads, typists.

Apart from the plans in `continuity`, as every printed sheet of a shift is made from these alone.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import STAFF
from ..base import (
    Choice,
    Count,
    Facts,
    Flag,
    Hours,
    PersonRef,
    SureCount,
    Text,
    TextOrNone,
    Todo,
    is_one_of,
)
from .contents import SnapshotList
from .kinds import Area
from .plans import Method, Mode


class WorkPart(Facts):
    """A part of a work area that goes on, or stops, otherwise than the rest."""

    name: Text
    mode: Choice[Mode]
    work: Text
    capacity_per_hour: Count | None = None


class WorkArea(Facts):
    area: Area
    mode: Choice[Mode]
    parts: tuple[WorkPart, ...] = ()
    start_rule: Text
    responsible: PersonRef
    staffing: Text
    experienced: tuple[PersonRef, ...] = ()
    capacity_per_hour: Count
    capacity_unit: Text
    max_hours: Hours
    steps: tuple[Text, ...] = Field(min_length=3)
    forms: tuple[Text, ...] = ()
    stop_rule: Text
    hand_back: Text
    tos_down: Text
    naccs_down: Text
    both_down: Text

    @property
    def modes(self) -> tuple[Mode | Todo, ...]:
        """How each of its parts goes on; they are the whole of it, where it has any."""
        return tuple(part.mode for part in self.parts) or (self.mode,)

    @property
    def stops(self) -> bool:
        """Whether all of it is known to stop."""
        return all(is_one_of(mode, Mode.STOP) for mode in self.modes)


class PrintedList(Facts):
    """One printout that lies ready, and the lists that can be read from it."""

    name: Text
    covers: tuple[Choice[SnapshotList], ...] = ()


class Snapshot(Facts):
    interval_hours: Hours
    contents: tuple[PrintedList, ...] = Field(min_length=1)
    places: tuple[Text, ...] = Field(min_length=1)
    copies: Count
    method: Text
    responsible: PersonRef


class FormStock(Facts):
    """Blank sheets of a form that lie ready, each copy counted, and the serial number with which printing goes on.

    `rows` is how many boxes or trucks one sheet takes; the form itself shows that, so nobody has to say it.
    """

    form: Text
    sheets: Count
    rows: Count | None = None
    next_number: SureCount | None = None


class Shift(Facts):
    """A crew that takes its turn; how many of it have worked by hand decides what can go on at night."""

    name: Text
    experienced: Count


class Load(Facts):
    """What stands in the yard and what comes to it, from which it is reckoned how long work by hand lasts."""

    yard_slots_teu: Count
    yard_stock_teu: Count
    forty_foot_percent: Count
    yard_teams: Count
    cranes: Count
    discharge_per_ship: Count
    ship_every_hours: Hours
    gate_per_day: Count
    gate_hours: Hours
    rehandling_percent: Count
    reefer_plugs: Count
    reefer_stock: Count
    reefer_round_hours: Hours


class TypingTeam(Facts):
    """Who types the papers into the systems afterwards, in pairs of whom one reads, and how fast."""

    responsible: PersonRef
    members: tuple[PersonRef, ...] = Field(min_length=2)
    pairs: Count
    entries_per_hour: Count


class Manual(Facts):
    need_assessed: Flag
    volume_considered: Flag
    volume_basis: Text
    needed: Annotated[Flag, STAFF]
    methods: tuple[Choice[Method], ...] = ()
    paper_orders: Flag
    experienced_staff: Count
    shifts: tuple[Shift, ...] = ()
    assumes_all_manual: Flag
    procedure: Flag
    snapshot: Snapshot
    queue_rule: Text
    yard_full_percent: Count
    yard_full_rule: Text
    supplies: tuple[Text, ...] = Field(min_length=1)
    form_stock: tuple[FormStock, ...] = ()
    boxes_per_ship: Count | None = None
    load: Load | None = None
    typing: TypingTeam | None = None
    messages_to_resend: tuple[Text, ...] = ()
    free_time_rule: Text | None = None
    limits: TextOrNone
    areas: tuple[WorkArea, ...] = Field(min_length=7)
