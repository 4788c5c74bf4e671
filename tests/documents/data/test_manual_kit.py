"""The papers and plates of the half day on paper agree: what a form asks for, somebody has, and it is the same."""

from __future__ import annotations

import re
from functools import cache

from quaybook.model.data.scenario import ScenarioData

from tests.helpers.data_files import kit_check

NUMBER = re.compile("ZZZU [0-9]{6} [0-9]")
# Planted: the stock and the orders name the first, the list of the ship the second; the plates say otherwise.
PLANTED = {"ZZZU 903091 0", "ZZZU 815520 9"}


@cache
def kit() -> ScenarioData:
    check = kit_check()
    (spec,) = (spec for spec in check.library.specs if spec.id == "drill-manual")
    return next(file.made for file in check.files(spec) if isinstance(file.made, ScenarioData))


def rows_of(name: str) -> list[list[str]]:
    """The rows of one paper, each cell as it is printed."""
    (found,) = (each for each in kit().props if each.id == name)
    return [[str(cell) for cell in row] for row in found.rows]


def card_of(name: str) -> dict[str, str]:
    return {row[0]: row[1] for row in rows_of(name)}


def test_a_number_on_a_paper_is_that_of_a_plate_of_the_same_type() -> None:
    types = {str(each.number): str(each.type) for each in kit().containers}
    seen, wrong = 0, []
    for paper in kit().props:
        for row in paper.rows:
            said = "　".join(map(str, row))
            named = NUMBER.search(said)
            if named is None or named[0] in PLANTED:
                continue
            seen += 1
            written = re.search(r"[0-9]{2}[A-Z][0-9]（[^）]*）", said)
            if written is not None and written[0] != types.get(named[0]):
                wrong.append(said)
            if named[0] not in types:
                wrong.append(said)
    assert seen > 40
    assert wrong == []


def test_the_ship_and_the_order_of_work_name_one_place_for_each_container() -> None:
    order = {row[1]: (row[3], row[2], row[4]) for row in rows_of("discharge")}
    plan = {row[1]: (row[0], row[2], row[3]) for row in rows_of("stowage")}
    assert len(order) == 5
    assert order == plan
    # Seven figures; forty feet stand in even bays, twenty in odd ones.
    assert [at for at, _, _ in order.values() if not re.fullmatch("[0-9]{7}", at)] == []
    assert [at for at, size, _ in order.values() if (int(at[:3]) % 2 == 0) != ("40ft" in size)] == []


def test_whoever_may_show_an_original_has_the_permit_that_was_found_before() -> None:
    releases = {row[0]: row[3] for row in rows_of("releases")}
    originals = [each.id for each in kit().props if each.id.startswith("original-")]
    assert len(originals) == 2
    for name in originals:
        driver, paper = card_of(f"driver-{name.partition('-')[2]}"), card_of(name)
        assert paper["番号・型"] == driver["番号・型"]
        assert paper["B/L番号・本船"].startswith(driver["B/L番号"])
        assert paper["許可番号"] == releases[paper["番号・型"].partition("　")[0]]


def test_what_is_taken_straight_from_the_ship_has_the_permit_that_its_driver_names() -> None:
    releases = {row[0]: (row[1], row[3]) for row in rows_of("releases")}
    for name in ("driver-11", "driver-12"):
        card = card_of(name)
        bill, permit = releases[card["番号・型"].partition("　")[0]]
        assert bill == card["B/L番号"]
        assert f"輸入許可書の写し（{permit}）" in card["持っている紙"]


def test_a_fault_that_comes_later_is_on_a_plate_of_its_own() -> None:
    versions = {(str(e.number), e.version): tuple(map(str, e.shown)) for e in kit().containers if e.version}
    listed = {row[1]: row[3] for row in rows_of("reefers")}
    # The mark alone tells nobody which of them changes: all that are plugged in bear it.
    assert {number for number, version in versions if version == "A"} == listed.keys()
    changed = {number for number, version in versions if version == "B"}
    assert len(changed) == 2
    for number in changed:
        first, second = versions[number, "A"], versions[number, "B"]
        assert f"設定 {listed[number]}" in first[0]
        assert f"設定 {listed[number]}" not in second[0]


def test_what_one_team_is_told_is_looked_for_in_those_whom_it_has_to_tell() -> None:
    told = [call for call in kit().calls if call.teams and len(call.looked_for) > 2]
    assert len(told) == 2
    for call in told:
        assert call.teams == ("vessel",)
        assert {sight.team for sight in call.looked_for} == {"vessel", "yard", "duty"}


def test_nobody_is_looked_for_by_name_where_whoever_leads_has_no_name_to_give() -> None:
    seen = [str(a.look_for) for i in kit().injects for a in i.expected]
    assert len(seen) > 20
    assert [said for said in seen if re.search("者の名", said) and "調べる者" not in said] == []
