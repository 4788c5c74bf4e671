"""Assessment stage, remarks: every fact that is still TODO or only assumed, however deep it stands."""

from __future__ import annotations

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remark, RemarkKind, Remarks
from quaybook.model.base import Provisional, Todo
from quaybook.model.fields import leaves


def blanks(t: Reading) -> Remarks:
    """One remark for each TODO, with its own words, and for each assumed value."""
    for path, value in leaves(t.part):
        if isinstance(value, Provisional):
            yield Remark(RemarkKind.PROVISIONAL, "provisional", (path,), (("value", value.value),))
        elif isinstance(value, Todo):
            yield Remark(RemarkKind.BLANK, "blank", (path,), words=value.ask)
