"""Files and folders as nobody should write them: each ends in data or in a problem with its line, and runs nothing."""

from __future__ import annotations

import ast
import importlib
import operator
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.cli import main
from quaybook.facts.folder import load_folder, terminal_ids
from quaybook.facts.listing import MAX_FILES
from quaybook.facts.positions import MAX_DEPTH, MAX_PROBLEMS, read_yaml
from quaybook.facts.text import MAX_BYTES
from quaybook.pipeline import Workspace, judge
from quaybook.problems import Problem, describe, visible
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.assessment.rules.cases.changes import sample_facts
from tests.conftest import REPOSITORY
from tests.helpers.workspaces import write_facts

REPEATABLE = settings(derandomize=True, deadline=None)


def read(tmp_path: Path, content: bytes | str) -> tuple[dict[str, object], list[tuple[int, str]]]:
    """What a file of this content gives: its data, and its problems as lines and codes."""
    raw = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "facts.yml").write_bytes(raw)
    source = read_yaml(tmp_path / "facts.yml", "facts.yml")
    assert {p.file for p in source.problems} <= {"facts.yml"}
    return source.data, [(p.line, p.code) for p in source.problems]


JAPANESE = "# 見本\nname: 見本ターミナル\nnote: 名前は見本である\n"

REFUSED = {
    "python object": ("a: 1\nb: !!python/object/apply:os.system [touch x]\n", 2, "tag_refused"),
    "python name": ("a: !!python/name:os.system\n", 1, "tag_refused"),
    "tag by address": ("a: !<tag:yaml.org,2002:python/object/new:os.system> [x]\n", 1, "tag_refused"),
    "tag of a key": ("!!python/tuple [a]: 1\n", 1, "key_refused"),
    "tag of a plain key": ("!x a: 1\n", 1, "tag_refused"),
    "binary": ("a: !!binary 44GC44GE\n", 1, "tag_refused"),
    "set": ("a:\n  b: !!set {x, y}\n", 2, "tag_refused"),
    "number": ("a: !!int 5\n", 1, "tag_refused"),
    "local tag": ("a: !secret x\n", 1, "tag_refused"),
    "tag directive": ("# c\n%TAG !e! tag:example.jp,2026:\n---\na: !e!x 1\n", 2, "directive_refused"),
    "yaml directive": ("%YAML 1.2\n---\na: 1\n", 1, "directive_refused"),
    "later directive": ("a: 1\n...\n\n%YAML 1.2\n---\nb: 1\n", 4, "directive_refused"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "second_document"),
    "merge": ("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n", 3, "merge_refused"),
    "merge of many": ("a: &a {x: 1}\nb: {<<: [*a, *a]}\n", 2, "merge_refused"),
    "list as key": ("[a, b]: 1\n", 1, "key_refused"),
    "group as key": ("a: 1\n? {b: c}\n: 2\n", 2, "key_refused"),
    "alias as key": ("a: &a [1]\n*a : 2\n", 1, "key_refused"),
    "empty key": ("a:\n  ? \n  : 1\n", 2, "key_refused"),
    "key of spaces": ('a:\n  "  ": 1\n', 2, "key_refused"),
    "duplicate key": ("a: 1\nb: 2\na: 3\n", 3, "duplicate_key"),
    "duplicate in two forms": ("か\u3099: 1\nが: 2\n", 2, "duplicate_key"),
    "alias of itself": ("a: 1\nb: &b [1, *b]\n", 2, "alias_of_itself"),
    "alias of what is around": ("a: &a\n  b: &b\n    c: *a\n", 3, "alias_of_itself"),
    "alias of nothing": ("a: 1\nb: *x\n", 2, "alias_unknown"),
    "text with an asterisk": ("a: *1 at night\n", 1, "alias_unknown"),
    "only a list": ("- a\n- b\n", 1, "not_a_mapping"),
    "only a text": ("\n\nhello\n", 3, "not_a_mapping"),
    "open bracket": ("a: 1\nb: [1, 2\nc: 3\n", 3, "syntax_error"),
    "open quote": ("a: 1\nb: 'x\nc: 3\n", 2, "quote_open"),
    "Japanese text with an asterisk": ("a: 1\nb: *重要\n", 2, "sign_at_start"),
    "text with a mark of exclamation": ("a: 1\nb: ! x\n", 2, "tag_refused"),
    "tab": ("a:\n\tb: 1\n", 2, "tab_for_spaces"),
    "tab after spaces": ("a:\n  b: 1\n \tc: 1\n", 3, "tab_for_spaces"),
    "wide space": ("a:\n  b: 1\n\u3000c: 1\nd: 2\n", 3, "wide_space"),
    "wide space in a list": ("a:\n  - 1\n\u3000- 2\n  b: 3\n", 3, "wide_space"),
    "wide colon": ("a: 1\nname：見本\nb: 2\n", 2, "wide_colon"),
    "nul": ("a: 1\nb: x\0y\n", 2, "character_refused"),
    "escape code": ("a: x\x1b[31m\n", 1, "character_refused"),
    "escape code in a comment": ("a: 1\n# \x1b[2J\n", 2, "character_refused"),
    "written nul": ('a: 1\nb: "x\\0"\n', 2, "character_refused"),
    "written control in a key": ('a: 1\n"x\\e": 2\n', 2, "character_refused"),
    "written surrogate": ('a: 1\nb: "\\uD800"\n', 2, "syntax_error"),
    "beyond Unicode": ('a: "\\U00110000"\n', 1, "syntax_error"),
    "non-character": ("a: 1\nb: \U0001fffe\n", 2, "character_refused"),
    "turned round": ("a: 1\nb: x\u202ey\n", 2, "character_refused"),
    "isolated": ("a: 1\nb: \u2066x\u2069\n", 2, "character_refused"),
    "direction": ("a: 1\nb: x\u200f\n", 2, "character_refused"),
    "direction in Arabic": ("a: 1\nb: x\u061c\n", 2, "character_refused"),
    "written direction": ('a: 1\nb: "x\\u202Ey"\n', 2, "character_refused"),
    "direction in a key": ('a: 1\n"x\\u202E": 2\n', 2, "character_refused"),
    "direction in a comment": ("a: 1\n# x\u202e\n", 2, "character_refused"),
    "space without width": ("a: 1\nb: T\u200bODO\n", 2, "character_refused"),
    "tags": ("a: 1\nb: x\U000e0041\n", 2, "character_refused"),
    "byte order mark amid the text": ("a: 1\nb: x\ufeffy\n", 2, "character_refused"),
    "shift_jis": (JAPANESE.encode("cp932"), 1, "not_utf8"),
    "shift_jis after a while": (b"a: 1\r\nb: 2\r\n" + JAPANESE.encode("cp932"), 3, "not_utf8"),
    "euc-jp": (JAPANESE.encode("euc_jp"), 1, "not_utf8"),
    "iso-2022-jp": (JAPANESE.encode("iso2022_jp"), 1, "not_utf8"),
    "utf-16": (JAPANESE.encode("utf-16"), 1, "not_utf8"),
    "utf-16le": (JAPANESE.encode("utf-16-le"), 1, "not_utf8"),
    "utf-16be": (JAPANESE.encode("utf-16-be"), 1, "not_utf8"),
    "utf-16le in English": ("name: sample\n".encode("utf-16-le"), 1, "not_utf8"),
    "utf-32": (JAPANESE.encode("utf-32"), 1, "not_utf8"),
    "lone surrogate": ("a: 1\nb: \ud800\n".encode("utf-8", "surrogatepass"), 2, "not_a_text_file"),
    "picture": (b"\x89PNG\r\n\x1a\n\xff\xff\xff\x80\x80", 1, "not_a_text_file"),
    "carriage returns only": (b"a: 1\rb: 2\ra: 3\r", 3, "duplicate_key"),
    "carriage returns and line feeds": (b"a: 1\r\nb: 2\r\na: 3\r\n", 3, "duplicate_key"),
    "separators are no lines": ('a: "x\u2028y\x85z"\na: 2\n', 2, "duplicate_key"),
    "too deep in brackets": ("a: 1\nb: " + "[" * 100 + "]" * 100, 2, "too_deep"),
    "too deep in groups": ("\n".join(" " * n + "a:" for n in range(100)), MAX_DEPTH + 1, "too_deep"),
    "too deep by aliases": (
        "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 100)),
        1,
        "too_deep",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_way_to_write_facts_is_a_problem_with_its_line(kind: str, tmp_path: Path) -> None:
    content, line, code = REFUSED[kind]
    assert read(tmp_path, content)[1] == [(line, code)]


ENCODINGS = {"cp932": "CP932", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP", "utf-16": "UTF-16"}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_encoding_is_named_as_iconv_names_it(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(JAPANESE.encode(encoding))
    (problem,) = read_yaml(tmp_path / "a.yml", "a.yml").problems
    assert dict(problem.values)["encoding"] == ENCODINGS[encoding]


KEPT = {
    "empty": ("", {}),
    "comments": ("# nothing yet\n\n", {}),
    "only a beginning": ("---\n", {}),
    "byte order mark": ("\ufeffa: 1\n", {"a": "1"}),
    "beginning and end": ("---\na: 1\n...\n", {"a": "1"}),
    "alias": ("a: &a {x: [1]}\nb: *a\n", {"a": {"x": ["1"]}, "b": {"x": ["1"]}}),
    "anchor of a key": ("&a a: 1\nb: *a\n", {"a": "1", "b": "a"}),
    "anchor written anew": ("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", {"a": "1", "b": "1", "c": "2", "d": "2"}),
    "tag of a text": ("a: !!str 0123\n", {"a": "0123"}),
    "text that looks like a merge": ("'<<': 1\na: <<\n", {"<<": "1", "a": "<<"}),
    "percent": ("a: |\n  %TAG\nb: '\n  %YAML'\n", {"a": "%TAG\n", "b": " %YAML"}),
    "separators": ('a: "x \u2028 y\x85z\u2029"\nb\u2028: 1\n', {"a": "x \u2028 y\x85z\u2029", "b\u2028": "1"}),
    "form of letters": ("a: か\u3099\nか\u3099: 1\n", {"a": "か\u3099", "か\u3099": "1"}),
    "long key": ("? " + "k" * 100_000 + "\n: 1\n", {"k" * 100_000: "1"}),
    "long value": ("a: " + "見" * 100_000 + "\n", {"a": "見" * 100_000}),
    "wide colon within": ("a: 名：見本\n", {"a": "名：見本"}),
    "variants and joiners": ("a: 葛\U000e0100城 ✊\ufe0f\u200d\n", {"a": "葛\U000e0100城 ✊\ufe0f\u200d"}),
    "deep enough": ("a: " + "[" * 40 + "]" * 40, None),
}


@pytest.mark.parametrize("kind", KEPT)
def test_what_is_odd_but_clear_is_kept_as_it_stands(kind: str, tmp_path: Path) -> None:
    content, expected = KEPT[kind]
    data, problems = read(tmp_path, content)
    assert problems == []
    assert expected is None or data == expected


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "\0", "[]"])
def test_a_file_without_facts_has_a_place_all_the_same(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(content, encoding="utf-8")
    position = read_yaml(tmp_path / "a.yml", "a.yml").position(("x", 0))
    assert (position.file, position.line) == ("a.yml", 1)


def test_values_of_an_alias_are_separate_and_stand_where_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: &a\n  x: 1\nb: *a\n", encoding="utf-8")
    source = read_yaml(tmp_path / "a.yml", "a.yml")
    assert source.data["a"] == source.data["b"]
    assert source.data["a"] is not source.data["b"]
    assert source.position(("b", "x")).line == 2


def test_nothing_of_a_refused_value_is_lost_without_a_word(tmp_path: Path) -> None:
    text = "a: 1\n? [k]\n: {b: !x 1}\na: {c: !y 2}\n"
    assert read(tmp_path, text) == (
        {"a": "1"},
        [(2, "key_refused"), (3, "tag_refused"), (4, "duplicate_key"), (4, "tag_refused")],
    )


def test_after_many_problems_reading_stops(tmp_path: Path) -> None:
    found = read(tmp_path, "a: !x 1\n" * 100_000)[1]
    assert len(found) == MAX_PROBLEMS + 2
    assert found[-1][1] == "too_many_problems"


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
# Pieces from which YAML is made, in any order.
PIECES = st.lists(
    st.sampled_from(
        [*"\n\n  -:,?[]{}#&*!|>'\"%@`\t\r\x85\u2028～：　", "a", "- ", ": ", "\n  ", "---\n", "<<: ", "&a ", "*a"]
    )
    | TEXT,
    max_size=40,
).map("".join)


@given(PIECES)
@settings(REPEATABLE, max_examples=600)
def test_any_pieces_of_yaml_give_data_or_a_problem_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("pieces") / "facts.yml"
    path.write_bytes(text.encode())
    source = read_yaml(path, "facts.yml")
    lines = len(re.split("\r\n|\r|\n", text))
    assert all(1 <= p.line <= lines and p.file == "facts.yml" for p in source.problems), source.problems
    # A value that is missing at the end of the text stands behind its last line.
    assert all(1 <= place.line <= lines + 1 for place in source.positions.values())


@given(st.binary(max_size=200))
@settings(REPEATABLE, max_examples=300)
def test_any_bytes_give_data_or_a_problem(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "facts.yml"
    path.write_bytes(raw)
    source = read_yaml(path, "facts.yml")
    assert {p.file for p in source.problems} <= {"facts.yml"}
    assert all(p.line >= 1 for p in source.problems)


def terminals(root: Path, **files: str) -> Path:
    """A folder of terminals whose `x` has these files."""
    folder = root / "terminals" / "x"
    folder.mkdir(parents=True)
    for name, text in ({"own": "risk: 1\n"} | files).items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return root / "terminals"


def codes(folder: Path, terminal_id: str = "x") -> dict[str, str]:
    """The codes of the problems of a terminal by the file in which each is."""
    return {p.file.removeprefix(f"terminals/{terminal_id}/"): p.code for p in load_folder(folder, terminal_id).problems}


def _link(target: Path | str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


NO_FILES = {
    "pipe.yml": (os.mkfifo, "not_a_file"),
    "folder.yml": (os.mkdir, "not_a_file"),
    "nowhere.yml": (_link("none"), "file_unreadable"),
    "circle.yml": (_link("circle.yml"), "file_unreadable"),
    "outside.yml": (_link("../../secret.yml"), "leads_outside"),
    "device.yml": (_link("/dev/zero"), "leads_outside"),
    "people.yml.txt": (Path.touch, "file_not_read"),
}


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file_of_facts_is_a_problem(name: str, tmp_path: Path) -> None:
    folder = terminals(tmp_path)
    (tmp_path / "secret.yml").write_text("logs: secret\n", encoding="utf-8")
    make, code = NO_FILES[name]
    make(folder / "x" / name)
    assert codes(folder) == {name: code}
    assert load_folder(folder, "x").data == {"risk": "1"}


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = terminals(tmp_path)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert codes(folder) == {"own.yml": "file_unreadable"}


def test_a_large_file_is_refused_by_its_size_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = terminals(tmp_path)
    with (folder / "x" / "own.yml").open("wb") as file:
        file.truncate(50_000_000)

    def read_it(*_: object) -> None:
        pytest.fail("the file was opened")

    monkeypatch.setattr(Path, "open", read_it)
    (problem,) = load_folder(folder, "x").problems
    assert (problem.code, dict(problem.values)) == ("file_too_large", {"size": "50.0", "limit": "5.0"})
    assert MAX_BYTES == 5_000_000


def test_many_files_and_files_that_are_large_together_are_refused(tmp_path: Path) -> None:
    many = terminals(tmp_path / "many", **{f"f{n}": "" for n in range(MAX_FILES)})
    assert [p.code for p in load_folder(many, "x").problems] == ["folder_too_large"]
    large = terminals(tmp_path / "large", **{f"f{n}": "#" * 4_500_000 for n in range(5)})
    assert [p.code for p in load_folder(large, "x").problems] == ["folder_too_large"]


def test_files_have_no_more_than_so_many_values_together(tmp_path: Path) -> None:
    half = "[" + "1," * 120_000 + "]"
    folder = terminals(tmp_path, a=f"a: {half}\n", b=f"b: {half}\n")
    assert codes(folder) == {"b.yml": "too_many_values", "own.yml": "too_many_values"}


@pytest.mark.parametrize("name", ["a.yaml", "a.YML", "設備.yml", "か\u3099.yml", "-x.yml", "a b.yml"])
def test_a_file_of_facts_is_read_whatever_its_name(name: str, tmp_path: Path) -> None:
    folder = terminals(tmp_path)
    (folder / "x" / name).write_text("logs: 1\nlogs: 2\n", encoding="utf-8")
    source = load_folder(folder, "x")
    assert source.data == {"risk": "1", "logs": "1"}
    assert [(p.file, p.line) for p in source.problems] == [(f"terminals/x/{name}", 2)]


def test_files_that_an_editor_leaves_are_no_facts(tmp_path: Path) -> None:
    folder = terminals(tmp_path)
    (folder / "x" / ".own.yml.swp").write_bytes(b"\0\xff")
    (folder / "x" / ".#own.yml").symlink_to("someone@host.1")
    (folder / "x" / "._own.yml").write_bytes(b"\0\x05\x16\x07")
    assert codes(folder) == {}


def test_facts_in_a_folder_below_are_not_left_out_without_a_word(tmp_path: Path) -> None:
    folder = terminals(tmp_path)
    for below in ("systems", "overrides", "_old"):
        (folder / "x" / below).mkdir()
        (folder / "x" / below / "servers.yml").write_text("servers: []\n", encoding="utf-8")
    assert codes(folder) == {"systems/servers.yml": "file_not_read"}


def test_links_within_the_terminals_are_followed(tmp_path: Path) -> None:
    folder = terminals(tmp_path)
    (folder / "_shared").mkdir()
    (folder / "_shared" / "logs.yml").write_text("logs: 1\n", encoding="utf-8")
    (folder / "x" / "logs.yml").symlink_to("../_shared/logs.yml")
    (folder / "y").symlink_to("x")
    assert load_folder(folder, "y").data == {"risk": "1", "logs": "1"}
    assert codes(folder, "y") == {}
    elsewhere = tmp_path / "linked" / "terminals"
    elsewhere.parent.mkdir()
    elsewhere.symlink_to(folder)
    assert load_folder(elsewhere, "x").data == {"risk": "1", "logs": "1"}


def test_folders_that_lead_outside_are_not_followed(tmp_path: Path) -> None:
    folder = terminals(tmp_path, own="inherits: [_shared]\nrisk: 1\n")
    outside = tmp_path / "outside"
    (outside / "documents").mkdir(parents=True)
    (outside / "logs.yml").write_text("logs: secret\n", encoding="utf-8")
    for link in ("_shared", "z"):
        (folder / link).symlink_to(outside)
    assert codes(folder) == {"own.yml": "inherits_outside"}
    assert codes(folder, "z") == {"terminals/z": "leads_outside"}
    assert [load_folder(folder, each).data for each in "xz"] == [{"risk": "1"}, {}]


ODD_NAMES = ["-x", "--help", "a b", "見本", "か\u3099", "x.y", "'; rm -rf x", "{{ 7 * 7 }}", "%s", "$(touch x)"]
UNSEEN_NAMES = ["a\nb", "\x1b[31mred", "a\u202eb", "\udcff", "a\tb"]


@pytest.mark.parametrize("name", [*ODD_NAMES, *UNSEEN_NAMES])
def test_a_terminal_is_loaded_whatever_its_name(name: str, tmp_path: Path) -> None:
    write_facts(tmp_path / "terminals" / name, sample_facts("chitoseura"))
    workspace = Workspace(tmp_path)
    assert workspace.ids() == (name,)
    judged, problems = judge(workspace, name)
    if name in ODD_NAMES:
        assert judged is not None
        assert problems == ()
    else:
        assert judged is None
        assert [p.code for p in problems] == ["folder_name_refused"]


def test_folders_whose_names_look_the_same_are_a_problem(tmp_path: Path) -> None:
    for name in ("が", "か\u3099"):
        write_facts(tmp_path / "terminals" / name, {"risk": {}})
    assert codes(tmp_path / "terminals", "が") == {"terminals/が": "folder_twice"}


def test_only_folders_are_terminals(tmp_path: Path) -> None:
    folder = terminals(tmp_path)
    (folder / "facts.schema.json").touch()
    (folder / "link.json").symlink_to("facts.schema.json")
    (folder / ".git").mkdir()
    (folder / "gone").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    # A link that leads nowhere was meant to be a terminal.
    assert terminal_ids(folder) == ("gone", "x")
    assert codes(folder, "gone") == {"terminals/gone": "folder_unreadable"}
    assert terminal_ids(tmp_path / "none") == terminal_ids(tmp_path / ("n" * 5000)) == ()


@pytest.mark.parametrize("asked", ["../x", "x/../x", "/etc", "..", ".", "x/", "n" * 5000, "名前", "\udcff", "a\nb"])
def test_an_id_that_is_none_is_a_problem_of_the_command_line(
    asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminals(tmp_path)
    (tmp_path / "overrides" / "documents" / "policy" / "x").mkdir(parents=True)
    (tmp_path / "overrides" / "documents" / "policy" / "x" / "document.yml").write_text("no: spec", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["quaybook", "check", "--root", str(tmp_path), "--ui-lang", "en", asked])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("terminals: There is no terminal")
    assert len(line) < 300


ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_problem_is_said_in_a_line_that_steers_no_window(language: str) -> None:
    messages = load_messages(policy_source(), language)
    long = "\x1b]0;x\x07\u202e\u2066\u200b\ud800\n\r\t" + "長" * 100_000
    names = ("came", "key", "value", "tag", "detail", "known", "near", "expected", "other", "name", "title")
    mistakes = {code: texts for code, texts in messages.items() if "\n" not in f"{texts['what']}{texts['fix']}"}
    assert len(mistakes) > 100
    for code, texts in mistakes.items():
        blanks = {name for text in texts.values() for name in re.findall(r"\{(\w+)\}", text)}
        values = {name: long for name in (*names, *blanks)}
        line = describe(Problem(long, 1, code, long, 0, tuple(values.items())), messages)
        assert not ACTING.search(line), code
        assert "<U+001B>" in line
        assert len(line) < 6000, code
        short = tuple((name, text[:70]) for name, text in values.items())
        assert len(describe(Problem("f", 1, code, "p", 0, short), messages)) < 2000, code


def test_what_is_not_seen_is_spelt_out_and_all_else_stays() -> None:
    assert visible("a\u202eb\x1b[0m\ud800") == "a<U+202E>b<U+001B>[0m<U+D800>"
    assert visible("見本　一郎 が か\u3099 😀 1") == "見本　一郎 が か\u3099 😀 1"


def _yaml_calls() -> list[tuple[str, ast.Call]]:
    """Every call of a function of the library yaml, with the module in which it stands."""
    found = []
    for path in sorted((REPOSITORY / "generators" / "quaybook").rglob("*.py")):
        module = ".".join(path.relative_to(REPOSITORY / "generators").with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] != "yaml", f"{module} hides where its names come from"
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "yaml":
                found.append((module, node))
    return found


SAFE = tuple(getattr(yaml, name) for name in ("SafeLoader", "BaseLoader", "CSafeLoader", "CBaseLoader"))
READING = {"load", "load_all", "compose", "compose_all", "parse", "scan"}
NODES = {"ScalarNode", "SequenceNode", "MappingNode", "ScalarEvent"}
HARMLESS = {"safe_load", "safe_load_all", "safe_dump", "dump", "serialize", "emit"} | NODES


def test_yaml_is_read_with_a_safe_loader_only() -> None:
    calls = _yaml_calls()
    assert {node.func.attr for _, node in calls} <= READING | HARMLESS
    reading = [(module, node) for module, node in calls if node.func.attr in READING]
    assert "quaybook.facts.events" in {module for module, _ in reading}
    for module, node in reading:
        (named,) = [ast.unparse(each.value) for each in node.keywords if each.arg == "Loader"]
        loader = operator.attrgetter(named)(importlib.import_module(module))
        assert issubclass(loader, SAFE), (module, named)
        assert not issubclass(loader, yaml.constructor.FullConstructor), (module, named)


@pytest.mark.parametrize(
    "call",
    ["object/apply:os.system [touch TRACE]", "object/apply:os.mkdir [TRACE]", "object/new:os.system [touch TRACE]"],
)
def test_a_tag_that_names_code_leaves_no_trace(call: str, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    tag, argument = call.replace("TRACE", str(trace)).split(" ", 1)
    # The library itself would run it if it were let.
    yaml.load(f"!!python/{tag} {argument}", Loader=yaml.UnsafeLoader)
    assert trace.exists()
    trace.rmdir() if trace.is_dir() else trace.unlink()
    folder = terminals(tmp_path, bad=f"a: !!python/{tag} {argument}\n? !!python/{tag} {argument}\n: 1\n")
    assert "bad.yml" in codes(folder)
    assert not trace.exists()
