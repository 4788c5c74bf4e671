"""Port → association → terminal: which folder's value counts, and how `quaybook check --explain` tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from quaybook.cli import main
from quaybook.facts.folder import load_folder
from quaybook.facts.origins import key_parts
from quaybook.problems import Problem
from quaybook.reports import explain as explain_report
from quaybook.reports.explanations import Explanation, Standing, explained
from quaybook.resources import policy_source
from quaybook.wording.fact_words import FactWords
from quaybook.wording.plain_text import columns
from quaybook.wording.words import load_words

from tests.conftest import REPOSITORY

SAMPLE_FOLDERS = [
    "terminals/hoshimisaki",
    "terminals/_shared/hoshimisaki-association",
    "terminals/_shared/hoshimisaki-port",
]


def write(root: Path, folder: str, text: str) -> None:
    path = root / "terminals" / folder
    path.mkdir(parents=True, exist_ok=True)
    (path / "facts.yml").write_text(text, encoding="utf-8")


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A terminal that inherits from an association, which inherits from a port."""
    port = (
        "assets: {review_months: 12, stocktaking_month: 4, offline_copy: 港}\nlogs: {store: 港, retention_days: 90}\n"
    )
    port += "contacts:\n  - {id: police, name: 港の警察}\n  - {id: bureau, name: 運輸局}\n"
    write(tmp_path, "_shared/port", port)
    write(tmp_path, "_shared/association", "inherits: _shared/port\nassets: {review_months: 6, offline_copy: 協会}\n")
    write(
        tmp_path,
        "x",
        "inherits: [_shared/association]\nassets:\n  review_months: 3\ncontacts:\n  - {id: desk, name: 自社}\n",
    )
    return tmp_path


def ask(root: Path, key: str, terminal: str = "x", language: str = "ja") -> tuple[list[Explanation], list[Problem]]:
    words, _ = load_words(policy_source(), language)
    found, problems = explained(root / "terminals", terminal, [key], words, FactWords(policy_source(), language))
    return list(found), list(problems)


def told(root: Path, key: str, terminal: str = "x") -> Explanation:
    found, problems = ask(root, key, terminal)
    assert problems == []
    return found[0]


def standings(found: Explanation) -> dict[str, str]:
    return {link.folder.removeprefix("terminals/"): link.standing.value for link in found.chain}


def test_three_levels_complete_groups_and_replace_the_rest(three: Path) -> None:
    source = load_folder(three / "terminals", "x")
    assert source.problems == []
    assert source.data["assets"] == {"review_months": "3", "offline_copy": "協会", "stocktaking_month": "4"}
    assert source.data["logs"] == {"store": "港", "retention_days": "90"}
    assert source.data["contacts"] == [{"id": "desk", "name": "自社"}]
    files = [source.position(("assets", key)).file for key in ("review_months", "offline_copy", "stocktaking_month")]
    assert files == [f"terminals/{name}/facts.yml" for name in ("x", "_shared/association", "_shared/port")]


def test_of_two_parents_the_earlier_wins_with_all_that_it_inherits(tmp_path: Path) -> None:
    write(tmp_path, "_shared/grand", "logs: {store: 祖, clock_source: 祖}\n")
    write(tmp_path, "_shared/first", "inherits: _shared/grand\nlogs: {retention_days: 1}\n")
    write(tmp_path, "_shared/second", "logs: {store: 二, retention_days: 2, clock_source: 二, reader: 二}\n")
    write(tmp_path, "x", "inherits:\n  - _shared/first\n  - _shared/second\n")
    source = load_folder(tmp_path / "terminals", "x")
    assert source.problems == []
    assert source.data["logs"] == {"retention_days": "1", "store": "祖", "clock_source": "祖", "reader": "二"}
    found = told(tmp_path, "logs.store")
    assert found.value == "祖"
    assert standings(found) == {
        "x": "silent", "_shared/first": "silent", "_shared/grand": "states", "_shared/second": "covered",
    }  # fmt: skip


def test_a_parent_of_both_parents_is_one_folder_of_the_chain(tmp_path: Path) -> None:
    write(tmp_path, "_shared/grand", "logs: {store: 祖}\n")
    write(tmp_path, "_shared/first", "inherits: _shared/grand\nrisk: {cycle_months: 6}\n")
    write(tmp_path, "_shared/second", "inherits: _shared/grand\nlogs: {store: 二}\n")
    write(tmp_path, "x", "inherits:\n  - _shared/first\n  - _shared/second\n")
    found = told(tmp_path, "logs.store")
    assert found.value == load_folder(tmp_path / "terminals", "x").data["logs"]["store"]  # type: ignore[index,call-overload]
    assert [link.standing for link in found.chain].count(Standing.STATES) == 1
    assert [link.folder for link in found.chain].count("terminals/_shared/grand") == 1


def test_a_circle_is_a_problem_and_is_explained_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, "_shared/a", "inherits: _shared/b\nlogs: {store: 甲}\n")
    write(tmp_path, "_shared/b", "inherits: _shared/a\nlogs: {store: 乙}\n")
    write(tmp_path, "x", "inherits: _shared/a\n")
    found, problems = ask(tmp_path, "logs.store")
    assert {problem.code for problem in problems} == {"inherits_unknown"}
    assert found[0].value == "甲"
    assert standings(found[0]) == {"x": "silent", "_shared/a": "states", "_shared/b": "covered"}


def test_a_folder_outside_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "facts.yml").write_text("logs: {store: 秘密}\n", encoding="utf-8")
    write(tmp_path, "x", "inherits: ../secret\nrisk: {cycle_months: 6}\n")
    found, problems = ask(tmp_path, "logs.store")
    assert problems
    assert found[0].position is None
    assert "秘密" not in repr(found)


def test_a_value_is_told_with_those_that_it_covers(three: Path) -> None:
    found = told(three, "assets.review_months")
    assert (found.value, found.position and (found.position.file, found.position.line)) == (
        "3",
        ("terminals/x/facts.yml", 3),
    )
    assert standings(found) == {"x": "states", "_shared/association": "covered", "_shared/port": "covered"}
    assert [link.value for link in found.chain] == ["", "6", "12"]
    found = told(three, "assets.stocktaking_month")
    assert standings(found) == {"x": "silent", "_shared/association": "silent", "_shared/port": "states"}


def test_a_group_is_told_by_its_parts(three: Path) -> None:
    found = told(three, "assets")
    assert standings(found) == {"x": "part", "_shared/association": "part", "_shared/port": "part"}
    parts = {text: place and place.file for text, place in found.parts}
    assert parts == {
        "review_months: 3": "terminals/x/facts.yml",
        "offline_copy: 協会": "terminals/_shared/association/facts.yml",
        "stocktaking_month: 4": "terminals/_shared/port/facts.yml",
    }
    assert standings(told(three, "logs")) == {"x": "silent", "_shared/association": "silent", "_shared/port": "states"}


def test_a_list_is_inherited_as_a_whole_and_its_entries_have_names(three: Path) -> None:
    by_id, by_number = told(three, "contacts[desk].name"), told(three, "contacts[0].name")
    assert by_id == by_number
    assert (by_id.key, by_id.value) == ("contacts[0].name", "自社")
    assert standings(by_id) == {"x": "states", "_shared/association": "silent", "_shared/port": "covered"}
    assert told(three, "contacts[].name").parts[0][0] == "contacts[0].name: 自社"


def test_what_is_not_stated_has_a_default_or_none_and_a_place_to_go(three: Path) -> None:
    default = told(three, "thresholds.contact_check_days")
    assert default.value == ""
    assert any("183" in note for note in default.notes)
    assert any("terminals/x/" in note and "thresholds:" in note for note in default.notes)
    missing = told(three, "logs.reader")
    assert missing.position is None
    assert any("terminals/_shared/port/facts.yml:2" in note and "terminals/x/" in note for note in missing.notes)
    own = told(three, "contacts[0].supplier")
    assert any("terminals/x/facts.yml:5" in note for note in own.notes)
    write(three, "y", "inherits: [_shared/port]\n")
    listed = told(three, "contacts[bureau].supplier", "y")
    assert any("contacts" in note and "terminals/_shared/port/facts.yml:5" in note for note in listed.notes)


@pytest.mark.parametrize(
    ("key", "code", "near"),
    [
        ("asets.review_months", "explain_unknown_key", "assets"),
        ("assets.review_month", "explain_unknown_key", "review_months"),
        ("contacts[dsk].name", "explain_no_entry", "desk"),
        ("contacts[7].name", "explain_no_entry", "desk"),
        ("contacts[desk].nam", "explain_unknown_key", "name"),
        ("assets.review_months.x", "explain_no_part", None),
        ("assets[0]", "explain_not_a_list", None),
        ("contacts[", "explain_not_a_key", None),
        ("..", "explain_not_a_key", None),
        ("", "explain_not_a_key", None),
        ("a\nb", "explain_unknown_key", None),
    ],
)
def test_a_key_that_is_none_says_what_was_meant(three: Path, key: str, code: str, near: str | None) -> None:
    found, problems = ask(three, key)
    assert found == []
    assert [problem.code for problem in problems] == [code]
    if near:
        assert dict(problems[0].values)["near"].startswith(near)


def test_keys_are_read_as_they_are_printed() -> None:
    assert key_parts("backups[2].name") == ("backups", "[2]", "name")
    assert key_parts("servers[].av.installed") == ("servers", "[]", "av", "installed")
    assert key_parts("contacts[police-cyber].means[0]") == ("contacts", "[police-cyber]", "means", "[0]")
    assert [key_parts(key) for key in ("a..b", "a[b", "a]b", ".a", "a.", "a[[b]]")] == [None] * 6


def test_the_sample_shows_three_levels() -> None:
    expert = told(REPOSITORY, "experts[].relation", "hoshimisaki")
    assert [link.folder for link in expert.chain] == SAMPLE_FOLDERS
    assert [link.standing.value for link in expert.chain] == ["silent", "states", "silent"]
    assert len(expert.parts) >= 3
    agreed = told(REPOSITORY, "port_manager.agreed_on", "hoshimisaki")
    assert [link.standing.value for link in agreed.chain] == ["silent", "silent", "states"]
    limit = told(REPOSITORY, "reporting.police_limit_min", "hoshimisaki")
    assert [(link.standing.value, link.value) for link in limit.chain] == [
        ("states", ""),
        ("silent", ""),
        ("covered", "120"),
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_fact_that_a_terminal_states_can_be_explained(language: str) -> None:
    words, _ = load_words(policy_source(), language)
    facts = load_folder(REPOSITORY / "terminals", "hoshimisaki")
    keys = ["contacts[police-cyber].means", "reporting", "experts", "remote_access.ways", "terminal.tos.users[0]"]
    keys += ["thresholds", "thresholds.due_soon_days", "requirement_sets", "plan", "drills[0].held_on", "exceptions"]
    assert len(facts.positions) > 1000
    for key in keys:
        found, problems = ask(REPOSITORY, key, "hoshimisaki", language)
        assert problems == []
        lines = list(explain_report.lines(found[0], "hoshimisaki", words))
        assert max(columns(line) for line in lines) <= 100
        assert any("terminals/hoshimisaki" in line for line in lines)


def test_the_command_explains_instead_of_checking(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], three: Path
) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(three)
        monkeypatch.setattr("sys.argv", ["quaybook", "check", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        return int(str(stop.value.code)), *capsys.readouterr()

    code, out, err = run("x", "--explain", "assets.review_months", "--explain", "logs.store", "--ui-lang", "en")
    assert (code, err) == (0, "")
    assert "assets.review_months (x)" in out
    assert "logs.store (x)" in out
    assert "terminals/_shared/association: stated, but not used. 6" in out
    code, out, err = run("--format", "json", "--explain", "assets.review_months")
    assert (code, err) == (0, "")
    assert json.loads(out)["x"][0]["chain"][1] == {
        "folder": "terminals/_shared/association", "standing": "covered", "value": "6",
        "file": "terminals/_shared/association/facts.yml", "line": 2,
    }  # fmt: skip
    code, out, err = run("x", "--explain", "asset", "--ui-lang", "en")
    assert (code, out) == (1, "")
    assert err == 'terminals/x: asset: There is no key "asset". Did you mean: assets\n'
    code, _, err = run("z", "--explain", "assets", "--ui-lang", "en")
    assert code == 1
    assert '"z"' in err
