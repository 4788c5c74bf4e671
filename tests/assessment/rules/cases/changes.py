"""A change of facts as data: the path of each fact and its new value, made in a copy of plain facts."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from quaybook.assessment.assess import assess
from quaybook.assessment.finding import Finding
from quaybook.catalogue.load import known_sets, load_catalogue
from quaybook.catalogue.root import Root
from quaybook.facts.positions import KeyPath, Source
from quaybook.model.load import load_terminal
from quaybook.model.requirement import Catalogue
from quaybook.model.terminal import Terminal
from quaybook.pipeline import Workspace, judge
from quaybook.resources import policy_source

from tests.conftest import REPOSITORY, TODAY
from tests.helpers.workspaces import facts_of

# `servers[0].av.installed` → its new value; `servers[*].…` for every entry.
Changes = Mapping[str, object]

REMOVED: Final = object()
TODO: Final = "TODO: 担当"

# A way in by which nothing falls short, beside the VPN of sample A.
SECOND_WAY: Changes = {
    "remote_access.ways[1]": {
        "id": "booking",
        "name": "予約サービスのログイン",
        "kind": "service_login",
        "authorised_register": "yes",
        "unregistered_accounts": "0",
        "allowed_source_ips": [{"address": "203.0.113.40/32", "owner": "自社", "use": "管理棟"}],
        "source_ip_owner_recorded": "yes",
        "emergency_bypass": "no",
        "auth_factors": ["knowledge", "possession"],
        "password": {
            "used": "yes",
            "min_length": "12",
            "upper_lower": "yes",
            "digit": "yes",
            "symbol": "yes",
            "weak_rejected": "yes",
        },
        "account_lock": {"enabled": "yes"},
        "anomaly_detection": {"enabled": "yes", "unusual_ip_mail": "yes", "notified": "情報セキュリティ当番"},
        "logs_kept": "yes",
    }
}
NO_WAYS: Changes = {"remote_access.ways": [], "remote_access.absence_reason": "外からはつながない"}
# Rules are judged by facts alone; what a self-check or an audit found has tests of its own.
NO_LOOKS: Changes = {"audit.self_check_results": [], "audit.audit_results": []}
NO_DEVICES: Changes = {"network_devices": [], "external_connections[*].device": REMOVED}
NO_BACKUPS: Changes = {"backups": [], "restore_tests": []}
NO_SUPPLIERS: Changes = {
    "suppliers": [],
    "contacts[*].supplier": REMOVED,
    "external_connections[*].supplier": REMOVED,
    "systems[*].supplier": REMOVED,
}


def steps(path: str) -> KeyPath:
    """`servers[0].name` → ("servers", 0, "name")."""
    return tuple(int(step) if step.isdigit() else step for step in re.findall(r"\w+|\*", path))


def changed(facts: Mapping[str, object], changes: Changes) -> dict[str, object]:
    """A copy of the facts with the changes made, one after the other."""
    made = dict(copy.deepcopy(facts))
    for path, value in changes.items():
        _put(made, steps(path), value)
    return made


def _put(node: Any, path: Sequence[str | int], value: object) -> None:
    step, *rest = path
    if step == "*":
        for entry in node:
            _put(entry, rest, value)
    elif rest:
        _put(node[step] if isinstance(step, int) else node.setdefault(step, {}), rest, value)
    elif isinstance(node, list) and step == len(node):
        node.append(copy.deepcopy(value))
    elif value is REMOVED:
        node.pop(step, None)
    else:
        node[step] = copy.deepcopy(value)


def terminal_of(facts: dict[str, object]) -> Terminal:
    """The terminal; facts that the model refuses are a mistake of the test."""
    terminal, problems = load_terminal(Source(data=facts))
    assert terminal is not None, problems
    return terminal


@cache
def report() -> Catalogue:
    """The requirements of the report alone, whatever other sets a sample works by."""
    judged, problems = judge(Workspace(REPOSITORY), "aonagi", TODAY)
    assert judged is not None, problems
    return Catalogue(tuple(each for each in judged.catalogue.sets if each.id == "mlit-interim-1"))


@cache
def kit() -> Catalogue:
    """The requirements of every set that comes with the kit, chosen or not; each is looked at by itself."""
    roots = (Root(policy_source(), "policy_src"),)
    facts = facts_of("chitoseura") | {"requirement_sets": [*known_sets(roots)]}
    found, problems = load_catalogue(roots, terminal_of(facts), Source(data=facts))
    assert problems == ()
    return Catalogue(tuple(each.model_copy(update={"mappings": ()}) for each in found.sets))


@cache
def sample_facts(sample: str) -> dict[str, object]:
    """The facts of a sample, read once; `changed` copies them."""
    return facts_of(sample)


@cache
def alone(name: str) -> Catalogue:
    """One requirement of the kit, in its set."""
    requirement = kit().by_id()[name]
    (home,) = (each for each in kit().sets if requirement in each.requirements)
    return Catalogue((home.model_copy(update={"requirements": (requirement,)}),))


def finding_of(name: str, terminal: Terminal) -> Finding:
    """The finding of one of the kit's requirements."""
    (finding,) = assess(terminal, alone(name), TODAY)
    return finding


def findings_of(terminal: Terminal) -> dict[str, Finding]:
    """Every finding of the report's requirements, by id."""
    return {finding.requirement.id: finding for finding in assess(terminal, report(), TODAY)}
