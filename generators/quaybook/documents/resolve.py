"""Documents stage, second half: marks → links, citations and passages, when all drafts are there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from urllib.parse import unquote

from quaybook.documents.library.in_place import Successor
from quaybook.documents.render import Draft
from quaybook.documents.templating.marks import BY_NUMBER, LEFT_OVER, MATRIX, PASSAGE, REFERENCE
from quaybook.model.document import DocumentSpec, Heading, Kind, NumberingStyle, Passage
from quaybook.model.language_text import said_in
from quaybook.model.requirement import Requirement
from quaybook.problems import Problem
from quaybook.wording.dialect.blocks import HEADING, closed_by, place_in_article, tidied
from quaybook.wording.dialect.escape import in_label, literal
from quaybook.wording.dialect.foreign import foreign_markup
from quaybook.wording.dialect.links import Link, linked_documents, links_in, pictures_in, places
from quaybook.wording.dialect.readers_text import binding, reader_text
from quaybook.wording.words import Words


@dataclass(frozen=True)
class Target:
    """A document that references can lead to, with its headings; `is_read` is whether anybody has looked for them."""

    spec: DocumentSpec
    headings: tuple[Heading, ...] = ()
    is_read: bool = True

    @cached_property
    def by_anchor(self) -> Mapping[str, Heading]:
        """The headings by their names."""
        return {heading.anchor: heading for heading in self.headings}


@dataclass
class Resolved:
    """A draft's final text with what it answers, what it cites, and what was wrong."""

    text: str = ""
    passages: list[Passage] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    references: dict[str, None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def document_label(spec: DocumentSpec, language: str, words: Words, heading: str = "") -> str:
    """How a text names a document, and a heading in it: 「バックアップ管理規程」第7条, 様式F20「再開判定票」."""
    if spec.short:
        document, joined = words("reference.short", title=said_in(spec.short, language)), "part"
    else:
        key = "form" if spec.kind == Kind.FORM else "document"
        document = words(f"reference.{key}", title=said_in(spec.title, language), number=spec.number)
        joined = "part" if spec.numbering == NumberingStyle.ARTICLES else "part_of"
    return words(f"reference.{joined}", document=document, heading=heading) if heading else document


class Resolver:
    """Resolves the drafts of one terminal in one language."""

    def __init__(
        self,
        targets: Mapping[str, Target],
        language: str,
        words: Words,
        requirements: Mapping[str, Requirement],
        unchosen: Collection[str] = (),
        successors: Mapping[str, Successor] = MappingProxyType({}),
    ) -> None:
        self.targets, self.language, self.words = targets, language, words
        self.requirements, self.unchosen, self.successors = requirements, unchosen, successors

    def resolve(self, draft: Draft) -> Resolved:
        """The final text of `draft`; the line of a dangling reference is looked up in its template."""
        result = Resolved()

        def link(match: re.Match[str]) -> str:
            return self._link(draft, match[1], result)

        linked = REFERENCE.sub(link, draft.text)
        pieces, end, looked_to, anchor = [], 0, 0, ""
        for match in PASSAGE.finditer(linked):
            pieces.append(linked[end : match.start()])
            anchor = [anchor, *places(linked[looked_to : match.start()])][-1]
            pieces.append(self._passage(draft, match, self._place(draft, linked, match, anchor), result))
            looked_to, end = match.start(), match.end()
        text = "".join([*pieces, linked[end:]])
        if LEFT_OVER.search(text):
            result.problems.append(Problem.at("covers_nested", draft.source))
        if found := foreign_markup(text) or self._astray(draft, text):
            line = _line_with(draft.template_text, found)
            result.problems.append(Problem.at("template_markup", draft.source, line, came=found))
        result.text = tidied(text)
        return result

    def _astray(self, draft: Draft, text: str) -> str:
        """The first link or picture, written by hand, that leads to nothing; empty if there is none."""
        drawn = {figure.id for figure in draft.figures}
        astray = linked_documents(text) - self.targets.keys()
        links = (str(link) for link in links_in(text) if link.document in astray) if astray else ()
        return next(chain(links, (str(each) for each in pictures_in(text) if each.figure not in drawn)), "")

    def _link(self, draft: Draft, marked: str, result: Resolved) -> str:
        target = marked.removeprefix(BY_NUMBER)
        document, _, anchor = target.partition("#")
        other = self.targets.get(document or draft.spec.id)
        heading = other.by_anchor.get(anchor) if other else None
        if other is None or (anchor and heading is None and other.is_read):
            line = _line_of(draft.template_text, target)
            if line or target not in draft.named_in_data:
                result.problems.append(Problem.at("dangling_reference", draft.source, line, came=target))
            return ""
        if successor := self.successors.get(document):
            # What it says is found elsewhere in this profile, perhaps in the text at hand.
            other, anchor = self.targets[successor.document], successor.place(anchor)
            document, heading = other.spec.id, other.by_anchor.get(anchor)
        result.references[other.spec.id] = None
        # The words of a heading may hold facts that are not for the readers of the document that refers to it.
        may_name = heading is not None and draft.spec.audience.may_read(other.spec.audience)
        label = in_label(heading.label) if heading and may_name else ""
        if document and not (successor and other.spec.id == draft.spec.id):
            label = self._named(draft.spec, other.spec, label)
        if marked != target and other.spec.kind == Kind.FORM:
            label = self.words("reference.form_number", number=other.spec.number)
        return str(Link(label, other.spec.id, anchor))

    def _named(self, reader: DocumentSpec, other: DocumentSpec, heading: str) -> str:
        """How a text names another document; one in another language by its title in it, which headings lack."""
        language, known = reader.text_in, self.words.find("reference.spoken")
        if language is None or not isinstance(known, Mapping) or language not in known:
            return document_label(other, self.language, self.words, heading)
        key = "form" if other.kind == Kind.FORM else "document"
        title = said_in(other.title, language)
        return self.words(f"reference.spoken.{language}.{key}", title=title, number=other.number)

    def _place(self, draft: Draft, linked: str, match: re.Match[str], anchor: str) -> str:
        """How the place of a passage is called: a heading, or an article's paragraph and item."""
        heading = self.targets[draft.spec.id].by_anchor.get(anchor)
        if heading is None or draft.spec.numbering != NumberingStyle.ARTICLES:
            return heading.label if heading else ""
        starts = [found.start() for found in HEADING.finditer(linked)]
        begin = max((start for start in starts if start < match.start()), default=0)
        article = linked[begin : min((start for start in starts if start > begin), default=len(linked))]
        plain = PASSAGE.sub(lambda each: each[4], article)
        before = PASSAGE.sub(lambda each: each[4], linked[begin : match.start()])
        paragraph, item = place_in_article(plain, len(before), match[4].strip("\n"))
        named = self.words("reference.paragraph", article=heading.label, n=paragraph) if paragraph else heading.label
        return self.words("reference.item", paragraph=named, n=item) if item else named

    def _passage(self, draft: Draft, match: re.Match[str], called: str, result: Resolved) -> str:
        file, line, body = unquote(match[1]), int(match[2]), match[4].strip("\n")
        text = reader_text(binding(body))
        cites = []
        for requirement in match[3].split(","):
            if requirement in self.unchosen:
                continue
            if requirement not in self.requirements:
                result.problems.append(Problem.at("unknown_requirement", file, line, came=requirement))
                continue
            if not text:
                result.problems.append(Problem.at("empty_passage", file, line, came=requirement))
            known = result.answered[requirement]
            result.answered[requirement] += 1
            place = f"c-{requirement}" + (f"-{known + 1}" if known else "")
            result.passages.append(
                Passage(
                    requirement,
                    draft.spec.id,
                    draft.spec.kind,
                    self.language,
                    place,
                    called,
                    text,
                    file,
                    line,
                )
            )
            citation = self.words("citation", section=literal(self.requirements[requirement].citation))
            cites.append(str(Link(citation, MATRIX, f"r-{requirement}", place, is_citation=True)))
        return (closed_by(body, "".join(cites)) if cites else body) + "\n"


def _line_of(template_text: str, target: str) -> int:
    for number, line in enumerate(template_text.splitlines(), 1):
        if f'"{target}"' in line or f"'{target}'" in line:
            return number
    return 0


def _line_with(template_text: str, found: str) -> int:
    """The line of a template in which the words stand as they were printed; 0 where they came from elsewhere."""
    return next((n for n, line in enumerate(template_text.splitlines(), 1) if found in line), 0)
