"""Both languages say the same things: the same keys, the same blanks, lists of equal length."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

import pytest
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages, load_words

JAPANESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
# English prints a day without its era; the dates at which eras begin are the same list in both files.
ERA_OF_A_DAY = {("day", "era"), ("day", "era_year")}
ERAS = "eras"


def flat(tree: Mapping[str, object], above: str = "") -> dict[str, str]:
    """Texts by dotted key; the entries of a list are numbered."""
    found: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, list):
            value = {str(number): entry for number, entry in enumerate(value)}
        if isinstance(value, Mapping):
            found |= flat(value, f"{above}{key}.")
        else:
            found[f"{above}{key}"] = str(value)
    return found


def blanks(texts: Mapping[str, str]) -> set[tuple[str, str]]:
    """Each text's key with the name of each of its blanks."""
    return {(key, name) for key, text in texts.items() for _, name, _, _ in Formatter().parse(text) if name}


def lengths(tree: Mapping[str, object], above: str = "") -> dict[str, int]:
    """How many entries the list at each dotted key has."""
    found: dict[str, int] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found |= lengths(value, f"{above}{key}.")
        elif isinstance(value, list):
            found[f"{above}{key}"] = len(value)
    return found


def tree(language: str) -> Mapping[str, object]:
    words, problems = load_words(policy_source(), language)
    assert problems == ()
    return words.tree


def test_both_languages_have_the_same_keys() -> None:
    japanese, english = flat(tree("ja")), flat(tree("en"))
    assert len(japanese) > 200
    assert sorted(set(japanese) ^ set(english)) == []


def test_lists_have_equal_length() -> None:
    japanese = lengths(tree("ja"))
    assert set(japanese) >= {ERAS, "control.revision_head", "figure.nagoya-timeline.events"}
    assert lengths(tree("en")) == japanese


def test_each_pair_of_texts_has_the_same_blanks() -> None:
    japanese, english = blanks(flat(tree("ja"))), blanks(flat(tree("en")))
    assert len(japanese) > 40
    assert sorted(japanese ^ english) == sorted(ERA_OF_A_DAY)


def test_english_days_are_printed_without_an_era() -> None:
    words, _ = load_words(policy_source(), "en")
    shown = words("day", year=2026, month=4, day=1, era="Reiwa", era_year="8")
    assert shown == words("day_short", year=2026, month=4, day=1) == "2026-04-01"


def test_english_holds_no_japanese() -> None:
    texts = {key: text for key, text in flat(tree("en")).items() if not key.startswith(f"{ERAS}.")}
    assert len(texts) > 200
    assert {key: text for key, text in texts.items() if JAPANESE.search(text)} == {}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_text_is_empty(language: str) -> None:
    texts = flat(tree(language))
    assert len(texts) > 200
    assert [key for key, text in texts.items() if not text.strip()] == []


def test_messages_have_the_same_codes_and_blanks() -> None:
    """By code, for a language may name a thing in what happened and another in what to do."""
    japanese, english = (load_messages(policy_source(), language) for language in ("ja", "en"))
    assert len(japanese) > 40
    assert sorted(set(japanese) ^ set(english)) == []
    named = [{(key.split(".")[0], name) for key, name in blanks(flat(texts))} for texts in (japanese, english)]
    assert len(named[0]) > 40
    assert sorted(named[0] ^ named[1]) == []
    parts = [set(flat(texts)) for texts in (japanese, english)]
    assert sorted(parts[0] ^ parts[1]) == []
