"""Formats stage, drills: one play → every file of its pack by its path.

What is for those who lead, for those who play and for afterwards lies in folders of its own, so nobody hands out the
wrong one.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from quaybook.formats.binder.fragments import make_fragments
from quaybook.formats.binder.kept import files_of
from quaybook.formats.binder.letters import require_letters
from quaybook.formats.binder.plan import Entry
from quaybook.formats.contract import Edition
from quaybook.formats.drills import beside
from quaybook.formats.drills.laid import laid_forms
from quaybook.formats.drills.papers import EVALUATION, GUIDE, REVIEW, paper_data, papers, word_files
from quaybook.formats.drills.papers import LAYOUT as PAPER
from quaybook.formats.drills.play import Play
from quaybook.formats.drills.players import LAYOUT, PLATES, WALL, plates_data, players_data, record_data, wall_data
from quaybook.formats.drills.props import LAYOUT as PROPS
from quaybook.formats.drills.props import props_data
from quaybook.formats.drills.told import Told
from quaybook.formats.forms.blanks import blanks_data, typeset
from quaybook.model.document import Document
from quaybook.resources import policy_source

_MAIN = "drill.typ"
_LAYOUTS = (_MAIN, "binder.typ", "blanks.typ", PAPER, LAYOUT, PLATES, PROPS, WALL)
_HANDOUTS, _FORMS, _PLATES, _PROPS = "players/handouts.pdf", "forms.pdf", "plates.pdf", "props.pdf"
_RULES, _RECORD = "players/rules.pdf", "players/record.pdf"
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
    return (
        *_PAPERS,
        *_WORD,
        _HANDOUTS,
        _RULES,
        _RECORD,
        *_team_paths(told),
        *_more(told).values(),
        *beside.names(told),
    )


def _more(told: Told) -> dict[str, str]:
    """What not every kit needs, by the keys of the words for it."""
    scenario = told.play.scenario
    wanted = {
        "props": (_PROPS, scenario.props),
        "forms": (_FORMS, laid_forms(told)),
        "plates": (_PLATES, scenario.containers),
    }
    return {key: path for key, (path, needs) in wanted.items() if needs}


def pack(edition: Edition, play: Play) -> dict[str, bytes]:
    """The files by their paths in the pack. Raises NotMadeError for what a user can mend."""
    told = Told(edition, play)
    documents = papers(told, _listed(told))
    # Not where the system keeps temporary files: if we are killed, the texts would stay there.
    with tempfile.TemporaryDirectory(prefix="drill-", dir=edition.scrap) as work:
        printed = _printed(told, documents, Path(work))
        word = word_files(edition, documents)
    made = printed | {path: word[name] for path, name in _WORD.items()}
    return made | beside.deck(told) | beside.results(told)


def _printed(told: Told, documents: tuple[Document, ...], folder: Path) -> dict[str, bytes]:
    """The PDF files, all laid out one after the other."""
    for name in _LAYOUTS:
        (folder / name).write_bytes((policy_source() / "style" / name).read_bytes())
    by_name = {document.spec.id: Entry(document) for document in documents}
    forms = [Entry(each.document) for each in laid_forms(told)]
    make_fragments(told.edition, [*by_name.values(), *forms], folder)
    data = _data(told, by_name, forms)
    texts = {path: json.dumps(each, ensure_ascii=False, sort_keys=True) for path, each in data.items()}
    require_letters(told.edition, folder, texts.values())
    of = {path: (by_name[name],) for path, name in _PAPERS.items()} | {_FORMS: tuple(forms)}
    shaping = {}
    for number, (path, text) in enumerate(texts.items()):
        (folder / f"{number}.json").write_text(text, encoding="utf-8")
        shaping[f"{number}.json"] = (*_LAYOUTS, *files_of(of.get(path, ())))
    return dict(zip(texts, typeset(told.edition, folder, _MAIN, shaping), strict=True))


def _data(told: Told, papers: Mapping[str, Entry], forms: Sequence[Entry]) -> dict[str, dict[str, object]]:
    """The data of each PDF by its path."""
    made = {path: paper_data(told, papers[name].document) for path, name in _PAPERS.items()}
    handouts = players_data(told, told.teams, told.words.many("drill.handout.leader"))
    made |= {_HANDOUTS: handouts, _RULES: wall_data(told), _RECORD: record_data(told)}
    made |= {path: players_data(told, [team]) for path, team in zip(_team_paths(told), told.teams, strict=True)}
    more = _more(told)
    if "props" in more:
        made[_PROPS] = props_data(told)
    if "plates" in more:
        made[_PLATES] = plates_data(told)
    if "forms" in more:
        note = told.words("drill.forms.note", day=told.held_on())
        mark = {"stamp": told.words("drill.stamp"), "note": note}
        made[_FORMS] = {**blanks_data(told.edition, forms), "layout": "blanks.typ", "mark": mark}
    return made


def _team_paths(told: Told) -> tuple[str, ...]:
    return tuple(f"players/{team.id}.pdf" for team in told.teams)


def _listed(told: Told) -> list[tuple[str, str]]:
    """The key of the words for each file that is printed or opened, and how it is called."""
    return [
        ("guide", "facilitator/guide.pdf"),
        ("handouts", _HANDOUTS),
        ("rules", _RULES),
        ("record", _RECORD),
        *_more(told).items(),
        ("evaluation", "evaluation/evaluation.pdf"),
        ("teams", told.words("drill.guide.team_files")),
        ("slides", beside.SLIDES),
        ("aar", "after/aar.docx"),
        *([("results", beside.RESULTS)] if beside.RESULTS in beside.names(told) else []),
    ]
