"""Documents stage: texts and partials of which no document is made in this run → what is not written correctly in them.

A text is tried when a document is made of it. One in a language that nobody asked for, or a partial that no text takes
in, would keep its mistakes until somebody needs it; so it is compiled here, and not run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from quaybook.catalogue.root import TEMPLATE, Root
from quaybook.documents.library.load import Library
from quaybook.documents.overrides.names import DOCUMENTS, PARTIALS
from quaybook.documents.templating.mistakes import made
from quaybook.documents.templating.reach import Reach
from quaybook.documents.templating.templates import Loader
from quaybook.problems import Problem
from quaybook.wording.filters import Filters

_OF_KIT = (f"{DOCUMENTS}/*/*/??.md{TEMPLATE}", f"{PARTIALS}/*{TEMPLATE}")


@dataclass(frozen=True)
class _Template:
    """A text, its name in problems and its file, by which others take it in: what of it is compiled is the same code.

    In which environment that happens makes no difference.
    """

    text: str
    name: str
    file: str
    environment: Reach = field(compare=False)


def untried_problems(library: Library, tried: Collection[str], filters: Filters) -> Iterator[Problem]:
    """One problem at most for each template of the library, but for the texts in the languages that are `tried`."""
    environment = Reach((), filters)
    # The page that compares terminals is made for few.
    specs = (spec for spec in library.specs if not spec.several_terminals)
    done = {name for s in specs for language, name in library.written[s.id].items() if language in tried}
    for root, file in _templates(library):
        name = f"{root.name}/{file}"
        if name in done:
            continue
        read = made(lambda: Loader((root,)).text(file), name)  # noqa: B023  # run at once
        if isinstance(read, Problem):
            yield read
        elif found := (_mistake_of_kit if root is library.roots[-1] else _mistake)(
            _Template(read[0], name, file, environment)
        ):
            yield found


def _templates(library: Library) -> Iterator[tuple[Root, str]]:
    """Every text and partial of the terminal's own and of the kit, whether or not one takes the place of the other."""
    *own, kit = library.roots
    for root in own:
        yield from ((root, file) for file in sorted(root.files or ()) if file.endswith(TEMPLATE))
    yield from ((kit, file) for pattern in _OF_KIT for file in kit.matching(pattern))


def _mistake(template: _Template) -> Problem | None:
    compile_ = template.environment.compile
    found = made(lambda: compile_(template.text, template.file, template.name), template.name)
    return found if isinstance(found, Problem) else None


# The kit's templates are the same for every terminal of a run.
_mistake_of_kit = lru_cache(maxsize=4096)(_mistake)
