"""Steps of the incident procedures: who, what, by when, on which form, and what is done if it cannot be done."""

from __future__ import annotations

import re

from quaybook.model.document import Document, Kind
from quaybook.pipeline import Prepared

HEAD = "| No. | 担当 | すること | 期限 | 様式 | できないとき |"
PROCEDURES = {
    "incident-main": 60,
    "ransomware": 18,
    "intrusion": 18,
    "malware-usb": 25,
    "system-failure": 20,
    "supplier-incident": 20,
    "linked-equipment-incident": 20,
    "information-leak": 12,
}
BANDS = ("to-4-hours", "to-12-hours", "to-24-hours", "to-48-hours", "to-72-hours")


def steps(document: Document) -> list[list[str]]:
    """The cells of every row of the tables of steps."""
    rows: list[list[str]] = []
    for table in document.body.split(HEAD)[1:]:
        body = table.split("\n\n", 1)[0].splitlines()[2:]
        rows += [[cell.strip() for cell in line.strip("|").split(" | ")] for line in body]
    return rows


def test_each_step_says_who_what_by_when_on_which_form_and_what_else(sample: Prepared) -> None:
    documents = {d.spec.id: d for d in sample.sets["ja"].documents if d.spec.kind == Kind.INCIDENT}
    looked_at = [name for name in PROCEDURES if name in documents]
    assert len(looked_at) >= 5
    for name in looked_at:
        found = steps(documents[name])
        # Without cloud services two tables of the supplier's procedure are one sentence each.
        assert len(found) >= PROCEDURES[name] - 6, name
        assert [row for row in found if len(row) != 6 or not all(row)] == []
        # What cannot be done is never left open; a form is "—" where nothing is written yet.
        assert [row for row in found if len(row[5]) < 6] == []
        assert sum(row[4] == "—" for row in found) < len(found) / 3


def test_the_first_three_days_are_told_in_their_order(large: Prepared) -> None:
    main = next(d for d in large.sets["ja"].documents if d.spec.id == "incident-main")
    places = [main.body.index(f"{{#{band}}}") for band in BANDS]
    assert places == sorted(places)
    assert [f.id for f in main.figures if f.id == "incident-72-hours"] == ["incident-72-hours"]
    limit = large.terminal.reporting.transport_bureau_limit_min
    assert re.search(f"業務への影響の確認から{limit}分以内", main.body[places[0] : places[1]])


def test_drafts_know_what_is_known_in_peacetime(large: Prepared) -> None:
    documents = {d.spec.id: d for d in large.sets["ja"].documents}
    text = documents["reporting-matrix"].body
    drafts = text[text.index("{#drafts}") :]
    kinds = ("police", "tos_maintenance", "security_vendor", "transport_bureau_port_section", "customs", "insurer")
    named = {kind: next(c.name for c in large.terminal.contacts if c.kind == kind) for kind in kinds}
    assert len(named) == len(kinds)
    assert {kind for kind, name in named.items() if str(name) not in drafts} == set()
    assert str(large.terminal.terminal.tos.name) in drafts
    assert drafts.count("業務と方法：") == len(large.terminal.manual.areas)
