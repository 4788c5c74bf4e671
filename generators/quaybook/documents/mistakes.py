"""Documents stage: what jinja and the filters raise about a text → a problem that its author can mend.

Templates and the expressions of sheets fail in the same ways, so they are told in the same words.
"""

from __future__ import annotations

import html

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from quaybook.documents.filters import TemplateMistakeError
from quaybook.documents.words import MissingWordError, WordBlankError
from quaybook.facts.text import refused_character
from quaybook.model.audience import WithheldMetError
from quaybook.model.base import TodoMetError
from quaybook.problems import Problem

MISTAKES = (
    TemplateError,
    TemplateMistakeError,
    MissingWordError,
    TodoMetError,
    WithheldMetError,
    # What an expression of a template can run into by itself.
    ArithmeticError,
    RecursionError,
    TypeError,
    UnicodeDecodeError,
)


def allowed(text: str) -> str:
    """What a template printed, as it is. Raises TemplateMistakeError for a character that no fact may hold either."""
    if found := refused_character(html.unescape(text)):
        raise TemplateMistakeError("character_in_text", char=found[0])
    return text


def mistake_problem(error: Exception, source: str, line: int = 0, path: str = "") -> Problem:
    """The problem for one of MISTAKES, at its line or at the key of its expression."""
    match error:
        case TemplateNotFound():
            return Problem.at("template_missing", source, 0, path)
        case TemplateSyntaxError():
            # An expression is a line of its own, which says nothing about its place in the file.
            return Problem.at("template_syntax", source, 0 if path else error.lineno, path, detail=error.message)
        case TemplateMistakeError():
            return Problem.at(error.code, source, line, path, **error.values)
        case WordBlankError():
            return word_problem(error)
        case MissingWordError():
            return Problem.at("missing_word", error.file, 0, error.key, source=f"{source}:{path or line}")
        case TodoMetError():
            return Problem.at("todo_compared", source, line, path, ask=error.ask)
        case WithheldMetError():
            return Problem.at("withheld_met", source, line, path, came=error.fact)
        case _:
            return Problem.at("template_variable", source, line, path, detail=error)


def word_problem(error: MissingWordError) -> Problem:
    """The problem for a wording that no template asked for, such as that of a finding."""
    if isinstance(error, WordBlankError):
        return Problem.at("word_blank_wrong", error.file, 0, error.key, detail=error.detail)
    return Problem.at("word_not_there", error.file, 0, error.key)
