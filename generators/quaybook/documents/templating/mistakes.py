"""Documents stage: what is raised while a text is made → a problem at the template and line in which it arose.

Here alone every `Exception` is caught. A template is a program of its author, and what Python raises inside it, in
a filter or in a helper that was given nonsense, is the author's mistake: it is told with its place like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, TypeVar

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from quaybook.documents.templating.templates import ToldError
from quaybook.model.audience import WithheldMetError
from quaybook.model.base import TodoMetError
from quaybook.problems import Problem
from quaybook.wording.values import TemplateMistakeError
from quaybook.wording.words import MissingWordError, WordBlankError

Made = TypeVar("Made")


def made(work: Callable[[], Made], source: str, line: int = 0, path: str = "") -> Made | Problem:
    """What the work gives, or the problem that stopped it; `source` is where it stands if no template says better."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001  # the reason stands above
        return _problem(error, source, line, path)


def _problem(error: Exception, source: str, line: int, path: str) -> Problem:
    place = _place(error.__traceback__)
    if place is not None:
        (source, line), path = place, ""
    match error:
        case ToldError():
            told = error.problem
            return told if told.file else replace(told, file=source, line=line, path=path)
        case TemplateNotFound():
            # Without a place, the text itself is missing, not one that it includes.
            code = "template_not_found" if place or path else "template_missing"
            return Problem.at(code, source, line, path, came=error.message)
        case TemplateSyntaxError():
            # An expression is a line of its own, which says nothing about its place in the file; the lexer gives the
            # name of the file in the other attribute.
            named = error.filename or error.name
            file, at = (named, error.lineno) if named else (source, line)
            return Problem.at("template_syntax", file, at, path, detail=error.message)
        case WordBlankError():
            return word_problem(error)
        case MissingWordError():
            return Problem.at("missing_word", error.file, 0, error.key, source=f"{source}:{path or line}")
    code, values = _said(error)
    return Problem.at(code, source, line, path, **values)


def _said(error: Exception) -> tuple[str, dict[str, Any]]:
    """The code and the values of the message for what has its place from outside."""
    match error:
        case TemplateMistakeError():
            return error.code, error.values
        case TodoMetError():
            return "todo_compared", {"ask": error.ask}
        case WithheldMetError():
            return "withheld_met", {"came": error.fact}
        case TemplateError():
            return "template_variable", {"detail": error}
        case RecursionError():
            return "template_too_deep", {}
    return "template_failed", {"kind": type(error).__name__, "detail": error}


def _place(traceback: TracebackType | None) -> tuple[str, int] | None:
    """The last template in a traceback with its line: a partial or a macro rather than what uses it."""
    found = None
    while traceback:
        file, line = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        if file.endswith(".j2"):
            # Jinja itself puts the lines of templates into some tracebacks only.
            template = traceback.tb_frame.f_globals.get("__jinja_template__")
            found = file, template.get_corresponding_lineno(line) if template else line
        traceback = traceback.tb_next
    return found


def word_problem(error: MissingWordError) -> Problem:
    """The problem for a wording that no template asked for, such as that of a finding."""
    if isinstance(error, WordBlankError):
        return Problem.at("word_blank_wrong", error.file, 0, error.key, detail=error.detail)
    return Problem.at("word_not_there", error.file, 0, error.key)
