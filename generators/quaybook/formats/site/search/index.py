"""Formats stage: pages → the index of the search, one script for each language, and the words of its box.

A page opened from a folder may read no file but a script, so the index is one; it is asked for when somebody goes to
the search, not before. It holds the text itself: a million letters are looked through in a few milliseconds, and a text
is found however it would be cut into words, which Japanese does not say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from quaybook.facts.positions import read_yaml
from quaybook.formats.site.search.text import Passage
from quaybook.model.document import Document, Kind
from quaybook.model.language_text import looked_up, said_in
from quaybook.resources import policy_source
from quaybook.wording.words import Words

ASSETS = "assets/quaybook"
# How much a hit in a page of a kind counts: first what is read in a hurry, then rules, then what lists all of them.
_WEIGHTS = {
    Kind.CARD: 1.25,
    Kind.INCIDENT: 1.2,
    Kind.POLICY: 1.2,
    Kind.REGISTER: 0.9,
    Kind.TRAINING: 0.7,
    Kind.AUDIT: 0.7,
    Kind.STATUS: 0.5,
    Kind.PAGE: 0.8,
    Kind.ROLE: 0.8,
}
_BY_HAND = 0.4


@dataclass(frozen=True)
class Sought:
    """One page as the search knows it. `numbers` and `found_by` lead to it by themselves."""

    url: str
    title: str
    sections: tuple[Passage, ...]
    number: str = ""
    numbers: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()
    weight: float = 1.0
    purpose: str = ""


def by_hand(url: str, title: str, sections: Iterable[Passage]) -> Sought:
    """A page that is no document: written by hand, or a list of documents."""
    return Sought(url, title, tuple(sections), weight=_BY_HAND)


def sought(url: str, sections: Iterable[Passage], document: Document, chapter: str = "") -> Sought:
    """A page of a document as the search knows it. What leads to the document leads to the page that begins it."""
    spec, weight = document.spec, _WEIGHTS.get(document.spec.kind, 1.0)
    number = "" if spec.kind.is_page else document.number
    if chapter:
        return Sought(url, chapter, tuple(sections), number, weight=weight)
    return Sought(
        url,
        document.title,
        tuple(sections),
        number,
        tuple(dict.fromkeys((document.number, spec.number))) if number else (),
        _of_language(spec.found_by or {}, document.language),
        weight,
        said_in(spec.purpose, document.language) if spec.purpose else "",
    )


def index_path(language: str) -> str:
    """Where the index of a language lies in the site."""
    return f"{ASSETS}/search-{language}.js"


def index(language: str, pages: Iterable[Sought]) -> bytes:
    """The index as a script. Each line of its text is a section: heading, tab, text."""
    listed: list[list[object]] = []
    sections: list[tuple[int, str]] = []
    lines: list[str] = []
    for number, page in enumerate(sorted(pages, key=lambda page: page.url)):
        listed.append([page.url, page.title, page.number, page.numbers, page.found_by, page.weight, page.purpose])
        for anchor, heading, text in page.sections:
            sections.append((number, anchor))
            lines.append(f"{heading}\t{text}")
    made = {"pages": listed, "sections": sections, "aliases": _aliases(language), "text": "\n".join(lines)}
    return f"{_of(language)}.index = {_script(made)};\n".encode()


def words_path(language: str) -> str:
    """Where the words of the search's box in a language lie in the site."""
    return f"{ASSETS}/search-words-{language}.js"


def words_script(language: str, words: Words) -> bytes:
    """The words of the search's box in one language."""
    return f"{_of(language)} = {_script(words.find('search'))};\n".encode()


def _of(language: str) -> str:
    name = "window.quaybookSearch"
    return f"({name} = {name} || {{}})[{json.dumps(language)}]"


def _script(data: object) -> str:
    # Two line ends of Unicode end a line of older scripts, too.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def _all_aliases() -> Mapping[str, Any]:
    read = read_yaml(policy_source() / "search" / "aliases.yml", "policy_src/search/aliases.yml")
    assert not read.problems, read.problems
    return read.data


def _aliases(language: str) -> object:
    return next((_all_aliases()[each] for each in looked_up(language) if each in _all_aliases()), [])


def _of_language(texts: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    return next((texts[each] for each in looked_up(language) if each in texts), ())
