"""Documents stage: private marks that a rendered text carries until all documents are rendered.

A reference can only be printed when the other document's numbers are known, and a passage only be
judged when its references are printed; so rendering leaves marks, and `resolve` replaces them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from quaybook.documents.templating.helper import Helper

MATRIX, FINDINGS = "matrix", "findings"
REFERENCE_OPEN, REFERENCE_CLOSE = "\ue000", "\ue001"
PASSAGE_OPEN, PASSAGE_IDS, PASSAGE_CLOSE = "\ue002", "\ue003", "\ue004"

REFERENCE = re.compile(f"{REFERENCE_OPEN}([^{REFERENCE_CLOSE}]*){REFERENCE_CLOSE}")
PASSAGE = re.compile(
    f"{PASSAGE_OPEN}([^;{PASSAGE_IDS}]+);([0-9]+);([^{PASSAGE_IDS}]*){PASSAGE_IDS}"
    f"([^{PASSAGE_OPEN}{PASSAGE_CLOSE}]*){PASSAGE_CLOSE}"
)
# Before a target whose number is printed without its title.
BY_NUMBER = "="
_NOT_IN_TARGETS = re.compile(r"[^\w#-]")
LEFT_OVER = re.compile("[\ue000-\ue004]")


def reference_mark(target: str) -> Markup:
    """The mark for `document`, `document#heading` or `#heading`; what can be none of them leads nowhere."""
    target = _NOT_IN_TARGETS.sub("?", target)
    return Markup(f"{REFERENCE_OPEN}{target}{REFERENCE_CLOSE}")


def number_mark(form: str) -> Markup:
    """The mark for a form by its number alone, for a column of a table in which forms are all that stands."""
    return Markup(f"{REFERENCE_OPEN}{BY_NUMBER}{_NOT_IN_TARGETS.sub('?', form)}{REFERENCE_CLOSE}")


class Covers(Extension):
    """`{% covers "3-4-3", … %} passage {% endcovers %}` leaves a passage mark with file, line and ids."""

    tags = {"covers"}  # noqa: RUF012  # jinja declares it so

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.mark = Helper(self._mark, takes_body=True)

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        ids: list[nodes.Expr] = [parser.parse_expression()]
        while parser.stream.skip_if("comma"):
            ids.append(parser.parse_expression())
        body = parser.parse_statements(("name:endcovers",), drop_needle=True)
        call = self.call_method("mark", [nodes.List(ids), nodes.Const(quote(parser.filename or "")), nodes.Const(line)])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _mark(self, ids: list[str], file: str, line: int, caller: Callable[[], str]) -> Markup:
        return Markup(f"{PASSAGE_OPEN}{file};{line};{','.join(ids)}{PASSAGE_IDS}{caller()}{PASSAGE_CLOSE}")
