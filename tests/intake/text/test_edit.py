"""Changes of facts in their files: the values that differ, and not a byte more."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from quaybook.facts.positions import read_yaml
from quaybook.facts.text import refused_character
from quaybook.intake.questionnaire.reading.merge import Entries
from quaybook.intake.text.edit import edited
from quaybook.intake.text.files import FactFile, edit_files

from tests.conftest import REPOSITORY, SAMPLES


def loaded(folder: Path, text: str) -> dict[str, Any]:
    path = folder / "facts.yml"
    path.write_bytes(text.encode("utf-8"))
    source = read_yaml(path, path.name)
    assert source.problems == [], source.problems
    return source.data


START = """\
# head
terminal:
  name: 'Old' # stays
  port:
  staff: "38"   # two blanks stay

  tos: {name: A, form: own}

people:
  # the first
  - id: a
    name: >-
      folded
      text
    title: T

  # the second
  - id: b
    name: B
    manual_experience: [gate, yard]
    means:
      - kind: mobile
        value: x
contacts: []
programme:
  digital_projects:
  - one # first
  - two
  # between
  - three
# end"""


def changed(folder: Path, change: Any) -> tuple[str, dict[str, Any]]:
    before = loaded(folder, START)
    after = copy.deepcopy(before)
    change(after)
    text = edited(START, before, as_entries(after))
    assert loaded(folder, text) == after
    return text, after


def replaced(*pairs: tuple[str, str]) -> str:
    text = START
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("change", "pairs"),
    [
        (lambda d: d["terminal"].update(name="New: one"), [("'Old'", '"New: one"')]),
        (lambda d: d["terminal"].update(port="P"), [("port:\n", "port: P\n")]),
        (lambda d: d["terminal"].update(staff="40"), [('"38"', "40")]),
        (lambda d: d["terminal"].pop("staff"), [('  staff: "38"   # two blanks stay\n', "")]),
        (lambda d: d["terminal"].update(berths="2"), [("form: own}\n", "form: own}\n  berths: 2\n")]),
        (lambda d: d["terminal"]["tos"].update(name="B: c"), [("{name: A,", '{name: "B: c",')]),
        (lambda d: d["people"][0].update(name="plain"), [(">-\n      folded\n      text", "plain")]),
        (lambda d: d["people"][1].update(manual_experience=["yard"]), [("[gate, yard]", "[yard]")]),
        (lambda d: d["people"][1]["means"][0].update(note="n"), [("value: x\n", "value: x\n        note: n\n")]),
        (lambda d: d.update(contacts=[{"id": "c", "means": [{"kind": "fax"}]}]),
         [("contacts: []\n", "contacts:\n  - id: c\n    means:\n      - kind: fax\n")]),
        (lambda d: d["programme"].update(digital_projects=["one", "2", "three", "four"]),
         [("  - two\n", '  - "2"\n'), ("  - three\n", "  - three\n  - four\n")]),
        (lambda d: d["programme"].update(digital_projects=["zero", "one", "three"]),
         [("  - one #", "  - zero\n  - one #"), ("  - two\n", "")]),
        (lambda d: d.update(spares=[{"name": "x"}]), [("# end", "# end")]),
    ],
)  # fmt: skip
def test_only_the_value_changes(change: Any, pairs: list[tuple[str, str]], tmp_path: Path) -> None:
    text, after = changed(tmp_path, change)
    if "spares" in after:
        assert text == START.replace("# end", "spares:\n  - name: x\n# end")
    else:
        assert text == replaced(*pairs)


NEW = """\
courses:
  - id: a
    title: T
    # note: what else is known
plan: []
  # To add entries, remove the [] above and the marks #.
  # - requirement: 3-2-b-1

# Each course that was held.
# course_results: [{id: all-staff, held_on: 2026-04-20}]

# thresholds: as the kit has them
# thresholds: {pattern_age_days: 1}
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_new_list_takes_the_place_of_its_example_and_parts_no_key_from_its_comment(
    newline: str, tmp_path: Path
) -> None:
    text = NEW.replace("\n", newline)
    before = loaded(tmp_path, text)
    after = {
        **before,
        "courses": Entries([*before["courses"], {"id": "b", "title": "U"}], (0,)),
        "course_results": [{"id": "x"}],
        "thresholds": {"pattern_age_days": "2"},
        "spares": "1",
    }
    made = edited(text, before, after).replace("\r\n", "\n")
    assert loaded(tmp_path, made) == after
    expected = NEW.replace("# course_results: [{id: all-staff, held_on: 2026-04-20}]", "course_results:\n  - id: x")
    expected = expected.replace("# thresholds: {pattern_age_days: 1}", "thresholds:\n  pattern_age_days: 2")
    expected = expected.replace("known\n", "known\n  - id: b\n    title: U\n")
    assert made == expected.replace("3-2-b-1\n", '3-2-b-1\nspares: "1"\n')


def test_entries_come_and_go_in_their_place(tmp_path: Path) -> None:
    before = loaded(tmp_path, START)
    second = before["people"][1]
    after = {**before, "people": Entries([second, {"id": "c", "name": "- C"}], (1,))}
    text = edited(START, before, after)
    first = START[START.index("  - id: a") : START.index("\n  # the second")]
    expected = START.replace(first, "").replace("        value: x\n", '        value: x\n  - id: c\n    name: "- C"\n')
    assert text == expected
    assert loaded(tmp_path, text) == after
    gone = edited(START, before, {**before, "people": Entries([], ())})
    assert loaded(tmp_path, gone)["people"] == []


@pytest.mark.parametrize(("mark", "newline"), [("", "\r\n"), ("\ufeff", "\n"), ("\ufeff", "\r\n")])
def test_the_files_own_newlines_and_byte_order_mark_stay(mark: str, newline: str, tmp_path: Path) -> None:
    text = mark + START.replace("\n", newline)
    before = loaded(tmp_path, text)
    after = {**before, "terminal": {**before["terminal"], "port": "P"}, "spares": [{"name": "x"}]}
    made = edited(text, before, after)
    assert loaded(tmp_path, made) == after
    assert made.startswith(mark)
    assert made.count(newline) == text.count(newline) + 2
    assert newline == "\n" or made.replace("\r\n", "").count("\n") == 0


def test_a_file_that_cannot_be_changed_safely_is_named(tmp_path: Path) -> None:
    text = "terminal: &t\n  name: A\nother: *t\n"
    before = loaded(tmp_path, text)
    after = {**before, "terminal": {"name": "B"}}
    edit = edit_files({"facts.yml": FactFile(text, before)}, before, after)
    assert [(problem.code, problem.file) for problem in edit.problems] == [("cannot_edit", "facts.yml")]


def files() -> list[Path]:
    found = [path for name in SAMPLES for path in sorted((REPOSITORY / "terminals" / name).glob("*.yml"))]
    assert len(found) == 31
    return found


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every leaf as its container and its key there."""
    found = []
    for key, value in list(data.items()) if isinstance(data, dict) else list(enumerate(data)):
        found += places(value) if isinstance(value, dict | list) else [(data, key)]
    return found


SIGNS = st.characters(exclude_categories=("Cs", "Cn", "Co", "Cc")).filter(lambda sign: not refused_character(sign))
TEXT = st.text(SIGNS, min_size=1) | (
    st.sampled_from(
        ["a\nb", "yes", "- x", "a: b", "# c", "'", '"', "{", "[", "&a", "*a", "!x", "%", "@", "`", "", " a ", "1_0"]
    )
)


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.data())
def test_any_text_in_any_place_of_the_samples(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path, folder = data.draw(st.sampled_from(files())), tmp_path_factory.mktemp("edit")
    text = path.read_text(encoding="utf-8")
    before = loaded(folder, text)
    after = copy.deepcopy(before)
    leaves = places(after)
    for _ in range(data.draw(st.integers(1, 4))):
        container, key = data.draw(st.sampled_from(leaves))
        container[key] = data.draw(TEXT)
    kept = as_entries(after)
    made = edited(text, before, kept)
    assert loaded(folder, made) == after
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in made.splitlines() if line.lstrip().startswith("#")] == comments


def as_entries(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: as_entries(value) for key, value in data.items()}
    if isinstance(data, list) and data and isinstance(data[0], dict):
        return Entries([as_entries(each) for each in data], tuple(range(len(data))))
    return data
