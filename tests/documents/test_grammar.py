"""Sentences stay sentences whatever the facts are: what is poured into them neither breaks nor doubles anything."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from random import Random

import pytest
from quaybook.assessment.assess import Judged
from quaybook.assessment.remarks.tables.rows import grammar
from quaybook.documents.document_set import DocumentSet
from quaybook.facts.positions import dotted
from quaybook.model.fields import leaves, target_of
from quaybook.resources import policy_source
from quaybook.wording.dialect.links import without_targets

from tests.assessment.rules.cases.changes import Changes, sample_facts, terminal_of
from tests.conftest import SAMPLES
from tests.helpers.renderings import judged_alone, judged_with, open_leaves, opened, rendered
from tests.helpers.reshaped import reshaped

# What a sentence of a rule never holds, by what is wrong with it.
CLUMSY: Mapping[str, re.Pattern[str]] = {
    "a colon in the middle of a sentence": re.compile(
        r"(?:である|とする|です|行います|による|行う|ます|する)：(?=[^\s|])"
    ),
    # The report bears brackets in its own name.
    "brackets behind brackets": re.compile(r"（(?!案）（以下)[^（）\n|]*）（"),
    "corner brackets twice": re.compile(r"「「|」」"),
    "a comma before a particle": re.compile(r"、(?:[をへ]|が(?=[一-龥ァ-ヶ]))"),
    "at least all": re.compile(r"100 ?[%％]以上"),
    "an interval in days": re.compile(r"(?<!\d)(?:182|183|365|366|91|92)日(?!前)"),
    "a name twice": re.compile(r"(?<![^\s、（|])((?!【要記入)[^\s、。（）「」|]{5,})、\1(?=[、とをがに。|（]|及び|$)"),
    "a list that is announced and missing": re.compile(
        r"次(?:の(?:とおり|各号|もの|こと)|に掲げる)[^。\n|]*。\n\n(?=[^-(|\d>*!\n])"
    ),
    "an item without text": re.compile(r"^\(\d+\)[\s　]*$", re.MULTILINE),
}


def clumsy(made: DocumentSet) -> Iterator[str]:
    """Each place of the documents that no author of rules would have written."""
    # The page of findings prints the facts themselves, as they are.
    for document in (each for each in made.documents if each.spec.id != "findings"):
        text = html.unescape(without_targets(document.body))
        for what, form in CLUMSY.items():
            for found in form.finditer(text):
                around = text[max(0, found.start() - 50) : found.end() + 25].replace("\n", "⏎")
                yield f"{document.spec.id}: {what}: …{around}…"


@cache
def in_one_hand(sample: str) -> Changes:
    """Every post in the hand of the CISO."""
    terminal = terminal_of(sample_facts(sample))
    ciso = sample_facts(sample)["org"]["ciso"]["person"]  # type: ignore[index]
    posts = [path for path, value in leaves(terminal) if isinstance(value, str) and target_of(path) == "people"]
    assert len(posts) > 30
    return dict.fromkeys(map(dotted, posts), ciso)


def terminals() -> Iterator[tuple[str, Judged]]:
    for sample in SAMPLES:
        yield sample, judged_with(sample, {})
        yield f"{sample}, nothing known", judged_with(sample, opened(sample, open_leaves(sample)))
    for seed in range(4):
        yield f"reshaped {seed}", judged_alone(reshaped(SAMPLES[seed % len(SAMPLES)], Random(seed)))


def test_no_terminal_breaks_a_sentence() -> None:
    tried = 0
    for name, judged in terminals():
        made, problems = rendered(judged)
        assert problems == [], name
        assert len(made.documents) > 100
        assert list(clumsy(made)) == [], name
        tried += 1
    assert tried > 8


@pytest.mark.parametrize("sample", SAMPLES)
def test_one_person_in_every_post_breaks_no_sentence(sample: str) -> None:
    made, problems = rendered(judged_with(sample, in_one_hand(sample)))
    assert problems == []
    assert list(clumsy(made)) == []


@pytest.mark.parametrize("what", CLUMSY)
def test_each_clumsiness_is_seen(what: str) -> None:
    said = {
        "a colon in the middle of a sentence": "担当は次のとおりとする：総務課長。",
        "brackets behind brackets": "訓練（日勤）（机上訓練）を行う。",
        "corner brackets twice": "「「規程」」による。",
        "a comma before a particle": "会社、会社、を呼ぶ。",
        "at least all": "一致率は100%以上とする。",
        "an interval in days": "183日を超えない間隔で行う。",
        "a name twice": "港湾クラウド会社、港湾クラウド会社とする。",
        "a list that is announced and missing": "次のとおりとする。\n\n別の文。",
        "an item without text": "(1)　\n",
    }
    assert CLUMSY[what].search(said[what])


def test_no_particle_hangs_on_a_sentence_of_the_facts() -> None:
    """A fact in the form of a sentence has a cell, an item or a paragraph of its own."""
    phrases = {path.rstrip("[]").rpartition(".")[2] for path in grammar().phrases}
    sentences = {path.rstrip("[]").rpartition(".")[2] for path in grammar().sentences} - phrases
    assert {"interim", "if_no_answer"} <= sentences
    poured = re.compile(rf"\.(?:{'|'.join(sorted(sentences))}) *\}}\}}(?:[をがはにでとの」]|とする)")
    templates = [*policy_source().rglob("*.j2")]
    assert len(templates) > 130
    found = [f"{path.parent.name}: {hit[0]}" for path in templates for hit in poured.finditer(path.read_text("utf-8"))]
    assert found == []
    assert poured.search("{{ item.interim }}とする")
