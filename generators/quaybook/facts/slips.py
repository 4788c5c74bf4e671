"""Facts stage: what people type where YAML wants something else → the mistake with its remedy.

The parser stops somewhere behind the slip and names what it missed. Whoever types facts needs the line that is wrong
and the words as they should stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

import yaml

from quaybook.problems import Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINES_TOLD = 100
_LINE_END = re.compile("\r\n|\r|\n")
# What version control leaves where two people changed the same lines.
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?= |$)")
# What a Japanese keyboard or a tabulator leaves where YAML wants a space or a colon.
_SLIPS = {
    "tab_for_spaces": re.compile(r"[ \u3000]*\t"),
    "wide_space": re.compile(r"[ \t]*\u3000"),
    "wide_colon": re.compile(r"\s*(?:- +)?\w+："),
    "wide_space_after_colon": re.compile(r"\s*(?:- +)?\w+:\u3000"),
    "no_space_after_colon": re.compile(r"\s*(?:- +)?[a-z][a-z0-9_]*:(?!//)[^\s\u3000]"),
    "no_space_after_dash": re.compile(r"\s*-[^\s-]"),
}
# Signs with which no text begins that is not in quotes, and those of them that are at home at the beginning of a line.
_SIGNS, _AT_HOME = frozenset("@`%*&!|>?,]}-"), frozenset("?,]}-")
_LIKE_YAML = re.compile(r"(?:[:-]\s+|^\s*)(?=[*\"'\[{])")
# A line that begins with a key; in a text between quotes it is mostly none.
_KEY = re.compile(r"\s*(?:- +)?[a-z][a-z0-9_]*:(?:\s|$)")
_COMMENT = re.compile(r"\s+#(\s.*|$)")


def lines_of(text: str) -> list[str]:
    """The lines of a text as editors count them."""
    return _LINE_END.split(text)


def conflicts(text: str, name: str) -> list[Problem]:
    """The lines of the file called `name` in which two versions still stand beside each other."""
    if "<<<<<<<" not in text and "=======" not in text and ">>>>>>>" not in text:
        return []
    found = ((number, _CONFLICT.match(line)) for number, line in enumerate(lines_of(text), 1))
    told = (Problem.at("conflict_mark", name, number, came=mark[0]) for number, mark in found if mark)
    return list(islice(told, _LINES_TOLD))


def syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """The mistake at which the parser stopped."""
    # An open quote is found missing at the end of the file; its beginning is what helps.
    scanning = (error.context or "").startswith("while scanning")
    lines = lines_of(text)
    noticed = min(error.problem_mark.line + 1, len(lines)) if error.problem_mark else 0
    line = error.context_mark.line + 1 if scanning and error.context_mark else noticed
    if opened := _quote_left_open(error, text, noticed):
        return Problem.at("quote_open", name, opened[0], sign=opened[1])
    if at := _sign_met(error, lines):
        return sign_problem(name, at[0], lines[at[0] - 1], at[1])
    # What is missing at the end of a line is noticed on the next.
    for number in dict.fromkeys((line, noticed, line - 1)):
        for code, slip in _SLIPS.items():
            if number > 0 and slip.match(lines[number - 1]):
                return Problem.at(code, name, number)
    if at := _ended_early(error, lines):
        return sign_problem(name, at[0], lines[at[0] - 1], at[1])
    return Problem.at("syntax_error", name, line, detail=error.problem or "")


def _quote_left_open(error: yaml.MarkedYAMLError, text: str, noticed: int) -> tuple[int, str] | None:
    """Line and sign of a quote that is not closed; YAML takes the next one, many lines below, for its end."""
    is_ended = "end of stream" in (error.problem or "")
    if is_ended and "quoted scalar" in (error.context or "") and error.context_mark:
        return error.context_mark.line + 1, lines_of(text)[error.context_mark.line][error.context_mark.column]
    lines = lines_of(text)
    for token in _tokens(text):
        if token.start_mark.line > noticed:
            break
        if not isinstance(token, yaml.ScalarToken) or token.style not in ("'", '"'):
            continue
        first, last = token.start_mark.line, token.end_mark.line
        if last <= noticed <= last + 2 and any(map(_KEY.match, lines[first + 1 : last + 1])):
            return first + 1, token.style
    return None


def _tokens(text: str) -> Iterator[yaml.Token]:
    """As many tokens of the text as there are; where they end, the mistake has been told."""
    with suppress(yaml.YAMLError, ValueError):
        yield from yaml.scan(text, Loader=_LOADER)


def sign_problem(name: str, number: int, line: str, column: int, path: str = "") -> Problem:
    """A value that begins with a sign of YAML, and how it is written so that it does not."""
    return Problem.at("sign_at_start", name, number, path, came=line[column : column + 1], quoted=quoted(line, column))


def quoted(line: str, column: int) -> str:
    """The value that begins there, as it has to be written."""
    value = _COMMENT.sub("", line[column:]).strip()
    if _is_open(line[:column]):
        value = value[:1] + re.split(r"[,\]}]", value[1:])[0].rstrip()
    return "'" + value.replace("'", "''") + "'"


def _is_open(text: str) -> bool:
    """Whether a list or a group in brackets goes on behind the text."""
    return text.count("{") + text.count("[") > text.count("}") + text.count("]")


def cut_away(lines: Sequence[str], event: yaml.ScalarEvent) -> str:
    """What `#` cuts away from a plain value and looks like a part of it: a comment has a blank behind its `#`."""
    end = event.end_mark
    if event.style or end is None or end.line >= len(lines):
        return ""
    found = re.match(r"[ \t]+(#[^\s#].*)", lines[end.line][end.column :])
    return found[1].strip() if found else ""


def goes_on(lines: Sequence[str], event: yaml.ScalarEvent) -> Iterator[tuple[int, str]]:
    """Number and text of each further line of a plain value: YAML puts them together with a blank."""
    start, end = event.start_mark, event.end_mark
    if event.style or start is None or end is None:
        return
    for number in range(start.line + 1, min(end.line + 1, len(lines))):
        text = lines[number][: end.column] if number == end.line else lines[number]
        if text.strip():
            yield number + 1, text.strip()


def _sign_met(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> tuple[int, int] | None:
    """Line and column of a sign that the parser took for its own, where a value begins."""
    for mark in (error.context_mark, error.problem_mark):
        if mark and mark.line < len(lines):
            before, sign = lines[mark.line][: mark.column], lines[mark.line][mark.column : mark.column + 1]
            parted = before[-1:].isspace() or before[-1:] in ("{", "[", ",")
            if sign in _SIGNS and (parted if before.strip() else sign not in _AT_HOME):
                return mark.line + 1, mark.column
    return None


def _ended_early(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> tuple[int, int] | None:
    """Line and column of a value of which YAML takes the beginning for the whole: `"A" B`, `[A] B`, `*A B`."""
    mark = error.problem_mark
    if mark is None or mark.line >= len(lines):
        return None
    line = lines[mark.line]
    for found in _LIKE_YAML.finditer(line, 0, mark.column):
        inside = line[found.end() : mark.column]
        is_whole = inside[:1] not in ("'", '"') or inside.count(inside[:1]) > 1
        if inside and is_whole and not _is_open(line[: found.end()]) and not _is_open(inside):
            return mark.line + 1, found.end()
    return None
