"""What was written and did not come through is remarked: what `#` cuts away, and words that answer nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from quaybook.assessment.remarks.gather import remarks
from quaybook.assessment.remarks.kinds import RemarkKind
from quaybook.facts.folder import load_folder
from quaybook.facts.positions import KeyPath, Source, dotted
from quaybook.model.load import load_terminal
from quaybook.reports.remarks import RemarkView, RemarkViews
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.words import load_words

from tests.assessment.rules.cases.changes import changed, sample_facts
from tests.conftest import REPOSITORY, TODAY
from tests.helpers.workspaces import write_facts

LANGUAGES = ("ja", "en")


def views(source: Source, language: str = "ja") -> tuple[RemarkView, ...]:
    terminal, problems = load_terminal(source)
    assert terminal is not None, problems[:3]
    words, _ = load_words(policy_source(), language)
    return RemarkViews(Filters(terminal, words), policy_source(), language).views(remarks(terminal, source, TODAY))


def view_at(changes: dict[str, object], key: str, language: str = "ja") -> RemarkView:
    found = views(Source(data=changed(sample_facts("aonagi"), changes)), language)
    return next(view for view in found if view.key == key and view.kind == RemarkKind.BLANK)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_sharp_has_cut_away_is_remarked_at_its_line(tmp_path: Path, language: str) -> None:
    facts: dict[str, Any] = dict(sample_facts("aonagi"))
    contacts = facts.pop("contacts")
    write_facts(tmp_path / "terminals" / "x", facts)
    first = {**contacts[0], "means": [{"kind": "phone", "value": "VALUE"}]}
    lines = [json.dumps(each, ensure_ascii=False) for each in (first, *contacts[1:])]
    text = "contacts:\n" + "".join(f"  - {line}\n" for line in lines).replace('"VALUE"}', "××-×× #12\n    }")
    (tmp_path / "terminals" / "x" / "contacts.yml").write_text(text, encoding="utf-8")
    source = load_folder(tmp_path / "terminals", "x")
    assert source.problems == []
    (view,) = [view for view in views(source, language) if view.code == "value_cut"]
    assert (view.key, view.position.file, view.position.line) == (
        "contacts[0].means[0].value",
        "terminals/x/contacts.yml",
        2,
    )
    assert "#12" in view.detail


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dash_that_is_missing_in_a_list_is_remarked_at_its_line(tmp_path: Path, language: str) -> None:
    copy = tmp_path / "terminals"
    shutil.copytree(REPOSITORY / "terminals", copy)
    file = copy / "aonagi" / "programme.yml"
    lines = file.read_text(encoding="utf-8").split("\n")
    number = next(number for number, line in enumerate(lines) if line.startswith("    - 毎月1日"))
    assert [view for view in views(load_folder(copy, "aonagi"), language) if view.code == "entries_joined"] == []
    lines[number] = lines[number].replace("    - ", "      ")
    file.write_text("\n".join(lines), encoding="utf-8")
    (view,) = [view for view in views(load_folder(copy, "aonagi"), language) if view.code == "entries_joined"]
    assert (view.position.file, view.position.line) == ("terminals/aonagi/programme.yml", number)
    assert str(number + 1) in view.detail
    assert "毎月1日" in view.detail


@pytest.mark.parametrize(("path", "is_told"), [(("awareness", "activities", 0), True), (("awareness", "x", 0), False)])
def test_what_a_sharp_cuts_from_an_entry_of_a_list_is_remarked_too(path: KeyPath, is_told: bool) -> None:
    facts = Source(data=dict(sample_facts("aonagi")), cuts={path: "#3"}, joined={path: (2, "x")})
    assert [view.code for view in views(facts) if view.code in ("value_cut", "entries_joined")] == (
        ["value_cut", "entries_joined"] if is_told else []
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("came", ["確認中", "同上", "未定：ベンダーに照会中", "―"])
def test_a_word_that_answers_nothing_is_shown_and_names_nobody(came: str, language: str) -> None:
    key = "contacts[0].means[0].value"
    view, todo = view_at({key: came}, key, language), view_at({key: "TODO"}, key, language)
    assert (view.code, todo.code) == ("no_answer", "blank")
    assert view.ask == todo.ask
    assert came in view.words
    assert came in view.sentence


@pytest.mark.parametrize(
    ("came", "named"),
    [("TODO: 未定：ベンダーに照会中", False), ("TODO: ベンダーに照会中", False), ("TODO: 保守会社の窓口", True)],
)
def test_how_far_a_question_has_come_is_not_whom_to_ask(came: str, named: bool) -> None:
    key = "contacts[0].means[0].value"
    view, words = view_at({key: came}, key), came.removeprefix("TODO: ")
    assert (view.ask == words) is named
    assert (view.words == words) is not named


@pytest.mark.parametrize(
    ("supplier", "contact", "differ"),
    [
        ("株式会社○○", "株式会社○○ 保守課", False),
        ("株式会社　○○", "株式会社○○", False),
        ("ＡＢＣシステムズ", "ABCシステムズ 夜間窓口", False),
        ("株式会社○○", "○○", False),
        ("株式会社○○", "株式会社△△ 保守課", True),
    ],
)
def test_a_contact_may_be_named_with_its_section(supplier: str, contact: str, differ: bool) -> None:
    facts = sample_facts("aonagi")
    contacts: Any = facts["contacts"]
    suppliers: Any = facts["suppliers"]
    index = next(number for number, each in enumerate(contacts) if each.get("supplier"))
    number = [each["id"] for each in suppliers].index(contacts[index]["supplier"])
    changes: dict[str, object] = {f"contacts[{index}].name": contact, f"suppliers[{number}].name": supplier}
    source = Source(data=changed(facts, changes))
    terminal, _ = load_terminal(source)
    assert terminal is not None
    found = [dotted(r.path) for r in remarks(terminal, source, TODAY) if r.code == "contact_of_other_name"]
    assert (f"contacts[{index}].name" in found) is differ
