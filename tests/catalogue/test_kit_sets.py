"""A second guideline in the kit: its documents are there where it is chosen; elsewhere nothing of it is left."""

from __future__ import annotations

import html
import io
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from quaybook.assessment.finding import State
from quaybook.documents.coverage import State as Coverage
from quaybook.formats.oscal.files import oscal_files
from quaybook.formats.site.pages import SiteWriter
from quaybook.formats.workbook.write import workbook
from quaybook.model.document import Document, Kind
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import TODAY
from tests.helpers.workspaces import facts_of, write_facts

GUIDE = Path(__file__).parent / "port_guide"
REPORT, SECOND = "mlit-interim-1", "port-guide-1"
OWN = {"port-guide", "port-guide-steps"}
# What a kit that has two sets says in texts that are there for both.
CHANGES = {
    "documents/policy/backup/ja.md.j2": ('{% covers "3-4-3" %}', '{% covers "3-4-3", "G-1" %}'),
    "documents/policy/backup/document.yml": ("related: [", "related: [port-guide, "),
    "documents/policy/audit/ja.md.j2": (
        "独立した者の監査を定期に受ける。",
        '独立した者の監査を定期に受ける。{{ ref("port-guide#checks") }}も守る{{ cite("G-3") }}。',
    ),
    "documents/policy/asset-management/ja.md.j2": (
        '{{ article("purpose", "目的") }}\n',
        '{{ article("purpose", "目的") }}\n\n{% covers "G-4" %}\n講座では台帳を使う。\n{% endcovers %}\n',
    ),
    "documents/training/drill-restore/scenario.yml": ("requirements: [", "requirements: [G-2, "),
    "documents/audit/self-check/items.yml": ("資-1: [3-1-a]", "資-1: [3-1-a, G-1]"),
    "documents/audit/audit-checklist/items.yml": ("基-1: []", "基-1: [G-3]"),
}


def second_kit(root: Path) -> Path:
    """The kit's sources with a second set and its documents."""
    source = root / "policy_src"
    shutil.copytree(policy_source(), source)
    shutil.copytree(GUIDE, source, dirs_exist_ok=True)
    for name, (old, new) in CHANGES.items():
        text = (source / name).read_text(encoding="utf-8")
        assert old in text, name
        (source / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return source


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return second_kit(tmp_path_factory.mktemp("kit"))


@cache
def prepared_with(source: Path, *sets: str) -> tuple[Prepared | None, tuple[Problem, ...]]:
    """Sample C, which works by these sets, made by the kit in `source`."""
    root = source.parent / "-".join(sets)
    facts = facts_of("hoshimisaki")
    plan: Any = facts["plan"]
    known = REPORT in sets
    write_facts(root / "terminals" / "c", facts | {"requirement_sets": [*sets], "plan": plan if known else []})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quaybook.pipeline.policy_source", lambda: source)
        return prepare(Workspace(root), "c", TODAY)


def clean(source: Path, *sets: str) -> Prepared:
    prepared, problems = prepared_with(source, *sets)
    messages = load_messages(policy_source(), "en")
    assert prepared is not None, [describe(each, messages) for each in problems]
    assert [describe(each, messages) for each in problems] == []
    return prepared


def documents(prepared: Prepared) -> dict[str, Document]:
    return {each.spec.id: each for each in prepared.sets["ja"].documents}


def outputs(prepared: Prepared) -> dict[str, str]:
    """Every page, every OSCAL file and both workbooks as text."""
    made, words = prepared.sets["ja"], prepared.words["ja"]
    found = {page.path: html.unescape(page.text) for page in SiteWriter(made, words, True, True).pages()}
    found |= {name: text.decode() for name, text in oscal_files(prepared.judged, made, words).items()}
    for kind in (Kind.REGISTER, Kind.STATUS):
        listed = [each for each in made.documents if each.spec.kind == kind]
        book = openpyxl.load_workbook(io.BytesIO(workbook(listed, words, kind.value, "c")))
        rows = (row for page in book for row in page.iter_rows(values_only=True))
        found[f"{kind.value}.xlsx"] = "\n".join("\t".join(map(str, row)) for row in rows)
    assert len(found) > 100
    return found


def test_where_the_set_is_chosen_it_is_judged_and_covered(kit: Path) -> None:
    prepared = clean(kit, REPORT, SECOND)
    assert [each.id for each in prepared.catalogue.sets] == [REPORT, SECOND]
    found = {f.requirement.id: f for f in prepared.judged.assessed.findings if f.requirement.id.startswith("G-")}
    states = {name: finding.state for name, finding in found.items()}
    assert states == {"G-1": State.MET, "G-2": State.MET, "G-3": State.MET, "G-4": State.NOT_MET}
    rows = {row.requirement.id: row for row in prepared.sets["ja"].rows}
    answering = {name: {p.document for p in rows[name].passages} for name in found}
    assert answering == {
        "G-1": {"backup"},
        "G-2": {"port-guide-steps"},
        "G-3": {"port-guide"},
        "G-4": {"port-guide", "asset-management"},
    }
    assert {rows[name].state for name in found} == {Coverage.COVERED}
    assert {p.document for p in rows["4-8-2"].passages} >= {"port-guide", "audit"}
    assert documents(prepared).keys() >= OWN


def test_what_comes_out_tells_of_the_second_set(kit: Path) -> None:
    found = outputs(clean(kit, REPORT, SECOND))
    for page in ("ja/audit/matrix.md", "ja/status/findings.md"):
        assert all(f"港協{number}" in found[page] for number in "①②③④"), page
    assert "港協④" in found["ja/status/gap-list.md"]
    assert "港協④" in found["status.xlsx"]
    assert "P-71" in found["register.xlsx"]
    assert found["ja/policy/audit.md"].count("〔港協③〕") == 1
    assert "G-2[〔港協②〕]" in found["ja/training/drill-restore.md"]
    catalog = json.loads(found["catalog.json"])["catalog"]
    assert [group["id"] for group in catalog["groups"]] == [REPORT, SECOND]
    answered = json.loads(found["ssp.json"])["system-security-plan"]["control-implementation"]
    said = {each["control-id"]: each for each in answered["implemented-requirements"]}
    assert said["port-guide-1_G-1"]["statements"]
    results = json.loads(found["assessment-results.json"])["assessment-results"]["results"][0]["findings"]
    assert [f["target"]["status"]["state"] for f in results][-4:] == ["satisfied"] * 3 + ["not-satisfied"]


def test_where_the_set_is_not_chosen_nothing_of_it_is_left(kit: Path) -> None:
    prepared = clean(kit, REPORT)
    usual, made = documents(clean(policy_source(), REPORT)), documents(prepared)
    assert made.keys() == usual.keys()
    assert len(made) > 100
    told = {name for name in made if made[name].body != usual[name].body}
    # Only where the texts themselves say more, and where that is shown again.
    assert told == {"audit", "asset-management"}
    passages = [p.requirement for each in made.values() for p in each.passages]
    assert passages == [p.requirement for each in usual.values() for p in each.passages]
    found = outputs(prepared)
    assert [name for name, text in found.items() if "港協" in text] == []
    assert [name for name, text in found.items() if "port-guide" in text or "G-1" in text or "P-71" in text] == []
    assert [group["id"] for group in json.loads(found["catalog.json"])["catalog"]["groups"]] == [REPORT]


def test_a_reference_to_what_is_not_there_says_so_and_is_no_relation(kit: Path) -> None:
    prepared = clean(kit, REPORT)
    said = prepared.words["ja"]("reference.left_out.sets", label="「港湾追加指針対応規程」")
    assert f"を定期に受ける。{said}も守る。" in documents(prepared)["audit"].body
    assert "port-guide" not in documents(prepared)["backup"].spec.related
    both = documents(clean(kit, REPORT, SECOND))
    assert "port-guide" in both["backup"].spec.related
    assert "[「港湾追加指針対応規程」第2条](doc:port-guide#checks)も守る" in both["audit"].body


def test_a_passage_for_a_set_not_chosen_stays_as_text(kit: Path) -> None:
    alone, both = (documents(clean(kit, *sets))["asset-management"] for sets in ((REPORT,), (REPORT, SECOND)))
    assert "\n\n講座では台帳を使う。\n\n" in alone.body
    assert "\n\n講座では台帳を使う。 [〔港協④〕]" in both.body


def test_a_terminal_may_work_by_the_second_set_alone(kit: Path) -> None:
    prepared = clean(kit, SECOND)
    assert {f.requirement.id for f in prepared.judged.assessed.findings} == {"G-1", "G-2", "G-3", "G-4"}
    assert {row.state for row in prepared.sets["ja"].rows} == {Coverage.COVERED}
    passages = {p.requirement for each in documents(prepared).values() for p in each.passages}
    assert passages == {"G-1", "G-2", "G-3", "G-4"}
    assert [name for name, text in outputs(prepared).items() if "r-3-4-3" in text] == []
