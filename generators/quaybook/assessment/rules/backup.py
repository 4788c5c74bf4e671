"""Assessment stage: rules for 3(4) of the report: standby system, targets, frequency, generations, place."""

from __future__ import annotations

from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.catalogue.truth import Truth, every, some
from quaybook.model.base import Todo
from quaybook.model.groups.kinds import BackupTarget, Environment, Isolation

# The report asks for more than one.
GENERATIONS = 2
_APART = (Isolation.OFFLINE, Isolation.IMMUTABLE, Isolation.SEPARATE_NETWORK)
_LOGS = (BackupTarget.SYSTEM_LOG, BackupTarget.ACCESS_LOG)
_PROGRAMS = (Environment.PRODUCTION, Environment.DEV, Environment.EVAL)


def _standby(t: Reading) -> Checks:
    yield t.check("standby_assessed", t.yes("standby.need_assessed"))
    needed = t.no("standby.needed")
    yield t.check("standby_not_needed" if needed else "standby_present", some((needed, t.yes("standby.present"))))


def _taken(t: Reading) -> Checks:
    backups = t.entries("backups")
    named = some(None if isinstance(b.value("target"), Todo) else True for b in backups)
    yield t.check("backups_listed", named, count=len(backups))
    # Taken for an early recovery, and to find the cause: without logs nobody finds it.
    logs = [b.one_of("target", *_LOGS) for b in backups]
    yield t.check("logs_among_backups", some(logs))


def _targets(t: Reading) -> Checks:
    programs = [b for b in t.entries("backups") if b.one_of("target", BackupTarget.SYSTEM_PROGRAM) is not False]
    kept = [b.value("environment" if b.one_of("target", BackupTarget.SYSTEM_PROGRAM) else "target") for b in programs]
    yield t.covers("programs_backed_up", kept, *_PROGRAMS)
    for target in (BackupTarget.DYNAMIC_DATA, BackupTarget.SYSTEM_LOG):
        held = some([b.one_of("target", target) for b in t.entries("backups")])
        yield t.check(f"{target.value}_backed_up", held)


def _frequency(t: Reading) -> Checks:
    yield t.check("loss_window", t.yes("backup_plan.loss_window_considered"))
    backups = t.entries("backups")
    yield from t.missing("backups_listed", backups)
    yield t.each("backup_frequency", backups, lambda b: b.filled("frequency_hours"))


def _generations(t: Reading) -> Checks:
    yield t.check("latency_considered", t.yes("backup_plan.latency_considered"))
    backups = t.entries("backups")
    yield from t.missing("backups_listed", backups)
    yield t.each("backup_generations", backups, lambda b: b.at_least("retention.generations", GENERATIONS))
    least = t.value("backup_plan.oldest_at_least_days")
    yield t.each(
        "backup_oldest", backups, lambda b: b.at_least("retention.oldest_days", least), least=least, kept=_oldest(t)
    )


def _oldest(t: Reading) -> object:
    """The age in days of the oldest copy that the weakest target keeps."""
    kept = [b.retention.oldest_days for b in t.part.backups]
    known = [days for days in kept if not isinstance(days, Todo)]
    return min(known) if known else None


def _isolation(t: Reading) -> Checks:
    backups = t.entries("backups")
    yield from t.missing("backups_listed", backups)
    yield t.each("backup_isolated", backups, _out_of_reach)


def _out_of_reach(backup: Reading) -> Truth:
    apart = (place.one_of("isolation", *_APART) for place in backup.entries("locations"))
    return every((backup.no("reachable_from_tos"), some(apart)))


RULES: dict[str, Rule] = {
    "3-4-0": _standby,
    "3-4-5": _taken,
    "3-4-1": _targets,
    "3-4-2": _frequency,
    "3-4-3": _generations,
    "3-4-4": _isolation,
}
