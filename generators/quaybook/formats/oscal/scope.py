"""Formats stage: one terminal as its OSCAL files name it: identifiers, head of a file, people by their titles.

Identifiers are derived from the terminal and from what they name, never drawn, so that the same facts give
the same bytes and the next edition calls the same things by the same identifiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from quaybook.assessment.assess import Judged
from quaybook.documents.document_set import DocumentSet
from quaybook.formats.oscal.base import (
    NAMESPACE,
    VERSION,
    JsonObject,
    filled,
    known_prop,
    markup,
    one_line,
    prop,
    stamp,
    token,
    whole_token,
)
from quaybook.model.audience import AudienceLevel
from quaybook.model.base import Todo
from quaybook.model.document import Document
from quaybook.model.terminal import Terminal
from quaybook.wording.filters import Filters
from quaybook.wording.words import Words

_OURS = uuid5(NAMESPACE_URL, NAMESPACE)

UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False)
class Scope:
    """What the files are about, and in which language."""

    judged: Judged
    documents: DocumentSet
    words: Words

    @property
    def terminal(self) -> Terminal:
        return self.judged.terminal

    @property
    def today(self) -> date:
        return self.judged.assessed.status.today

    @property
    def language(self) -> str:
        return self.documents.language

    @cached_property
    def filters(self) -> Filters:
        return Filters(self.terminal, self.words)

    @cached_property
    def controls(self) -> Mapping[str, str]:
        """Requirement → the identifier of its control."""
        sets = self.judged.catalogue.sets
        return {r.id: f"{whole_token(each.id)}_{token(r.id)}" for each in sets for r in each.requirements}

    @cached_property
    def by_id(self) -> Mapping[str, Document]:
        """The documents by their ids."""
        return {document.spec.id: document for document in self.documents.documents}

    def uuid(self, *path: str) -> str:
        """The identifier of what `path` names at this terminal."""
        return str(uuid5(_OURS, "\n".join((self.judged.id, *path))))

    def text(self, value: Any) -> str:
        """A fact in plain text; one that nobody knows as the marked blank."""
        if isinstance(value, StrEnum):
            return self.filters.label(value)
        shown = self.filters.day_short(value) if isinstance(value, date) else value
        return one_line(self.filters.plain(shown))

    def code(self, value: Any) -> str:
        """A choice by its own name in the schema; what nobody knows is called so."""
        return str(value.value) if isinstance(value, StrEnum) else UNKNOWN

    def listed(self, values: Iterable[Any]) -> str:
        """Facts in one line."""
        return self.words("list_separator").join(self.text(value) for value in values)

    def title_of(self, person: Any) -> str:
        """A person's title."""
        return self.text(self.filters.table["title"](person))

    def roles(self, people: Iterable[Any]) -> list[JsonObject]:
        """People as roles: by what they do, never by name, for a name is not for every reader."""
        known = {person.id: person for person in self.terminal.people}
        wanted = dict.fromkeys(id_ for id_ in people if not isinstance(id_, Todo))
        return [
            {
                "id": id_,
                "title": markup(self.text(known[id_].title)),
                "description": markup(self.text(known[id_].department)),
            }
            for id_ in wanted
        ]

    def responsible(self, person: Any) -> list[JsonObject]:
        """The role that answers for something, held within the terminal; nobody while it is not known who."""
        if isinstance(person, Todo):
            return []
        return [{"role-id": person, "party-uuids": [self.uuid("party", "operator")]}]

    @property
    def operator(self) -> JsonObject:
        """The terminal's operator as a party."""
        return self.party("operator", self.text(self.terminal.terminal.operator))

    def party(self, key: str, name: str) -> JsonObject:
        """An organisation."""
        return {"uuid": self.uuid("party", key), "type": "organization", "name": one_line(name)}

    @property
    def system_id(self) -> JsonObject:
        """How the plans refer to the terminal's system."""
        return {"identifier-type": NAMESPACE, "id": self.judged.id}

    @property
    def this_system(self) -> JsonObject:
        """The terminal's system as the subject of observations."""
        return {"subject-uuid": self.uuid("component", "this-system"), "type": "component"}

    @property
    def _draft(self) -> str:
        """The stamp of a set with open facts; empty for one that is complete."""
        return next((document.control.draft for document in self.documents.documents), "")

    @property
    def edition(self) -> date:
        """The day of the edition, or of the judgement while the former is not known."""
        control = self.terminal.document_control
        days = (control.revised_on, control.established_on, self.today)
        return next(day for day in days if isinstance(day, date))

    def metadata(
        self,
        kind: str,
        modified: date,
        roles: Iterable[JsonObject] = (),
        parties: Iterable[JsonObject] = (),
        responsible: Iterable[JsonObject] = (),
        remarks: str = "",
    ) -> JsonObject:
        """The head of a file: what it is, of which edition, who made and approved it, and for whom it is."""
        control, operator = self.terminal.document_control, [self.uuid("party", "operator")]
        signed = {"prepared-by": ("drafted", control.drafter), "content-approver": ("approved", control.approver)}
        title = self.words(f"oscal.title.{kind}", terminal=self.text(self.terminal.terminal.name))
        own_roles: list[JsonObject] = [
            {"id": role, "title": self.words(f"control.{word}"), "description": markup(self.title_of(who))}
            for role, (word, who) in signed.items()
        ]
        return filled(
            {
                "title": markup(title),
                "last-modified": stamp(modified),
                "version": self.text(control.version),
                "oscal-version": VERSION,
                "props": [
                    known_prop("marking", self.words(f"classification.{AudienceLevel.CONTROLLED}")),
                    prop("language", self.language),
                    *([prop("draft", draft)] if (draft := self._draft) else []),
                ],
                "roles": [*own_roles, *roles],
                "parties": [self.operator, *parties],
                "responsible-parties": [*({"role-id": role, "party-uuids": operator} for role in signed), *responsible],
                "remarks": remarks,
            }
        )
