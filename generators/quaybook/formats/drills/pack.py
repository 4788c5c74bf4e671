"""Formats stage, drills: one play → every file of its pack by its path.

What is for those who lead, for those who play and for afterwards lies in folders of its own, so nobody hands out the
wrong one.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from quaybook.formats.binder.letters import require_letters
from quaybook.formats.contract import Edition
from quaybook.formats.drills.papers import EVALUATION, GUIDE, REVIEW, papers, pdf_files, word_files
from quaybook.formats.drills.play import Play
from quaybook.formats.drills.players import LAYOUT, PLATES, plates_data, players_data
from quaybook.formats.drills.told import Told
from quaybook.formats.forms.blanks import FILE, set_blanks, typeset
from quaybook.model.document import FormSheetName
from quaybook.resources import policy_source

_LAYOUTS = ("binder.typ", "blanks.typ", "drill-paper.typ", "drill-forms.typ", LAYOUT, PLATES)
_HANDOUTS, _FORMS, _PLATES = "players/handouts.pdf", "forms.pdf", "plates.pdf"
# What is printed, and what is filled in on a screen.
_PAPERS = {
    "facilitator/guide.pdf": GUIDE,
    "evaluation/evaluation.pdf": EVALUATION,
}
_WORD = {
    "facilitator/guide.docx": GUIDE,
    "evaluation/evaluation.docx": EVALUATION,
    "after/aar.docx": REVIEW,
}


def paths(edition: Edition, play: Play) -> tuple[str, ...]:
    """The paths of its files, without making them."""
    told = Told(edition, play)
    return (*_PAPERS, *_WORD, _HANDOUTS, *_team_paths(told), *_more(told).values())


def _more(told: Told) -> dict[str, str]:
    """What not every kit needs, by the keys of the words for it."""
    wanted = {"forms": (_FORMS, told.forms()), "plates": (_PLATES, told.play.scenario.containers)}
    return {key: path for key, (path, needs) in wanted.items() if needs}


def pack(edition: Edition, play: Play) -> dict[str, bytes]:
    """The files by their paths in the pack. Raises NotMadeError for what a user can mend."""
    told = Told(edition, play)
    # Not where the system keeps temporary files: if we are killed, the texts would stay there.
    with tempfile.TemporaryDirectory(prefix="drill-", dir=edition.scrap) as work:
        folder = Path(work)
        for name in _LAYOUTS:
            (folder / name).write_bytes((policy_source() / "style" / name).read_bytes())
        documents = papers(told, _listed(told))
        printed, word = pdf_files(told, documents, folder), word_files(edition, documents)
        made = {path: printed[name] for path, name in _PAPERS.items()} | {p: word[name] for p, name in _WORD.items()}
        return made | _players(told, folder) | _plates(told, folder) | _forms(told, folder)


def _team_paths(told: Told) -> tuple[str, ...]:
    return tuple(f"players/{team.id}.pdf" for team in told.teams)


def _listed(told: Told) -> list[tuple[str, str]]:
    """The key of the words for each file that is printed or opened, and how it is called."""
    return [
        ("guide", "facilitator/guide.pdf"),
        ("handouts", _HANDOUTS),
        *_more(told).items(),
        ("evaluation", "evaluation/evaluation.pdf"),
        ("teams", ", ".join(_team_paths(told))),
        ("aar", "after/aar.docx"),
    ]


def _players(told: Told, folder: Path) -> dict[str, bytes]:
    """The hand-outs of all teams in one file, and of each in one of its own."""
    data = {_HANDOUTS: players_data(told, told.teams)}
    data |= {path: players_data(told, [team]) for path, team in zip(_team_paths(told), told.teams, strict=True)}
    require_letters(told.edition, folder, data.values())
    shaping = {}
    for number, text in enumerate(data.values()):
        (folder / f"players-{number}.json").write_text(text, encoding="utf-8")
        shaping[f"players-{number}.json"] = ("binder.typ", LAYOUT)
    return dict(zip(data, typeset(told.edition, folder, LAYOUT, shaping), strict=True))


def _plates(told: Told, folder: Path) -> dict[str, bytes]:
    """What stands for containers in the yard, if the drill has any."""
    if not told.play.scenario.containers:
        return {}
    data = plates_data(told)
    require_letters(told.edition, folder, [data])
    (folder / "plates.json").write_text(data, encoding="utf-8")
    return {_PLATES: typeset(told.edition, folder, PLATES, {"plates.json": (PLATES,)})[0]}


def _forms(told: Told, folder: Path) -> dict[str, bytes]:
    """The blanks of the drill, each marked, its sheets in order."""
    forms, edition = told.forms(), told.edition
    if not forms:
        return {}
    pages = set_blanks(edition, forms, folder)
    sheets = [{"page": page, "number": _sheet(told, form, sheet)} for (form, sheet), page in pages.items()]
    data = {
        "title": told.words("drill.titles.forms"),
        "terminal": edition.documents.terminal,
        "stamp": told.words("drill.forms.mark"),
        "note": told.words("drill.forms.note", day=told.held_on()),
        "sheets": sheets,
    }
    (folder / "forms.json").write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    return {_FORMS: typeset(edition, folder, "drill-forms.typ", {"forms.json": (FILE, *_LAYOUTS)})[0]}


def _sheet(told: Told, form: str, sheet: str) -> str:
    return form if sheet == FormSheetName.A else form + told.words(f"binder.sheets.{sheet}")
