"""Assessment stage, remarks: people, contacts and copies of which there is only one.

What is missing altogether is a gap of a requirement; here stands what is there and has no second.
"""

from __future__ import annotations

from collections.abc import Sequence

from quaybook.assessment.finding import Who
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, single
from quaybook.model.base import NotApplicable, Todo, has_one, is_one_of
from quaybook.model.groups.kinds import Zone
from quaybook.model.groups.plans import Mode

_DESKS = ("info_persons", "inquiry_persons")


def known(values: Sequence[object]) -> list[str] | None:
    """Different ids of a list; None while one of them is not known."""
    if any(isinstance(value, Todo) for value in values):
        return None
    return list(dict.fromkeys(str(value) for value in values))


def _means(t: Reading) -> Remarks:
    """Whoever can be reached in one way only."""
    for entries, code in (("people", "person_one_means"), ("contacts", "contact_one_means")):
        for entry in t.entries(entries):
            if len(entry.part.means) == 1:
                yield single(code, at(entry, "means"), means=entry.part.means[0].kind)
    if len(t.part.contact_points.means) == 1:
        yield single("desk_one_means", at(t, "contact_points.means"), means=t.part.contact_points.means[0].kind)


def _deputies(t: Reading) -> Remarks:
    if not t.part.org.ciso_deputies:
        yield single("ciso_without_deputy", at(t, "org.ciso_deputies"))
    for officer in t.entries("org.officers"):
        if officer.part.deputy is None and not isinstance(officer.part.person, Todo):
            yield single("officer_without_deputy", at(officer, "person"), person=Who((officer.part.person,)))


def _officers(t: Reading) -> Remarks:
    people = known([officer.person for officer in t.part.org.officers])
    if people is not None and len(people) == 1:
        roles = [role for officer in t.part.org.officers for role in officer.roles]
        is_known = not any(isinstance(role, Todo) for role in roles)
        told, values = ("one_officer", {"count": len(roles)}) if is_known else ("one_officer_of_open_roles", {})
        yield single(told, at(t, "org.officers"), person=Who(tuple(people)), **values)


def _desks(t: Reading) -> Remarks:
    for desk in _DESKS:
        people = known(getattr(t.part.contact_points, desk))
        if people is not None and len(people) == 1:
            yield single(f"one_of_{desk}", at(t, f"contact_points.{desk}"), person=Who(tuple(people)))


def _experts(t: Reading) -> Remarks:
    people = known([expert.contact for expert in t.part.experts])
    if people is not None and len(people) == 1:
        names = [contact.name for contact in t.part.contacts if contact.id == people[0]]
        yield single("one_expert", at(t, "experts"), contact=names[0])


def _experienced(t: Reading) -> Remarks:
    """Work by hand that only one person has ever done."""
    for area in t.entries("manual.areas"):
        people = known(area.part.experienced)
        if not is_one_of(area.part.mode, Mode.MANUAL, Mode.DEGRADED) or people is None:
            continue
        also = [p.id for p in t.part.people if has_one(p.manual_experience, area.part.area)]
        able = tuple(dict.fromkeys((*people, *also)))
        if len(able) == 1:
            key = "experienced" if people else "area"
            yield single("one_experienced", at(area, key), person=Who(able))


def _copies(t: Reading) -> Remarks:
    for backup in t.entries("backups"):
        if len(backup.part.locations) == 1:
            (only,) = backup.part.locations
            yield single("backup_once", at(backup, "locations"), place=only.place, medium=only.medium)


def _printed(t: Reading) -> Remarks:
    if len(t.part.manual.snapshot.places) == 1:
        yield single("snapshot_one_place", at(t, "manual.snapshot.places"))


def _devices(t: Reading) -> Remarks:
    for device in t.entries("network_devices"):
        alone = not isinstance(device.part.count, Todo) and device.part.count == 1
        if alone and is_one_of(device.part.zone, Zone.BOUNDARY) and isinstance(device.part.spare, NotApplicable):
            yield single("device_without_spare", at(device, "spare"))


SINGLE: tuple[Remarker, ...] = (
    _deputies,
    _officers,
    _desks,
    _means,
    _experts,
    _experienced,
    _copies,
    _printed,
    _devices,
)
