"""Assessment stage, remarks: the version of the documents and the history that should end in it.

Who has an old sheet sees it by the version alone; a set whose head and history differ cannot be told from another.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remark, Remarker, Remarks, at, denied
from quaybook.model.base import Todo
from quaybook.model.groups.programme import Revision

_GROUP = "document_control"
# What of a set that is handed out has to be in order, whichever remark finds that it is not.
_CODES = frozenset(
    (
        "version_not_in_history", "version_not_last", "version_twice", "versions_fall", "revisions_out_of_order",
        "issued_after_revision", "revision_differs", "date_before", "next_too_late",
    )
)  # fmt: skip
_NUMBERS = re.compile(r"\d+(?:\.\d+)*", re.ASCII)


def keeps_from_release(remark: Remark) -> bool:
    """Whether a set about which this is said must not be handed out as the one that counts."""
    return remark.path[0] == _GROUP and remark.code in _CODES


def _revisions(t: Reading) -> tuple[Revision, ...]:
    found: tuple[Revision, ...] = t.part.document_control.revisions
    return found


def _version(t: Reading) -> Remarks:
    """The version that documents bear is the last of the history."""
    version, versions = t.part.document_control.version, [revision.version for revision in _revisions(t)]
    if isinstance(version, Todo) or any(isinstance(each, Todo) for each in versions):
        return
    facts = at(t, f"{_GROUP}.version"), (*at(t, f"{_GROUP}.revisions"), len(versions) - 1, "version")
    if version not in versions:
        yield denied("version_not_in_history", *facts, version=version, last=versions[-1])
    elif version != versions[-1]:
        yield denied("version_not_last", *facts, version=version, last=versions[-1])


def _order(t: Reading) -> Remarks:
    """The history goes forward, in its days and in its versions."""
    where = at(t, f"{_GROUP}.revisions")
    for index, (first, then) in enumerate(pairwise(_revisions(t)), 1):
        days = first.revised_on, then.revised_on
        if not any(isinstance(day, Todo) for day in days) and days[1] < days[0]:
            facts = (*where, index, "revised_on"), (*where, index - 1, "revised_on")
            yield denied("revisions_out_of_order", *facts, then=days[1], first=days[0])
        before, after = _numbers(first.version), _numbers(then.version)
        if before is not None and after is not None and after <= before:
            facts = (*where, index, "version"), (*where, index - 1, "version")
            code = "version_twice" if after == before else "versions_fall"
            yield denied(code, *facts, then=then.version, first=first.version)


def _numbers(version: object) -> tuple[int, ...] | None:
    """A version that counts, as its numbers; others have an order that only their writers know."""
    counts = isinstance(version, str) and len(version) < 40 and _NUMBERS.fullmatch(version)
    return tuple(map(int, str(version).split("."))) if counts else None


def _issued(t: Reading) -> Remarks:
    """Nothing is revised before it is issued: the first of the history is the day of issue, or later."""
    issued, first = t.part.document_control.established_on, _revisions(t)[0].revised_on
    if isinstance(issued, date) and isinstance(first, date) and first < issued:
        facts = at(t, f"{_GROUP}.established_on"), (*at(t, f"{_GROUP}.revisions"), 0, "revised_on")
        yield denied("issued_after_revision", *facts, issued=issued, first=first)


DOCUMENT_CONTROL: tuple[Remarker, ...] = (_version, _order, _issued)
