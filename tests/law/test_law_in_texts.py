"""A text that names a statement which is not there is told, and no moment that cannot be read is taken for one."""

from __future__ import annotations

import pytest
from quaybook.documents.law_view import LawHelpers
from quaybook.law.load import load_law
from quaybook.resources import policy_source
from quaybook.wording.values import TemplateMistakeError
from quaybook.wording.words import load_messages


def test_a_text_gets_what_the_data_say() -> None:
    law = load_law(policy_source())[0]
    texts = LawHelpers(law)
    assert texts.law("privacy-scope") is law.statement("privacy-scope")
    assert texts.law_clock("privacy-full-report").days == 30
    assert texts.law_watched() == law.watched
    assert texts.later_documents() == law.documents
    assert set(texts.globals()) == {"law", "law_clock", "law_watched", "later_documents"}


@pytest.mark.parametrize("name", ["privacy-scop", "", "own-ciso"])
def test_a_statement_that_is_not_there_is_told_with_what_is_near(name: str) -> None:
    with pytest.raises(TemplateMistakeError) as caught:
        LawHelpers(load_law(policy_source())[0]).law(name)
    assert caught.value.code == "template_unknown_law"
    assert caught.value.values["came"] == name
    assert caught.value.values["near"]


def test_the_messages_fill_their_blanks() -> None:
    for language in ("ja", "en"):
        messages = load_messages(policy_source(), language)
        for code, values in (("template_unknown_law", {"near": "x"}), ("known_at_unreadable", {})):
            assert "somewhere" in messages[code]["what"].format(came="somewhere", **values)
