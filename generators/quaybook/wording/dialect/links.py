"""Wording stage, dialect: links, pictures and the places to which links lead; each form is written and found here.

A link reads `[label](doc:backup#generations)` and a picture `![alt](figure:call-tree)`, until a format says where
they lead. Behind a link may stand the name of its own place, and whether it is the citation of a passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_NAME = r"[\w-]+"
# One pair of brackets may stand in a label. Neither part holds what opens a label, so none is sought to the end.
_LABEL = r"((?:[^\[\]]|\[[^\[\]]*\])*)"
_LINK = re.compile(rf"\[{_LABEL}\]\(doc:({_NAME})(?:#({_NAME}))?\)(?:\{{#({_NAME})( \.cite)?\}})?")
_PICTURE = re.compile(rf"!\[{_LABEL}\]\(figure:({_NAME})\)")
_TARGET = re.compile(rf"{_PICTURE.pattern}|{_LINK.pattern}")
_LEADS_SOMEWHERE = re.compile(r"\]\((?:doc|figure):")
_PLACE = re.compile(rf"\{{#({_NAME})\}}")
_WHOLE_NAME = re.compile(_NAME)


@dataclass(frozen=True)
class Link:
    """A link to a document or to a place in it; `label` is Markdown of the dialect. Its text is the dialect's form."""

    label: str
    document: str
    anchor: str = ""
    place: str = ""
    is_citation: bool = False

    def to(self, target: str) -> str:
        """The link with another address of its document, such as a path."""
        tail = f"#{self.anchor}" if self.anchor else ""
        return link(self.label, target + tail) + self._mark()

    def _mark(self) -> str:
        if self.is_citation:
            return place_mark(self.place, ".cite")
        return place_mark(self.place) if self.place else ""

    def __str__(self) -> str:
        return self.to(f"doc:{self.document}")


@dataclass(frozen=True)
class Picture:
    """A figure in its place; `alt` is Markdown of the dialect. Its text is the dialect's form."""

    alt: str
    figure: str

    def to(self, target: str) -> str:
        """The picture with another address, such as the path of a file."""
        return "!" + link(self.alt, target)

    def __str__(self) -> str:
        return self.to(f"figure:{self.figure}")


def link(label: str, target: str) -> str:
    """A link to whatever a format can reach; those between documents are a `Link`."""
    return f"[{label}]({target})"


def place_mark(name: str, *more: str) -> str:
    """What names the heading, link or span before it as a place, with its classes or attributes."""
    return "{#" + " ".join((name, *more)) + "}"


def is_name(text: str) -> bool:
    """Whether a place can be called so."""
    return _WHOLE_NAME.fullmatch(text) is not None


def each_link(body: str, said: Callable[[Link], str]) -> str:
    """`body` with what `said` makes of every link in the place of that link."""

    return _LINK.sub(lambda match: said(_link(match)), body)


def each_picture(body: str, said: Callable[[Picture], str]) -> str:
    """`body` with what `said` makes of every picture in the place of that picture."""
    return _PICTURE.sub(lambda match: said(_picture(match)), body)


def beside_links(body: str, said: Callable[[str], str]) -> str:
    """`body` with what `said` makes of each stretch of it that stands in no link and no picture."""
    made, end = [], 0
    for match in _TARGET.finditer(body):
        made += [said(body[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*made, said(body[end:])])


def without_targets(body: str) -> str:
    """`body` with their labels in the place of links, and their descriptions in the place of pictures."""
    return _PICTURE.sub(_label, _LINK.sub(_label, body))


def links_in(body: str) -> Iterator[Link]:
    """Every link, in order."""
    return map(_link, _LINK.finditer(body))


def linked_documents(body: str) -> set[str]:
    """The documents to which links lead."""
    return {match[2] for match in _LINK.finditer(body)}


def pictures_in(body: str) -> Iterator[Picture]:
    """Every picture, in order."""
    return map(_picture, _PICTURE.finditer(body))


def _label(match: re.Match[str]) -> str:
    return match[1]


def _link(match: re.Match[str]) -> Link:
    return Link(match[1], match[2], match[3] or "", match[4] or "", bool(match[5]))


def _picture(match: re.Match[str]) -> Picture:
    return Picture(match[1], match[2])


def places(text: str) -> list[str]:
    """The names of headings and of other places in `text`, in order, but not those of citations."""
    return _PLACE.findall(text)


def holds_target(text: str) -> bool:
    """Whether a link or a picture stands in `text`, complete or not."""
    return _LEADS_SOMEWHERE.search(text) is not None
