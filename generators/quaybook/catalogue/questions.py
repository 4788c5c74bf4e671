"""Catalogue stage: which questions of the self-check and of the audit ask for a requirement.

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


def questions() -> Mapping[str, frozenset[tuple[str, str]]]:
    """The id of a requirement → the questions that ask for it, each as the list of its results and its number."""
    return _questions(policy_source())


@lru_cache(maxsize=1)
def _questions(source: Path) -> Mapping[str, frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for document, results in CHECKLISTS.items():
        read = read_yaml(source / "documents" / "audit" / document / "items.yml", "items.yml")
        asks = read.data.get("asks", {})
        assert isinstance(asks, dict), document
        for item, asked in asks.items():
            for requirement in asked:
                found.setdefault(requirement, set()).add((results, item))
    return {name: frozenset(asked) for name, asked in found.items()}
