"""Documents stage: whether a terminal's partials and data are asked for by any text that it may change.

A partial or a file of data that no text names changes nothing, and who wrote it believes that it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from quaybook.catalogue.root import TEMPLATE, Root
from quaybook.documents.overrides.names import (
    DOCUMENTS,
    PARTIALS,
    PROTECTED,
    SHEET,
    SHEETS,
    SPEC,
    Kit,
    Misplaced,
    Override,
    Part,
    closest,
    data_file,
    data_named,
)
from quaybook.documents.templating.marks import Covers
from quaybook.facts.text import read_text

_TEMPLATES = re.compile(r"[^\s\"'{}()]+\.j2")


@dataclass(frozen=True)
class Uses:
    """What a text asks for by name."""

    variables: frozenset[str]
    templates: frozenset[str]


@lru_cache(maxsize=512)
def uses(text: str, is_template: bool) -> Uses:
    """What the text asks for. Of what is no template, or a wrong one, every word counts."""
    words = Uses(frozenset(re.findall(r"\w+", text)), frozenset(_TEMPLATES.findall(text)))
    if not is_template:
        return words
    try:
        parsed = Environment(extensions=[Covers], autoescape=True).parse(text)
        named = frozenset(filter(None, meta.find_referenced_templates(parsed)))
        return Uses(frozenset(name.name for name in parsed.find_all(nodes.Name) if name.ctx == "load"), named)
    except (TemplateSyntaxError, RecursionError):
        # It is told of when it is rendered.
        return words


class Asked:
    """What the documents that a terminal may change, and its own, ask for."""

    def __init__(self, own: Root, kit_root: Root, kit: Kit) -> None:
        self.own, self.kit_root, self.kit = own, kit_root, kit

    def unused(self, override: Override) -> Misplaced | None:
        """Why the partial or the file of data is asked for by nobody; None if it is."""
        if override.part == Part.PARTIAL:
            return self._unused_partial(override)
        folder, _, last = override.file.rpartition("/")
        if override.part != Part.DATA or override.replaces:
            return None
        name, language = data_named(last) or (last.removesuffix(".yml"), "")
        if language in self.kit.languages and (name == SHEETS or self._is_asked_for(name, folder)):
            return None
        near = closest(last, (SPEC, *self.kit.data_in(folder))) or SHEET
        return Misplaced("override_data_unused", override.file, {"came": name, "near": near})

    def _is_asked_for(self, name: str, folder: str) -> bool:
        return any(name in self._uses(text).variables for text in self._reached(self._texts(folder)))

    def _unused_partial(self, override: Override) -> Misplaced | None:
        if override.file in self._reached(self._changeable()):
            return None
        if override.replaces:
            return Misplaced("override_protected_partial", override.file, {"came": override.file})
        names = self.kit.names_in(PARTIALS)
        near = closest(override.file.removeprefix(f"{PARTIALS}/"), names) or ", ".join(names)
        return Misplaced("override_partial_unused", override.file, {"came": override.file, "near": near})

    def _changeable(self) -> Iterator[str]:
        for root in (self.own, self.kit_root):
            for folder in {file.rpartition("/")[0] for file in root.matching(f"{DOCUMENTS}/*/*/document.yml")}:
                if root is self.own or folder.split("/")[1] not in PROTECTED:
                    yield from self._texts(folder)

    def _texts(self, folder: str) -> Iterator[str]:
        languages = self.kit.languages
        names = (*(f"{each}.md.j2" for each in languages), *(data_file(SHEETS, each) for each in languages))
        return (f"{folder}/{name}" for name in names)

    def _reached(self, starts: Iterable[str]) -> frozenset[str]:
        """The texts at which one begins, and all that they take in."""
        found: set[str] = set()
        waiting = list(starts)
        while waiting:
            text = waiting.pop()
            if text not in found:
                found.add(text)
                waiting += self._uses(text).templates
        return frozenset(found)

    def _uses(self, file: str) -> Uses:
        path = self.own.find(file) or self.kit_root.find(file)
        text = read_text(path, file) if path else ""
        return uses(text if isinstance(text, str) else "", file.endswith(TEMPLATE))
