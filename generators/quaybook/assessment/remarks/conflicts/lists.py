"""Assessment stage, remarks: lists without which a form of the work by hand cannot be filled, and that nobody prints.

Which lists a form needs stands in its description in the kit. What a printout covers is said of it, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remarker, Remarks, at, denied
from quaybook.facts.positions import KeyPath, read_yaml
from quaybook.model.base import Todo, is_one_of
from quaybook.model.groups.contents import SnapshotList
from quaybook.model.groups.kinds import Area
from quaybook.model.groups.plans import Mode
from quaybook.resources import policy_source

# Whatever stops, these boxes are watched, from the same forms.
_ALWAYS_WATCHED = (Area.REEFER, Area.DANGEROUS)


def _unprinted(t: Reading) -> Remarks:
    """Each list that forms in use need, and that none of the printouts covers."""
    contents = t.part.manual.snapshot.contents
    covered = {kind for printed in contents for kind in printed.covers if not isinstance(kind, Todo)}
    if any(isinstance(kind, Todo) for printed in contents for kind in printed.covers):
        return
    used = _used(t)
    for kind in SnapshotList:
        forms = tuple(form for form in sorted(used) if kind in _needs().get(form, ()))
        if forms and kind not in covered:
            areas = dict.fromkeys(path for form in forms for path in used[form])
            yield denied("list_not_printed", at(t, "manual.snapshot.contents"), *areas, list=kind, forms=forms)


def _used(t: Reading) -> Mapping[str, tuple[KeyPath, ...]]:
    """Forms that are filled in once the system is gone, each with the areas that do so."""
    found: dict[str, tuple[KeyPath, ...]] = {}
    for area in t.entries("manual.areas"):
        if area.part.area in _ALWAYS_WATCHED or _goes_on(area):
            for form in area.part.forms:
                if not isinstance(form, Todo):
                    found[form] = (*found.get(form, ()), at(area, "forms"))
    return found


def _goes_on(area: Reading) -> bool:
    return any(is_one_of(mode, Mode.MANUAL, Mode.DEGRADED) for mode in area.part.modes)


@lru_cache
def _needs() -> Mapping[str, tuple[SnapshotList, ...]]:
    """The lists that each form of the kit needs, by its id."""
    found = {}
    for path in sorted((policy_source() / "documents" / "form").glob("*/document.yml")):
        read = read_yaml(path, path.name)
        assert not read.problems, read.problems
        needs = read.data.get("needs", [])
        assert isinstance(needs, list)
        found[path.parent.name] = tuple(SnapshotList(each) for each in needs)
    return found


LISTS: tuple[Remarker, ...] = (_unprinted,)
