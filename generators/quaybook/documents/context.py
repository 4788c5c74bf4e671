"""Documents stage: what a template can see: the terminal's facts and the few helpers of the dialect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from markupsafe import Markup

from quaybook.documents.data.beside import Beside
from quaybook.documents.drawings.figures import FIGURES
from quaybook.documents.library.selection import Absence
from quaybook.documents.numbering import Numbering
from quaybook.documents.paper.capacity_view import CapacityTable, capacity_table
from quaybook.documents.paper.year_plan import FiscalYear, year_plan
from quaybook.documents.templating.helper import Helper, helpers
from quaybook.documents.templating.marks import MATRIX, number_mark, reference_mark
from quaybook.model.base import Todo, has_one, is_one_of, meant
from quaybook.model.data.kinds import DocumentData
from quaybook.model.document import DocumentSpec, Figure, Kind
from quaybook.model.groups.followup import PlanItem
from quaybook.model.groups.kinds import ContactKind, Role
from quaybook.model.groups.organisation import Contact, Officer
from quaybook.model.requirement import Requirement
from quaybook.model.terminal import Terminal
from quaybook.wording.dialect.escape import literal
from quaybook.wording.dialect.links import Link, Picture
from quaybook.wording.filters import Filters
from quaybook.wording.values import TemplateMistakeError

TRANSITIONAL = "transitional"

Choice = TypeVar("Choice", bound=StrEnum)


class Helpers:
    """The helpers of one document in one language; collects its headings and figures."""

    def __init__(
        self,
        filters: Filters,
        requirements: Mapping[str, Requirement],
        charts: Mapping[str, Figure],
        beside: Beside,
        unchosen: Collection[str] = (),
    ) -> None:
        self.terminal, self.words, self.filters = filters.terminal, filters.words, filters
        self.requirements, self.charts, self.beside, self.unchosen = requirements, charts, beside, unchosen
        self.numbering = Numbering(filters.words)
        self.figures: dict[str, Figure] = {}

    def globals(self) -> dict[str, Any]:
        """The helpers by the names that templates use."""
        numbering = self.numbering
        functions: dict[str, Callable[..., Any]] = {
            "chapter": numbering.chapter,
            "article": numbering.article,
            "section": numbering.section,
            "subsection": numbering.subsection,
            "heading": numbering.heading,
            "subheading": numbering.subheading,
            "part_heading": numbering.part_heading,
            "annex": numbering.annex,
            "supplement": self.supplement,
            "ref": reference_mark,
            "ref_number": number_mark,
            "figure": self.figure,
            "plan_for": self.plan_for,
            "plan_item": self.plan_item,
            "cite": self.cite,
            "chosen": self.chosen,
            "contacts_of": self.contacts_of,
            "officers_with": self.officers_with,
            "fill": self.fill,
            "capacity_table": self.capacity_table,
            "year_plan": self.year_plan,
        }
        return helpers(functions) | {"word": Helper(self._word, find=Helper(self.words.find))}

    def _word(self, key: str, **values: Any) -> str:
        """A wording, its blanks filled with what can be printed."""
        return self.words(key, **{name: self.filters.plain(value) for name, value in values.items()})

    def fill(self, data: Any, facts: Any = None, conditions: Any = None) -> DocumentData:
        """A quiz or a scenario with the facts in the places of 〔…〕, without entries whose `when` does not hold."""
        return self.beside.fill(data, {} if facts is None else facts, {} if conditions is None else conditions)

    def capacity_table(self) -> CapacityTable:
        """The arithmetic of work by hand, reckoned from the facts that the readers may see."""
        return capacity_table(self.terminal, self.words)

    def year_plan(self) -> tuple[FiscalYear, ...]:
        """What is settled of courses and drills by fiscal year and month, as far as the readers may see it."""
        return year_plan(self.terminal)

    def supplement(self) -> Markup:
        """The supplementary provisions: when the rules and each of their amendments take effect."""
        control, filters = self.terminal.document_control, self.filters
        lines: list[Markup | str] = [self.numbering.supplement_heading()]
        first = control.established_on
        revised = (r.revised_on for r in control.revisions)
        dates = [first, *(day for day in revised if isinstance(day, Todo) or isinstance(first, Todo) or day != first)]
        for number, day in enumerate(dates):
            shown = filters.finalize(day if isinstance(day, Todo) else filters.day(day))
            key = "supplement.amendment" if number else "supplement.enactment"
            lines.append(self.words(key, day=shown))
            if not number:
                # What is put off is not for all who read the rules, so each names the one place that says it.
                lines.append(self.words("supplement.transitional", document=reference_mark(TRANSITIONAL)))
        return Markup("\n\n".join(lines))

    def figure(self, name: str) -> Markup:
        """A drawing from the facts or a chart of the findings, alone on its line."""
        if name not in FIGURES and name not in self.charts:
            raise TemplateMistakeError("unknown_figure", came=name)
        drawn = self.figures.get(name) or self.charts.get(name)
        drawn = drawn or FIGURES[name](self.terminal, self.words, self.filters)
        self.figures[name] = drawn
        return Markup(Picture(literal(drawn.alt), name))

    def _known(self, requirement: str) -> Requirement | None:
        """The requirement; None for one of a set that this terminal has not chosen."""
        if requirement not in self.requirements and requirement not in self.unchosen:
            raise TemplateMistakeError("unknown_requirement", came=requirement)
        return self.requirements.get(requirement)

    def chosen(self, requirements: Iterable[str]) -> list[str]:
        """Of the ids of requirements, those of the sets that the terminal has chosen."""
        return [name for name in requirements if self._known(name)]

    def cite(self, requirement: str) -> Markup:
        """The citation of a requirement, linked to the matrix; nothing where its set is not chosen."""
        known = self._known(requirement)
        if known is None:
            return Markup("")
        citation = self.words("citation", section=literal(known.citation))
        return Markup(Link(citation, MATRIX, f"r-{requirement}"))

    def plan_item(self, requirement: str) -> PlanItem | None:
        """The improvement plan's entry for a requirement, or none."""
        self._known(requirement)
        return next((i for i in self.terminal.plan if i.requirement == requirement), None)

    def plan_for(self, requirement: str) -> Markup:
        """Date and owner from the improvement plan, or a marked blank; of a set not chosen, that none is set."""
        if self._known(requirement) is None:
            # The plan has no entry for it, and never can have one.
            return Markup(self.words("plan_elsewhere"))
        item = self.plan_item(requirement)
        if item is None:
            return self.filters.finalize(Todo(self.words("no_plan", id=requirement)))
        table = self.filters.table
        day = self.filters.finalize(table["day_short"](item.due_on))
        owner = self.filters.finalize(table["title"](item.owner))
        return Markup(self.words("plan", day=day, owner=owner))

    def contacts_of(self, *kinds: str) -> list[Contact]:
        """The outside contacts of the kinds named; one whose kind nobody knows is among the others."""
        wanted = [_choice(ContactKind, kind) for kind in kinds]
        others = ContactKind.OTHER in wanted
        kinds_of = ((contact, meant(contact.kind)) for contact in self.terminal.contacts)
        return [c for c, kind in kinds_of if (others and isinstance(kind, Todo)) or is_one_of(kind, *wanted)]

    def officers_with(self, role: str) -> list[Officer]:
        """The security officers of whom it is known, or assumed, that they hold a role."""
        wanted = _choice(Role, role)
        return [o for o in self.terminal.org.officers if has_one(map(meant, o.roles), wanted)]


def _choice(kind: type[Choice], came: str) -> Choice:
    if came not in list(kind):
        raise TemplateMistakeError("template_unknown_choice", came=came, known=", ".join(kind))
    return kind(came)


def variables(terminal: Terminal, spec: DocumentSpec) -> dict[str, Any]:
    """Facts by group, and the document's own description."""
    return {name: getattr(terminal, name) for name in Terminal.model_fields} | {"document": spec}


def listed(specs: Iterable[DocumentSpec], absent: Mapping[str, Absence]) -> dict[str, Any]:
    """The documents that stand in the edition, pages of the site left out, in one list and by kind."""
    held = tuple(s for s in specs if s.id not in absent and not s.kind.is_page)
    by_kind = [(kind, [s for s in held if s.kind == kind]) for kind in Kind if not kind.is_page]
    return {"documents": held, "documents_by_kind": by_kind}
