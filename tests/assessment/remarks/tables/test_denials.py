"""Each word by which a text denies an answer is remarked beside that answer, and beside no other."""

from __future__ import annotations

from enum import StrEnum

import pytest
from quaybook.assessment.remarks.tables.denials import DENIALS
from quaybook.assessment.remarks.tables.reach import reach
from quaybook.assessment.remarks.tables.rows import Denial, Office, When, denials
from quaybook.facts.positions import KeyPath
from quaybook.model.base import NotApplicable, Todo
from quaybook.model.fields import generic, group_at, leaf_types, leaves, target_of
from quaybook.model.groups.kinds import ContactKind

from tests.conftest import SAMPLES
from tests.helpers.samples_read import newly, reading_of_sample, usual

ROWS = denials().denials
NOTHING_OF_THE_KIND = "見本の文"


def fields(path: str) -> KeyPath:
    return tuple(path.replace("[]", "").split("."))


def test_every_row_is_about_a_text_and_has_words() -> None:
    assert len(ROWS) > 40
    for row in ROWS:
        group = group_at(fields(row.text)[:-1])
        assert group is not None, row.text
        assert row.text.endswith("[]") or str in leaf_types(fields(row.text)), row.text
        assert row.words, row.text
        assert all(group_at(fields(when.fact)[:-1]) for when in row.when), row.text
    assert {row.text for row in ROWS if row.when} - {row.text for row in ROWS if not row.when}


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_text_of_a_sample_denies_its_answer(sample: str) -> None:
    assert usual(sample, DENIALS) == frozenset()


def place_of(row: Denial) -> tuple[str, KeyPath]:
    for sample in SAMPLES:
        for path, value in reach(reading_of_sample(sample), row.text):
            if value is not None and not isinstance(value, Todo):
                return sample, path
    raise AssertionError(row)


def answer(value: object, when: When, wanted: bool) -> object:
    """What the fact has to be for the row to count, or not to count, of the type that it has."""
    if not when.any_of:
        return value if wanted else None
    if isinstance(value, bool):
        return (when.any_of[0] == "yes") is wanted
    if isinstance(value, int):
        return int(when.any_of[0]) + (0 if wanted else 1)
    if isinstance(value, tuple):
        return tuple(type(value[0])(each) for each in when.any_of) if wanted else ()
    assert isinstance(value, StrEnum)
    return next(each for each in type(value) if (each.value in when.any_of) is wanted)


def answers(sample: str, path: KeyPath, row: Denial, wanted: bool) -> dict[KeyPath, object]:
    t = reading_of_sample(sample)
    return {where: answer(value, when, wanted) for when in row.when for where, value in reach(t, when.fact, path)}


def said_of(row: Denial, text: str, wanted: bool = True) -> set[str]:
    """What is remarked of the text of the row where the answers are as the row wants them, or are not."""
    sample, path = place_of(row)
    found = newly(sample, DENIALS, {**answers(sample, path, row, wanted), path: text})
    return {code for code, facts in found if path in facts}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.text}-{row.when[0].fact if row.when else 'always'}")
def test_each_word_denies_the_answer(row: Denial) -> None:
    code = "text_denies" if row.when else "text_is_hollow"
    assert said_of(row, NOTHING_OF_THE_KIND) == set()
    for word in row.words:
        assert code in said_of(row, f"{NOTHING_OF_THE_KIND}、{word}{NOTHING_OF_THE_KIND}"), word
    for phrase in row.spared:
        assert code not in said_of(row, phrase), phrase
    sample, path = place_of(row)
    assert {facts for _, facts in newly(sample, DENIALS, {path: Todo("")}) if path in facts} == set()


@pytest.mark.parametrize("row", [row for row in ROWS if row.when], ids=lambda row: f"{row.text}-{row.when[0].fact}")
def test_a_text_denies_nothing_that_is_not_said(row: Denial) -> None:
    told = said_of(row, f"{NOTHING_OF_THE_KIND}、{row.words[0]}", wanted=False)
    others = [each for each in ROWS if each.text == row.text and each is not row]
    assert told == set() or others


def test_words_are_found_however_they_are_written() -> None:
    path = ("remote_access", "ways", 0, "auth_method")
    for text in ("ＩＤとパスワード だけ", "パスワード\u3000だけ", "ﾊﾟｽﾜｰﾄﾞだけ"):
        assert newly("aonagi", DENIALS, {path: text}) != set(), text
    assert newly("aonagi", DENIALS, {path: "パスワードだけでは入れず、ICカードも要る"}) == set()


@pytest.mark.parametrize("office", denials().offices, ids=lambda row: row.kind.value)
def test_an_office_has_the_name_of_its_kind(office: Office) -> None:
    named = ("contacts", 0, "name")
    kind: dict[KeyPath, object] = {("contacts", 0, "kind"): office.kind}
    spot = ("office_of_other_name", frozenset({named, ("contacts", 0, "kind")}))
    assert newly("aonagi", DENIALS, {**kind, named: "見本ピザ店"}) == {spot}
    assert newly("aonagi", DENIALS, {**kind, named: Todo("")}) == set()
    assert office.words
    for word in office.words:
        assert newly("aonagi", DENIALS, {**kind, named: f"見本県{word}の窓口"}) == set(), word


def test_only_public_offices_have_names_of_a_kind() -> None:
    public = {office.kind for office in denials().offices}
    assert ContactKind.POLICE in public
    others = [kind for kind in ContactKind if kind not in public]
    assert len(others) > 10
    for kind in others:
        changes: dict[KeyPath, object] = {("contacts", 0, "kind"): kind, ("contacts", 0, "name"): "見本ピザ店"}
        assert newly("aonagi", DENIALS, changes) == set(), kind


def texts(sample: str) -> list[KeyPath]:
    """Every free text of the sample."""
    found = [path for path, value in leaves(reading_of_sample(sample).part) if type(value) is str]
    return [path for path in found if target_of(fields(generic(path))) is None and path[-1] != "id"]


def test_nothing_in_any_text_is_remarked() -> None:
    one_of_each = {generic(path): path for path in texts("aonagi")}
    spared = set(denials().may_be_hollow)
    assert len(one_of_each) > 150
    assert len(set(one_of_each) & spared) > 4
    for fact, path in one_of_each.items():
        found = newly("aonagi", DENIALS, {path: "特になし。"})
        assert (("text_is_hollow", frozenset({path})) in found) is (fact not in spared), fact


def test_every_hollow_word_is_remarked_and_only_alone() -> None:
    path = ("bcp", "headquarters", "alternate_place")
    words = (*denials().hollow, "―", "…", "？！", "ー")
    assert len(words) > 40
    for word in words:
        assert newly("aonagi", DENIALS, {path: f" {word}。"}) == {("text_is_hollow", frozenset({path}))}, word
        assert newly("aonagi", DENIALS, {path: f"予備の棟のある{word}の室"}) == set(), word


def test_a_fact_that_means_nothing_here_denies_nothing() -> None:
    path = ("standby", "outline")
    assert newly("aonagi", DENIALS, {path: NotApplicable("なし")}) == set()
    assert newly("aonagi", DENIALS, {path: "なし"}) != set()
