"""Documents stage: the head of a document: number, version, dates, approvals, distribution, revisions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from quaybook.model.audience import AudienceLevel
from quaybook.model.base import Todo, is_one_of
from quaybook.model.document import Control, Document, DocumentSpec, Kind
from quaybook.model.terminal import Terminal
from quaybook.wording.dialect.escape import unspelt
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words

_OF_RULES = ("revised", "revision_title", "revision_head")


def document_number(terminal: Terminal, spec: DocumentSpec) -> str:
    """The document's number with the terminal's prefix."""
    prefix = terminal.document_control.number_prefix
    return spec.number if isinstance(prefix, Todo) else f"{prefix}-{spec.number}"


def control_block(spec: DocumentSpec, language: str, filters: Filters, today: date) -> Control:
    """The control block in plain text; outputs lay it out and escape it for their format.

    What speaks of one day, `today`, says so; every other document is the same on every day.
    """
    terminal, words, shown = filters.terminal, filters.words, filters.plain
    control, table = terminal.document_control, filters.table

    def day(value: Any) -> str:
        return shown(table["day"](value))

    values = {
        "number": document_number(terminal, spec),
        "version": shown(control.version),
        "established": day(control.established_on),
        "revised": day(control.revised_on),
        "owner": spec.owner[language],
        "classification": words(f"classification.{spec.audience}"),
        "distribution": unspelt(str(filters.names(control.distribution))),
        "next_review": day(control.next_review_on),
    }
    if spec.kind == Kind.STATUS:
        values["as_of"] = day(today)
    # Where it was never held, or not for long, is for those who may know it.
    if spec.drill and spec.audience == AudienceLevel.CONTROLLED:
        held = [d.held_on for d in terminal.drills if is_one_of(d.kind, spec.drill) and isinstance(d.held_on, date)]
        values["last_drill"] = day(max(held)) if held else words("never_drilled")
    return Control(
        rows=tuple((words(_key(spec, key)), value) for key, value in values.items()),
        approvals=_approvals(filters),
        revision_title=words(_key(spec, "revision_title")),
        revision_head=words.many(_key(spec, "revision_head")),
        revisions=_revisions(filters),
        classification=words(f"classification.{spec.audience}"),
        edition=_edition(values, words),
        terminal=shown(terminal.terminal.short_name),
        operator="" if isinstance(terminal.terminal.operator, Todo) else shown(terminal.terminal.operator),
        changed_on=max((r.revised_on for r in control.revisions if isinstance(r.revised_on, date)), default=None),
    )


def _key(spec: DocumentSpec, key: str) -> str:
    """The wording of the head: rules are amended, everything else is revised."""
    return f"control.of_rules.{key}" if spec.kind == Kind.POLICY and key in _OF_RULES else f"control.{key}"


def _approvals(filters: Filters) -> tuple[tuple[str, str], ...]:
    """The boxes in which those who are named by their titles sign."""
    control, title = filters.terminal.document_control, filters.table["title"]
    roles = (("drafted", control.drafter), ("reviewed", control.reviewer), ("approved", control.approver))
    return tuple((filters.words(f"control.{key}"), filters.plain(title(who))) for key, who in roles)


def _revisions(filters: Filters) -> tuple[tuple[str, ...], ...]:
    shown, day = filters.plain, filters.table["day"]
    told = filters.terminal.document_control.revisions
    return tuple((shown(r.version), shown(day(r.revised_on)), shown(r.part), shown(r.reason)) for r in told)


def _edition(values: dict[str, str], words: Words) -> str:
    # A status document printed on two days has one version: only the day tells the sheets apart.
    return "　".join(f"{words(f'control.{key}')} {values[key]}" for key in ("version", "as_of") if key in values)


def as_draft(control: Control, stamp: str) -> Control:
    """The head of a document whose set is not complete."""
    return replace(control, draft=stamp, classification=f"{stamp}　{control.classification}")


def blanks_in(document: Document, words: Words) -> tuple[str, ...]:
    """The marked blanks that a document prints, each once."""
    before, _, after = words("todo").partition("{ask}")
    texts = (document.body, *(str(cell) for sheet in document.sheets for row in sheet.rows for cell in row))
    pattern = _between(before, after, words("todo_bare"))
    found = (unspelt(m[0]) for text in texts for m in pattern.finditer(text))
    return tuple(dict.fromkeys(found))


@cache
def _between(before: str, after: str, bare: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(before)}[^{re.escape(after)}]*{re.escape(after)}|{re.escape(bare)}")
