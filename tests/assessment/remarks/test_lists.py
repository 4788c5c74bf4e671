"""Lists without which a form cannot be filled: each is told once, with every form that needs it."""

from __future__ import annotations

import pytest
from quaybook.model.groups.contents import SnapshotList

from tests.conftest import prepared_sample
from tests.helpers.remarked import Changes, Facts, changed, remarks_on
from tests.helpers.workspaces import facts_of

# Of sample A, by the place of the printout in its list.
REEFERS, GOODS, CRANES, BOOKINGS = 1, 2, 5, 4
ALL = [kind.value for kind in SnapshotList]


@pytest.fixture(scope="module")
def sample_a() -> Facts:
    return facts_of("aonagi")


def told(facts: Facts) -> dict[object, object]:
    """The forms that need each list that nobody prints."""
    found = [dict(each.values) for each in remarks_on(facts) if each.code == "list_not_printed"]
    forms = {values["list"]: values["forms"] for values in found}
    assert len(forms) == len(found)
    return forms


def covers(place: int) -> str:
    return f"manual.snapshot.contents[{place}].covers"


def test_a_list_is_told_once_with_all_forms_that_need_it(sample_a: Facts) -> None:
    assert told(sample_a) == {SnapshotList.DANGEROUS_GOODS: ("F13",)}
    without = told(changed(sample_a, {covers(CRANES): [], covers(BOOKINGS): []}))
    assert without == {
        SnapshotList.EXPORT_BOOKINGS: ("F01", "F02"),
        SnapshotList.DISCHARGE_LOAD: ("F08", "F09"),
        SnapshotList.CRANE_ORDERS: ("F09",),
        SnapshotList.EXPORT_PERMITS: ("F09",),
        SnapshotList.VERIFIED_WEIGHTS: ("F09",),
        SnapshotList.DANGEROUS_GOODS: ("F13",),
    }


@pytest.mark.parametrize(
    "changes",
    [
        {covers(GOODS): ["dangerous_positions", "dangerous_goods", "dangerous_contacts"]},
        # Nobody knows yet what stands on it.
        {covers(0): ["TODO: オペレーション責任者"]},
        {covers(0): ["仮：yard_by_number"]},
        # Nobody who goes on by hand fills in a form that needs it.
        {"manual.areas[5].forms": ["F24"]},
    ],
)
def test_what_is_printed_or_open_or_not_used_is_not_told(sample_a: Facts, changes: Changes) -> None:
    assert told(changed(sample_a, changes)) == {}


def test_reefers_and_dangerous_goods_are_watched_though_their_work_stops(sample_a: Facts) -> None:
    stopped: dict[str, object] = {f"manual.areas[{number}].mode": "stop" for number in range(7)}
    stopped |= {f"manual.areas[{number}].parts": [] for number in range(7)}
    stopped |= {covers(number): [] for number in range(len(sample_a["manual"]["snapshot"]["contents"]))}
    found = told(changed(sample_a, stopped))
    # Of the yard's lists too: what is dangerous is moved with a slip.
    assert {SnapshotList.REEFERS, SnapshotList.DANGEROUS_POSITIONS} <= found.keys()
    assert not {SnapshotList.EXPORT_BOOKINGS, SnapshotList.DISCHARGE_LOAD} & found.keys()


def test_a_part_that_goes_on_needs_its_lists(sample_a: Facts) -> None:
    parts = [{"name": "1号機", "mode": "manual", "work": "揚荷だけ"}]
    changes = {"manual.areas[0].mode": "stop", "manual.areas[0].parts": parts, covers(CRANES): []}
    assert SnapshotList.DISCHARGE_LOAD in told(changed(sample_a, changes))


def test_every_list_is_needed_by_some_form() -> None:
    forms = [document.spec for document in prepared_sample("aonagi").sets["ja"].documents]
    assert {kind for spec in forms for kind in spec.needs} == set(SnapshotList)
