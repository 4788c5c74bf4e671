"""Assessment stage, remarks: every fact that is still TODO or only assumed, however deep it stands."""

from __future__ import annotations

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.kinds import Remark, RemarkKind, Remarks
from quaybook.model.base import Provisional, Todo
from quaybook.model.fields import leaves


def blanks(t: Reading) -> Remarks:
    """One remark for each TODO, for each word that stands where an answer should, and for each assumed value."""
    for path, value in leaves(t.part):
        if isinstance(value, Provisional):
            yield Remark(RemarkKind.PROVISIONAL, "provisional", (path,), (("value", value.value),))
        elif isinstance(value, Todo):
            # Who wrote 確認中 has to see that it counts as no answer; what stands beside it is no addressee.
            code, words = ("no_answer", value.said) if value.said else ("blank", value.ask)
            yield Remark(RemarkKind.BLANK, code, (path,), words=words)
