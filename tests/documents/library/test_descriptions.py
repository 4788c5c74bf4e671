"""What describes documents is closed: a word that nobody knows is told with those that were meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from quaybook.catalogue.root import Root
from quaybook.documents.library.load import Library, load_library
from quaybook.model.document import ReaderGroup
from quaybook.problems import describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_words

from tests.helpers.data_files import SPEC
from tests.helpers.templates import MESSAGES

NAMED = {"number": "X-1", "title": {"ja": "試し", "en": "Trial"}}


def described(root: Path, **changes: object) -> Library:
    """A library of one document."""
    folder = root / "documents" / "procedure" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({**SPEC, **NAMED, **changes}, allow_unicode=True)
    (folder / "document.yml").write_text(text, encoding="utf-8")
    return load_library((Root(root, "overrides"),))


@pytest.mark.parametrize(
    ("changes", "code", "path", "hint"),
    [
        ({"readers": ["gate", "gaet"]}, "not_in_vocabulary", "readers[1]", "gate, yard"),
        ({"drill": "tabeltop"}, "not_in_vocabulary", "drill", "tabletop"),
        ({"audience": "everybody"}, "not_in_vocabulary", "audience", "public, staff"),
        ({"audiense": "staff"}, "unknown_key", "audiense", "audience"),
        ({"order": "first"}, "not_a_whole_number", "order", ""),
        ({"numbering": None}, "not_in_vocabulary", "numbering", "articles, sections"),
    ],
)
def test_a_word_that_nobody_knows_is_told_with_what_was_meant(
    changes: dict[str, object], code: str, path: str, hint: str, tmp_path: Path
) -> None:
    library = described(tmp_path, **changes)
    assert library.specs == ()
    assert [(p.code, p.path, p.line > 0) for p in library.problems] == [(code, path, True)]
    said = [describe(library.problems[0], messages) for messages in MESSAGES.values()]
    assert [hint in sentence for sentence in said] == [True, True]


def test_each_group_of_readers_has_its_word() -> None:
    for language in ("ja", "en"):
        words, problems = load_words(policy_source(), language)
        assert problems == ()
        named = words.find("reader")
        assert isinstance(named, dict)
        assert set(named) == {group.value for group in ReaderGroup}


def test_data_beside_a_text_are_those_of_the_first_root_and_read_anew_when_they_change(tmp_path: Path) -> None:
    for root, written in (("own", "a: 1"), ("kit", "a: 2")):
        described(tmp_path / root)
        for name in ("extra.yml", "more.en.yml") if root == "kit" else ("extra.yml",):
            (tmp_path / root / "documents" / "procedure" / "own" / name).write_text(written, encoding="utf-8")
    library = load_library((Root(tmp_path / "own", "own"), Root(tmp_path / "kit", "kit")))
    (spec,) = library.specs
    assert {last: read.data for last, read in library.data(spec).items()} == {
        "extra.yml": {"a": "1"},
        "more.en.yml": {"a": "2"},
    }
    (tmp_path / "own" / "documents" / "procedure" / "own" / "extra.yml").write_text("a: 30", encoding="utf-8")
    assert library.data(spec)["extra.yml"].data == {"a": "30"}


def test_the_languages_of_a_document_are_those_of_its_texts(tmp_path: Path) -> None:
    texts = [f"documents/procedure/own/{name}" for name in ("ja.md.j2", "en.md.j2", "notes.md.j2", "fr.yml")]
    for name in (*texts, "words/ja.yml", "words/en.yml", "words/fr.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x: y", encoding="utf-8")
    library = described(tmp_path)
    assert library.written[library.specs[0].id].keys() == {"ja", "en"}
