"""Model stage: backups per target and how they were proved to be usable."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..audience import CONTROLLED
from ..base import (
    BackupRef,
    Choice,
    Controlled,
    Count,
    Day,
    Days,
    Facts,
    Flag,
    ForFew,
    Hours,
    Id,
    Months,
    PersonRef,
    SiteRef,
    SystemRef,
    Text,
    TextOrNone,
)
from .kinds import BackupTarget, Environment, Isolation


class Retention(Facts):
    generations: Annotated[Count, CONTROLLED]
    oldest_days: Annotated[Days, CONTROLLED]


class BackupLocation(Facts):
    place: Controlled
    medium: ForFew
    site: SiteRef | None = None
    isolation: Annotated[Choice[Isolation], CONTROLLED]


class Backup(Facts):
    id: Id
    name: Text
    target: Choice[BackupTarget]
    environment: Choice[Environment] = Environment.PRODUCTION
    systems: tuple[SystemRef, ...] = Field(min_length=1)
    method: ForFew
    frequency_hours: Hours
    acceptable_loss_hours: Hours
    retention: Retention
    locations: tuple[BackupLocation, ...] = Field(min_length=1)
    reachable_from_tos: Flag
    restore_hours: Hours


class BackupPlan(Facts):
    manager: PersonRef
    loss_window_considered: Flag
    latency_considered: Flag
    clean_copy_identified: Flag
    clean_copy: ForFew
    longterm_considered: Flag
    dev_eval_exclusion_reason: TextOrNone | None = None
    oldest_at_least_days: Days = 21
    restore_test_months: Months


class RestoreTest(Facts):
    held_on: Day
    backups: tuple[BackupRef, ...] = Field(min_length=1)
    minutes: Count
    malware_scan: Text
    linkage: Text
    result: Text
    conducted_by: PersonRef
