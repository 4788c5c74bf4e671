"""Assessment stage, remarks: systems, backups, media and versions whose facts do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied, is_own, number
from quaybook.assessment.remarks.tables.reach import reach
from quaybook.assessment.remarks.tables.rows import signs
from quaybook.assessment.remarks.tables.sameness import first_word_in, plain
from quaybook.facts.positions import KeyPath
from quaybook.model.base import Todo
from quaybook.model.groups.kinds import Factor

_HOURS_A_DAY = 24
_ABOUT_MEDIA = ("plan[].interim", "exceptions[].compensating", "unmanaged_devices[].decision")


def _recovery_order(t: Reading) -> Remarks:
    """A system whose turn comes first and which may be away longer than one whose turn comes later."""
    own = [s for s in t.entries("systems") if is_own(s)]
    known = [s for s in own if number(s.part.recovery_order) is not None and number(s.part.rto_hours) is not None]
    for system in known:
        later = [s for s in known if s.part.recovery_order > system.part.recovery_order]
        sooner = [s for s in later if s.part.rto_hours < system.part.rto_hours]
        if sooner:
            other = min(sooner, key=lambda s: s.part.rto_hours)
            values = {"order": system.part.recovery_order, "target": system.part.rto_hours}
            facts = at(system, "rto_hours"), at(other, "rto_hours"), at(system, "recovery_order")
            told = {"other": other.name, "other_order": other.part.recovery_order, "sooner": other.part.rto_hours}
            yield denied("earlier_turn_later_back", *facts, **values, **told)


def _generations(t: Reading) -> Remarks:
    """Fewer generations, at the longest interval that is told of them, than the oldest is days old."""
    for backup in t.entries("backups"):
        kept, oldest = number(backup.part.retention.generations), number(backup.part.retention.oldest_days)
        interval = number(backup.part.frequency_hours)
        if kept is None or oldest is None or interval is None:
            continue
        reached = kept * max(interval, _told_interval(backup.part.method)) / _HOURS_A_DAY
        if oldest > reached:
            keys = "retention.oldest_days", "retention.generations", "frequency_hours"
            values = {"oldest": oldest, "kept": kept, "reached": round(reached, 1)}
            yield denied("oldest_beyond_generations", *(at(backup, key) for key in keys), **values)


def _told_interval(method: object) -> float:
    """The longest interval between generations that the text tells; 0 if it tells none."""
    told = (cycle.hours for cycle in signs().cycles if isinstance(method, str) and first_word_in(method, cycle.words))
    return max(told, default=0)


def _version(t: Reading) -> Remarks:
    """A version that is not that of the last revision."""
    control, revisions = t.part.document_control, t.entries("document_control.revisions")
    dated = [each for each in revisions if isinstance(each.part.revised_on, date)]
    if len(dated) < len(revisions) or not isinstance(control.version, str):
        return
    last = max(dated, key=lambda each: each.part.revised_on)
    if isinstance(last.part.version, str) and plain(last.part.version) != plain(control.version):
        facts = at(t, "document_control.version"), at(last, "version")
        yield denied("version_differs", *facts, version=control.version, last=last.part.version)


def _media(t: Reading) -> Remarks:
    """Media that are to be examined on a terminal with which the TOS is used."""
    names = [*_tos_terminals(t)]
    for fact, text in (*_isolated_name(t), *_about_media(t)):
        for name in names:
            if plain(name) in plain(text):
                yield denied("media_checked_on_tos_terminal", fact, name=name)


def _isolated_name(t: Reading) -> Iterator[tuple[KeyPath, str]]:
    """What the terminal for examining is called, where it is said to be apart."""
    terminal = t.part.removable_media.check_terminal
    if terminal is not None and terminal.isolated is True and isinstance(terminal.name, str):
        yield at(t, "removable_media.check_terminal.name"), terminal.name


def _about_media(t: Reading) -> Iterator[tuple[KeyPath, str]]:
    for path in _ABOUT_MEDIA:
        for fact, text in reach(t, path):
            if isinstance(text, str) and first_word_in(text, signs().media):
                yield fact, text


def _tos_terminals(t: Reading) -> Iterator[str]:
    for each in t.part.endpoints:
        name, use = each.name, each.use
        known = isinstance(name, str) and isinstance(use, str)
        if known and first_word_in(use, signs().of_tos) and not first_word_in(use, signs().unlinked):
            yield name


def _factors(t: Reading) -> Remarks:
    """A password in use that is not among the factors."""
    logins = [(way, "auth_factors") for way in t.entries("remote_access.ways")]
    for login, factors in (*logins, (t, "admin_auth.factors")):
        used = "password.used" if login is not t else "admin_auth.password.used"
        known = not any(isinstance(each, Todo) for each in login.value(factors))
        if known and login.value(used) is True and Factor.KNOWLEDGE not in login.value(factors):
            yield denied("password_without_factor", at(login, used), at(login, factors))


SYSTEMS: tuple[Remarker, ...] = (_factors, _recovery_order, _generations, _version, _media)
