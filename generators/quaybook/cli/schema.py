"""Door 1, `quaybook schema`: the schema of the facts for editors."""

from __future__ import annotations

from quaybook.cli.options import UiLang
from quaybook.cli.speech import print_json
from quaybook.schema.editor import facts_schema


def schema(ui_lang: UiLang = None) -> None:  # noqa: ARG001 - mistakes and help are said in it
    """Print the JSON Schema of the facts, for editors; it says everything in both languages."""
    print_json(facts_schema())
