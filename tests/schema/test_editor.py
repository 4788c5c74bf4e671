"""What an editor tells of the facts: meaning in both languages, choices, mistakes; never against the model."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from jsonschema import Draft7Validator
from pydantic import TypeAdapter, ValidationError
from quaybook.model.base import Provisional, Ref, Todo
from quaybook.model.fields import fact_groups, marks
from quaybook.model.terminal import Terminal
from quaybook.model.written import Open
from quaybook.schema.editor import facts_schema

from tests.conftest import REPOSITORY

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
# Notation of the facts, which English names too.
NOTATION = re.compile("該当なし|はい|いいえ")
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
# Longer than any id.
AT_LENGTH = f"TODO：{'総務に聞く。' * 20}"
# Plain scalars as people write them, right in one place and wrong in another.
WRITTEN = (
    "yes", "no", "Yes", "はい", "いいえ", "unknown", "4", "-1", "0.25", "4時間", "22:00", "2026-04-01", "2026-4-1",
    "1201", "36501", "876601", "1000000001",
    "2026/04/01", "2026-13-01", "令和8年4月1日", "police", "Police", "tos-core", "tos core", "-a", "見本 一郎",
    "TODO", "todo", "TODOS", '"TODO: 総務に聞く"', '"TODO：総務に聞く"', "該当なし", '"該当なし:"', "Not Applicable",
    '"該当なし: 紙で足りる"', '"not applicable: paper"', "××-××××-××××", '""', '"4"', '" yes "',
    "仮", "仮：", "仮 : yes", "仮：いいえ", "仮：4", '"仮: 0.25"', "仮：2026-04-01", "仮：2026/04/01", "仮：police",
    "仮：Police", "仮：manual", "仮：見本 一郎", "仮：22:00", "仮：TODO", "仮：TODO：総務に聞く", "仮：該当なし",
    "仮：仮：yes",
    AT_LENGTH, f"仮：{AT_LENGTH}",
)  # fmt: skip


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as an editor reads it: numbers and true/false, but no dates, no `yes`."""


EditorLoader.yaml_implicit_resolvers = {}
for kind, pattern, begins in (
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("bool", "^(true|false)$", "tf"),
    ("null", "^(~|null|)$", ["~", "n", ""]),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(pattern), list(begins))


@cache
def schema() -> dict[str, Any]:
    return facts_schema()


def fields() -> Iterator[tuple[str, str, Any, dict[str, Any]]]:
    """Group, key, field of the model and what the schema says of it."""
    for group in fact_groups():
        told = schema() if group is Terminal else schema()["$defs"][group.__name__]
        for key, field in group.model_fields.items():
            yield group.__name__, key, field, told["properties"][key]


def errors(part: dict[str, Any], value: object) -> list[str]:
    return [error.message for error in Draft7Validator({**part, "$defs": schema()["$defs"]}).iter_errors(value)]


def test_every_field_is_told_in_both_languages_with_an_example() -> None:
    seen = 0
    for group, key, _, told in fields():
        seen += 1
        name = f"{group}.{key}"
        assert told["title"] == key
        for shown in (told["description"], told["markdownDescription"]):
            assert JAPANESE.search(shown), name
            assert [line for line in shown.split("\n") if line and not JAPANESE.search(NOTATION.sub("", line))], name
        assert told["description"].split("\n")[0] in told["markdownDescription"], name
        assert told["examples"], name
    assert seen > 400


def test_units_and_whom_to_ask_are_told() -> None:
    told = schema()["$defs"]["BackupPlan"]["properties"]["restore_test_months"]["markdownDescription"]
    assert "単位：" in told
    assert "Unit: " in told
    assert "聞く相手：" in told


def test_every_choice_is_told_in_both_languages() -> None:
    choices = {name: told for name, told in schema()["$defs"].items() if "enum" in told}
    assert len(choices) > 25
    for name, told in choices.items():
        assert len(told["markdownEnumDescriptions"]) == len(told["enumDescriptions"]) == len(told["enum"]), name
    assert "都道府県警察 / Prefectural police" in choices["ContactKind"]["markdownEnumDescriptions"]


def test_every_reference_says_where_its_ids_stand() -> None:
    seen = 0
    for group, key, field, told in fields():
        for mark in marks(field.annotation, list(field.metadata)):
            if target := getattr(mark, "to", None):
                seen += 1
                assert f"{target} にある id" in told["markdownDescription"], f"{group}.{key}"
                assert f"stands in {target}" in told["markdownDescription"], f"{group}.{key}"
    assert seen > 20


def test_todo_is_offered_exactly_where_the_model_takes_it() -> None:
    taken = {True: 0, False: 0}
    for group, key, field, told in fields():
        leaf = told.get("items", told)
        if "$ref" in leaf and "enum" not in schema()["$defs"][leaf["$ref"].rsplit("/", 1)[1]]:
            continue
        takes = any(isinstance(mark, Open) for mark in marks(field.annotation, list(field.metadata)))
        taken[takes] += 1
        assert ("defaultSnippets" in leaf) is takes, f"{group}.{key}"
        assert ("TODO は書けない。" not in told["markdownDescription"]) is takes, f"{group}.{key}"
    assert taken[True] > 300
    assert taken[False] > 10


def refused_by_the_model(field: Any, text: str, listed: bool) -> bool | None:
    """Whether a value is refused; None for a word that counts as TODO, which an editor may mark: it is no answer."""
    adapter = TypeAdapter(Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation)
    try:
        made = adapter.validate_python([text] * 9 if listed else text)
    except ValidationError:
        return True
    made = made[0] if listed else made
    if isinstance(made, Todo) and made.said:
        return None
    made = made.value if isinstance(made, Provisional) else made
    refers = any(isinstance(mark, Ref) for mark in marks(field.annotation, list(field.metadata)))
    # What cannot be an id leads nowhere, which shows when all files are read.
    return isinstance(made, str) and refers and not re.fullmatch("[a-z][a-z0-9-]*", made)


def test_an_editor_marks_what_the_model_refuses_and_nothing_else() -> None:
    compared, disagreed = 0, []
    for group, key, field, told in fields():
        leaf = told.get("items", told)
        if "$ref" in leaf and "enum" not in schema()["$defs"][leaf["$ref"].rsplit("/", 1)[1]]:
            continue
        for text in WRITTEN:
            compared += 1
            refused = refused_by_the_model(field, yaml.load(text, Loader=yaml.BaseLoader), "items" in told)
            if refused is not None and bool(errors(leaf, yaml.load(text, Loader=EditorLoader))) is not refused:
                disagreed.append((f"{group}.{key}", text, "refused by the model" if refused else "taken by the model"))
    assert compared > 10_000
    assert disagreed == []


def test_true_and_false_are_yes_and_no_though_an_editor_reads_them_otherwise() -> None:
    flag = schema()["$defs"]["Ciso"]["properties"]["executive"]
    for text in ("true", "false"):
        assert yaml.load(text, Loader=EditorLoader) in (True, False)
        assert errors(flag, yaml.load(text, Loader=EditorLoader)) == []
    assert flag["examples"] == ["yes", "no"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("terminl: {}", "terminl"),
        ("backup_plan: {restore_test_moths: 3}", "restore_test_moths"),
        ("contacts: {id: police}", "is not of type 'array'"),
        ("contacts: []", "[]"),
        ("people: [{id: Ciso}]", "Ciso"),
        ("people: [{id: ciso}]", "'name' is a required property"),
        ("contacts: [{kind: polis}]", "polis"),
        ("contacts: [{verified_on: 2026/4/1}]", "2026/4/1"),
        ("contacts: [{name: }]", "None is not of type"),
        ("contacts: [{desk: 該当なし}]", "該当なし"),
        ("backup_plan: {restore_test_months: 3か月}", "3か月"),
        ("backup_plan: {restore_test_months: -1}", "-1"),
        ("backup_plan: {latency_considered: maybe}", "maybe"),
        ("org: {ciso: {person: 見本 一郎}}", "見本 一郎"),
        ("terminal: text", "is not of type 'object'"),
    ],
)
def test_mistakes_in_a_file_are_marked(text: str, part: str) -> None:
    found = errors({k: v for k, v in schema().items() if k != "$defs"}, yaml.load(text, Loader=EditorLoader))
    assert any(part in message for message in found), found


def test_a_marked_value_is_answered_in_both_languages() -> None:
    seen = 0
    for group, key, _, told in fields():
        leaf = told.get("items", told)
        if "type" in leaf:
            seen += 1
            japanese, _, english = leaf["errorMessage"].partition(" / ")
            assert JAPANESE.search(japanese), f"{group}.{key}"
            assert english, f"{group}.{key}"
    assert seen > 300


def test_examples_can_be_taken_over() -> None:
    seen = 0
    for group, key, _, told in fields():
        for example in told["examples"]:
            seen += 1
            # An example shows some keys of a group and some entries of a list.
            found = [m for m in errors(told, example) if "required property" not in m and "too short" not in m]
            assert found == [], f"{group}.{key}"
    assert seen > 300


def test_every_file_of_facts_names_the_schema_by_its_way_from_there() -> None:
    terminals = REPOSITORY / "terminals"
    files = [p for p in terminals.rglob("*.yml") if "overrides" not in p.parts]
    assert len(files) > 25
    assert any("_shared" in p.parts for p in files)
    for path in files:
        named = MODELINE.match(path.read_text(encoding="utf-8"))
        assert named, path
        assert (path.parent / named[1]).resolve() == terminals / "facts.schema.json", path


def test_the_files_of_a_new_terminal_name_the_schema_and_nothing_in_them_is_marked(tmp_path: Path) -> None:
    (tmp_path / "terminals").mkdir()
    command = [str(Path(sys.executable).with_name("quaybook")), "new", "mine", "--yes"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    files = sorted((tmp_path / "terminals" / "mine").glob("*.yml"))
    assert len(files) >= 10
    whole = {key: part for key, part in schema().items() if key != "$defs"}
    for path in files:
        text = path.read_text(encoding="utf-8")
        named = MODELINE.match(text)
        assert named, path
        assert json.loads((path.parent / named[1]).read_text(encoding="utf-8")) == schema()
        assert errors(whole, yaml.load(text, Loader=EditorLoader)) == [], path


def test_the_schema_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("first", "second"))
    for path in (first, second):
        path.write_text(json.dumps(facts_schema(), ensure_ascii=False), encoding="utf-8")
    assert first.read_bytes() == second.read_bytes()
    assert str(REPOSITORY) not in first.read_text(encoding="utf-8")
