"""Formats stage, quizzes: the questions of a page → divisions in which its script finds them.

The page stays what it is for whoever runs no script: questions, then answers. The script moves what stands there into
fields, so no text of a fact passes through it, and takes from here only which choices are right and its own words.
"""

from __future__ import annotations

import json

from quaybook.formats.quizzes.frame import NAME, Frame, quiz_of
from quaybook.model.document import Document
from quaybook.wording.dialect.blocks import parted
from quaybook.wording.dialect.escape import literal
from quaybook.wording.words import Words

SCRIPT = "quiz.js"
_ANSWERS = "answers"


def with_quiz(body: str, document: Document, terminal: str, words: Words) -> str:
    """The text of a page whose questions can be answered on it; a text that asks in its own way stays as it is."""
    parts = parted(body, {NAME, _ANSWERS})
    if (quiz := quiz_of(document)) is None or list(parts) != ["", NAME, _ANSWERS]:
        return body
    frame = Frame(quiz, words)
    told = {
        # The path of a reader's progress asks for the result by this name.
        "key": f"quaybook.quiz.{terminal}.{document.spec.id}",
        "path": f"quaybook.onboarding.{terminal}",
        "letters": frame.letters,
        "join": frame("join"),
        "least": quiz.least,
        "none": frame("no_source"),
        "rights": [question.rights for question in quiz.questions],
        "words": frame.script(),
    }
    data = literal(json.dumps(told, ensure_ascii=False, sort_keys=True))
    asked = f'<div class="qb-quiz" data-script="{SCRIPT}" data-quiz="{data}" markdown>\n\n{parts[NAME]}\n\n</div>'
    answered = f'<div class="qb-quiz-answers" markdown>\n\n{parts[_ANSWERS]}\n\n</div>'
    return f"{parts['']}{asked}\n\n{answered}\n"
