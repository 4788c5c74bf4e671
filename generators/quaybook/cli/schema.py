"""Door 1, `quaybook schema`: the schema of the facts for editors."""

from __future__ import annotations

import json

from quaybook.outputs.schema import facts_schema


def schema() -> None:
    """Print the JSON Schema of the facts, for editors."""
    print(json.dumps(facts_schema(), ensure_ascii=False, indent=1))
