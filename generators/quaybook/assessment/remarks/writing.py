"""Assessment stage, remarks: values that YAML reads otherwise than they look, which their writer hardly meant."""

from __future__ import annotations

from quaybook.assessment.remarks.kinds import Remarks, denied
from quaybook.facts.positions import KeyPath, Source
from quaybook.model.fields import group_at


def cut_values(facts: Source) -> Remarks:
    """One remark for each value of which `#` has cut something away."""
    for path, cut in facts.cuts.items():
        if _is_fact(path):
            yield denied("value_cut", path, cut=cut)


def joined_entries(facts: Source) -> Remarks:
    """One remark for each entry of a list that has become one text with the line below it."""
    for path, (line, text) in facts.joined.items():
        if _is_fact(path):
            yield denied("entries_joined", path, line=line, text=text)


def _is_fact(path: KeyPath) -> bool:
    """Whether it is the value of a key that facts have, or an entry of its list."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    group = group_at(path[:-1]) if path else None
    return group is not None and path[-1] in group.model_fields
