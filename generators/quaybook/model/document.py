"""Model stage: what a document is: its folder's description, and the finished text of one language.

`Document` is the arrow between rendering and every output: an output needs nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import Field

from quaybook.model.audience import AudienceLevel
from quaybook.model.base import Facts, PlainText, Switch
from quaybook.model.data.kinds import DocumentData
from quaybook.model.groups.contents import SnapshotList
from quaybook.model.groups.plans import DrillKind
from quaybook.model.language_text import LanguageTerms, LanguageText, SourceText


class Kind(StrEnum):
    """Kinds of documents, in the order in which a reader meets them."""

    PAGE = "page"
    ROLE = "role"
    CARD = "card"
    BCP = "bcp"
    INCIDENT = "incident"
    POLICY = "policy"
    PROCEDURE = "procedure"
    FORM = "form"
    REGISTER = "register"
    CONTRACT = "contract"
    TRAINING = "training"
    STATUS = "status"
    AUDIT = "audit"

    @property
    def is_page(self) -> bool:
        """Whether it only leads to documents: it is on the site alone, and is neither printed nor counted as one."""
        return self in (Kind.PAGE, Kind.ROLE)


class NumberingStyle(StrEnum):
    ARTICLES = "articles"
    SECTIONS = "sections"
    NONE = "none"


class ReaderGroup(StrEnum):
    """For whom a document is; each group has a page that lists them."""

    ALL = "all"
    DUTY = "duty"
    GATE = "gate"
    YARD = "yard"
    VESSEL = "vessel"
    REEFER = "reefer"
    SECURITY = "security"
    EXECUTIVE = "executive"
    AUDIT = "audit"
    CONTRACTOR = "contractor"


class FormSheetName(StrEnum):
    """The sheets of a form, by the names of the headings that begin them; the first begins with the form."""

    A = "sheet-a"
    B = "sheet-b"
    C = "sheet-c"


class InPlaceOf(Facts):
    """One document whose place another takes: to which heading of that references to it lead.

    `parts` are the headings of the replaced document whose rules stand elsewhere than at `place`.
    """

    document: PlainText
    place: PlainText
    parts: dict[PlainText, PlainText] = Field(default_factory=dict)


class DocumentSpec(Facts):
    """`document.yml` of one folder; `id` and `kind` are the folder's own names."""

    id: PlainText
    kind: Kind
    folder: PlainText
    number: PlainText
    order: int
    title: LanguageText
    short: LanguageText | None = None
    purpose: LanguageText | None = None
    found_by: LanguageTerms | None = None
    numbering: NumberingStyle
    owner: SourceText
    audience: AudienceLevel
    personal: Switch = False
    outside: Switch = False
    handed_out: tuple[FormSheetName, ...] = ()
    needs: tuple[SnapshotList, ...] = ()
    readers: tuple[ReaderGroup, ...] = ()
    related: tuple[PlainText, ...] = ()
    in_place_of: tuple[InPlaceOf, ...] = ()
    drill: DrillKind | None = None
    minutes: Annotated[int, Field(gt=0)] | None = None
    after_coverage: Switch = False
    one_sheet: Switch = False
    act_first: Switch = False
    several_terminals: Switch = False
    sets: tuple[PlainText, ...] = Field(default=(), min_length=1)
    landscape: Switch = False
    downloads: PlainText | None = None
    text_in: PlainText | None = None
    contents_depth: int = 3
    first_page: tuple[PlainText, ...] | None = None


@dataclass(frozen=True)
class Heading:
    anchor: str
    level: int
    text: str
    label: str


@dataclass(frozen=True)
class Passage:
    """A stretch of a document that is marked as the answer to a requirement. `text` is what a reader reads of it."""

    requirement: str
    document: str
    kind: str
    language: str
    anchor: str
    heading: str
    text: str
    source: str
    line: int


@dataclass(frozen=True)
class Figure:
    """A drawing in the Graphviz language, or a finished SVG, and the sentence for those who cannot see it."""

    id: str
    dot: str
    alt: str
    svg: str = ""


Cell: TypeAlias = str | int | float | date


@dataclass(frozen=True)
class Sheet:
    """One list of a register with all of its columns; `if_empty` is said where there is no row."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    if_empty: str


@dataclass(frozen=True)
class Control:
    """The head of a document: labelled rows, the three approval boxes, the table of revisions.

    `edition` is the version, and the day of what speaks of one day, for the foot of a printed page; `draft` is the
    stamp of a set with open facts, which stands before the classification too. `operator` is nothing and `changed_on`,
    the day of the last revision, none where nobody has told them.
    """

    rows: tuple[tuple[str, str], ...]
    approvals: tuple[tuple[str, str], ...]
    revision_title: str
    revision_head: tuple[str, ...]
    revisions: tuple[tuple[str, ...], ...]
    classification: str
    edition: str
    terminal: str
    operator: str
    changed_on: date | None
    draft: str = ""


@dataclass(frozen=True)
class Document:
    """One document in one language; `body` is Markdown of the kit's dialect, titles excluded.

    Links in `body` read `doc:<id>#<anchor>`, images `figure:<id>`; each output resolves them. `data` are the form, the
    quiz or the scenario beside the text by name, in plain text with all blanks filled: what the body prints of it.
    """

    spec: DocumentSpec
    language: str
    title: str
    number: str
    control: Control
    body: str
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    source: str
    sheets: tuple[Sheet, ...] = ()
    data: Mapping[str, DocumentData] = field(default_factory=dict, hash=False)
