"""A section of one document in another: word for word, and only where its readers may read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from quaybook.documents.library.sections import sections_for
from quaybook.model.audience import AudienceLevel
from quaybook.model.document import Document

from tests.conftest import prepared_sample

BODY = """\
## First {#first}

Do this. [〔3〕](doc:matrix#r-3-4-3){#c-3-4-3 .cite} See [that](doc:other).

### Below {#below}

And that.

## Second {#second}

No.
"""


def card(**description: Any) -> Document:
    made = next(d for d in prepared_sample("chitoseura").sets["ja"].documents if d.spec.id == "card-gate")
    return replace(made, spec=made.spec.model_copy(update=description), body=BODY)


def section(of: Document, place: str, **readers: Any) -> str:
    """What a document for those readers prints of a section."""
    described = of.spec.model_copy(update={"audience": AudienceLevel.STAFF, "personal": True, **readers})
    return str(sections_for(described, [of])["section_of"].run("card-gate", place))


def test_a_section_comes_whole_and_without_its_citations() -> None:
    text = section(card(), "first")
    assert text.startswith("Do this.")
    assert text.endswith("And that.")
    assert "[that](doc:other)" in text
    assert "matrix" not in text
    assert "No." not in text


@pytest.mark.parametrize(
    ("described", "readers"),
    [
        ({"audience": AudienceLevel.CONTROLLED}, {}),
        ({"personal": True}, {"personal": False}),
        ({}, {"outside": True}),
        ({}, {"audience": AudienceLevel.PUBLIC}),
    ],
)
def test_what_its_readers_may_not_read_is_not_there(described: dict[str, Any], readers: dict[str, Any]) -> None:
    assert section(card(**described), "first", **readers) == ""


def test_what_is_not_there_is_empty() -> None:
    assert section(card(), "no-such-heading") == ""
    assert str(sections_for(card().spec, [])["section_of"].run("card-gate", "first")) == ""
