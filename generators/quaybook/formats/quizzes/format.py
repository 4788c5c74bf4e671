"""Formats stage, the door to quizzes: sheets for paper, a workbook of all questions, files for learning systems."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import ClassVar

from quaybook.formats.contract import Artifact, Edition, Links
from quaybook.formats.quizzes.book import quiz_book
from quaybook.formats.quizzes.frame import Frame, quiz_of
from quaybook.formats.quizzes.gift import gift
from quaybook.formats.quizzes.paper import ANSWERS, QUESTIONS, answer_sheet, question_sheet
from quaybook.formats.quizzes.sources import Sources
from quaybook.formats.word.convert import WordWriter
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Document, DocumentSpec

_ENDS = {"open_questions": f"-{QUESTIONS}.docx", "open_answers": f"-{ANSWERS}.docx", "open_gift": ".gift.txt"}


class QuizFormat:
    """Files called by the documents whose questions they hold."""

    name: ClassVar[str] = "quizzes"
    least: ClassVar[AudienceLevel] = AudienceLevel.STAFF
    for_mkdocs: ClassVar[bool] = False

    def artifacts(self, edition: Edition) -> Mapping[str, Artifact]:
        """The files by path; those for Word are made beside whatever the caller does next."""
        quizzes, sources = _quizzes(edition), Sources(edition)
        if not quizzes:
            return {}
        asked = {d.spec.id: question_sheet(d, frame) for d, frame in quizzes}
        answered = {d.spec.id: answer_sheet(d, frame, sources) for d, frame in quizzes}
        sheets = replace(edition.documents, documents=(*asked.values(), *answered.values()))
        begun = WordWriter(replace(edition, documents=sheets)).begin(edition.scrap)
        made: dict[str, Artifact] = {}
        for document, frame in quizzes:
            name = document.spec.id
            content: dict[str, bytes | Future[bytes]] = {
                "open_questions": begun[asked[name].spec.id],
                "open_answers": begun[answered[name].spec.id],
                "open_gift": gift(document, frame, sources).encode(),
            }
            made |= {_path(edition, name + end): Artifact(content[key], (name,)) for key, end in _ENDS.items()}
        ids = tuple(document.spec.id for document, _ in quizzes)
        return made | {_book_path(edition): Artifact(quiz_book(quizzes, edition, sources), ids)}

    def links(self, edition: Edition) -> Links:
        """Each document with questions leads to its own files and to the workbook."""
        return {document.spec.id: _offered(edition, document.spec) for document, _ in _quizzes(edition)}


def _quizzes(edition: Edition) -> list[tuple[Document, Frame]]:
    found = ((document, quiz_of(document)) for document in edition.documents.documents)
    return [(document, Frame(quiz, edition.words)) for document, quiz in found if quiz is not None]


def _offered(edition: Edition, spec: DocumentSpec) -> dict[str, str]:
    label = edition.words
    own = {label(f"quiz.files.{key}"): _path(edition, spec.id + end) for key, end in _ENDS.items()}
    return own | {label("quiz.files.open_workbook"): _book_path(edition)}


def _path(edition: Edition, name: str) -> str:
    return f"{edition.language}/quizzes/{name}"


def _book_path(edition: Edition) -> str:
    return _path(edition, "quizzes.xlsx")
