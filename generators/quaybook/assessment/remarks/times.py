"""Assessment stage, remarks: lengths of time that deny each other: recovery, loss, work by hand."""

from __future__ import annotations

from collections.abc import Iterator

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied, is_own, number
from quaybook.model.base import Todo, has_one, is_one_of
from quaybook.model.groups.kinds import BackupTarget, Environment
from quaybook.model.groups.plans import Mode

MINUTES = 60
# Their recovery keeps nobody from working.
_LOGS = (BackupTarget.SYSTEM_LOG, BackupTarget.ACCESS_LOG)


def _systems(t: Reading, ids: tuple[object, ...]) -> Iterator[tuple[Reading, float]]:
    """The systems named, with the hours in which each shall be back, where these are known."""
    for system in t.entries("systems"):
        hours = number(system.part.rto_hours)
        if system.part.id in [i for i in ids if isinstance(i, str)] and hours is not None:
            yield system, hours


def _restore_and_target(t: Reading) -> Remarks:
    for backup in t.entries("backups"):
        restore = number(backup.part.restore_hours)
        if restore is None or is_one_of(backup.part.target, *_LOGS):
            continue
        for system, target in _systems(t, backup.part.systems):
            if _alike(system, backup) and restore > target:
                facts = at(system, "rto_hours"), at(backup, "restore_hours")
                values = {"backup": backup.name, "restore": restore, "target": target}
                yield denied("restore_beyond_target", *facts, **values)


def _alike(system: Reading, backup: Reading) -> bool:
    known = is_one_of(backup.part.environment, *Environment)
    return known and is_one_of(system.part.environment, backup.part.environment)


def _test_and_target(t: Reading) -> Remarks:
    """A trial restore that took longer than any of the systems in it may be away."""
    of = {backup.id: backup.systems for backup in t.part.backups}
    for test in t.entries("restore_tests"):
        minutes, named = number(test.part.minutes), test.part.backups
        if minutes is None or any(isinstance(name, Todo) for name in named):
            continue
        systems = {system for name in named for system in of[name]}
        found = list(_systems(t, tuple(systems)))
        if len(found) == len(systems) > 0 and minutes > MINUTES * max(target for _, target in found):
            system, target = max(found, key=lambda pair: pair[1])
            values = {"took": minutes / MINUTES, "system": system.name, "target": target}
            yield denied("test_beyond_target", at(test, "minutes"), at(system, "rto_hours"), **values)


def _test_and_restore(t: Reading) -> Remarks:
    """The latest trial of one backup alone that took longer than is said of it."""
    for backup in t.entries("backups"):
        alone = [x for x in t.entries("restore_tests") if _tests_only(x, backup.part.id)]
        timed = [x for x in alone if number(x.part.minutes) is not None and not isinstance(x.part.held_on, Todo)]
        restore = number(backup.part.restore_hours)
        if not timed or restore is None:
            continue
        last = max(timed, key=lambda test: test.part.held_on)
        if last.part.minutes > MINUTES * restore:
            facts = at(backup, "restore_hours"), at(last, "minutes")
            yield denied("test_beyond_restore", *facts, restore=restore, took=last.part.minutes / MINUTES)


def _tests_only(test: Reading, backup: str) -> bool:
    named = test.part.backups
    return len(named) == 1 and isinstance(named[0], str) and named[0] == backup


def _interval_and_loss(t: Reading) -> Remarks:
    for backup in t.entries("backups"):
        interval, loss = number(backup.part.frequency_hours), number(backup.part.acceptable_loss_hours)
        if interval is not None and loss is not None and interval > loss:
            facts = at(backup, "frequency_hours"), at(backup, "acceptable_loss_hours")
            yield denied("interval_beyond_loss", *facts, interval=interval, loss=loss)


def _lists_and_loss(t: Reading) -> Remarks:
    """Lists printed more rarely than even the most patient of the data that change may be lost."""
    dynamic = [b for b in t.entries("backups") if is_one_of(b.part.target, BackupTarget.DYNAMIC_DATA)]
    accepted = [(hours, b) for b in dynamic if (hours := number(b.part.acceptable_loss_hours)) is not None]
    interval = number(t.part.manual.snapshot.interval_hours)
    if not accepted or len(accepted) < len(dynamic) or interval is None:
        return
    loss, backup = max(accepted, key=lambda pair: pair[0])
    if interval > loss:
        facts = at(t, "manual.snapshot.interval_hours"), at(backup, "acceptable_loss_hours")
        yield denied("lists_beyond_loss", *facts, interval=interval, loss=loss, backup=backup.name)


def _by_hand_and_target(t: Reading) -> Remarks:
    """Work by hand that ends before even the first system of that work is to be back."""
    own = [s for s in t.entries("systems") if is_own(s)]
    for area in t.entries("manual.areas"):
        serving = [s for s in own if has_one(s.part.areas, area.part.area)]
        timed = [(hours, s) for s in serving if (hours := number(s.part.rto_hours)) is not None]
        lasts = number(area.part.max_hours)
        goes_on = is_one_of(area.part.mode, Mode.MANUAL, Mode.DEGRADED)
        if not goes_on or not timed or len(timed) < len(serving) or lasts is None:
            continue
        first, system = min(timed, key=lambda pair: pair[0])
        if lasts < first:
            facts = at(area, "max_hours"), at(system, "rto_hours")
            yield denied("hand_ends_before_target", *facts, lasts=lasts, system=system.name, target=first)


def _oldest_and_interval(t: Reading) -> Remarks:
    for backup in t.entries("backups"):
        oldest, kept = number(backup.part.retention.oldest_days), number(backup.part.retention.generations)
        interval = number(backup.part.frequency_hours)
        if oldest is None or kept is None or interval is None or kept < 2:
            continue
        if oldest * 24 < interval:
            facts = at(backup, "retention.oldest_days"), at(backup, "frequency_hours")
            yield denied("oldest_within_interval", *facts, oldest=oldest, interval=interval)


TIMES: tuple[Remarker, ...] = (
    _restore_and_target,
    _test_and_target,
    _test_and_restore,
    _interval_and_loss,
    _lists_and_loss,
    _by_hand_and_target,
    _oldest_and_interval,
)
