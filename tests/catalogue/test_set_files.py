"""A requirement set is written by hand: every mistake in it is told with its line, all at once, and none ends a run."""

from __future__ import annotations

import copy
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quaybook.assessment.assess import assessed
from quaybook.catalogue.load import load_catalogue
from quaybook.catalogue.root import Root
from quaybook.documents.status_view import section_views
from quaybook.facts.positions import Position, Source
from quaybook.model.load import load_terminal
from quaybook.model.requirement import Catalogue, SetFile
from quaybook.model.terminal import Terminal
from quaybook.pipeline import Workspace, prepare
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.dialect.escape import literal
from quaybook.wording.filters import Filters
from quaybook.wording.findings import FindingViews
from quaybook.wording.words import load_messages, load_words

from tests.conftest import REPOSITORY, TODAY
from tests.helpers.editions import pages_of
from tests.helpers.workspaces import facts_of, write_facts

HOUSE = REPOSITORY / "terminals" / "aonagi" / "overrides" / "requirements" / "aonagi-house-1.yml"
FILE = "terminals/b/overrides/requirements/house.yml"
BOTH = ("mlit-interim-1", "aonagi-house-1")


def house() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(HOUSE.read_text(encoding="utf-8"))
    return loaded


def put(folder: Path, *texts: str) -> None:
    """Files of sets in the overrides of the terminal in `folder`."""
    (folder / "overrides" / "requirements").mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (folder / "overrides" / "requirements" / f"house{number or ''}.yml").write_text(text, encoding="utf-8")


def workspace(root: Path, *texts: str, sets: tuple[str, ...] = BOTH) -> Workspace:
    """Sample B with files of sets in its overrides."""
    folder = root / "terminals" / "b"
    write_facts(folder, facts_of("chitoseura") | {"requirement_sets": list(sets)})
    put(folder, *texts)
    return Workspace(root)


@cache
def terminal_with(sets: tuple[str, ...]) -> tuple[Terminal, Source]:
    """Sample B that works by these sets."""
    source = Source(
        facts_of("chitoseura") | {"requirement_sets": list(sets)}, {(): Position("terminals/b/facts.yml", 1, 1)}
    )
    terminal, problems = load_terminal(source)
    assert terminal is not None, problems
    return terminal, source


def loaded(root: Path, *texts: str, sets: tuple[str, ...] = BOTH) -> tuple[Catalogue, list[Problem]]:
    """The catalogue of sample B with files of sets in its overrides, and what is wrong with them."""
    put(root, *texts)
    roots = Root(root / "overrides", "terminals/b/overrides"), Root(policy_source(), "policy_src")
    catalogue, problems = load_catalogue(roots, *terminal_with(sets))
    return catalogue, list(problems)


def as_text(rules: object) -> str:
    return yaml.safe_dump(rules, allow_unicode=True, sort_keys=False)


def problems_of(root: Path, *texts: str, sets: tuple[str, ...] = BOTH) -> list[Problem]:
    return loaded(root, *texts, sets=sets)[1]


def told(problems: list[Problem]) -> list[str]:
    messages = {language: load_messages(policy_source(), language) for language in ("ja", "en")}
    assert all(describe(problem, messages["ja"]) for problem in problems)
    return [describe(problem, messages["en"]) for problem in problems]


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The house rules with one value replaced; None takes it out."""
    rules = house()
    at: Any = rules
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return rules


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "set: x\n",
        "requirements: []\n",
        "- a\n",
        "set: {}\nrequirements: x\n",
        "set: [a]\n",
        "x\n",
        "{\n",
    ],
)
def test_a_file_that_is_no_set_is_told_with_its_name_and_line(tmp_path: Path, text: str) -> None:
    found = problems_of(tmp_path, text)
    own = [problem for problem in found if problem.file == FILE]
    assert own
    assert all(problem.line for problem in own)
    told(found)


FIRST = ("requirements", 0)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ((*FIRST, "id"), "a b", "set_not_an_id"),
        ((*FIRST, "id"), "1.2", "set_not_an_id"),
        ((*FIRST, "id"), "AON-²", "set_not_an_id"),
        ((*FIRST, "id"), "x](y)", "set_not_an_id"),
        ((*FIRST, "id"), "a_b", "set_not_an_id"),
        ((*FIRST, "elements", 0, "id"), "é", "set_not_an_id"),
        ((*FIRST, "coverage"), "requierd", "not_in_vocabulary"),
        ((*FIRST, "strength"), "MUST", "not_in_vocabulary"),
        ((*FIRST, "documents"), ["pollicy"], "not_in_vocabulary"),
        ((*FIRST, "section"), "", "set_empty"),
        ((*FIRST, "section"), None, "set_key_missing"),
        ((*FIRST, "title", "ja"), None, "set_key_missing"),
        ((*FIRST, "title", "en"), None, "set_key_missing"),
        (("set", "title", "ja"), None, "set_key_missing"),
        (("set", "sections", "社内"), {"en": "House"}, "set_key_missing"),
        ((*FIRST, "elements", 0, "says", "en"), None, "set_key_missing"),
        ((*FIRST, "elements", 0, "says", "ja"), [], "too_few_entries"),
        ((*FIRST, "titel"), "x", "unknown_key"),
        ((*FIRST, "title"), "x", "not_a_group"),
        ((*FIRST, "elements"), "x", "not_a_list"),
        (FIRST, "AON-1", "not_a_group"),
        (FIRST, ["AON-1"], "not_a_group"),
        (("mappings", 0), "AON-1", "not_a_group"),
        (("mappings", 0, "relation"), "alike", "not_in_vocabulary"),
        ((*FIRST, "decided_by"), [{"fact": "logs.retention_days", "at_least": "nan"}], "not_a_number"),
        ((*FIRST, "decided_by"), [{"fact": "logs.retention_days", "at_most": "inf"}], "not_a_number"),
        ((*FIRST, "decided_by"), [{"fact": "risk.assessed_on", "within_days": "-1"}], "negative_number"),
        ((*FIRST, "decided_by"), [{"fact": "risk.assessed_on", "within_days": "36501"}], "number_too_high"),
        ((*FIRST, "decided_by"), [{"fact": "manual.paper_orders", "is_yes": "TODO"}], "not_yes_or_no"),
        ((*FIRST, "decided_by"), [{"fact": "systems.rto_hours", "at_most": "4"}], "condition_wrong_fact"),
        ((*FIRST, "decided_by"), [{"fact": "audit.findings.due_on", "within_days": "4"}], "condition_wrong_fact"),
        ((*FIRST, "decided_by"), [{"fact": "audit.next_on", "within_days": "4"}], "condition_wrong_fact"),
        ((*FIRST, "decided_by"), [{"fact": "logs.", "at_least": "4"}], "unknown_fact"),
        ((*FIRST, "decided_by"), [{"fact": "logs.retention_days"}], "condition_not_one"),
        ((*FIRST, "applies_when"), "a VPN exist", "unknown_condition"),
        ((*FIRST, "id"), "AON-2", "id_twice"),
        ((*FIRST, "elements"), house()["requirements"][0]["elements"] * 2, "id_twice"),
        (("mappings", 0, "to"), ["9-9"], "unknown_mapping"),
    ],
)
def test_each_mistake_is_told_at_its_line(
    tmp_path: Path, path: tuple[str | int, ...], value: object, code: str
) -> None:
    found = problems_of(tmp_path, as_text(changed(path, value)))
    assert code in {problem.code for problem in found}, told(found)
    assert {problem.file for problem in found} == {FILE}, told(found)
    assert all(problem.line > 1 for problem in found), told(found)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    rules = changed((*FIRST, "coverage"), "requierd")
    rules["requirements"][1]["section"] = ""
    rules["requirements"][2]["title"] = {"en": "x"}
    rules["set"]["status"] = ["x"]
    found = problems_of(tmp_path, as_text(rules))
    assert sorted(problem.code for problem in found) == [
        "not_a_text", "not_in_vocabulary", "set_empty", "set_key_missing",
    ]  # fmt: skip


def test_two_files_cannot_hold_one_set(tmp_path: Path) -> None:
    found = problems_of(tmp_path, as_text(house()), as_text(house()))
    assert [(p.code, p.file) for p in found] == [("set_twice", "terminals/b/overrides/requirements/house1.yml")]
    assert "stands in another file too (terminals/b/overrides/requirements/house.yml)" in told(found)[0]


def test_a_set_that_cannot_be_read_is_not_told_as_unknown_too(tmp_path: Path) -> None:
    found = problems_of(tmp_path, as_text(changed((*FIRST, "strength"), "strong")))
    assert [problem.code for problem in found] == ["not_in_vocabulary"]


def test_the_id_of_a_set_is_an_id_too(tmp_path: Path) -> None:
    found = problems_of(tmp_path, as_text(changed(("set", "id"), "社内 1")), sets=("mlit-interim-1",))
    assert [(problem.code, problem.path) for problem in found] == [("set_not_an_id", "set.id")]


def test_a_set_is_named_once(tmp_path: Path) -> None:
    found = problems_of(tmp_path, as_text(house()), sets=("mlit-interim-1", "aonagi-house-1", "mlit-interim-1"))
    assert [problem.code for problem in found] == ["set_named_twice"]


def test_what_a_set_states_decides_even_where_there_is_a_rule_of_that_id() -> None:
    rules = yaml.load(HOUSE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    first = rules["requirements"][0] | {"id": "3-2-a-2", "applies_when": "null"}
    catalogue = Catalogue((SetFile.model_validate({"set": rules["set"], "requirements": [first]}).whole(),))
    (finding,) = assessed(terminal_with(BOTH)[0], catalogue, TODAY).findings
    assert [check.key for check in finding.checks] == ["declared_at_least"]


@pytest.mark.parametrize(
    ("name", "section", "expected"),
    [
        ("AON-20", "社内", "社内⑳"),
        ("AON-21", "社内", "社内-21"),
        ("AON-100b", "社内", "社内-100b"),
        ("AON-0", "社内", "社内"),
        ("AON-a3", "社内", "社内a3"),
        ("AON", "社内", "社内"),
        ("3-4-3", "3(4)", "3(4)③"),
        ("4-1-a-3h", "4(1)ア", "4(1)ア③h"),
    ],
)
def test_a_citation_is_made_of_any_id(name: str, section: str, expected: str) -> None:
    rules = changed((*FIRST, "id"), name)
    rules["requirements"][0] |= {"cite": "null", "section": section, "applies_when": "null"}
    for entry in rules["requirements"]:
        entry["applies_when"] = "null"
    assert (
        SetFile.model_validate(yaml.load(as_text(rules), Loader=yaml.BaseLoader)).requirements[0].citation == expected
    )


HOSTILE = "a](x) **b** <i>c</i> {{ d }} | e_f_"


def test_texts_of_a_set_stay_texts_wherever_they_are_printed(tmp_path: Path) -> None:
    rules = house()
    rules["set"]["sections"]["社内"] = {"ja": HOSTILE, "en": HOSTILE}
    for entry in rules["requirements"]:
        entry |= {"coverage": "information", "cite": HOSTILE, "title": {"ja": HOSTILE, "en": HOSTILE}}
    made = workspace(tmp_path, as_text(rules))
    document = made.root / "terminals" / "b" / "overrides" / "documents" / "policy" / "house-rules"
    document.parent.mkdir(parents=True)
    source = HOUSE.parents[1] / "documents" / "policy" / "house-rules"
    document.mkdir()
    for file in source.iterdir():
        more = '\n{{ cite("AON-1") }}\n' if file.name == "ja.md.j2" else ""
        (document / file.name).write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    prepared, problems = prepare(made, "b", TODAY)
    assert prepared is not None, told(list(problems))
    assert problems == ()
    pages = pages_of(prepared)
    holding = [path for path, text in pages.items() if str(literal(HOSTILE)) in text]
    assert {"ja/status/findings.md", "ja/status/dashboard.md", "ja/audit/matrix.md", "ja/policy/house-rules.md"} <= {
        *holding
    }
    house_page = pages["ja/policy/house-rules.md"]
    assert house_page.count(str(literal(HOSTILE))) > house_page.count(".cite}")
    assert [path for path, text in pages.items() if "<i>c" in text] == []
    assert [path for path, text in pages.items() if "**b**" in re.sub("<svg.*?</svg>", "", text, flags=re.DOTALL)] == []


@pytest.mark.parametrize(
    ("first", "second"), [("社内", "社外"), ("1.1", "1.2"), ("1", "1.1"), ("規程", "基準"), ("A", "a"), ("3(1)", "3-1")]
)
def test_each_section_has_a_place_of_its_own(tmp_path: Path, first: str, second: str) -> None:
    terminal, facts = terminal_with(BOTH)
    words, _ = load_words(policy_source(), "ja")
    anchors = []
    for number, names in enumerate(((first, second), (second, first), (first, first))):
        rules = house()
        for index, entry in enumerate(rules["requirements"]):
            entry["section"] = names[index % 2]
        catalogue, problems = loaded(tmp_path / str(number), as_text(rules))
        assert problems == []
        found = assessed(terminal, catalogue, TODAY)
        views = FindingViews(Filters(terminal, words), policy_source(), "ja", facts).views(found)
        sections = section_views(found, catalogue, views, "ja")
        assert len({section.anchor for section in sections}) == len(sections)
        anchors.append([section.anchor for section in sections if section.set_id == "aonagi-house-1"])
    assert len(anchors[0]) == 2
    assert anchors[0] == anchors[1][::-1]
    assert anchors[2] == anchors[0][:1]


def test_sets_whose_ids_begin_alike_have_places_of_their_own(tmp_path: Path) -> None:
    rules = [house(), house()]
    for number, (each, name, section) in enumerate(zip(rules, ("own", "own-1"), ("1(1)", "1"), strict=True)):
        each["set"]["id"], each["mappings"] = name, []
        each["requirements"] = [each["requirements"][0] | {"id": f"OWN-{number}", "section": section}]
    catalogue, problems = loaded(tmp_path, *map(as_text, rules), sets=("mlit-interim-1", "own", "own-1"))
    assert problems == []
    terminal, facts = terminal_with(BOTH)
    words, _ = load_words(policy_source(), "ja")
    found = assessed(terminal, catalogue, TODAY)
    views = FindingViews(Filters(terminal, words), policy_source(), "ja", facts).views(found)
    sections = section_views(found, catalogue, views, "ja")
    first, second = (section.anchor for section in sections if section.set_id.startswith("own"))
    assert first != second


def test_an_id_that_a_text_or_its_data_name_and_the_catalogue_lacks_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "policy_src"
    shutil.copytree(policy_source(), source)
    monkeypatch.setattr("quaybook.pipeline.policy_source", lambda: source)
    text = (source / "requirements" / "mlit-interim-1.yml").read_text(encoding="utf-8")
    kept = yaml.load(text, Loader=yaml.BaseLoader)
    kept["requirements"] = [r for r in kept["requirements"] if r["id"] != "2-3-a-1"]
    made = workspace(tmp_path, sets=("mlit-interim-1",))
    (source / "requirements" / "mlit-interim-1.yml").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    facts = facts_of("chitoseura")
    plan = facts["plan"]
    assert isinstance(plan, list)
    write_facts(
        made.root / "terminals" / "b", facts | {"plan": [item for item in plan if item["requirement"] != "2-3-a-1"]}
    )
    _, problems = prepare(made, "b", TODAY)
    named = [p for p in problems if dict(p.values).get("came") == "2-3-a-1" and p.line]
    assert {(p.code, "/".join(Path(p.file).parts[-2:])) for p in named} >= {
        ("unknown_requirement", "asset-management/ja.md.j2"),
        ("data_unknown_requirement", "gap-list/nagoya.yml"),
        ("data_unknown_requirement", "self-check/items.yml"),
    }


def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value."""
    if path:
        yield path
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(value, (*path, key))


PLACES = list(places(house()))
DAMAGE = st.one_of(
    st.sampled_from(
        ["", "x", "TODO", "null", "nan", "inf", "-1", "9" * 400, "yes", "²", "社内", "a b", "a.b", "systems.name"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=8),
    st.lists(st.text("ab", max_size=2), max_size=2),
    st.dictionaries(
        st.sampled_from(["ja", "en", "id", "fact", "is_yes", "at_least"]), st.text("a1", max_size=2), max_size=3
    ),
    st.none(),
)


@given(st.lists(st.tuples(st.sampled_from(PLACES), DAMAGE), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_gives_problems_or_a_catalogue(tmp_path: Path, damages: list[tuple[tuple[str | int, ...], Any]]) -> None:
    rules = copy.deepcopy(house())
    for path, value in damages:
        at: Any = rules
        try:
            for step in path[:-1]:
                at = at[step]
            at[path[-1]] = value
        except (LookupError, TypeError):
            continue
    # The loader remembers a file by its path and time.
    root = Path(tempfile.mkdtemp(dir=tmp_path))
    catalogue, problems = loaded(root, json.dumps(rules, ensure_ascii=False))
    assert problems or len(catalogue.sets) == 2
    told(problems)
    for problem in problems:
        assert problem.file.startswith("terminals/b/"), problem
        assert problem.line, problem
    assert all(requirement.citation for requirement in catalogue.requirements)


def test_the_damage_reaches_every_part_of_a_set() -> None:
    assert len(PLACES) > 150
    assert {path[0] for path in PLACES} == {"set", "mappings", "requirements"}
