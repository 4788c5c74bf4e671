"""Assessment stage, remarks: a second system or a copy that stands where the first one does.

What burns or floods the one takes the other; whether that is meant, only the terminal knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied
from quaybook.model.base import Todo, is_one_of
from quaybook.model.groups.kinds import Environment, Isolation

_APART = (Isolation.OFFLINE, Isolation.IMMUTABLE, Isolation.SEPARATE_NETWORK)


def _standby(t: Reading) -> Remarks:
    """A standby at the site of the systems on which the most work rests."""
    first = _first(t)
    sites = {system.part.site for system in first}
    if len(sites) != 1 or any(isinstance(site, Todo) for site in sites):
        return
    for standby in _standbys(t):
        if isinstance(standby.part.site, str) and standby.part.site in sites:
            facts = at(standby, "site"), *(at(system, "site") for system in first)
            yield denied("standby_at_same_site", *facts, site=_name(t, standby.part.site))


def _first(t: Reading) -> list[Reading]:
    """The systems in production that serve the most areas, which the TOS does, where a site is told of them."""
    working = _working(t)
    most = max((len(s.part.areas) for s in working), default=0)
    return [s for s in working if most and len(s.part.areas) == most and s.part.site is not None]


def _working(t: Reading) -> list[Reading]:
    return [s for s in t.entries("systems") if is_one_of(s.part.environment, Environment.PRODUCTION)]


def _standbys(t: Reading) -> Iterator[Reading]:
    yield Reading(t.part.standby, t.today, at(t, "standby"))
    for entry in (*t.entries("systems"), *t.entries("servers")):
        if is_one_of(entry.part.environment, Environment.STANDBY):
            yield entry


def _copies(t: Reading) -> Remarks:
    """A copy that is to outlast its systems and stands beside them, and none elsewhere; one off the network, always."""
    for backup in t.entries("backups"):
        systems = [s for s in _working(t) if s.part.id in _ids(backup.part.systems)]
        sites = {s.part.site for s in systems if s.part.site is not None}
        if any(isinstance(site, Todo) for site in sites):
            continue
        copies = backup.entries("locations")
        beside = [c for c in copies if isinstance(c.part.site, str) and c.part.site in sites]
        for copy in beside:
            kinds = _APART if len(beside) == len(copies) else (Isolation.OFFLINE,)
            if is_one_of(copy.part.isolation, *kinds):
                near = (at(s, "site") for s in systems if s.part.site == copy.part.site)
                facts = at(copy, "site"), at(copy, "isolation"), *near
                yield denied("copy_at_same_site", *facts, place=copy.part.place, site=_name(t, copy.part.site))


def _ids(named: tuple[object, ...]) -> list[str]:
    return [each for each in named if isinstance(each, str)]


def _name(t: Reading, site: str) -> str:
    names = {each.id: each.name for each in t.part.sites}
    return names[site] if isinstance(names.get(site), str) else site


SITES: tuple[Remarker, ...] = (_standby, _copies)
