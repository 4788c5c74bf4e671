"""Documents stage: how much work one text may take, so that a mistake or an attack ends as a problem, not as a hang.

Steps and characters are counted where they arise, before a list or a text is made. The clock is only the last
resort, for what one step can cost; it counts the time of this thread, not that of a busy machine.
"""

from __future__ import annotations

import re
import sys
from time import thread_time
from typing import Any

from quaybook.wording.values import TemplateMistakeError

# Of the documents of the samples none takes a twentieth of the steps, a fiftieth of the characters, a hundredth of
# the time.
STEPS, CHARACTERS, SECONDS = 12_000_000, 12_000_000, 20.0
# Numbers in documents are counts and checksums; arithmetic with much longer ones takes time that no step shows.
MAX_BITS = 1024
# As long as a whole document may be, and as deep as its brackets may lie in each other; the readers of Markdown
# take the square of either.
LENGTH, DEPTH = 3_000_000, 20
# As deep as lists may lie in each other: Python compares and prints them by calling itself.
NESTED = 60
_LOOK_EVERY = 5000
_BRACKETS = re.compile(r"[\[\]]")
# So many characters are compared or searched in the time of a step.
_COMPARED = 64
# Each piece of a text is a text of its own, which takes as much memory as so many entries of a list.
NEW_TEXT = 8
_UNFOLDED = 20
_LISTS = (list, tuple, dict)


class Budget:
    """The work that is left for the text at hand."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """A new text begins."""
        self.steps = self.characters = self.next_look = 0
        self.started = thread_time()

    def spend(self, steps: int, text: int = 0) -> None:
        """Counts work and characters that are about to be made. Raises TemplateMistakeError beyond the bounds."""
        self.steps += steps
        self.characters += text
        if self.steps > STEPS:
            raise TemplateMistakeError("template_too_much_work")
        if self.characters > CHARACTERS:
            raise TemplateMistakeError("template_too_long")
        if self.steps >= self.next_look:
            self.next_look = self.steps + _LOOK_EVERY
            if thread_time() - self.started > SECONDS:
                raise TemplateMistakeError("template_too_much_work")

    def weigh(self, value: Any) -> Any:
        """The value; counts what it takes to compare it, or to look it up, with all that lies in it."""
        waiting = [(value, 0)]
        while waiting:
            each, depth = waiting.pop()
            if isinstance(each, str):
                self.spend(1 + len(each) // _COMPARED)
            elif isinstance(each, _LISTS):
                # A list may hold itself twice, and again inside: it is as long as what it unfolds to.
                self.spend(_UNFOLDED + len(each))
                if depth > NESTED:
                    raise TemplateMistakeError("template_too_deep")
                within = [*each, *each.values()] if isinstance(each, dict) else each
                waiting += ((inner, depth + 1) for inner in within)
            elif isinstance(each, int) and each.bit_length() > MAX_BITS:
                raise TemplateMistakeError("template_number_too_long")
            else:
                self.spend(1)
        return value

    def repeat(self, value: str | list[Any] | tuple[Any, ...], times: int) -> None:
        """Counts a text or a list repeated so many times."""
        # What is counted must itself stay a number of usual size.
        size = min(len(value) * max(times, 0), sys.maxsize)
        self.spend(1, text=size) if isinstance(value, str) else self.spend(size)


def unreadable(text: str) -> str:
    """The code of the problem with the text of a whole document; empty for one that Markdown's readers can take."""
    if len(text) > LENGTH:
        return "template_too_long"
    depth = 0
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
        if depth > DEPTH:
            return "template_brackets"
    return ""
