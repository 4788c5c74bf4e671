"""Formats stage, quizzes: questions → the text that Moodle and other learning systems read as GIFT.

The format is small and no library that writes it is cared for, so it is written here. A fact is somebody's text: each
sign that steers the format is held back, and every text is called plain, so that no system takes it for HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from quaybook.formats.quizzes.frame import Frame
from quaybook.formats.quizzes.sources import Sources
from quaybook.model.data.quiz import Question
from quaybook.model.document import Document

_ACTING = {ord(sign): f"\\{sign}" for sign in "\\~=#{}:"}
_ARROW = "->"
_BREAK = re.compile(r"\r\n?|\n")
# Systems know a share of the marks by five digits, and take nothing for a choice that is worth less than none.
_DIGITS, _WRONG = 5, "-100"


def gift(document: Document, frame: Frame, sources: Sources) -> str:
    """The questions of a document, in a category of its title."""
    # A stroke parts categories, but for a double one.
    title = _BREAK.sub(" ", document.title).replace("/", "//")
    parts = [f"$CATEGORY: {title}"]
    for number, question in enumerate(frame.quiz.questions, 1):
        name = escaped(f"{document.number} {frame('number', number=number)}")
        asked = question.question + (frame("several") if question.is_several else "")
        lines = [f"::{name}::{_plain(asked)} {{", *_choices(question)]
        parts.append("\n".join([*lines, f"####{_plain(_why(document, question, frame, sources))}", "}"]))
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """`text` as a system gives it back: on one line, with nothing that steers."""
    return _BREAK.sub(r"\\n", text.translate(_ACTING))


def _plain(text: str) -> str:
    # An arrow would pair what stands before and behind it, and has no escape but that of HTML.
    return f"[html]{escaped(html.escape(text, quote=False))}" if _ARROW in text else f"[plain]{escaped(text)}"


def _choices(question: Question) -> Iterator[str]:
    share = f"{100 / len(question.rights):.{_DIGITS}f}".rstrip("0").rstrip(".")
    for number, choice in enumerate(question.choices):
        is_right = number in question.rights
        several = f"~%{share if is_right else _WRONG}%"
        single = "=" if is_right else "~"
        mark = several if question.is_several else single
        yield f"{mark}{_plain(str(choice))}"


def _why(document: Document, question: Question, frame: Frame, sources: Sources) -> str:
    places = (*sources.documents(document, question), *sources.citations(question))
    said = f"\n{frame('script.source')}: {frame.joined(places)}" if places else ""
    return f"{question.why}{said}"
