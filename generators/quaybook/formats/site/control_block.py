"""Formats stage: the head of a document on its page: one line above the text, all of it folded up behind the text.

Whoever opens or prints a page in a hurry looks for what to do; who approved it comes after that.
"""

from __future__ import annotations

from quaybook.formats.for_python_markdown import titled_table
from quaybook.model.document import Control, DocumentSpec, FormSheetName
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.tables import table
from quaybook.wording.words import Words

_PLACE = "document-control"
_IN_SHORT = ("number", "version", "classification", "next_review")


def control_line(spec: DocumentSpec, control: Control, words: Words) -> str:
    """The line above the text, which leads to the rest; its class tells the style sheet what is printed behind it.

    A blank that people outside get is told as such, as on its other papers, not by the class of its document.
    """
    told = _in_short(control, words)
    if FormSheetName.A in spec.handed_out:
        told = _in_short(control, words, ("number", "version")) + f"　{literal(words('form.handed_out'))}"
    return f'<p class="qb-stamp qb-of-{spec.kind}"><a href="#{_PLACE}">{told}</a></p>'


def control_block(control: Control, words: Words) -> str:
    """The whole head: labels with their values, who approved, and what was changed when."""
    rows = "".join(f"<div><dt>{literal(label)}</dt><dd>{literal(value)}</dd></div>" for label, value in control.rows)
    boxes = [literal(label) for label, _ in control.approvals]
    revisions = ([literal(cell) for cell in row] for row in control.revisions)
    head = [literal(text) for text in control.revision_head]
    parts = (
        f'<dl id="{_PLACE}">{rows}</dl>',
        titled_table(
            words("control.approval_title"),
            table(boxes, (3,) * len(boxes), [[literal(title) for _, title in control.approvals]]),
        ),
        titled_table(control.revision_title, table(head, (2, 3, 5, 6), revisions)),
    )
    opened = '<details class="qb-control" markdown>'
    told = f"<summary>{literal(words('control.title'))}　{_in_short(control, words)}</summary>"
    return "\n\n".join((f"{opened}\n{told}", *parts, "</details>"))


def _in_short(control: Control, words: Words, shown: tuple[str, ...] = _IN_SHORT) -> str:
    rows = dict(control.rows)
    keys = [words(f"control.{key}") for key in shown]
    return literal("　".join(f"{key} {rows[key]}" for key in keys))
