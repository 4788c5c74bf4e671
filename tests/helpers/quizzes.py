"""A document with a quiz of its own, made for a test: several right answers, sources, texts that try to act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quaybook.formats.quizzes.frame import Frame
from quaybook.model.data.quiz import QuizData
from quaybook.model.document import Document
from quaybook.pipeline import Prepared

SEVERAL = {
    "question": "異常の後に、してよいことはどれですか。",
    "choices": ["線を抜く", "電源を切る", "知らせる", "消す"],
    "answer": ["ア", "ウ"],
    "why": "切ると、記録が消えます。",
    "documents": ["card-all", "backup#generations", "backup#generations", "nowhere"],
    "requirements": ["3-4-3", "9-9-9"],
}


def asked_of(texts: Sequence[str]) -> list[dict[str, object]]:
    """A question for each of the texts, which stands in all of its parts."""
    return [
        {"question": f"問い{text}", "choices": [text, f"誤り{text}"], "answer": "ア", "why": text or "―"}
        for text in texts
    ]


def with_questions(prepared: Prepared, *questions: object, **quiz: object) -> tuple[Document, Frame]:
    """A reading of a terminal that asks these."""
    made = QuizData.model_validate({"questions": questions, **quiz})
    reading = next(d for d in prepared.sets["ja"].documents if d.spec.id == "training-all")
    return replace(reading, data={"quiz": made}), Frame(made, prepared.words["ja"])
