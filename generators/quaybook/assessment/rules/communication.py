"""Assessment stage: rules for 4(2) of the report: who is told inside and outside, and who answers."""

from __future__ import annotations

from quaybook.assessment.finding import Check, Who
from quaybook.assessment.reading import Checks, Reading, Rule
from quaybook.assessment.rules.people import EXPERTS, contact_of, second_opinion
from quaybook.model.base import Todo
from quaybook.model.groups.contents import PublicKind, SharedKind, SharedPurpose
from quaybook.model.groups.kinds import ContactKind
from quaybook.model.groups.plans import Cause

# The report: more than one person.
DESK_PERSONS = 2


def _ciso_and_officers(t: Reading) -> Checks:
    yield _limit(t, "ciso_officers_limit_min")


def _management(t: Reading) -> Checks:
    yield _limit(t, "management_limit_min")


def _limit(t: Reading, name: str) -> Check:
    return t.check(name, t.filled(f"reporting.{name}"), minutes=t.value(f"reporting.{name}"))


def _expert_sharing(t: Reading) -> Checks:
    yield t.contains("sharing_recipients", "sharing.recipients", *EXPERTS)
    for kind in EXPERTS:
        yield contact_of(t, kind)
    yield t.contains("sharing_content", "sharing.content", *SharedKind, of="covers")
    yield t.contains("sharing_used_for", "sharing.used_for", *SharedPurpose, of="covers")


def _second_opinion(t: Reading) -> Checks:
    yield second_opinion(t)


def _transport_bureau(t: Reading) -> Checks:
    yield t.contains("failure_causes", "incident.failure_causes", *Cause)
    yield contact_of(t, ContactKind.TRANSPORT_BUREAU)


def _port_manager(t: Reading) -> Checks:
    yield contact_of(t, ContactKind.PORT_MANAGER)


def _regional_bureau(t: Reading) -> Checks:
    yield t.check("port_manager_reports_on", t.yes("port_manager.reports_to_regional_bureau"))


def _police(t: Reading) -> Checks:
    yield t.check("police_on_cyberattack", t.yes("reporting.police_on_cyberattack"))
    yield contact_of(t, ContactKind.POLICE)


def _public_information(t: Reading) -> Checks:
    yield t.check("public_audience", t.filled("public_info.audience"))
    yield t.contains("public_items", "public_info.items", *PublicKind, of="covers")


def _desk(t: Reading) -> Checks:
    yield from _persons(t, 1)


def _desk_of_several(t: Reading) -> Checks:
    yield from _persons(t, DESK_PERSONS)


def _persons(t: Reading, least: int) -> Checks:
    for desk in ("info_persons", "inquiry_persons"):
        people = t.value(f"contact_points.{desk}")
        known = {person for person in people if not isinstance(person, Todo)}
        enough = True if len(known) >= least else None if any(isinstance(p, Todo) for p in people) else False
        key = desk if least == 1 else f"several_{desk}"
        yield t.check(key, enough, people=Who(people), count=len(known))


def _desk_split(t: Reading) -> Checks:
    yield t.check("desk_split", t.yes("port_manager.contact_split_agreed"))


RULES: dict[str, Rule] = {
    "4-2-a-1": _ciso_and_officers,
    "4-2-a-2": _management,
    "4-2-b-1": _expert_sharing,
    "4-2-b-2": _second_opinion,
    "4-2-c-1": _transport_bureau,
    "4-2-c-2": _port_manager,
    "4-2-c-3": _regional_bureau,
    "4-2-c-4": _police,
    "4-2-d-1": _public_information,
    "4-2-e-1": _desk,
    "4-2-e-2": _desk_of_several,
    "4-2-e-3": _desk_split,
}
