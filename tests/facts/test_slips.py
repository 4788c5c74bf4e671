"""YAML as people type it: each slip is told with its line and with what has to stand there, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.facts.folder import load_folder
from quaybook.facts.positions import Source, read_yaml
from quaybook.facts.text import refused_character
from quaybook.model.base import Provisional
from quaybook.model.load import load_terminal
from quaybook.problems import describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.assessment.rules.cases.changes import changed, sample_facts

SIGNED = [
    ("@foo", "'@foo'"),
    ("`foo", "'`foo'"),
    ("%foo", "'%foo'"),
    ("* foo", "'* foo'"),
    ("*重要", "'*重要'"),
    ("& Co", "'& Co'"),
    ("!重要 な", "'!重要 な'"),
    ("| text", "'| text'"),
    (">100", "'>100'"),
    (",a", "',a'"),
    ("- a", "'- a'"),
    ('"A" and B # 仮', "'\"A\" and B'"),
    ("'A' B", "'''A'' B'"),
    ("[平日] と祝日", "'[平日] と祝日'"),
    ("{平日} も", "'{平日} も'"),
    ('"重要": 開ける', "'\"重要\": 開ける'"),
]


def read(folder: Path, text: str) -> Source:
    (folder / "a.yml").write_text(text, encoding="utf-8")
    return read_yaml(folder / "a.yml", "a.yml")


def told(source: Source) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in source.problems]


@pytest.mark.parametrize(("written", "quoted"), SIGNED)
def test_a_text_that_begins_like_yaml_is_told_with_its_quotes(tmp_path: Path, written: str, quoted: str) -> None:
    for text in (f"x: 1\nvalue: {written}\ny: 2\n", f"x: 1\nvalue: {written}\n"):
        (problem,) = read(tmp_path, text).problems
        assert (problem.code, problem.line) == ("sign_at_start", 2)
        assert dict(problem.values)["quoted"] == quoted
    assert read(tmp_path, f"value: {quoted}\n").problems == []


def test_in_a_group_in_brackets_the_quotes_end_before_the_next_key(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, "means:\n  - {kind: phone, value: @foo, note: x}\n").problems
    assert (problem.code, problem.line, dict(problem.values)["quoted"]) == ("sign_at_start", 2, "'@foo'")


@pytest.mark.parametrize(("written", "code"), [("&foo bar", "anchor_unused"), ("! bar", "tag_refused")])
def test_a_sign_that_yaml_would_drop_without_a_word_is_told(tmp_path: Path, written: str, code: str) -> None:
    (problem,) = read(tmp_path, f"x: 1\nvalue: {written}\n").problems
    assert (problem.code, problem.line, dict(problem.values)["quoted"]) == (code, 2, f"'{written}'")
    assert read(tmp_path, "a: &b 1\nc: *b\n").data == {"a": "1", "c": "1"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("port: x\nname:港\n", ("no_space_after_colon", 2)),
        ("a:\n  name:港\n  port: x\n", ("no_space_after_colon", 2)),
        ("a:\n  name:\u3000港\n  port: x\n", ("wide_space_after_colon", 2)),
        ("a:\n\u3000\u3000name: 港\n", ("wide_space", 2)),
        ("a:\n  - b\n  -c\n", ("no_space_after_dash", 3)),
        ("a:\n  - b\n    -c\n", ("entry_in_text", 3)),
        ("a:\n  - b\n\n   -c\n", ("entry_in_text", 4)),
        ("a:\n  - b\n    c\n    - d\n", ("entry_in_text", 4)),
        ("a: b\n  - c\n", ("entry_in_text", 2)),
        ("a:\n  - {b: c\n      - d}\n", ("entry_in_text", 3)),
        ("a: 1\n<<<<<<< mine\nb: 1\n", ("conflict_mark", 2)),
        ("a: 1\n=======\nb: 1\n", ("conflict_mark", 2)),
        ("a: 1\n>>>>>>> theirs\n", ("conflict_mark", 2)),
    ],
)
def test_a_missing_blank_and_what_version_control_leaves_are_told(
    tmp_path: Path, text: str, expected: tuple[str, int]
) -> None:
    assert told(read(tmp_path, text)) == [expected]


def test_lines_of_equal_signs_in_a_text_are_no_conflict(tmp_path: Path) -> None:
    assert read(tmp_path, "a: |\n  =======\n  <<<<<<< x\n").data == {"a": "=======\n<<<<<<< x\n"}


@pytest.mark.parametrize(
    ("written", "cut"),
    [
        ("000-000-0000 #12", "#12"),
        ("倉庫🚢 #3 # 仮", "#3 # 仮"),
        ("管理棟 #A-3", "#A-3"),
        ("管理棟 #仮", "#仮"),
        ("{a: 000 #1\n }", "#1"),
        ("3階\n  #2倉庫", None),
        ("3階\n  倉庫 #2", "#2"),
        ("#12", "#12"),
        ("番号 # 仮の値", None),
        ("番号#3", None),
        ("'番号 #3'", None),
        ('"番号" #3', None),
        ("番号\u3000#3", None),
        ("|\n  番号 #3", None),
    ],
)
def test_what_a_sharp_cuts_away_is_kept_for_a_remark(tmp_path: Path, written: str, cut: str | None) -> None:
    source = read(tmp_path, f"value: {written}\n")
    assert source.problems == []
    assert list(source.cuts.values()) == ([] if cut is None else [cut])


@pytest.mark.parametrize(
    ("written", "joined"),
    [
        ("\n  - b\n    c", {("a", 0): (3, "c")}),
        ("\n  - b\n   c # d", {("a", 0): (3, "c")}),
        ("\n  -\n    b\n\n    c", {("a", 0): (5, "c")}),
        ("\n  - x: [b\n       c, d]", {("a", 0, "x", 0): (3, "c")}),
        ("\n  - b\n  - c", {}),
        ("\n  -\n    b", {}),
        ("\n  - 'b\n    -c'", {}),
        ('\n  - "b\n    - c"', {}),
        ("\n  - |\n    b\n    - c", {}),
        ("\n  - >\n    b\n    -c", {}),
        ("\n  - x: b\n      c", {}),
        (" b\n  c", {}),
    ],
)
def test_an_entry_of_a_list_over_several_lines_is_kept_for_a_remark(
    tmp_path: Path, written: str, joined: dict[tuple[str | int, ...], tuple[int, str]]
) -> None:
    source = read(tmp_path, f"a:{written}\nz: 1\n")
    assert source.problems == []
    assert source.joined == joined


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_in_quotes_comes_back_and_nothing_of_it_is_cut(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    if refused_character(text):
        return
    folder = tmp_path_factory.mktemp("quoted")
    quoted = "'" + text.replace("'", "''") + "'"
    source = read(folder, f"a: {quoted}\nb: [{quoted}, x]\n")
    assert (source.problems, source.cuts, source.nulls) == ([], {}, [])
    assert source.data == {"a": text, "b": [text, "x"]}


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=20))
@settings(max_examples=300, deadline=None)
def test_a_text_without_quotes_comes_back_whole_or_something_is_said(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    source = read(tmp_path_factory.mktemp("plain"), f"a: {text}\n")
    is_remark = text.startswith(("#", '"', "'")) or " #" in text
    assert (
        source.problems
        or source.cuts
        or is_remark
        or isinstance(source.data["a"], list | dict)
        or source.data["a"] == ""
        or (source.data == {"a": text.strip(" ")})
    )


@pytest.mark.parametrize("written", ["~", "null", "Null", "NULL"])
def test_nothing_is_no_value_of_a_fact(tmp_path: Path, written: str) -> None:
    folder = tmp_path / "terminals" / "x"
    folder.mkdir(parents=True)
    (folder / "own.yml").write_text(f"logs:\n  store: {written}\nrisk: '{written}'\n", encoding="utf-8")
    problems = load_folder(tmp_path / "terminals", "x").problems
    assert [(p.code, p.file, p.line, p.path) for p in problems] == [
        ("null_written", "terminals/x/own.yml", 2, "logs.store")
    ]


def test_what_is_cut_away_is_inherited_with_its_value(tmp_path: Path) -> None:
    for name, text in (("_base", "a: {b: x #1\n }\nc: y #2\n"), ("x", "inherits: _base\nc: z\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.yml").write_text(text, encoding="utf-8")
    assert load_folder(tmp_path, "x").cuts == {("a", "b"): "#1"}


def test_what_has_become_one_text_is_inherited_with_its_value(tmp_path: Path) -> None:
    for name, text in (("_base", "a: [b\n c]\nd: [e\n f]\n"), ("x", "inherits: _base\nd: [g]\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.yml").write_text(text, encoding="utf-8")
    assert load_folder(tmp_path, "x").joined == {("a", 0): (2, "c")}


@pytest.mark.parametrize(
    ("path", "came", "code", "values"),
    [
        ("terminal.staff", "1,200", "number_with_commas", {"likely": "1200"}),
        ("terminal.staff", "１，２００", "number_with_commas", {"likely": "1200"}),
        ("systems[0].rto_hours", "1,200.5", "number_with_commas", {"likely": "1200.5"}),
        ("terminal.staff", "12_000", "number_with_commas", {"likely": "12000"}),
        ("terminal.staff", "１２＿０００", "number_with_commas", {"likely": "12000"}),
        ("terminal.staff", "仮：12_000", "number_with_commas", {"likely": "12000"}),
        ("terminal.teu_per_year", "2_4", "not_a_whole_number", {"came": "2_4"}),
        ("terminal.berths", "1_0", "not_a_whole_number", {"came": "1_0"}),
        ("systems[0].rto_hours", "1_000.5", "number_with_commas", {"likely": "1000.5"}),
        ("systems[0].rto_hours", "2_4", "not_a_number", {"came": "2_4"}),
        ("logs.retention_days", "3_65", "not_a_whole_number", {"came": "3_65"}),
        ("terminal.staff", {"1": "", "200": ""}, "not_a_whole_number", {}),
        ("terminal.operating_hours", ["平日"], "brackets_for_text", {"brackets": "[ ]"}),
        ("terminal.operating_hours", {"平日": ""}, "brackets_for_text", {"brackets": "{ }"}),
        ("terminal.operating_hours", "", "empty_fact", {}),
        ("terminal.staff", "", "empty_fact", {}),
        ("terminal.control_systems_present", "", "empty_sure_fact", {}),
        ("org.ciso.person", "", "empty_fact", {}),
        ("systems", "", "empty_list", {}),
        ("org", "", "empty_group", {}),
        ("systems", "-　a -　b", "no_space_after_dash", {}),
        ("systems", "-a", "no_space_after_dash", {}),
        ("port_manager", "name:港", "no_space_after_colon", {}),
        ("port_manager", "name:　港", "wide_space_after_colon", {}),
        ("port_manager", "https://x", "not_a_group", {}),
        ("document_control.revised_on", "1026-04-01", "day_too_early", {"first": "1900-01-01"}),
        ("terminal.unlocode", "JPN", "not_a_locode", {}),
        ("terminal.unlocode", "JPNG1", "not_a_locode", {}),
        ("contacts[0].office_hours.opens", "8時半", "not_a_clock", {"came": "8時半"}),
        ("contacts[0].office_hours.opens", "0830", "not_a_clock", {}),
        ("contacts[0].office_hours.opens", "08:60", "not_a_clock", {}),
        ("contacts[0].office_hours.closes", "24:01", "not_a_clock", {}),
        ("contacts[0].office_hours.closes", "仮：25:00", "not_a_clock", {"came": "25:00"}),
        ("people[0].id", "con", "id_of_windows", {}),
        ("people[0].id", "lpt1", "id_of_windows", {}),
    ],
)
def test_a_slip_in_a_value_is_told_with_what_should_stand_there(
    path: str, came: Any, code: str, values: dict[str, str]
) -> None:
    terminal, problems = load_terminal(Source(data=changed(sample_facts("aonagi"), {path: came})))
    assert terminal is None
    found = {problem.code: dict(problem.values) for problem in problems if problem.path == path}
    assert [*found] == [code]
    assert {key: found[code][key] for key in values} == values


def test_a_comma_that_parts_a_number_in_brackets_is_told() -> None:
    facts: dict[str, Any] = changed(sample_facts("aonagi"), {})
    facts["terminal"]["200"] = ""
    terminal, problems = load_terminal(Source(data=facts))
    assert terminal is None
    assert [(problem.code, problem.path) for problem in problems] == [("number_cut_by_comma", "terminal.200")]


@pytest.mark.parametrize("code", ["JPNGO", "JP NGO", "jpngo", "JPZ2Z"])
def test_a_code_of_a_place_is_taken_in_its_form(code: str) -> None:
    terminal, problems = load_terminal(Source(data=changed(sample_facts("aonagi"), {"terminal.unlocode": code})))
    assert terminal is not None, problems
    assert terminal.terminal.unlocode == code


@pytest.mark.parametrize(
    ("written", "hour"),
    [("8:30", "8:30"), ("08:30", "08:30"), ("０８：３０", "08:30"), ("24:00", "24:00"), (" 0:00 ", "0:00")],
)
def test_a_time_of_a_day_is_taken_as_people_write_it(written: str, hour: str) -> None:
    hours = {"days": "weekdays", "opens": written, "closes": f"仮：{written}"}
    terminal, problems = load_terminal(
        Source(data=changed(sample_facts("aonagi"), {"contacts[0].office_hours": hours}))
    )
    assert terminal is not None, problems
    found = terminal.contacts[0].office_hours
    assert found is not None
    assert found.opens == hour
    assert isinstance(found.closes, Provisional)
    assert found.closes.value == hour


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "aux.old", "Prn.x"])
def test_a_folder_that_windows_cannot_hold_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "own.yml").write_text("risk: x\n", encoding="utf-8")
    assert [problem.code for problem in load_folder(tmp_path, name).problems] == ["folder_name_of_windows"]


def test_the_examples_are_what_yaml_itself_reads() -> None:
    assert yaml.safe_load("a: 000-000-0000 #12") == {"a": "000-000-0000"}
    assert len(SIGNED) > 10


@pytest.mark.parametrize("sign", ['"', "'"])
@pytest.mark.parametrize("next_one", [4, 12])
def test_a_quote_that_is_left_open_is_told_where_it_opens(tmp_path: Path, sign: str, next_one: int) -> None:
    """YAML takes the beginning of the next text in quotes, far below, for the end of this one."""
    lines = [f"k{number}: text" for number in range(20)]
    lines[2], lines[next_one] = f"k2: {sign}管理棟", f"k{next_one}: {sign}倉庫{sign}"
    for text in ("\n".join(lines), "\n".join(lines[:4])):
        (problem,) = read(tmp_path, text).problems
        assert (problem.code, problem.line) == ("quote_open", 3)
        assert dict(problem.values)["sign"] == sign
    for language in ("ja", "en"):
        assert "expected" not in describe(problem, load_messages(policy_source(), language))


def test_a_text_in_quotes_over_several_lines_is_no_slip(tmp_path: Path) -> None:
    text = 'a: "one\n  note: two"\nb: 1\n'
    assert read(tmp_path, text).problems == []
    (problem,) = read(tmp_path, f"{text}c: 1\nd: 1\n  e: [\n").problems
    assert problem.code == "syntax_error"
    assert "（" not in describe(problem, load_messages(policy_source(), "ja")).split("。")[0]
