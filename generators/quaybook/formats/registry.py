"""Formats stage: every format by its name, the kit's own and those of other packages.

A package of a company adds one by an entry point of the group `quaybook.formats`; it never takes the place of one of
the kit. A format is loaded when it is asked for, so no build needs the tools of another.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from quaybook.formats.contract import Format
from quaybook.problems import Problem

GROUP = "quaybook.formats"
SITE = "site"
# What is made where nothing else is asked for, in this order.
USUAL = (SITE, "word", "workbook", "oscal")
_OWN = {
    SITE: "quaybook.formats.site.format:SiteFormat",
    "word": "quaybook.formats.word.format:WordFormat",
    "workbook": "quaybook.formats.workbook.format:WorkbookFormat",
    "oscal": "quaybook.formats.oscal.format:OscalFormat",
    "markdown": "quaybook.formats.markdown.format:MarkdownFormat",
    "binder": "quaybook.formats.binder.format:BinderFormat",
    "forms": "quaybook.formats.forms.format:FormsFormat",
    "slides": "quaybook.formats.slides.format:SlidesFormat",
    "drills": "quaybook.formats.drills.format:DrillsFormat",
    "calendar": "quaybook.formats.calendar.format:CalendarFormat",
    "onboarding": "quaybook.formats.onboarding.format:OnboardingFormat",
    "quizzes": "quaybook.formats.quizzes.format:QuizFormat",
}


def format_names() -> tuple[str, ...]:
    """Every name that can be asked for, the kit's own first."""
    return tuple(_entries())


def chosen(names: Iterable[str], where: str = "--only") -> tuple[tuple[Format, ...], tuple[Problem, ...]]:
    """The formats of these names, each once, and the problems with names that none has, found at `where`."""
    entries, found, problems = _entries(), list[Format](), list[Problem]()
    for name in dict.fromkeys(names):
        if name not in entries:
            problems.append(Problem.at("unknown_format", where, came=name, known=", ".join(format_names())))
            continue
        try:
            found.append(entries[name].load()())
        except (ImportError, AttributeError) as error:
            if name in _OWN:
                problems.append(_tool_missing(name, error))
                continue
            problems.append(Problem.at("format_not_loaded", where, came=name, detail=error))
    return tuple(found), tuple(problems)


def _tool_missing(name: str, error: ImportError | AttributeError) -> Problem:
    """The problem with a library that the kit asks for and that is not there. Raises what is a fault of the kit."""
    if not isinstance(error, ImportError) or (error.name or "quaybook").startswith("quaybook"):
        raise error
    return Problem.at("tool_missing", name, came=error.name, detail=error)


def _entries() -> dict[str, EntryPoint]:
    own = {name: EntryPoint(name, value, GROUP) for name, value in _OWN.items()}
    others = {each.name: each for each in sorted(entry_points(group=GROUP), key=lambda each: each.name)}
    return own | {name: entry for name, entry in others.items() if name not in own}
