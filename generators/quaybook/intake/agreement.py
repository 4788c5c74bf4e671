"""Intake stage: what a person types → yes or no; whatever is neither is asked for again, for facts are at stake."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from quaybook.model.notation import FLAG_WORDS

YES_OR_NO = {**FLAG_WORDS, "y": True, "n": False}


def agreed(ask: Callable[[], str], unclear: Callable[[], None]) -> bool:
    """Whether the answer is yes; wide letters count as narrow ones, and an empty answer is no."""
    while True:
        answer = unicodedata.normalize("NFKC", ask()).strip().lower()
        if not answer or answer in YES_OR_NO:
            return YES_OR_NO.get(answer, False)
        unclear()
