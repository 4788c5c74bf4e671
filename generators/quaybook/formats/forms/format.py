"""Formats stage, the door to numbered blanks: PDF files for a print run, by bundle.

Each sheet of a form is set once, into one file of blanks; the pages of a run are pictures of it with a number. So a run
of thousands of sheets takes seconds, and its file holds each blank once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from quaybook.documents.paper.editions import PRINT_CENTRE, edition_name, planned
from quaybook.formats.binder.letters import require_letters
from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.forms.blanks import FILE, set_blanks, typeset
from quaybook.formats.forms.cover import Cover
from quaybook.formats.forms.packets import Packet, packets
from quaybook.formats.later import made_later
from quaybook.model.audience import AudienceLevel
from quaybook.resources import policy_source

_LAYOUT = ("binder.typ", "blanks.typ", "forms.typ")


class FormsFormat:
    """PDF files, called by their bundles; no two sheets of them bear the same number."""

    name: ClassVar[str] = "forms"
    least: ClassVar[AudienceLevel] = AudienceLevel.STAFF
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path; they are made beside whatever the caller does next."""
        found = packets(edition)
        made = made_later(partial(_made, edition, found), [packet.name for packet in found])
        return {
            _path(edition, packet): Artifact(made[packet.name], tuple(dict.fromkeys(run.form for run in packet.runs)))
            for packet in found
        }

    def links(self, edition: Edition) -> Links:
        """The page of printed matter leads to all of them; a form alone has its blank, which anybody may copy."""
        return {PRINT_CENTRE: {_label(edition, packet): _path(edition, packet) for packet in packets(edition)}}


def _label(edition: Edition, packet: Packet) -> str:
    editions = {each.id: each for each in planned(policy_source(), edition.judged.terminal)}
    name = edition_name(editions[packet.bundle], edition.words)
    return edition.words(
        "binder.run.open" if packet.of == 1 else "binder.run.open_part", edition=name, number=packet.number
    )


def _path(edition: Edition, packet: Packet) -> str:
    return f"{edition.language}/forms/{packet.name}.pdf"


def _made(edition: Edition, found: tuple[Packet, ...]) -> dict[str, bytes]:
    if not found:
        return {}
    # Not where the system keeps temporary files: if we are killed, the texts would stay there.
    with tempfile.TemporaryDirectory(prefix="forms-", dir=edition.scrap) as work:
        folder = Path(work)
        for name in _LAYOUT:
            (folder / name).write_bytes((policy_source() / "style" / name).read_bytes())
        pages = set_blanks(edition, (run.form for packet in found for run in packet.runs), folder)
        covers = {packet.name: Cover(edition, pages).data(packet) for packet in found}
        require_letters(edition, folder, covers.values())
        for name, data in covers.items():
            (folder / f"packet-{name}.json").write_text(data, encoding="utf-8")
        shaping = {f"packet-{name}.json": (FILE, *_LAYOUT) for name in covers}
        return dict(zip(covers, typeset(edition, folder, "forms.typ", shaping), strict=True))
