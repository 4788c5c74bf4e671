"""A second guideline in the kit: its documents are there where it is chosen; elsewhere nothing of it is left."""

from __future__ import annotations

import html
import io
import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from quaybook.assessment.finding import State
from quaybook.catalogue.root import Root
from quaybook.documents.coverage import State as Coverage
from quaybook.documents.data.checklists import form_problems
from quaybook.documents.library.load import Library, load_library
from quaybook.documents.overrides.load import load_overrides
from quaybook.facts.positions import Source
from quaybook.formats.oscal.files import oscal_files
from quaybook.formats.workbook.write import workbook
from quaybook.model.document import Document, Kind
from quaybook.model.load import load_terminal
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import TODAY
from tests.helpers.editions import pages_of
from tests.helpers.templates import Trial
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
def prepared_with(source: Path, *sets: str, beside: Path | None = None) -> tuple[Prepared | None, tuple[Problem, ...]]:
    """Sample C, which works by these sets, made by the kit in `source`."""
    root = (beside or source.parent) / "-".join(sets)
    facts = facts_of("hoshimisaki")
    plan: Any = facts["plan"]
    known = REPORT in sets
    write_facts(root / "terminals" / "c", facts | {"requirement_sets": [*sets], "plan": plan if known else []})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quaybook.pipeline.policy_source", lambda: source)
        return prepare(Workspace(root), "c", TODAY)


def clean(source: Path, *sets: str, beside: Path | None = None) -> Prepared:
    prepared, problems = prepared_with(source, *sets, beside=beside)
    messages = load_messages(policy_source(), "en")
    assert prepared is not None, [describe(each, messages) for each in problems]
    assert [describe(each, messages) for each in problems] == []
    return prepared


def documents(prepared: Prepared) -> dict[str, Document]:
    return {each.spec.id: each for each in prepared.sets["ja"].documents}


def outputs(prepared: Prepared) -> dict[str, str]:
    """Every page, every OSCAL file and both workbooks as text."""
    made, words = prepared.sets["ja"], prepared.words["ja"]
    found = {path: html.unescape(text) for path, text in pages_of(prepared).items()}
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
    assert "[〔港協②〕]" in found["ja/training/drill-restore.md"]
    catalog = json.loads(found["catalog.json"])["catalog"]
    assert [group["id"] for group in catalog["groups"]] == [REPORT, SECOND]
    answered = json.loads(found["ssp.json"])["system-security-plan"]["control-implementation"]
    said = {each["control-id"]: each for each in answered["implemented-requirements"]}
    assert said["port-guide-1_G-1"]["statements"]
    results = json.loads(found["assessment-results.json"])["assessment-results"]["results"][0]["findings"]
    assert [f["target"]["status"]["state"] for f in results][-4:] == ["satisfied"] * 3 + ["not-satisfied"]


def test_where_the_set_is_not_chosen_nothing_of_it_is_left(kit: Path, tmp_path: Path) -> None:
    prepared = clean(kit, REPORT)
    usual, made = documents(clean(policy_source(), REPORT, beside=tmp_path)), documents(prepared)
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


def own_document(root: Path, description: str, text: str = "x\n") -> Path:
    """A terminal's own document, in its `overrides`."""
    folder = root / "terminals" / "c" / "overrides" / "documents" / "policy" / "ours"
    folder.mkdir(parents=True)
    (folder / "document.yml").write_text(description, encoding="utf-8")
    (folder / "ja.md.j2").write_text(text, encoding="utf-8")
    return root / "terminals" / "c"


OURS = """\
number: P-72
order: 720
title: {ja: 自社の規程, en: Our Rules}
numbering: articles
owner: 情報セキュリティ担当者
audience: staff
"""


def library_of(source: Path, terminal: Path) -> Library:
    kit = Root(source, "policy_src")
    own = load_overrides(terminal, "terminals/c", kit)
    assert own.problems == ()
    return load_library((own.root, kit), own.listed)


@pytest.mark.parametrize(
    ("description", "code", "path", "says"),
    [
        (OURS + "sets: [mlit-interim-1, port-guide-2]\n", "unknown_reference", "sets[1]", "Did you mean: port-guide-1"),
        (OURS + "sets: []\n", "too_few_entries", "sets", "at least 1"),
        (OURS + "sets: port-guide-1\n", "not_a_list", "sets", "one entry a line"),
        (OURS.replace("P-72", "P-71"), "number_twice", "number", "port-guide/document.yml"),
        (OURS.replace("自社の規程", "港湾追加指針対応規程"), "title_twice", "title.ja", "port-guide/document.yml"),
    ],
)
def test_a_description_is_checked_against_the_sets_and_documents_of_all(
    kit: Path, tmp_path: Path, description: str, code: str, path: str, says: str
) -> None:
    (problem,) = library_of(kit, own_document(tmp_path, description)).problems
    assert (problem.code, problem.path) == (code, path)
    assert problem.file == "terminals/c/overrides/documents/policy/ours/document.yml"
    assert problem.line > 0
    assert says in describe(problem, load_messages(policy_source(), "en"))


def test_a_document_of_the_kit_cannot_be_taken_out_by_naming_another_set(kit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "terminals" / "c" / "overrides" / "documents" / "policy" / "backup"
    folder.mkdir(parents=True)
    text = (kit / "documents" / "policy" / "backup" / "document.yml").read_text(encoding="utf-8")
    (folder / "document.yml").write_text(text + "sets: [port-guide-1]\n", encoding="utf-8")
    found = library_of(kit, tmp_path / "terminals" / "c").problems
    assert [(problem.code, problem.path) for problem in found] == [("override_fixed", "sets")]


@pytest.mark.parametrize(("sets", "there"), [((REPORT,), False), ((REPORT, SECOND), True), ((SECOND,), True)])
def test_a_form_of_a_set_is_one_where_the_set_is_chosen(kit: Path, sets: tuple[str, ...], there: bool) -> None:
    library = load_library((Root(kit, "policy_src"),))
    forms = tuple(spec.model_copy(update={"sets": (SECOND,)}) if spec.id == "F01" else spec for spec in library.specs)
    facts = facts_of("hoshimisaki") | {"requirement_sets": [*sets]}
    terminal, problems = load_terminal(Source(data=facts))
    assert terminal is not None, problems
    assert any("F01" in area.forms for area in terminal.manual.areas)
    found = form_problems(terminal, Source(data=facts), replace(library, specs=forms))
    assert {dict(problem.values)["came"] for problem in found} == (set() if there else {"F01"})


def test_a_form_that_lies_ready_is_one_of_the_documents(kit: Path) -> None:
    facts = facts_of("aonagi")
    stock = facts["manual"]["form_stock"]
    stock[0] = stock[0] | {"form": "F99"}
    terminal, problems = load_terminal(Source(data=facts))
    assert terminal is not None, problems
    found = form_problems(terminal, Source(data=facts), load_library((Root(kit, "policy_src"),)))
    assert [(each.code, each.path) for each in found] == [("unknown_reference", "manual.form_stock[0].form")]


def test_only_ids_of_no_set_at_all_are_mistakes(kit: Path, tmp_path: Path) -> None:
    text = (
        '{{ article("a", "甲") }}\n\n{% covers "3-4-3", "G-1", "G-9" %}\n複数の世代を残す。\n{% endcovers %}\n\n'
        '{% covers "G-3" %}{% endcovers %}\n\n{% set asked = chosen(["G-1", "4-8-2", "G-2"]) %}\n'
        '印{{ cite("G-1") }}、{{ asked | names }}、{{ plan_for("G-1") }}、'
        '{% if plan_item("G-1") is none %}なし{% endif %}。\n'
    )
    terminal = own_document(tmp_path, OURS.replace("staff", "controlled"), text)
    facts = facts_of("hoshimisaki") | {"requirement_sets": [REPORT]}
    write_facts(terminal, facts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quaybook.pipeline.policy_source", lambda: kit)
        prepared, problems = prepare(Workspace(tmp_path), "c", TODAY)
    assert prepared is not None
    assert [(p.code, p.line, dict(p.values)["came"]) for p in problems] == [("unknown_requirement", 3, "G-9")]
    body = documents(prepared)["ours"].body
    assert "印、4&#45;8&#45;2、未定、なし。" in body
    assert body.count(" .cite}") == 1


def test_a_requirement_of_another_set_is_known_to_the_helpers_of_a_text(large: Prepared, tmp_path: Path) -> None:
    for text in ('{{ cite("G-9") }}', '{{ chosen(["G-9"]) | names }}', '{{ plan_for("G-9") }}'):
        problem = Trial(large, tmp_path).refused(text)
        assert problem.code == "unknown_requirement", text
