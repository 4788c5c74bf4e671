"""Assessment stage, remarks: the facts whose truth other facts deny, so that no finding takes them for good.

Most contradictions are arrangements that do not work: they are told, and what is so stays so. Here are those by which
an answer itself may be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.conflicts.posts import POSTS
from quaybook.assessment.remarks.conflicts.systems import SYSTEMS
from quaybook.assessment.remarks.dates import DATES
from quaybook.assessment.remarks.kinds import Remarker, told_by
from quaybook.assessment.remarks.presence import PRESENCE
from quaybook.assessment.remarks.tables.denials import denied_texts
from quaybook.facts.positions import KeyPath
from quaybook.model.fields import generic

_REMARKERS: tuple[Remarker, ...] = (denied_texts, *PRESENCE, *SYSTEMS, *DATES, *POSTS)
# By what is told, which of its facts is denied; every one of them where none is named.
_DENIED: Mapping[str, str] = {
    "text_denies": "",
    "text_is_hollow": "",
    "media_uses_but_unused": "",
    "media_checked_on_tos_terminal": "",
    "contract_ended": "",
    "auditor_is_audited": "audit.auditor_independent",
}


def disputed(t: Reading) -> frozenset[KeyPath]:
    """The places of the facts that others deny."""
    made = (remark for remarker in _REMARKERS for remark in told_by(remarker, t) if remark.code in _DENIED)
    return frozenset(path for remark in made for path in remark.facts if _DENIED[remark.code] in ("", generic(path)))
