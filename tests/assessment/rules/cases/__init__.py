"""The table of rules: one case for every requirement that facts decide, grouped as the rules are.

The expected states are read from `met_when` of the catalogue, not from the rules.
"""

from __future__ import annotations

from tests.assessment.rules.cases import backups_and_suppliers, continuity, lessons, organisation, peacetime, systems
from tests.assessment.rules.cases.case import Case

_TABLES = (lessons, systems, backups_and_suppliers, organisation, continuity, peacetime)
CASES: dict[str, Case] = {key: case for table in _TABLES for key, case in table.CASES.items()}
assert len(CASES) == sum(len(table.CASES) for table in _TABLES)
