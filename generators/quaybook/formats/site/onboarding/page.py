"""Formats stage: the page of a path for newcomers: what its script is told, and the sheet that is printed alone.

Without the script the page is a list with boxes and a sheet with blanks, so paper and screen are one text.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from quaybook.documents.data.steps import held_steps
from quaybook.formats.site.search.index import ASSETS
from quaybook.model.data.path import Act, PathData, Step
from quaybook.model.document import Document
from quaybook.wording.dialect.blocks import excerpt, parted
from quaybook.wording.dialect.escape import literal
from quaybook.wording.words import Words

# What only these pages load.
LOOK, SCRIPT = "onboarding.css", "onboarding.js"
STYLE = (LOOK, SCRIPT)
SHEET = "acknowledgement"
# As many signs as tell two states of a text apart.
_SIGNS = 12


def path_page(
    document: Document, body: str, path: str, documents: Mapping[str, Document], terminal: str, words: Words
) -> str:
    """The page at `path` with its `body`; `documents` are those of the edition, `terminal` is its id."""
    told = json.dumps(_told(document, documents, terminal, words), ensure_ascii=False, sort_keys=True)
    style = posixpath.relpath(f"{ASSETS}/{LOOK}", posixpath.dirname(path))
    parts = parted(body, {SHEET})
    sheet = f'<div class="qb-ack" markdown>\n\n{parts[SHEET]}\n\n</div>' if SHEET in parts else ""
    return (
        f'<link rel="stylesheet" href="{style}">\n\n'
        f'<div class="qb-onboarding" data-script="{SCRIPT}" data-path="{literal(told)}" markdown>\n\n'
        f"{parts['']}\n\n{sheet}\n\n</div>"
    )


def _told(document: Document, documents: Mapping[str, Document], terminal: str, words: Words) -> dict[str, Any]:
    """What is kept by which name, step by step in which state the text is, and what the script says."""
    return {
        "key": f"quaybook.onboarding.{terminal}.{document.spec.id}",
        "quiz": f"quaybook.quiz.{terminal}.",
        # A quiz leads back to the path that was open last.
        "last": f"quaybook.onboarding.{terminal}",
        "page": document.spec.id,
        "steps": list(_steps(document.data.get("path"), documents)),
        "words": words.find("onboarding.page"),
    }


def _steps(data: object, documents: Mapping[str, Document]) -> Iterator[dict[str, Any]]:
    if isinstance(data, PathData):
        for step, document, minutes in held_steps(data, documents):
            yield {
                "id": step.document,
                "document": step.name,
                "state": _state(step, document),
                "minutes": minutes,
                "quiz": step.quiz,
                "read": step.act.is_reading,
                "drill": step.act == Act.JOIN,
            }


def _state(step: Step, document: Document) -> str:
    """Another one as soon as the text has changed that is read: what was read before does not count then."""
    text = excerpt(document.body, {step.place}) if step.place else document.body
    return hashlib.sha256(text.encode()).hexdigest()[:_SIGNS]
