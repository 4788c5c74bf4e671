"""Compiled code: made once, whatever the language and the facts, and never taken for that of another text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2.parser import Parser
from quaybook.documents.templating import expressions
from quaybook.documents.templating.expressions import Expressions
from quaybook.documents.templating.reach import Reach
from quaybook.pipeline import Prepared
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.words import load_words

from tests.helpers.templates import Trial


@pytest.fixture
def environment(large: Prepared, tmp_path: Path) -> Callable[[], Reach]:
    """Makes environments that share nothing but what is compiled."""
    return Trial(large, tmp_path).environment


def test_code_holds_nothing_of_the_words(large: Prepared) -> None:
    words = [load_words(policy_source(), language)[0] for language in ("ja", "en")]
    environments = [Reach((), Filters(large.terminal, each)) for each in words]
    texts = [path.read_text(encoding="utf-8") for path in sorted((policy_source() / "partials").glob("*.j2"))]
    texts.append("{{ true }}{{ 1.5 }}{{ 'x' ~ 1 }}{{ ('a', 'b') | names }}{{ none is none }}{{ 1 < 2 }}")
    # With its further argument the code is made anew.
    for ja, en in ([each.compile(text, "t.j2", "t.j2", False) for each in environments] for text in texts):
        assert ja is not en
        assert ja == en
    assert len(texts) > 10


def test_an_expression_is_made_once(environment: Callable[[], Reach], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counting(reach: Reach, source: str, state: str) -> Parser:
        made.append(source)
        return Parser(reach, source, state=state)

    monkeypatch.setattr(expressions, "Parser", counting)
    for _ in range(2):
        for source in ("a + 40", "a + 41"):
            assert Expressions(environment(), {"a": 2})(source)({}) == int(source[-2:]) + 2
    assert made == ["a + 40", "a + 41"]


def test_an_expression_is_no_template_of_the_same_text(environment: Callable[[], Reach]) -> None:
    for _ in range(2):
        assert environment().from_string("count").render(count=7) == "count"
        assert Expressions(environment(), {"count": 7})("count")({}) == 7


def test_what_one_row_has_is_gone_with_it(environment: Callable[[], Reach]) -> None:
    worked_out = Expressions(environment(), {"a": 1})
    either, last = worked_out("(a, b | default('none'))"), worked_out("result is defined")
    assert either({"a": 2, "b": 3}) == (2, 3)
    assert either({}) == (1, "none")
    assert last({}) is False
