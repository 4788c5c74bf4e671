"""What nobody has named yet is called by what it is and its number, never by the id that a program knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from quaybook.assessment.remarks.gather import remarks
from quaybook.facts.positions import KeyPath, Source
from quaybook.intake.shapes import Shape, fields_of, shape
from quaybook.model.load import load_terminal
from quaybook.reports.remarks import RemarkView, RemarkViews
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.words import load_words

from tests.conftest import TODAY
from tests.helpers.remarked import Changes, changed
from tests.helpers.workspaces import facts_of


def views(changes: Changes, language: str = "ja") -> tuple[RemarkView, ...]:
    facts = changed(facts_of("aonagi"), changes)
    terminal, problems = load_terminal(Source(data=facts))
    assert terminal is not None, problems[:3]
    words, _ = load_words(policy_source(), language)
    made = remarks(terminal, Source(data=facts), TODAY)
    return RemarkViews(Filters(terminal, words), policy_source(), language).views(made)


def at(key: str, changes: Changes, language: str = "ja") -> RemarkView:
    return next(view for view in views(changes, language) if view.key == key)


def lists(path: KeyPath = ()) -> Iterator[tuple[KeyPath, Shape]]:
    for key in fields_of(path):
        here = (*path, key)
        found = shape(here)
        assert found is not None
        if found.many and (found.group or (found.at_least and not found.target and not found.vocabulary)):
            yield here, found
        if found.group:
            yield from lists(here)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_list_has_a_word_for_one_of_it(language: str) -> None:
    words, _ = load_words(policy_source(), language)
    known = words.find("check.entries")
    assert isinstance(known, dict)
    asked = {".".join(map(str, path)) for path, _ in lists()}
    assert len(asked) > 60
    assert asked - {"document_control.complete_languages"} == known.keys()


CASES = [
    ({"people[1].title": "仮：書類責任者", "people[1].name": "TODO"}, "people[1].name", "書類責任者", "氏名"),
    ({"people[1].title": "TODO"}, "people[1].title", "2番目の社内の人", "役職"),
    (
        {"suppliers[1].name": "TODO", "suppliers[1].kinds": ["仮：network"]},
        "suppliers[1].name",
        "2番目の委託先（回線・ネットワーク）",
        "会社の正式な名称",
    ),
    ({"manual.areas[0].steps[1]": "TODO"}, "manual.areas[0].steps[1]", "本船", "手順"),
    ({"manual.snapshot.contents[0].name": "TODO"}, "manual.snapshot.contents[0].name", "1番目の帳票", ""),
    ({"org.roles_not_applicable": [{"role": "TODO", "reason": "TODO"}]}, "org.roles_not_applicable[0].reason",
     "1番目の割り当てない役割", ""),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "entry", "meaning"), CASES)
def test_an_entry_without_a_name_is_called_by_what_it_is(changes: Changes, key: str, entry: str, meaning: str) -> None:
    view = at(key, changes)
    assert view.entry == entry
    assert view.meaning.startswith(meaning)


def test_a_text_of_a_list_that_is_assumed_reads_as_one() -> None:
    view = at("manual.areas[0].steps[1]", {"manual.areas[0].steps[1]": "仮：船を止める"})
    assert "手順を3件以上" not in view.sentence
    assert view.sentence.startswith("本船の「手順」")


def test_english_calls_them_too() -> None:
    assert at("people[1].title", {"people[1].title": "TODO"}, "en").entry == "person 2"
