"""A fact without a description, and a description of no fact, is told by each command before anything is made of it."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from quaybook.cli import main
from quaybook.facts.positions import read_yaml
from quaybook.model.fields import fact_groups, vocabularies
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.description_check import description_problems
from quaybook.wording.fact_words import read_descriptions
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY
from tests.helpers.workspaces import write_config

FACTS, JAPANESE, ENGLISH = (f"policy_src/words/{name}.yml" for name in ("facts", "ja", "en"))
EVERY_FACT = [(group.__name__, key) for group in fact_groups() for key in group.model_fields]
EVERY_CHOICE = [(each.__name__, value.value) for each in vocabularies() for value in each]
CHOICES_ELSEWHERE = {"SelfCheckOutcome": "checklist.self", "AuditOutcome": "checklist.audit"}


def damaged(root: Path, file: str, old: str, new: str) -> Path:
    """The kit's own sources, copied, with one place in one file changed."""
    shutil.copytree(policy_source() / "words", root / "policy_src" / "words")
    path = root / file
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(old, new, text, count=1)
    assert count == 1, old
    path.write_text(changed, encoding="utf-8")
    return root / "policy_src"


def told(problems: tuple[Problem, ...]) -> list[str]:
    messages = {language: load_messages(policy_source(), language) for language in ("ja", "en")}
    assert all(describe(problem, messages["ja"]) for problem in problems)
    return [describe(problem, messages["en"]) for problem in problems]


def test_the_kit_describes_what_it_asks_for() -> None:
    assert len(EVERY_FACT) > 400
    assert len(EVERY_CHOICE) > 100
    assert description_problems(policy_source()) == ()


CONTACTS = r"(\nTerminal:\n(?:  .*\n)*?  contacts:\n(?:    .*\n)*?    example: ).*\n"
MISTAKES = [
    (FACTS, r"\nSite:\n", "\nSyte:\n", [("group_undescribed", "Site"), ("description_of_nothing", "Syte")]),
    (FACTS, r"\nSite:\n", "\nSite: text\nSitte:\n", [("not_a_group", "Site"), ("description_of_nothing", "Sitte")]),
    (FACTS, r"\nSite:\n", "\nSite: [x\n", [("syntax_error", "")]),
    (FACTS, r"\n  berths:", "\n  birth:", [
        ("fact_undescribed", "TerminalProfile.berths"), ("description_of_nothing", "TerminalProfile.birth"),
    ]),
    (FACTS, r"\n  berths:\n", "\n  berths: text\n  berth:\n", [
        ("not_a_group", "TerminalProfile.berths"), ("description_of_nothing", "TerminalProfile.berth"),
    ]),
    (FACTS, r"(\n  berths:\n)    ja: .*\n", r"\1", [("description_key_missing", "TerminalProfile.berths.ja")]),
    (FACTS, r"(\n  berths:\n    ja: ).*\n", r"\1''\n", [("description_empty", "TerminalProfile.berths.ja")]),
    (FACTS, r"(\n  berths:\n    ja: ).*\n", r"\1[a, b]\n", [("not_a_text", "TerminalProfile.berths.ja")]),
    (FACTS, r"(\n  berths:\n(?:    .*\n)*?)    ask:", r"\1    aks:", [
        ("description_key_missing", "TerminalProfile.berths.ask"), ("unknown_key", "TerminalProfile.berths.aks"),
    ]),
    (FACTS, r"(\n  berths:\n(?:    .*\n)*?    unit:)\n.*\n.*\n", r"\1 バース\n", [
        ("not_a_group", "TerminalProfile.berths.unit"),
    ]),
    (FACTS, r"(\n  berths:\n(?:    .*\n)*?      )en:", r"\1de:", [
        ("description_key_missing", "TerminalProfile.berths.unit.en"),
        ("unknown_key", "TerminalProfile.berths.unit.de"),
    ]),
    (FACTS, r"(\n  berths:\n)", r"\1    urgency: 9\n", [("not_in_vocabulary", "TerminalProfile.berths.urgency")]),
    (FACTS, r"(\n  berths:\n(?:    .*\n)*?    example: ).*\n", r"\1two\n", [
        ("not_a_whole_number", "TerminalProfile.berths.example"),
    ]),
    (FACTS, CONTACTS, r"\1'{id: P, kind: polise}'\n", [
        ("not_an_id", "Terminal.contacts.example"), ("not_in_vocabulary", "Terminal.contacts.example"),
    ]),
    (FACTS, CONTACTS, r"\1'{id: ['\n", [
        ("example_unreadable", "Terminal.contacts.example"),
    ]),
    (JAPANESE, "vpn_router: [^,]*, ", "", [("word_not_there", "label.DeviceKind.vpn_router")]),
    (ENGLISH, "vpn_router: [^,]*", "vpn_router: ''", [("word_not_there", "label.DeviceKind.vpn_router")]),
    (ENGLISH, "vpn_router: ", "vpn_routers: ", [
        ("word_not_there", "label.DeviceKind.vpn_router"), ("description_of_nothing", "label.DeviceKind.vpn_routers"),
    ]),
    (JAPANESE, r"\nlabel:\n", "\nlabel: [x\n", [("syntax_error", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "expected"), MISTAKES)
def test_each_difference_is_told_at_its_line(
    tmp_path: Path, file: str, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    found = description_problems(damaged(tmp_path, file, old, new))
    assert {(problem.code, problem.path) for problem in found} == set(expected), told(found)
    assert {problem.file for problem in found} == {file}
    assert all(problem.line > 1 for problem in found), told(found)


def test_a_misspelt_name_is_told_with_what_lacks_one(tmp_path: Path) -> None:
    lines = told(description_problems(damaged(tmp_path, FACTS, "\n  berths:", "\n  birth:")))
    assert any("birth" in line and "such as berths" in line for line in lines), lines
    # The description that is missing belongs behind the one before it.
    beside = next(line for line in lines if "berths: The fact" in line)
    text = (tmp_path / FACTS).read_text(encoding="utf-8").splitlines()
    number = int(beside.split(":")[1])
    assert "  birth:" in text[number - 8 : number + 8], beside


def test_all_differences_are_told_at_once(tmp_path: Path) -> None:
    source = damaged(tmp_path, FACTS, "\n  berths:", "\n  birth:")
    for file in (JAPANESE, ENGLISH):
        path = tmp_path / file
        path.write_text(path.read_text(encoding="utf-8").replace("vpn_router:", "vpn:"), encoding="utf-8")
    assert {problem.file for problem in description_problems(source)} == {FACTS, JAPANESE, ENGLISH}


def changed(tree: dict[str, object], taken: list[tuple[str, ...]]) -> dict[str, Any]:
    """A copy of `tree` without what is at the ways."""
    made: dict[str, Any] = json.loads(json.dumps(tree))
    for *way, last in taken:
        inner = made
        for key in way:
            inner = inner[key]
        del inner[last]
    return made


PARTS = st.sampled_from([(), ("ja",), ("en",), ("example",), ("ask",)])
TAKEN = st.lists(st.tuples(st.sampled_from(EVERY_FACT), PARTS), min_size=1, max_size=5, unique_by=lambda way: way[0])


@settings(max_examples=25, deadline=None)
@given(TAKEN)
def test_whatever_is_taken_from_the_descriptions_is_told(taken: list[tuple[tuple[str, str], tuple[str, ...]]]) -> None:
    ways = [(*fact, *part) for fact, part in taken]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(policy_source() / "words", Path(folder) / "words")
        left = changed(read_descriptions(policy_source()).data, ways)
        (Path(folder) / "words" / "facts.yml").write_text(json.dumps(left), encoding="utf-8")
        found = description_problems(Path(folder))
    assert {problem.path for problem in found} == {".".join(way) for way in ways}


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(EVERY_CHOICE), st.sampled_from(["ja", "en"]))
def test_whichever_label_is_missing_is_told(choice: tuple[str, str], language: str) -> None:
    vocabulary, value = choice
    way = (*CHOICES_ELSEWHERE.get(vocabulary, f"label.{vocabulary}").split("."), value)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(policy_source() / "words", Path(folder) / "words")
        path = Path(folder) / "words" / f"{language}.yml"
        path.write_text(json.dumps(changed(read_yaml(path, path.name).data, [way])), encoding="utf-8")
        found = description_problems(Path(folder))
    assert [(problem.code, problem.path) for problem in found] == [("word_not_there", ".".join(way))]


COMMANDS = [
    ["schema"],
    ["new", "minami-ct", "--yes", "--root", "ROOT"],
    ["intake", "export", "chitoseura", "ROOT/sheet.xlsx"],
    ["intake", "import", "ROOT/sheet.xlsx", "chitoseura"],
    ["check", "chitoseura", "--today", "2026-11-01"],
    ["check", "chitoseura", "--explain", "remote_access"],
    ["gaps", "chitoseura", "--today", "2026-11-01"],
    ["coverage", "chitoseura", "--today", "2026-11-01"],
    ["build", "chitoseura", "--today", "2026-11-01", "--out", "ROOT/out"],
]
OF_THE_MODEL = [
    (FACTS, "\n  berths:", "\n  birth:", ("fact_undescribed", "description_of_nothing")),
    (FACTS, "\nSite:\n", "\nSite:\n  more: {ja: 他, en: more, example: x, ask: 総務}\n", ("description_of_nothing",)),
    (ENGLISH, "vpn_router: [^,]*, ", "", ("word_not_there",)),
]


def use_kit(root: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str) -> None:
    """Lets every command run with a damaged copy of the kit's sources."""
    copy = damaged(root, file, old, new)
    shutil.copytree(policy_source(), copy, ignore=shutil.ignore_patterns("words"), dirs_exist_ok=True)
    monkeypatch.setattr("quaybook.resources._PACKAGE", root / "generators" / "quaybook")
    assert policy_source() == copy


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments[:2]))
@pytest.mark.parametrize(("file", "old", "new", "codes"), OF_THE_MODEL)
def test_every_command_tells_it_and_makes_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: str,
    new: str,
    codes: tuple[str, ...],
    arguments: list[str],
) -> None:
    use_kit(tmp_path, monkeypatch, file, old, new)
    (tmp_path / "terminals").mkdir()
    monkeypatch.chdir(REPOSITORY)
    told_to = [each.replace("ROOT", str(tmp_path)) for each in arguments]
    monkeypatch.setattr(sys, "argv", ["quaybook", *told_to, "--ui-lang", "en"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    printed = capsys.readouterr()
    lines = printed.err.splitlines()
    assert len(lines) == len(codes), printed
    assert all(line.startswith(f"{file}:") for line in lines), lines
    for code in codes:
        fix = load_messages(policy_source(), "en")[code]["fix"].split("{")[0]
        assert any(fix in line for line in lines), (code, lines)
    assert {path.name for path in tmp_path.iterdir()} == {"policy_src", "terminals"}
    assert [*(tmp_path / "terminals").iterdir()] == []


@pytest.mark.parametrize(("file", "old", "new", "codes"), OF_THE_MODEL)
def test_mkdocs_tells_it_too(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    file: str,
    old: str,
    new: str,
    codes: tuple[str, ...],
) -> None:
    use_kit(tmp_path, monkeypatch, file, old, new)
    (tmp_path / "terminals").symlink_to(REPOSITORY / "terminals")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "facts.md").write_text("<!-- quaybook:facts -->\n", encoding="utf-8")
    monkeypatch.setenv("LANGUAGE", "en")
    config = load_config(str(write_config(tmp_path, "chitoseura")))
    with pytest.raises(Abort) as stop:
        build(config)
    assert stop.value.code == 1
    assert caplog.text.count(f"{file}:") == len(codes), caplog.text
    assert not (tmp_path / "site").exists()
