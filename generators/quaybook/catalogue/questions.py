"""Catalogue stage: for which requirements each question of the self-check and of the audit asks.

The checklists are the kit's own and no workspace can replace them, so one reading serves every terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from quaybook.facts.positions import read_yaml
from quaybook.resources import policy_source

# The documents with numbered questions, and the facts that hold their last results.
CHECKLISTS = {"self-check": "self_check_results", "audit-checklist": "audit_results"}


def questions(results: str) -> Mapping[str, frozenset[str]]:
    """The number of each question whose answers stand in `results` → the ids of the requirements it asks for."""
    return _questions(policy_source())[results]


@lru_cache(maxsize=1)
def _questions(source: Path) -> Mapping[str, Mapping[str, frozenset[str]]]:
    found: dict[str, Mapping[str, frozenset[str]]] = {}
    for document, results in CHECKLISTS.items():
        read = read_yaml(source / "documents" / "audit" / document / "items.yml", "items.yml")
        asks = read.data.get("asks", {})
        assert isinstance(asks, dict), document
        found[results] = {item: frozenset(asked) for item, asked in asks.items()}
    return found
