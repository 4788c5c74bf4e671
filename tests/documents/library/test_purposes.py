"""Every document of the kit says in one line for whom or for what it is; lists of documents print that line."""

from __future__ import annotations

import pytest
from quaybook.model.document import DocumentSpec
from quaybook.wording.plain_text import normalised

from tests.conftest import SAMPLES, prepared_sample
from tests.helpers.renderings import library

LONGEST = {"ja": 40, "en": 100}


def specs() -> list[DocumentSpec]:
    found = list(library("chitoseura").specs)
    assert len(found) > 140
    return found


@pytest.mark.parametrize("language", LONGEST)
def test_a_purpose_is_short_and_its_own(language: str) -> None:
    said: dict[str, str] = {}
    for spec in specs():
        assert spec.purpose, spec.id
        purpose = spec.purpose[language]
        assert 8 < len(purpose) <= LONGEST[language], spec.id
        assert not purpose.endswith(("。", ".")), spec.id
        title = normalised(spec.title[language])
        assert normalised(purpose) not in (title, f"{title}である"), spec.id
        assert said.setdefault(purpose, spec.id) == spec.id


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_own_documents_have_one_too(name: str) -> None:
    documents = prepared_sample(name).sets["ja"].documents
    assert documents
    assert [d.spec.id for d in documents if not d.spec.purpose] == []
