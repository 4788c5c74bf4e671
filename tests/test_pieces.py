"""Every piece of every template is rendered by some facts, and whatever facts these are, nothing broken is printed.

The samples are rich, so much of what is written for poorer terminals is in none of them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import SAMPLES
from jinja2 import Environment
from pieces import Piece, marked, traced
from quaybook.assessment.assess import Judged
from quaybook.documents.assemble import DocumentSet
from quaybook.documents.marks import Covers
from quaybook.model.base import AudienceLevel
from quaybook.problems import Problem
from quaybook.resources import policy_source
from renderings import judged_alone, judged_with, open_leaves, opened, rendered, wrong_in
from reshaped import reshaped
from rule_cases.changes import NO_DEVICES, NO_SUPPLIERS, REMOVED, TODO, Changes

STOPPED = {"manual.areas[*].mode": "stop"}
ACCEPTED = {
    "plan[0].state": "accepted",
    "plan[0].acceptance": {
        "reason": "費用が見合わない",
        "accepted_by": "president",
        "accepted_on": "2026-10-01",
        "expires_on": "2026-10-31",
    },
}
# What no sample is and chance seldom makes, each by the facts that make it.
CASES: tuple[tuple[str, Changes], ...] = (
    ("aonagi", {**NO_DEVICES, "servers": [], "system_links": []}),
    ("aonagi", {**NO_SUPPLIERS, "outsourcing.used": "yes"}),
    ("hoshimisaki", {**NO_SUPPLIERS, "cloud.services": [], "outsourcing.used": "no"}),
    ("aonagi", {"vpn.password.used": "no", "vpn.account_lock.threshold": REMOVED, "vpn.account_lock.enabled": "yes"}),
    ("aonagi", {"vpn.anomaly_detection.unusual_ip_mail": "no", "vpn.source_ip_owner_recorded": "no"}),
    ("aonagi", {"network_devices[0].attacked": "yes", "network_devices[0].replaced_with_new": "no"}),
    ("aonagi", {"network_devices[*].spare": "該当なし: 手配する", "experts[*].peacetime_relation": "no"}),
    ("aonagi", {"org.officers[*].roles": [], "restore_tests": [], **STOPPED}),
    ("hoshimisaki", {"document_control.profile": "minimum", "linked_devices[*].control_obtainable": TODO}),
    ("chitoseura", {"restore_tests": [], "removable_media.check_terminal": REMOVED, **STOPPED, **ACCEPTED}),
    ("chitoseura", {"plan[0].due_on": TODO, "plan[0].state": "in_progress"}),
)
BY_CHANCE = 24


def all_pieces() -> list[Piece]:
    """Every piece of every template of the kit."""
    environment = Environment(trim_blocks=True, lstrip_blocks=True, extensions=[Covers])
    found: list[Piece] = []
    for path in sorted(policy_source().rglob("*.j2")):
        name = path.relative_to(policy_source()).as_posix()
        found += marked(environment._parse(path.read_text(encoding="utf-8"), name, None), name)
    assert len(found) > 2000
    return found


def terminals() -> Iterator[Judged]:
    """The samples, each with all of its facts open, the cases, and others that chance makes of the samples."""
    for sample in SAMPLES:
        yield judged_with(sample, {})
        yield judged_with(sample, opened(sample, open_leaves(sample)))
    for sample, changes in CASES:
        yield judged_with(sample, changes)
    for seed in range(BY_CHANCE):
        yield judged_alone(reshaped(SAMPLES[seed % len(SAMPLES)], Random(seed)))


def test_every_piece_of_every_template_is_rendered_and_none_prints_nonsense() -> None:
    pieces = all_pieces()
    wrong: list[str] = []
    with traced() as reached:
        for number, judged in enumerate(terminals()):
            wrong += [f"{number} {judged.id}: {text}" for text in wrong_in(judged)]
        samples = tuple(judged_with(sample, {}) for sample in SAMPLES)
        for judged in samples:
            wrong += wrong_in(judged, AudienceLevel.PUBLIC)
        rendered(samples[0], AudienceLevel.CONTROLLED, samples)
    assert wrong == []
    left = [piece for piece in pieces if piece.key not in reached]
    for x in left: print(x)
    assert left == []
