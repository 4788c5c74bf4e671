"""Assessment stage, remarks: values of which YAML reads only a part, for a sign that their writer did not mean."""

from __future__ import annotations

from quaybook.assessment.remarks.kinds import Remarks, denied
from quaybook.facts.positions import Source
from quaybook.model.fields import group_at


def cut_values(facts: Source) -> Remarks:
    """One remark for each value of which `#` has cut something away."""
    for path, cut in facts.cuts.items():
        group = group_at(path[:-1])
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        if group and (key in group.model_fields or isinstance(path[-1], int)):
            yield denied("value_cut", path, cut=cut)
