"""Documents stage: a section of a finished document, as another prints it word for word.

A page of a role says what the card of that role says: whoever changes the card has changed the page.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from quaybook.documents.templating.helper import Helper
from quaybook.model.document import Document, DocumentSpec
from quaybook.wording.dialect.blocks import excerpt
from quaybook.wording.dialect.links import each_link


def sections_for(spec: DocumentSpec, documents: Iterable[Document]) -> dict[str, Helper]:
    """The helper `section_of` for a text that is made after `documents`, over those that its readers may read."""
    known = {document.spec.id: document for document in documents if _may_show(spec, document.spec)}

    def section_of(name: str, place: str) -> Markup:
        """What stands below a heading, without its citations; empty where there is no such document or heading."""
        found = excerpt(known[name].body, {place}) if name in known else ""
        text = found.partition("\n")[2].strip()
        return Markup(each_link(text, lambda link: "" if link.is_citation else str(link)))

    return {"section_of": Helper(section_of)}


def _may_show(spec: DocumentSpec, other: DocumentSpec) -> bool:
    """Whether all that stands in the other may stand in this one."""
    private = other.personal and not spec.personal
    return spec.audience.may_read(other.audience) and not private and not spec.outside
