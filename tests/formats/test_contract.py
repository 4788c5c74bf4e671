"""Every registered format keeps the contract, over every sample and for every audience."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from concurrent.futures import Future, wait
from functools import cache
from importlib.metadata import EntryPoint
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import ClassVar

import pytest
from quaybook.build import editions
from quaybook.facts.positions import dotted
from quaybook.files.cache import Cache
from quaybook.formats import registry
from quaybook.formats.contract import Artifact, Edition, Format, Links
from quaybook.formats.gather import gather
from quaybook.formats.registry import SITE, USUAL, chosen, format_names
from quaybook.formats.word.format import WordFormat
from quaybook.model.audience import AudienceLevel
from quaybook.pipeline import Prepared, Workspace, prepare

from tests.assessment.rules.cases.changes import changed
from tests.conftest import KEPT, REPOSITORY, SAMPLES, TODAY, prepared_sample
from tests.helpers.editions import edition
from tests.helpers.hostile_facts import facts_alone, text_paths
from tests.helpers.renderings import open_leaves, opened
from tests.helpers.workspaces import write_facts

READERS = tuple(AudienceLevel)
# Whole packs take their time: what the staff gets of them is looked at for one sample.
LONG, STAFF_SAMPLE = ("binder", "drills", "onboarding"), "chitoseura"


def cases() -> list[tuple[str, str, AudienceLevel]]:
    every = [(format_name, name, reader) for format_name in format_names() for name in SAMPLES for reader in READERS]
    return [c for c in every if c[0] not in LONG or c[2] != AudienceLevel.STAFF or c[1] == STAFF_SAMPLE]


@cache
def prepared_for(name: str, reader: AudienceLevel) -> Prepared:
    prepared, problems = prepare(Workspace(REPOSITORY), name, TODAY, reader=reader)
    assert prepared is not None
    assert problems == ()
    return prepared


def made(each: Format, of: Edition) -> dict[str, bytes]:
    artifacts = each.artifacts(of)
    return {path: artifact.made for path, artifact in artifacts.items()}


def content(written: bytes) -> object:
    """What is compared of a file: the parts of an archive, so that a difference is told by its part."""
    if not zipfile.is_zipfile(BytesIO(written)):
        return written
    with zipfile.ZipFile(BytesIO(written)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_usual_formats_are_registered() -> None:
    assert set(USUAL) <= set(format_names())
    formats, problems = chosen(format_names())
    assert problems == ()
    assert [each.name for each in formats] == list(format_names())


@pytest.mark.parametrize(("format_name", "name", "reader"), cases())
def test_a_format_keeps_the_contract(format_name: str, name: str, reader: AudienceLevel) -> None:
    (each,), _ = chosen([format_name])
    of = edition(prepared_for(name, reader), cache=KEPT)
    if not reader.may_read(each.least):
        gathered = gather([of], [each])
        assert (gathered.pages, gathered.files) == ({}, {})
        return
    known = {document.spec.id for document in of.documents.documents}
    artifacts, links = each.artifacts(of), each.links(of)
    # The public has no registers.
    assert artifacts or reader == AudienceLevel.PUBLIC
    for path, artifact in artifacts.items():
        parts = PurePosixPath(path)
        assert not parts.is_absolute()
        assert ".." not in parts.parts
        assert artifact.made
        assert set(artifact.documents) <= known
    assert set(links) <= known
    offered = {target for targets in links.values() for target in targets.values()}
    assert offered <= set(artifacts), "a page would lead to what is not made"


@pytest.mark.parametrize("format_name", format_names())
def test_a_format_gives_the_same_bytes_again(format_name: str, tmp_path: Path) -> None:
    (each,), _ = chosen([format_name])
    # What an earlier test of this run made is made again with nothing kept.
    one, two = (edition(prepared_sample("hoshimisaki"), cache=folder) for folder in (KEPT, tmp_path))
    first, second = made(each, one), made(each, two)
    assert first
    assert {path: content(written) for path, written in first.items()} == {p: content(w) for p, w in second.items()}


def test_a_page_offers_what_the_other_formats_make(large: Prepared, tmp_path: Path) -> None:
    formats, _ = chosen(USUAL)
    gathered = gather(editions(large, Cache(tmp_path)), formats)
    try:
        offered = {t for targets in gathered.editions[0].links.values() for t in targets.values()}
        assert len(offered) > 100
        assert offered == set(gathered.files)
    finally:
        gathered.give_up()
    alone = gather(editions(large, Cache(tmp_path)), chosen([SITE])[0])
    assert alone.files == {}
    assert alone.editions[0].links == {}


class Cards:
    """A format of somebody else's: all cards as one text."""

    name: ClassVar[str] = "cards"
    least: ClassVar[AudienceLevel] = AudienceLevel.STAFF
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        cards = [d for d in edition.documents.documents if d.spec.kind == "card"]
        text = "\n".join(d.title for d in cards)
        return {f"{edition.language}/cards.txt": Artifact(text.encode(), tuple(d.spec.id for d in cards))}

    def links(self, edition: Edition) -> Links:
        return {d.spec.id: {"cards": f"{edition.language}/cards.txt"} for d in edition.documents.documents[:1]}


def others(*entries: tuple[str, str]) -> object:
    return lambda group: [EntryPoint(name, value, group) for name, value in entries]


def test_a_format_of_another_package_is_found(large: Prepared, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(registry, "entry_points", others(("cards", f"{__name__}:Cards"), ("word", f"{__name__}:Cards")))
    assert format_names()[-1] == "cards"
    formats, problems = chosen(["cards", "word"])
    assert problems == ()
    assert [type(each).__name__ for each in formats] == ["Cards", "WordFormat"], "the kit's own stay its own"
    files = gather(editions(large, Cache(tmp_path)), formats[:1]).files
    assert list(files) == ["ja/cards.txt"]
    assert len(files["ja/cards.txt"].artifact.made.splitlines()) > 5


def test_a_format_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "entry_points", others(("broken", "nowhere.at_all:Format")))
    formats, problems = chosen(["pdf", "broken", "oscal"])
    assert [each.name for each in formats] == ["oscal"]
    assert [problem.code for problem in problems] == ["unknown_format", "format_not_loaded"]
    assert "oscal" in dict(problems[0].values)["known"]


@pytest.mark.parametrize("path", ["../out.txt", "/tmp/out.txt", "", "ja/../../out", "ja\\out"])
def test_a_path_outside_is_the_formats_fault(path: str, large: Prepared, tmp_path: Path) -> None:
    class Wrong(Cards):
        def artifacts(self, _: Edition) -> Mapping[str, Artifact]:
            return {path: Artifact(b"x")}

    with pytest.raises(ValueError, match="cards"):
        gather(editions(large, Cache(tmp_path)), [Wrong()])


def test_two_formats_do_not_share_a_path(large: Prepared, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cards"):
        gather(editions(large, Cache(tmp_path)), [Cards(), Cards()])


def test_what_is_begun_ends_before_it_is_given_up(large: Prepared, tmp_path: Path) -> None:
    gathered = gather(editions(large, Cache(tmp_path), tmp_path), chosen(["word"])[0])
    gathered.give_up()
    running = [entry.artifact.content for entry in gathered.files.values()]
    assert len(running) > 100
    assert not wait(running, timeout=0).not_done
    assert list(tmp_path.glob("word-*")) == []


def test_a_format_that_fails_leaves_nobody_at_work(large: Prepared, tmp_path: Path) -> None:
    class Failing(Cards):
        def artifacts(self, _: Edition) -> Mapping[str, Artifact]:
            raise KeyError("a fault")

    begun: list[Artifact] = []

    class Word(WordFormat):
        def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
            made = super().artifacts(edition)
            begun.extend(made.values())
            return made

    with pytest.raises(KeyError):
        gather(editions(large, Cache(tmp_path / "cache"), tmp_path), [Word(), Failing()])
    assert len(begun) > 100
    assert all(isinstance(each.content, Future) and each.content.done() for each in begun)
    assert list(tmp_path.glob("word-*")) == []


@pytest.mark.parametrize("mark", ["TODO: 聞く", "仮：値"])
def test_every_format_can_be_made_while_nobody_knows_anything(mark: str, tmp_path: Path) -> None:
    kinds, names = open_leaves("chitoseura"), list(format_names())
    assert len(kinds) > 300
    # What is assumed is of the type of its fact, so there only the texts are.
    changes = opened("chitoseura", kinds)
    # Whoever accepts a gap has to be the CISO.
    del changes["org.ciso.person"]
    if mark.startswith("仮"):
        texts = {dotted(path) for path in text_paths("chitoseura")}
        changes = {leaf: mark for leaf in changes if leaf in texts}
        # Papers lay out the same texts once more; what is merely assumed takes no other way through them.
        names = [each for each in format_names() if each not in {"binder", "onboarding"}]
    assert len(changes) > 200
    write_facts(tmp_path / "terminals" / "open", changed(facts_alone("chitoseura"), changes))
    prepared, problems = prepare(Workspace(tmp_path), "open", TODAY)
    assert prepared is not None, problems
    files = {
        path: written
        for name in names
        for path, written in made(chosen([name])[0][0], edition(prepared, cache=tmp_path / "cache")).items()
    }
    assert len(files) > 250
    signs = (b"Todo(", b"Provisional(", b"NotApplicable(")
    assert [path for path, written in files.items() for sign in signs if sign in written] == []
