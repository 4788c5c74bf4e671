"""Templates made for a test, and what comes of them: text, or the problem that a person would read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quaybook.documents.context import Helpers, variables
from quaybook.documents.data.beside import Beside
from quaybook.documents.library.load import Root
from quaybook.documents.templating.budget import Budget
from quaybook.documents.templating.mistakes import made
from quaybook.documents.templating.reach import Reach
from quaybook.pipeline import Prepared
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.words import load_messages

NAME = "documents/page/own/ja.md.j2"
FILE = f"overrides/{NAME}"
MESSAGES = {language: load_messages(policy_source(), language) for language in ("ja", "en")}


class Trial:
    """Renders texts as templates of a terminal's overrides, each in an environment of its own."""

    def __init__(self, prepared: Prepared, folder: Path) -> None:
        self.prepared, self.folder = prepared, folder
        self.filters = Filters(prepared.terminal, prepared.words["ja"])
        self.spec = prepared.sets["ja"].documents[0].spec

    def write(self, text: str, name: str = NAME) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def environment(self) -> Reach:
        return Reach((Root(self.folder, "overrides"), Root(policy_source(), "policy_src")), self.filters)

    def context(self) -> dict[str, Any]:
        beside = Beside((), self.filters, with_asks=True, spend=Budget().spend)
        helpers = Helpers(self.filters, self.prepared.catalogue.by_id(), {}, beside)
        return variables(self.prepared.terminal, self.spec) | helpers.globals()

    def __call__(self, text: str, more: Mapping[str, Any] | None = None) -> str | Problem:
        self.write(text)
        environment, context = self.environment(), self.context() | dict(more or {})
        came = made(lambda: environment.rendered(NAME, context), "nowhere")
        if isinstance(came, Problem):
            for messages in MESSAGES.values():
                assert describe(came, messages)
            return came
        assert came[0].encode("utf-8") is not None
        return came[0]

    def refused(self, text: str, more: Mapping[str, Any] | None = None) -> Problem:
        """The problem that the text is; it must be one, at its place in its file."""
        came = self(text, more)
        assert isinstance(came, Problem), (text[:200], came[:200])
        assert came.file != "nowhere", came
        return came
