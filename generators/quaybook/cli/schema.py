"""Door 1, `quaybook schema`: the schema of the facts for editors."""

from __future__ import annotations

from quaybook.cli.options import UiLang, need_wording
from quaybook.cli.speech import print_json
from quaybook.environment import ui_language
from quaybook.schema.editor import facts_schema


def schema(ui_lang: UiLang = None) -> None:
    """Print the JSON Schema of the facts, for editors; it says everything in both languages."""
    need_wording(ui_language(ui_lang))
    print_json(facts_schema())
