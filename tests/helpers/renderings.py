"""Documents of changed facts, many times over: what a template compiles to is made once and kept.

Compiling takes longer than rendering, and is the same whatever the facts are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import CodeType
from typing import Any
from unittest.mock import patch

from jinja2 import Environment
from quaybook.assessment.assess import Judged, assessed
from quaybook.catalogue.root import Root
from quaybook.documents.assemble import Assembler
from quaybook.documents.data.check import DataCheck
from quaybook.documents.document_set import DocumentSet
from quaybook.documents.library.load import Library, load_library
from quaybook.documents.overrides.load import load_overrides
from quaybook.facts.positions import Source, dotted
from quaybook.model.audience import AudienceLevel
from quaybook.model.fields import generic, leaves, may_be_open
from quaybook.model.load import load_terminal
from quaybook.model.requirement import Catalogue
from quaybook.pipeline import Workspace, judge
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import Words, load_messages, load_words

from tests.assessment.rules.cases.changes import TODO, changed, report, sample_facts, terminal_of
from tests.conftest import REPOSITORY, TODAY

# What reaches a page only by a mistake: raw values and marks, an empty cell, brackets around nothing, an item
# without text, two marks of punctuation in a row, a heading that is no more than the end of the paragraph before it.
BROKEN = re.compile(
    r"\bNone\b|\bTODO\b|\{\{|\}\}|\{%|\bTrue\b|\bFalse\b|Undefined|<[a-z]+ object|[\ue000-\uf8ff]"
    r"|\| ?\||「」|（）|、、|。。|、。|：。|：、|（、|（。|、）|「、|、」|^ *- *$|^\d+\. *$|^[、。]|、 *\|"
    r"|\S\n#{1,6} ",
    re.MULTILINE,
)
COMPILED: dict[tuple[str, str | None], CodeType] = {}
compile_anew = Environment.compile


def compile_once(self: Environment, source: Any, name: str | None = None, *rest: Any, **options: Any) -> Any:
    """As jinja compiles it, but each text of each template once."""
    if not isinstance(source, str) or options or (rest and rest[0] is None):
        return compile_anew(self, source, name, *rest, **options)
    if (source, name) not in COMPILED:
        COMPILED[source, name] = compile_anew(self, source, name, *rest)
    return COMPILED[source, name]


@contextmanager
def compiled_once() -> Iterator[None]:
    """Within it, no template is compiled twice."""
    with patch.object(Environment, "compile", compile_once):
        yield


@cache
def library(sample: str) -> Library:
    """The kit's documents and the sample's own."""
    kit = Root(policy_source(), policy_source().name)
    own = load_overrides(REPOSITORY / "terminals" / sample, f"terminals/{sample}", kit)
    return load_library((own.root, kit), own.listed)


@cache
def data(sample: str) -> DataCheck:
    """The data beside them, looked at once."""
    return DataCheck(library(sample))


@cache
def words() -> Words:
    found, problems = load_words(policy_source(), "ja")
    assert problems == ()
    return found


@cache
def catalogue(sample: str) -> Catalogue:
    judged, problems = judge(Workspace(REPOSITORY), sample, TODAY)
    assert judged is not None, problems
    return judged.catalogue


def judged_with(sample: str, changes: Mapping[str, object]) -> Judged:
    """The sample with changed facts, which the model has to take, judged by the sets that it works by."""
    return _judged(sample, changed(sample_facts(sample), changes), catalogue(sample))


def judged_alone(facts: dict[str, object]) -> Judged:
    """Facts of a terminal that has no texts of its own, judged by the report."""
    return _judged("alone", facts, report())


def _judged(name: str, facts: dict[str, object], requirements: Catalogue) -> Judged:
    source = Source(data=facts)
    terminal, problems = load_terminal(source)
    assert terminal is not None, problems
    return Judged(name, terminal, source, requirements, assessed(terminal, requirements, TODAY))


@cache
def open_leaves(sample: str) -> Mapping[str, tuple[str, ...]]:
    """Every leaf of the sample that may be TODO, by its kind: `servers[].name` → each server's."""
    found: dict[str, list[str]] = {}
    for path, _ in leaves(terminal_of(sample_facts(sample))):
        # An entry of a list of values is open or not like the list's field.
        if may_be_open(tuple(step for step in path if isinstance(step, str))):
            found.setdefault(generic(path), []).append(dotted(path))
    assert len(found) > 400
    return {kind: tuple(paths) for kind, paths in found.items()}


def opened(sample: str, kinds: Iterable[str]) -> dict[str, str]:
    """The changes that leave every leaf of these kinds open."""
    return dict.fromkeys((leaf for kind in kinds for leaf in open_leaves(sample)[kind]), TODO)


def rendered(
    judged: Judged, reader: AudienceLevel = AudienceLevel.CONTROLLED, compared: tuple[Judged, ...] = ()
) -> tuple[DocumentSet, list[Problem]]:
    """Every document, and every problem with them."""
    with compiled_once():
        maker = Assembler(judged, words(), data(judged.id), policy_source(), "ja", compared or (judged,), reader)
        made = maker.assemble()
    return made, maker.problems


def wrong_in(judged: Judged, reader: AudienceLevel = AudienceLevel.CONTROLLED) -> list[str]:
    """What is wrong with the documents of a terminal: every problem, else every place that prints nonsense."""
    made, problems = rendered(judged, reader)
    return told(problems) or [*broken_places(made)]


def told(problems: list[Problem]) -> list[str]:
    """The problems in words, but for references to a document that could not be made."""
    messages = load_messages(policy_source(), "en")
    causes = [p for p in problems if p.code != "dangling_reference"] or problems
    return [describe(problem, messages) for problem in causes]


def broken_places(made: DocumentSet) -> Iterator[str]:
    """Each place of the documents that holds what no reader should see, with what stands around it."""
    for document in made.documents:
        text = html.unescape(document.body)
        for found in BROKEN.finditer(text):
            around = text[max(0, found.start() - 40) : found.end() + 20].replace("\n", "⏎")
            yield f"{document.spec.id}: …{around}…"
