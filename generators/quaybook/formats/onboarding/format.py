"""Formats stage, the door to packs for newcomers: one PDF and one Word file for each path."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.later import made_later
from quaybook.formats.onboarding.on_paper import on_paper
from quaybook.formats.onboarding.pack import LIST, Pack, packs
from quaybook.formats.onboarding.print import printed
from quaybook.formats.onboarding.word import written
from quaybook.model.audience import AudienceLevel


class OnboardingFormat:
    """Two files for each path, called by its page; they lie beside it."""

    name: ClassVar[str] = "onboarding"
    least: ClassVar[AudienceLevel] = AudienceLevel.STAFF
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path; they are made beside whatever the caller does next."""
        found = tuple(on_paper(pack, edition.words) for pack in packs(edition.documents))
        word = written(edition, found)
        paper = made_later(partial(printed, edition, found), [pack.id for pack in found])
        made: dict[str, Artifact] = {}
        for pack in found:
            made[_path(edition, pack, "pdf")] = Artifact(paper[pack.id], pack.documents)
            made[_path(edition, pack, "docx")] = Artifact(word[pack.id], pack.documents)
        return made

    def links(self, edition: Edition) -> Links:
        """Each path leads to its own files, the list of all paths to all of them."""
        own = {pack.id: _labelled(edition, pack) for pack in packs(edition.documents)}
        held = any(document.spec.id == LIST for document in edition.documents.documents)
        every = {label: path for labelled in own.values() for label, path in labelled.items()}
        return {**own, LIST: every} if held else own


def _labelled(edition: Edition, pack: Pack) -> dict[str, str]:
    return {
        edition.words(f"onboarding.pack.open_{kind}", path=pack.page.title): _path(edition, pack, kind)
        for kind in ("pdf", "docx")
    }


def _path(edition: Edition, pack: Pack, kind: str) -> str:
    return f"{edition.language}/onboarding/{pack.id}.{kind}"
