"""Facts are read as text, keep their place, and are typed by the schema alone."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from quaybook.facts.folder import load_folder
from quaybook.facts.positions import Source, read_yaml
from quaybook.facts.text import refused_character
from quaybook.model.base import Count, Day, Flag, Hours, NotApplicable, Switch, Text, TextOrNone, Todo, TodoMetError
from quaybook.model.load import load_terminal
from quaybook.model.notation import TODO_MARK, after_mark
from quaybook.problems import Problem

from tests.assessment.rules.cases.changes import changed, sample_facts


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def test_scalars_stay_text_with_their_places(tmp_path: Path) -> None:
    write(tmp_path, a="phone: 0312345670\nopens: 22:00\nanswer: no\nversion: 1.10\nlist:\n  - x: 1\n")
    source = read_yaml(tmp_path / "a.yml", "a.yml")
    assert source.data == {
        "phone": "0312345670",
        "opens": "22:00",
        "answer": "no",
        "version": "1.10",
        "list": [{"x": "1"}],
    }
    assert (source.position(("list", 0, "x")).line, source.position(("list", 0, "x")).column) == (6, 8)


TREES = st.recursive(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=20).filter(
        lambda text: not refused_character(text)
    ),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), TREES, min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_tree_of_texts_comes_back(tmp_path_factory: pytest.TempPathFactory, tree: dict[str, object]) -> None:
    path = tmp_path_factory.mktemp("tree") / "facts.yml"
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    source = read_yaml(path, "facts.yml")
    assert source.problems == []
    assert source.data == tree


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_as_a_file_gives_data_or_a_problem(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("text") / "facts.yml"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    source = read_yaml(path, "facts.yml")
    assert isinstance(source.data, dict)
    assert all(isinstance(p, Problem) and p.file == "facts.yml" for p in source.problems)


def test_another_encoding_is_named_with_the_command_that_converts_it(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("name: 名古屋".encode("cp932"))
    (problem,) = read_yaml(tmp_path / "a.yml", "a.yml").problems
    assert (problem.code, dict(problem.values)["encoding"]) == ("not_utf8", "CP932")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("name: x".encode("utf-8-sig"))
    assert read_yaml(tmp_path / "a.yml", "a.yml").data == {"name": "x"}


def test_an_alias_bomb_ends_in_a_problem(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    write(tmp_path, bomb="\n".join(lines))
    assert [p.code for p in read_yaml(tmp_path / "bomb.yml", "bomb.yml").problems] == ["too_many_values"]


def test_a_key_stands_in_one_file_only(tmp_path: Path) -> None:
    write(tmp_path / "x", a="terminal: {name: 1}\n", b="terminal: {name: 2}\n")
    (problem,) = load_folder(tmp_path, "x").problems
    assert (problem.code, problem.file) == ("key_in_two_files", f"{tmp_path.name}/x/b.yml")


def test_inherited_facts_are_completed_and_keep_their_own_place(tmp_path: Path) -> None:
    write(tmp_path / "_shared" / "port", base="port_manager:\n  name: 県\n  agreed_on: 2026-04-01\nlogs: {store: 棚}\n")
    write(tmp_path / "x", own="inherits: [_shared/port]\nport_manager:\n  name: 市\n")
    source = load_folder(tmp_path, "x")
    assert source.problems == []
    assert source.data == {"port_manager": {"name": "市", "agreed_on": "2026-04-01"}, "logs": {"store": "棚"}}
    assert source.position(("port_manager", "name")).file.endswith("x/own.yml")
    assert source.position(("port_manager", "agreed_on")).file.endswith("_shared/port/base.yml")


@pytest.mark.parametrize(
    ("parent", "code"),
    [
        ("_shared/none", "inherits_unknown"),
        ("x", "inherits_unknown"),
        ("''", "inherits_unknown"),
        (".", "inherits_unknown"),
        ("_shared/./port", "inherits_unknown"),
        ("a" * 100_000, "inherits_unknown"),
        ("../elsewhere", "inherits_outside"),
        ("_shared/../_shared/port", "inherits_outside"),
        ("/tmp", "inherits_outside"),
        ("{name: _shared/port}", "inherits_not_a_name"),
        ("[_shared/port]", "inherits_not_a_name"),
    ],
)
def test_what_cannot_be_inherited_is_a_problem(tmp_path: Path, parent: str, code: str) -> None:
    write(tmp_path / "terminals" / "_shared" / "port", base="logs: {store: 1}\n")
    write(tmp_path / "terminals" / "x", own=f"risk: 1\ninherits:\n  - _shared/port\n  - {parent}\n")
    write(tmp_path / "elsewhere", own="logs: 1\n")
    source = load_folder(tmp_path / "terminals", "x")
    assert [(p.file, p.line, p.code) for p in source.problems] == [("terminals/x/own.yml", 4, code)]
    assert source.data == {"risk": "1", "logs": {"store": "1"}}


def test_what_two_parents_share_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "_c", c="logs: {a: c, b: c, c: c, d: c}\n")
    write(tmp_path / "_b", b="inherits: _c\nlogs: {a: b, b: b, c: b}\n")
    write(tmp_path / "_a", a="inherits: _c\nlogs: {a: a, b: a}\n")
    write(tmp_path / "x", x="inherits: [_a, _b]\nlogs: {a: x}\n")
    source = load_folder(tmp_path, "x")
    assert source.problems == []
    # The nearest wins, and what an earlier parent inherits comes before a later parent.
    assert source.data == {"logs": {"a": "x", "b": "a", "c": "c", "d": "c"}}


def test_folders_that_inherit_each_other_are_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "x", x="inherits: [_a]\n")
    write(tmp_path / "_a", a="logs: {}\ninherits: [_b]\n")
    write(tmp_path / "_b", b="inherits: [_a]\n")
    assert [(p.file, p.line, p.code) for p in load_folder(tmp_path, "x").problems] == [
        (f"{tmp_path.name}/_b/b.yml", 1, "inherits_unknown")
    ]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    terminal, problems = load_terminal(load_folder(tmp_path, "x"))
    assert terminal is None
    assert [p.code for p in problems] == ["no_facts"]


@pytest.mark.parametrize(
    ("kind", "value"), [(Text, "a"), (Flag, "yes"), (Day, "2026-04-01"), (Count, "3"), (Hours, "0.5")]
)
def test_any_leaf_may_be_todo_and_refuses_comparison(kind: object, value: str) -> None:
    adapter = TypeAdapter(kind)
    assert not isinstance(adapter.validate_python(value), Todo)
    unknown = adapter.validate_python("TODO: 保守会社に聞く")
    assert isinstance(unknown, Todo)
    assert unknown.ask == "保守会社に聞く"
    for compare in (lambda: bool(unknown), lambda: unknown == 1, lambda: unknown < 1, lambda: unknown >= 1):
        with pytest.raises(TodoMetError, match="保守会社"):
            compare()


def test_not_applicable_needs_a_reason() -> None:
    adapter = TypeAdapter(TextOrNone)
    assert adapter.validate_python("該当なし: 使っていない") == NotApplicable("使っていない")
    assert adapter.validate_python("not applicable: none here") == NotApplicable("none here")
    with pytest.raises(ValidationError):
        adapter.validate_python("該当なし")


@given(st.dates(min_value=date(1, 1, 1)))
def test_any_date_of_our_time_is_read_as_written(day: date) -> None:
    try:
        found = TypeAdapter(Day).validate_python(day.isoformat())
    except ValidationError:
        assert day.year < 1900
    else:
        assert (found, day.year >= 1900) == (day, True)


@given(st.text(max_size=20))
def test_flags_are_yes_or_no_and_nothing_else(text: str) -> None:
    words = {"yes", "no", "true", "false", "はい", "いいえ", *"○〇◯✓✔☑×✕✖✗✘☓"}
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    try:
        found = TypeAdapter(Flag).validate_python(text)
    except ValidationError:
        assert plain not in words
    else:
        assert isinstance(found, Todo) or plain in words


@pytest.mark.parametrize("kind", [Flag, Switch])
@pytest.mark.parametrize("word", ["1", "0", "y", "n", "on", "off", "t", "f", "Y", "ＯＮ", "有", "△", "◎", "済"])
def test_what_only_a_program_takes_for_a_yes_or_a_no_is_refused(kind: object, word: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(word)
    assert TypeAdapter(kind).validate_python("ＹＥＳ") is True


@pytest.mark.parametrize("kind", [Flag, Switch])
@pytest.mark.parametrize(("sign", "means"), [("○", True), ("〇", True), (" ✓", True), ("×", False), ("✕", False)])
def test_a_circle_is_a_yes_and_a_cross_is_a_no(kind: object, sign: str, means: bool) -> None:
    assert TypeAdapter(kind).validate_python(sign) is means


def test_only_the_safe_loader_reads_yaml() -> None:
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load("!!python/object/apply:os.getcwd []")


@pytest.mark.parametrize(("path", "came"), [("systems[0].rto_hours", "inf"), ("logs.retention_days", "9" * 5000)])
def test_a_number_without_bounds_is_a_problem(path: str, came: str) -> None:
    terminal, problems = load_terminal(Source(data=changed(sample_facts("aonagi"), {path: came})))
    assert terminal is None
    assert [problem.path for problem in problems] == [path]


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("TODO", ""),
        ("TODO: 総務", "総務"),
        ("ＴＯＤＯ：総務", "総務"),
        ("TODO 総務に聞く", "総務に聞く"),
        ("TODO（総務）", "総務"),
        ("TODOリスト", None),
        ("該当なし", None),
    ],
)
def test_a_mark_is_known_however_it_is_parted_from_what_follows(text: str, ask: str | None) -> None:
    assert after_mark(text, TODO_MARK) == ask
