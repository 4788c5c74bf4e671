"""Door 1, `quaybook schema`: the schema of the facts for editors."""

from __future__ import annotations

from quaybook.cli.speech import print_json
from quaybook.outputs.schema import facts_schema


def schema() -> None:
    """Print the JSON Schema of the facts, for editors."""
    print_json(facts_schema())
