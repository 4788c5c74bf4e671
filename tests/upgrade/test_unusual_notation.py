"""Facts of version 1 that are written in an unusual way are rewritten without loss, or the place is told."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.facts.folder import load_folder
from quaybook.model.base import Provisional
from quaybook.model.load import load_terminal
from quaybook.upgrade.tree import Tree
from quaybook.upgrade.upgrade import Upgrade, upgrades

OLD = Path(__file__).parent / "version_1" / "chitoseura"
MARK = "  # 仮の値。違えば直す provisional"
LINES = (OLD / "connections.yml").read_text(encoding="utf-8")
VPN = LINES[LINES.index("vpn:\n") : LINES.index("admin_auth:\n")]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    shutil.copytree(OLD, tmp_path / "chitoseura")
    return tmp_path


def changed(terminals: Path, name: str, *pairs: tuple[str, str]) -> None:
    path = terminals / "chitoseura" / name
    text = path.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


def comments(text: str) -> Counter[str]:
    return Counter(comment for _, comment in Tree(text).comments())


def rewritten(terminals: Path) -> tuple[Any, Upgrade, str]:
    """The terminal after the upgrade, which has to load and to be in order."""
    (made,), problems = upgrades(terminals, "chitoseura")
    assert problems == ()
    for name, text in made.after.items():
        (terminals / made.folder / name).write_text(text, encoding="utf-8", newline="")
    assert upgrades(terminals, "chitoseura") == ((), ())
    terminal, problems = load_terminal(load_folder(terminals, "chitoseura"))
    assert problems == ()
    assert terminal is not None
    return terminal, made, "".join(made.after.values())


def codes(made: Upgrade) -> set[str]:
    return {each.code for each in made.undecided}


def left(made: Upgrade, name: str) -> list[str]:
    """The lines whose comment is told to have stayed."""
    found = [each for each in made.undecided if each.code == "upgrade_comment_left" and each.file.endswith(f"/{name}")]
    return [made.after[name].splitlines()[each.lines[0] - 1].strip() for each in found]


@pytest.mark.parametrize(
    "vpn",
    [
        "vpn:\n  accounts: 6\n  present: yes\n",
        "vpn:\n  accounts: 6\n",
        "vpn:\n  present: yes\n  accounts: 6\n",
        "vpn:  # 外から\n  # 数えた\n  accounts: 6  # 6人\n  present: yes  # 2社が使う\n",
        "vpn: &all\n  accounts: &n 6\n  present: yes\n  review_months: *n\n",
    ],
)
def test_the_keys_of_a_vpn_stand_in_any_order(vpn: str, old: Path) -> None:
    changed(old, "connections.yml", (VPN, vpn.replace("&all", "")))
    terminal, made, text = rewritten(old)
    assert terminal.remote_access.ways[0].accounts == 6
    assert terminal.remote_access.ways[0].kind == "vpn"
    assert comments(vpn) <= comments(text)
    assert not {"upgrade_way_assumed", "upgrade_empty"} & codes(made)


@pytest.mark.parametrize(
    ("vpn", "count", "code"),
    [
        (f"vpn:\n  present: yes{MARK}\n  accounts: 6\n", 1, "upgrade_way_assumed"),
        (f"vpn:\n  present: no{MARK}\n  accounts: 6\n", 0, "upgrade_empty"),
        (f"vpn: {{present: yes, accounts: 6}}{MARK}\n", 1, "upgrade_way_assumed"),
        ('vpn:\n  present: "TODO: 保守会社に聞く"\n  accounts: 6\n', 1, "upgrade_way_assumed"),
        ("vpn: TODO\n", 1, "upgrade_way_assumed"),
        ('vpn: "TODO: 保守会社に聞く"\n', 1, "upgrade_way_assumed"),
    ],
)
def test_a_vpn_that_nobody_has_confirmed_is_no_way_in_for_sure(vpn: str, count: int, code: str, old: Path) -> None:
    changed(old, "connections.yml", (VPN, vpn))
    terminal, made, text = rewritten(old)
    assert code in codes(made)
    assert len(terminal.remote_access.ways) == count
    assert all(isinstance(way.kind, Provisional) for way in terminal.remote_access.ways)
    assert comments(vpn) <= comments(text)
    assert ("保守会社に聞く" in vpn) <= ("保守会社に聞く" in text.partition("remote_access:")[2])


def test_an_absent_vpn_leaves_its_lines_as_comments(old: Path) -> None:
    changed(old, "connections.yml", (VPN, "vpn:\n  accounts: 0\n  absence_reason: |\n    クラウド\n  present: no\n"))
    terminal, _, text = rewritten(old)
    assert terminal.remote_access.ways == ()
    assert terminal.remote_access.absence_reason == "クラウド"
    assert "#   accounts: 0\n" in text


def deep(text: str) -> str:
    """The text as an editor writes it that indents by four."""
    made = []
    for line in text.splitlines():
        bare = line.lstrip()
        made.append("  " * (len(line) - len(bare)) + (f"-   {bare[2:]}" if bare.startswith("- ") else bare))
    return "\n".join([*made, ""])


def test_a_file_keeps_its_own_indentation(old: Path) -> None:
    for path in (old / "chitoseura").glob("*.yml"):
        path.write_text(deep(path.read_text(encoding="utf-8")), encoding="utf-8")
    terminal, _, text = rewritten(old)
    assert "\n    ways:\n        -   id: vpn\n            name: " in text
    assert terminal.remote_access.ways[0].password.min_length == 8


KEYS = st.permutations(
    [
        "present: yes  # ある",
        "accounts: 6  # 6人",
        "review_months: 12",
        "emergency_access: |  # 夜\n    夜間",
        "password:  # 認証\n    used: yes\n    # 8字\n    min_length: 8",
        "auth_factors: [knowledge,  # 知識\n    possession]",
    ]
)


@settings(max_examples=40, deadline=None)
@given(KEYS, st.sampled_from([2, 4]), st.sampled_from(["yes", "no", "TODO", f"yes{MARK}", f"no{MARK}", None]))
def test_any_order_and_indentation_of_a_vpn_is_rewritten(keys: list[str], by: int, present: str | None) -> None:
    said = [key if present is None else key.replace("present: yes", f"present: {present}") for key in keys]
    said = [key for key in said if present is not None or not key.startswith("present")]
    inner = "\n".join(f"  {line}" for key in said for line in key.split("\n"))
    lines = f"external_connections:\n  - id: line\n    kind: nat\nvpn:  # 外\n{inner}\n"
    text = f"terminal:\n  name: 港\n{lines if by == 2 else deep(lines)}"
    with TemporaryDirectory() as place:
        path = Path(place) / "mine" / "facts.yml"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        (made,), problems = upgrades(path.parent.parent, "mine")
        assert problems == ()
        path.write_text(made.after["facts.yml"], encoding="utf-8")
        source = load_folder(path.parent.parent, "mine")
        assert source.problems == []
        found: Any = source.data["remote_access"]
        assert len(found["ways"]) == (0 if str(present).startswith("no") else 1)
        assert all(way["password"]["min_length"] == "8" for way in found["ways"])
        if found["ways"]:
            assert comments(text) <= comments(made.after["facts.yml"])
        else:
            # The lines of what is not there are comments now, with those behind them.
            assert all(comment in made.after["facts.yml"] for comment in comments(text))
        assert upgrades(path.parent.parent, "mine") == ((), ())


def test_the_mark_stands_behind_an_anchor(old: Path) -> None:
    changed(old, "terminal.yml", ("berths: 1", f"berths: &b 1{MARK}"), ("quay_cranes: 1", "quay_cranes: *b"))
    terminal, made, text = rewritten(old)
    assert "berths: &b 仮：1\n" in text
    assert isinstance(terminal.terminal.berths, Provisional)
    assert left(made, "terminal.yml") == []


def test_an_alias_that_is_called_provisional_becomes_a_value_of_its_own(old: Path) -> None:
    changed(old, "terminal.yml", ("berths: 1", "berths: &b 1"), ("quay_cranes: 1", f"quay_cranes: *b{MARK}"))
    terminal, _, text = rewritten(old)
    assert "  berths: 1\n" in text
    assert "quay_cranes: 仮：1\n" in text
    assert terminal.terminal.berths == 1
    assert isinstance(terminal.terminal.quay_cranes, Provisional)


def test_a_comment_that_cannot_become_a_mark_stays_and_is_told(old: Path) -> None:
    changed(old, "terminal.yml", ("prefecture: ○○県", f"prefecture: |{MARK}\n    ○○県"))
    clauses = "[confidentiality, no_other_use]"
    changed(old, "suppliers.yml", (clauses, f"[confidentiality,{MARK}\n      no_other_use]"))
    changed(old, "suppliers.yml", ("- id: softkoubou", f"- id: softkoubou{MARK}"))
    _, made, _ = rewritten(old)
    assert left(made, "terminal.yml") == [f"prefecture: |{MARK}"]
    assert left(made, "suppliers.yml") == [f"contract_clauses: [confidentiality,{MARK}", f"- id: softkoubou{MARK}"]


def test_the_role_of_a_supplier_may_be_an_alias(old: Path) -> None:
    changed(old, "suppliers.yml", ("kind: tos_maintenance", "kind: &k tos_maintenance"))
    changed(old, "suppliers.yml", ("kind: tos_developer", "kind: *k"))
    terminal, _, _ = rewritten(old)
    assert [supplier.kinds for supplier in terminal.suppliers[:2]] == [("tos_maintenance",)] * 2


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("  present: yes\n", "  present: &yes yes\n  authorised_register: *yes\n", "*yes"),
        (VPN, "vpn: [1]\n", "vpn:"),
    ],
)
def test_what_only_a_person_can_rewrite_is_told_with_its_line(before: str, after: str, place: str, old: Path) -> None:
    twice = [("  authorised_register: no\n", "")] if "&yes" in after else []
    changed(old, "connections.yml", (before, after), *twice)
    made, (problem,) = upgrades(old, "chitoseura")
    assert made == ()
    assert (problem.code, problem.file) == ("upgrade_by_hand", "chitoseura/connections.yml")
    text = (old / "chitoseura" / "connections.yml").read_text(encoding="utf-8")
    assert place in text.splitlines()[problem.line - 1]


def test_comments_are_told_from_texts() -> None:
    text = 'a: "# no"  # one\nb: x#y\nc: |  # two\n  # no\n# three\nd: [1,  # four\n  2]\n'
    assert yaml.safe_load(text)["c"] == "# no\n"
    assert [comment for _, comment in Tree(text).comments()] == ["# one", "# two", "# three", "# four"]
