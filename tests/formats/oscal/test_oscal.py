"""OSCAL files: trestle's strict models read them, they name each other's parts, and they say what is the case."""

from __future__ import annotations

import html
import importlib
import json
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from quaybook.assessment.finding import State
from quaybook.formats.oscal.base import markup, one_line
from quaybook.formats.oscal.files import oscal_files
from quaybook.formats.site.pages import SiteWriter
from quaybook.model.audience import AudienceLevel
from quaybook.model.base import Todo
from quaybook.model.fields import group_at, is_restricted, marked_for
from quaybook.model.groups.plans import PlanState
from quaybook.pipeline import Prepared, Workspace, prepare
from trestle.cli import Trestle
from trestle.common.err import TrestleError

from tests.conftest import REPOSITORY, SAMPLES, TODAY, prepared_sample
from tests.helpers.editions import edition
from tests.helpers.workspaces import facts_of, write_facts

# File → trestle's module, its model, and the folder and name that a trestle workspace has for it.
MODELS = {
    "catalog.json": ("catalog", "Catalog", "catalogs/all/catalog.json"),
    "ssp.json": ("ssp", "SystemSecurityPlan", "system-security-plans/all/system-security-plan.json"),
    "assessment-plan.json": ("assessment_plan", "AssessmentPlan", "assessment-plans/all/assessment-plan.json"),
    "assessment-results.json": (
        "assessment_results",
        "AssessmentResults",
        "assessment-results/all/assessment-results.json",
    ),
    "poam.json": (
        "poam",
        "PlanOfActionAndMilestones",
        "plan-of-action-and-milestones/all/plan-of-action-and-milestones.json",
    ),
}


def made_of(prepared: Prepared) -> dict[str, bytes]:
    return oscal_files(prepared.judged, prepared.sets["ja"], prepared.words["ja"])


@cache
def bytes_of(name: str) -> dict[str, bytes]:
    return made_of(prepared_sample(name))


@pytest.fixture(params=SAMPLES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def parsed(files: dict[str, bytes]) -> dict[str, Any]:
    """The single object in each file, by the name of the file without its ending."""
    return {name.removesuffix(".json"): next(iter(json.loads(text).values())) for name, text in files.items()}


def prepared_with(root: Path, sample: str, change: Callable[[dict[str, Any]], object]) -> Prepared:
    """A sample with changed facts."""
    facts = facts_of(sample)
    change(facts)
    write_facts(root / "terminals" / sample, facts)
    prepared, problems = prepare(Workspace(root), sample, TODAY)
    assert prepared is not None, problems
    assert problems == ()
    return prepared


def objects(found: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document, at whatever depth."""
    if isinstance(found, dict):
        yield found
    for value in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from objects(value)


def values(found: Any, key: str) -> list[Any]:
    return [each[key] for each in objects(found) if key in each]


def own(found: dict[str, Any], name: str) -> list[str]:
    """The values of a property."""
    return [prop["value"] for prop in found.get("props", ()) if prop["name"] == name]


def controls(catalog: dict[str, Any]) -> list[dict[str, Any]]:
    return [c for chosen in catalog["groups"] for section in chosen["groups"] for c in section["controls"]]


def plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def read_by_trestle(path: Path) -> Any:
    module, model, _ = MODELS[path.name]
    return getattr(importlib.import_module(f"trestle.oscal.{module}"), model).oscal_read(path)


def test_trestle_reads_every_file(name: str, tmp_path: Path) -> None:
    assert set(bytes_of(name)) == set(MODELS)
    for file, text in bytes_of(name).items():
        (tmp_path / file).write_bytes(text)
        read = read_by_trestle(tmp_path / file)
        assert read.metadata.oscal_version.__root__ == "1.1.3"
        assert read.metadata.last_modified.utcoffset() is not None


@pytest.mark.parametrize(("key", "value"), [("remark", "x"), ("uuid", "1"), ("groups", "x")])
def test_trestle_would_refuse_what_oscal_does_not_know(key: str, value: str, tmp_path: Path) -> None:
    changed = json.loads(bytes_of("chitoseura")["catalog.json"])
    changed["catalog"][key] = value
    (tmp_path / "catalog.json").write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(TrestleError, match=key):
        read_by_trestle(tmp_path / "catalog.json")


def run_trestle(root: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.chdir(root)
    monkeypatch.setattr("sys.argv", ["trestle", "validate", "--all", "--quiet"])
    return int(Trestle().run())


def test_trestle_validates_a_workspace_of_the_files(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".trestle").mkdir()
    (tmp_path / ".trestle" / "config.ini").write_text("", encoding="utf-8")
    files = bytes_of(name)
    # The security plan names its catalogue beside itself, which trestle takes for the workspace's folder.
    (tmp_path / "catalog.json").write_bytes(files["catalog.json"])
    for file, (_, _, place) in MODELS.items():
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_bytes(files[file])
    assert run_trestle(tmp_path, monkeypatch) == 0
    broken = json.loads(files["poam.json"])
    items = broken["plan-of-action-and-milestones"]["poam-items"]
    broken["plan-of-action-and-milestones"]["poam-items"] = [*items, items[0]]
    (tmp_path / MODELS["poam.json"][2]).write_text(json.dumps(broken), encoding="utf-8")
    assert run_trestle(tmp_path, monkeypatch) != 0


def test_the_catalogue_has_every_requirement_with_its_elements(name: str) -> None:
    catalogue, found = prepared_sample(name).catalogue, controls(parsed(bytes_of(name))["catalog"])
    assert [own(control, "requirement") for control in found] == [[r.id] for r in catalogue.requirements]
    assert len(found) > 120
    for control, requirement in zip(found, catalogue.requirements, strict=True):
        statement, objective = control["parts"]
        assert plain(control["title"]) == requirement.title["ja"]
        assert plain(statement["prose"]) == requirement.text["ja"]
        items = [(part["id"], plain(part["prose"])) for part in statement["parts"]]
        assert items == [(f"{control['id']}_smt.{e.id}", e.text["ja"]) for e in requirement.elements]
        assert plain(objective["prose"]) == requirement.met_when
        mapped = [(p["class"], p["value"]) for p in control["props"] if p["name"] == "crosswalk"]
        assert mapped == [(framework, i) for framework, ids in requirement.crosswalk.items() for i in ids]


def test_controls_of_a_second_set_lead_to_those_of_the_first() -> None:
    catalog = parsed(bytes_of("aonagi"))["catalog"]
    assert [group["id"] for group in catalog["groups"]] == ["mlit-interim-1", "aonagi-house-1"]
    linked = {c["id"]: [link["href"] for link in c.get("links", ())] for c in controls(catalog)}
    assert linked["aonagi-house-1_AON-1"] == ["#mlit-interim-1_3-2-a-7"]
    assert linked["mlit-interim-1_1-2"] == [f"#mlit-interim-1_{i}" for i in ("2-4-1", "2-4-2", "2-4-3", "5-0")]


def test_every_file_names_the_controls_of_the_catalogue(name: str) -> None:
    files = parsed(bytes_of(name))
    known = [control["id"] for control in controls(files["catalog"])]
    requirements = files["ssp"]["control-implementation"]["implemented-requirements"]
    result = files["assessment-results"]["results"][0]
    chosen = result["reviewed-controls"]["control-selections"][0]["include-controls"]
    targets = [finding["target"]["target-id"] for finding in result["findings"]]
    assert [each["control-id"] for each in requirements] == known
    assert [each["control-id"] for each in chosen] == known
    assert targets == [f"{control}_obj" for control in known]
    parts = set(values(files["catalog"], "id"))
    said = {value for each in objects(files["ssp"]) for value in own(each, "says")}
    assert len(said) > 100
    assert {*targets, *values(files["ssp"], "statement-id"), *said} <= parts
    planned = [own(item, "control-id") for item in files["poam"]["poam-items"]]
    assert {control for found in planned for control in found} <= set(known)


def references(files: dict[str, Any]) -> list[tuple[str, str]]:
    """Every identifier by which one part of the files names another, with its key."""
    found: list[tuple[str, str]] = []
    for each in objects(files):
        for key, value in each.items():
            if key.endswith("-uuid"):
                found.append((key, value))
            elif key == "party-uuids":
                found += [(key, one) for one in value]
    assert len(found) > 900
    return found


def leading_nowhere(files: dict[str, Any]) -> list[tuple[str, str]]:
    """The references to what none of the files holds."""
    anywhere = set(values(files, "uuid"))
    return [(key, value) for key, value in references(files) if value not in anywhere]


def test_identifiers_are_unique_and_every_reference_leads_somewhere(name: str) -> None:
    files = parsed(bytes_of(name))
    assert leading_nowhere(files) == []
    for document in files.values():
        uuids, ids = values(document, "uuid"), values(document, "id")
        assert len(set(uuids)) == len(uuids) > 3
        assert len(set(ids)) == len(ids)
        roles, named = [role["id"] for role in document["metadata"]["roles"]], values(document, "role-id")
        assert len(named) > 1
        assert set(named) <= set(roles)
        inside = [href[1:] for href in values(document, "href") if href.startswith("#")]
        assert set(inside) <= {*uuids, *ids}


def test_a_reference_that_leads_nowhere_would_be_seen(name: str) -> None:
    keys = dict(references(parsed(bytes_of(name))))
    assert {"observation-uuid", "component-uuid", "risk-uuid", "subject-uuid", "party-uuids"} <= set(keys)
    for key in keys:
        files = parsed(bytes_of(name))
        holder = next(each for each in objects(files) if key in each)
        holder[key] = ["nowhere"] if key == "party-uuids" else "nowhere"
        assert leading_nowhere(files) == [(key, "nowhere")]


def test_the_same_facts_give_the_same_bytes() -> None:
    again, problems = prepare(Workspace(REPOSITORY), "chitoseura", TODAY)
    assert again is not None
    assert problems == ()
    assert made_of(again) == made_of(again) == bytes_of("chitoseura")


def test_a_met_requirement_is_satisfied_and_says_its_passage() -> None:
    prepared, files = prepared_sample("aonagi"), parsed(bytes_of("aonagi"))
    requirements = files["ssp"]["control-implementation"]["implemented-requirements"]
    said = {own(c, "requirement")[0]: r for c, r in zip(controls(files["catalog"]), requirements, strict=True)}
    found = {f["uuid"]: f for f in files["assessment-results"]["results"][0]["findings"]}
    verdicts = {f["target"]["target-id"]: f["target"]["status"] for f in found.values()}
    met = [row for row in prepared.sets["ja"].rows if prepared.sets["ja"].findings[row.requirement.id].state == "met"]
    assert len(met) > 80
    for row in met:
        stated = said[row.requirement.id]
        assert stated["by-components"][0]["implementation-status"]["state"] == "implemented"
        assert verdicts[f"{stated['control-id']}_obj"]["state"] == "satisfied"
        answers = [b for statement in stated["statements"] for b in statement["by-components"]]
        texts = [plain(answer["description"]) for answer in answers]
        links = [(link["resource-fragment"], plain(link["text"])) for b in answers for link in b["links"]]
        assert row.passages
        for passage in row.passages:
            assert any(passage.text in text for text in texts)
            assert (passage.anchor, passage.heading) in links


def test_states_are_told_apart(name: str) -> None:
    views = prepared_sample(name).sets["ja"].findings.values()
    result = parsed(bytes_of(name))["assessment-results"]["results"][0]
    states = set()
    for view, finding, seen in zip(views, result["findings"], result["observations"], strict=False):
        status, done = finding["target"]["status"], finding["target"]["implementation-status"]["state"]
        short = view.state in (State.NOT_MET, State.PARTLY, State.UNKNOWN)
        assert status["state"] == ("not-satisfied" if short else "satisfied")
        assert own(finding, "state") == own(seen, "state") == [view.state.value]
        assert [own(e, "fact") for e in seen.get("relevant-evidence", ())] == [[fact.key] for fact in view.facts]
        states.add((view.state.value, status["reason"], done))
    expected = {
        "aonagi": {("met", "pass", "implemented"), ("not_applicable", "other", "not-applicable")},
        "hoshimisaki": {("not_met", "fail", "planned"), ("partly", "fail", "partial")},
        "chitoseura": {("unknown", "other", "unknown"), ("not_met", "fail", "planned")},
    }[name]
    documents_decide = {("document", "other", "implemented"), ("document", "other", "not-applicable")}
    assert expected | documents_decide <= states


def test_the_plan_has_an_item_for_each_gap_and_each_open_audit_finding(name: str) -> None:
    prepared, poam = prepared_sample(name), parsed(bytes_of(name))["poam"]
    gaps = prepared.judged.assessed.gaps
    left = [f for f in prepared.terminal.audit.findings if f.state in (PlanState.NOT_STARTED, PlanState.IN_PROGRESS)]
    assert left
    for part in ("poam-items", "risks", "observations"):
        assert len(poam[part]) == len(gaps) + len(left)
    risks = {risk["uuid"]: risk for risk in poam["risks"]}
    for gap, item in zip(gaps, poam["poam-items"], strict=False):
        risk = risks[item["related-risks"][0]["risk-uuid"]]
        assert own(item, "flag") == [flag.value for flag in gap.flags]
        assert gap.item is not None
        assert risk["deadline"] == f"{gap.item.due_on}T00:00:00+09:00"
        assert plain(risk["mitigating-factors"][0]["description"]) == gap.item.interim
        action = risk["remediations"][0]
        assert plain(action["description"]) == gap.item.action
        roles = [role["role-id"] for role in action["tasks"][-1].get("responsible-roles", ())]
        assert roles == ([] if isinstance(gap.item.owner, Todo) else [gap.item.owner])


def test_a_late_finding_of_an_audit_is_flagged(tmp_path: Path) -> None:
    def change(facts: dict[str, Any]) -> None:
        first, second = facts["audit"]["findings"][:2]
        first |= {"state": "in_progress", "due_on": "2026-10-31"}
        second |= {"state": "in_progress", "due_on": "2026-11-01"}

    prepared = prepared_with(tmp_path, "chitoseura", change)
    poam = parsed(made_of(prepared))["poam"]
    assert [own(item, "flag") for item in poam["poam-items"][len(prepared.judged.assessed.gaps) :]][:2] == [
        ["overdue"],
        [],
    ]


@pytest.mark.parametrize(
    ("group", "key"),
    [("audit", "self_checked_on"), ("audit", "self_check_interval_days"), ("plan", "interim"), ("plan", "action")],
)
def test_what_the_follow_up_leaves_open_can_be_said(tmp_path: Path, group: str, key: str) -> None:
    def change(facts: dict[str, Any]) -> None:
        entry = facts[group][0] if isinstance(facts[group], list) else facts[group]
        entry[key] = "TODO: 管理部に聞く"

    files = parsed(made_of(prepared_with(tmp_path, "chitoseura", change)))
    assert set(files) == {name.removesuffix(".json") for name in MODELS}


def test_what_is_not_known_is_left_blank_and_what_is_accepted_says_so(tmp_path: Path) -> None:
    def change(facts: dict[str, Any]) -> None:
        first, second, third = facts["plan"][:3]
        first |= {"due_on": "TODO: 保守会社に聞く", "owner": "TODO: 会議で決める"}
        days = {"accepted_on": "2026-10-01", "expires_on": "2027-03-31"}
        for item in (second, third):
            item |= {
                "state": "accepted",
                "acceptance": {"reason": "費用が見合わない", "accepted_by": "president", **days},
            }
        third["acceptance"] |= {"expires_on": "2026-10-31"}
        facts["document_control"]["revised_on"] = "TODO: 文書管理者に聞く"

    prepared = prepared_with(tmp_path, "chitoseura", change)
    poam = parsed(made_of(prepared))["poam"]
    items = {own(item, "control-id")[0]: item for item in poam["poam-items"] if own(item, "control-id")}
    risks = {risk["uuid"]: risk for risk in poam["risks"]}
    ids = [f"mlit-interim-1_{item.requirement}" for item in prepared.terminal.plan[:3]]
    first, second, third = (risks[items[i]["related-risks"][0]["risk-uuid"]] for i in ids)
    assert "deadline" not in first
    assert own(items[ids[0]], "flag") == ["unowned", "undated"]
    assert "【要記入：保守会社に聞く】" in items[ids[0]]["remarks"]
    assert not {"timing", "responsible-roles"} & set(first["remediations"][0]["tasks"][-1])
    assert [(risk["status"], risk["deadline"][:10]) for risk in (second, third)] == [
        ("deviation-approved", "2027-03-31"),
        ("open", "2026-10-31"),
    ]
    assert [response["description"] for response in second["remediations"]][1:] == ["費用が見合わない"]
    established = prepared.terminal.document_control.established_on
    assert parsed(made_of(prepared))["ssp"]["metadata"]["last-modified"].startswith(str(established))


def test_without_anything_to_do_there_is_no_plan_of_action() -> None:
    prepared = prepared_sample("aonagi")
    terminal = prepared.terminal
    done = terminal.model_copy(update={"audit": terminal.audit.model_copy(update={"findings": ()})})
    judged = replace(prepared.judged, terminal=done, assessed=replace(prepared.judged.assessed, gaps=()))
    files = oscal_files(judged, prepared.sets["ja"], prepared.words["ja"])
    assert set(files) == set(MODELS) - {"poam.json"}


def test_a_changed_fact_changes_what_rests_on_it(tmp_path: Path) -> None:
    def given(facts: dict[str, Any]) -> None:
        # As it is, the text would deny the answer.
        facts["backup_plan"]["clean_copy"] = "感染前の世代を、2人で選ぶ"

    def change(facts: dict[str, Any]) -> None:
        given(facts)
        assert facts["backup_plan"]["clean_copy_identified"] == "no"
        facts["backup_plan"]["clean_copy_identified"] = "yes"

    before = made_of(prepared_with(tmp_path / "before", "chitoseura", given))
    after = made_of(prepared_with(tmp_path / "after", "chitoseura", change))
    same = {name for name in MODELS if before[name] == after[name]}
    assert same == {"catalog.json", "assessment-plan.json"}
    old, new = parsed(before), parsed(after)
    assert [values(old[name], "uuid") for name in old] == [values(new[name], "uuid") for name in new]
    results = [files["assessment-results"]["results"][0] for files in (old, new)]
    for part in ("findings", "observations"):
        changed = [b for a, b in zip(*(r[part] for r in results), strict=True) if a != b]
        assert [own(each, "state") for each in changed] == [["partly"]]
    plans = [files["ssp"]["control-implementation"]["implemented-requirements"] for files in (old, new)]
    assert [b["control-id"] for a, b in zip(*plans, strict=True) if a != b] == ["mlit-interim-1_2-3-c-2"]


TOKEN = re.compile(r"qz\d{4}zq")


def restricted_tokens(facts: dict[str, Any]) -> dict[str, str]:
    """Puts a token of its own into each leaf that only some may read; token → who may."""
    made: dict[str, str] = {}

    def least(path: tuple[str | int, ...]) -> str | None:
        group = group_at(path[:-1])
        field = group.model_fields.get(str(path[-1])) if group else None
        shown_to = marked_for(field) if field else None
        # A number or a choice says how far a rule is kept, which these files are for.
        return shown_to if shown_to != AudienceLevel.PUBLIC and is_restricted(path) else None

    def walk(found: Any, path: tuple[str | int, ...]) -> Any:
        if isinstance(found, dict):
            return {key: walk(value, (*path, key)) for key, value in found.items()}
        if isinstance(found, list):
            return [walk(value, (*path, i)) for i, value in enumerate(found)]
        if (who := least(path)) is None:
            return found
        made[f"qz{len(made):04}zq"] = who
        return f"https://{list(made)[-1]}/" if path[-1] == "site_address" else list(made)[-1]

    facts |= {key: walk(value, (key,)) for key, value in facts.items()}
    return made


@pytest.mark.parametrize("sample", ["aonagi", "hoshimisaki"])
def test_facts_for_some_readers_reach_nobody_else(tmp_path: Path, sample: str) -> None:
    tokens: dict[str, str] = {}

    def change(facts: dict[str, Any]) -> None:
        # The house rules of sample A stand beside its facts and are not copied.
        facts["requirement_sets"] = ["mlit-interim-1"]
        facts["plan"] = [item for item in facts.get("plan", []) if not item["requirement"].startswith("AON")]
        # Of one entry the value is told, of several only how many there are.
        way = facts["remote_access"]["ways"][0]
        way["allowed_source_ips"] = way.get("allowed_source_ips", [])[:1]
        tokens.update(restricted_tokens(facts))

    prepared = prepared_with(tmp_path, sample, change)
    assert len(tokens) > 100
    assert set(tokens.values()) == {"staff", "controlled"}
    files = made_of(prepared)
    everywhere = b"".join(files.values()).decode()
    assert TOKEN.findall(everywhere)
    # In the kit's own words there is none for anybody; only a passage can hold one.
    ssp = parsed(files)["ssp"]
    for requirement in ssp["control-implementation"]["implemented-requirements"]:
        requirement.pop("statements", None)
    rest = b"".join(text for name, text in files.items() if name != "ssp.json").decode()
    assert TOKEN.findall(rest + json.dumps(ssp, ensure_ascii=False)) == []


def test_links_lead_to_the_pages_of_the_site(name: str) -> None:
    prepared = prepared_sample(name)
    documents = prepared.sets["ja"]
    writer = SiteWriter(edition(prepared))
    pages = {writer.page_path(d.spec).replace(".md", ".html"): d for d in documents.documents}
    ssp = parsed(bytes_of(name))["ssp"]
    places = {
        "#" + resource["uuid"]: pages[posixpath.normpath(f"ja/oscal/{resource['rlinks'][0]['href']}")]
        for resource in ssp["back-matter"]["resources"]
    }
    links = [link for link in objects(ssp) if "resource-fragment" in link]
    assert len(links) > 200
    assert [ln for ln in links if f"{{#{ln['resource-fragment']}" not in places[ln["href"]].body] == []


HOSTILE = [
    "<script>alert(1)</script> & &lt;b&gt;",
    "*a* **b** _c_ __d__ `e` ~f~ ^g^ {{ insert: param, p }}",
    "[a](https://example.jp) ![b](c) <https://example.jp> [^1]",
    "# a",
    "- a",
    "12. a",
    "> a",
    "+ a",
    "a\n\n# b\n- c",
    r"\a \\ \* C:\temp",
    "servers[].av.os_bundled_only 2026-11-01 3(2)ア 1.5時間 -5度",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_shows_a_fact_as_it_stands(text: str) -> None:
    shown = pypandoc.convert_text(markup(text), "html", format="commonmark", extra_args=["--wrap=none"]).strip()
    assert re.fullmatch(r"<p>[^<]*</p>", shown), shown
    assert html.unescape(shown[3:-4]) == one_line(text)
