"""Documents of changed facts, many times over: what a template compiles to is made once and kept.

Compiling takes longer than rendering, and is the same whatever the facts are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import CodeType
from typing import Any
from unittest.mock import patch

from conftest import REPOSITORY, TODAY
from jinja2 import Environment
from quaybook.assessment.assess import Judged, assessed
from quaybook.documents.assemble import Assembler, DocumentSet
from quaybook.documents.library import Library, Root, load_library
from quaybook.documents.words import Words, load_words
from quaybook.facts.positions import Source
from quaybook.model.build import build_terminal
from quaybook.model.requirement import Catalogue
from quaybook.pipeline import Workspace, judge
from quaybook.problems import Problem
from quaybook.resources import policy_source
from rule_cases.changes import changed, sample_facts

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
    overrides, source = f"terminals/{sample}/overrides", policy_source()
    return load_library((Root(REPOSITORY / overrides, overrides), Root(source, source.name)))


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
    """The sample with changed facts, which the model has to take, judged."""
    source = Source(data=changed(sample_facts(sample), changes))
    terminal, problems = build_terminal(source)
    assert terminal is not None, problems
    requirements = catalogue(sample)
    return Judged(sample, terminal, source, requirements, assessed(terminal, requirements, TODAY))


def rendered(judged: Judged, reader: Any = None) -> tuple[DocumentSet, list[Problem]]:
    """Every document, and every problem with them."""
    more = {} if reader is None else {"reader": reader}
    with compiled_once():
        maker = Assembler(judged, words(), library(judged.id), policy_source(), "ja", (judged,), **more)
        made = maker.assemble()
    return made, maker.problems
