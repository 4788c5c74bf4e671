"""Formats stage: what mkdocs.yml and the environment ask of a site → one request, and what is wrong with it.

Names in the environment carry the kit's own prefix: PORT and TERMINAL mean other things on many machines.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from quaybook.facts.listing import is_outside
from quaybook.model.audience import AudienceLevel
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import known_languages

CONFIG = "mkdocs.yml"
TERMINAL, PORT, AUDIENCE = "QUAYBOOK_TERMINAL", "QUAYBOOK_PORT", "QUAYBOOK_AUDIENCE"
# Short to type, and so often there for another reason.
_SHORT = "TERMINAL"
_EPOCH, _SECONDS = "SOURCE_DATE_EPOCH", re.compile(r"[0-9]{1,10}")
_FILES_SHOWN = 5


@dataclass(frozen=True)
class SiteRequest:
    """Which site is to be made. `remark` tells what of the environment was not heeded."""

    terminal: str
    languages: tuple[str, ...]
    reader: AudienceLevel
    port: tuple[str, ...]
    problems: tuple[Problem, ...]
    remark: Problem | None


def site_request(options: Mapping[str, Any], ids: Sequence[str], publishing: bool) -> SiteRequest:
    """What the options of the plugin ask for, unless the environment says otherwise."""
    named, short = os.environ.get(TERMINAL), os.environ.get(_SHORT)
    otherwise = str(options["terminal"]) or (ids[0] if ids else "")
    terminal = named or (short if short in ids and short else otherwise)
    asked = os.environ.get(AUDIENCE) or str(options["audience"])
    remark = None
    if short and terminal not in (named, short) and terminal in ids:
        remark = Problem.at("not_a_terminal_here", _SHORT, came=short, terminal=terminal, name=TERMINAL)
    reader = AudienceLevel(asked) if asked in list(AudienceLevel) else AudienceLevel.CONTROLLED
    languages = tuple(options["languages"])
    found = (
        *_unknown(named, ids),
        *_gone(options),
        *_readers(asked, publishing),
        *language_problems(languages),
        *epoch_problems(),
    )
    return SiteRequest(terminal, languages, reader, compared(options), found, remark)


def compared(options: Mapping[str, Any]) -> tuple[str, ...]:
    """The terminals that the port's page compares."""
    port = os.environ.get(PORT, "").split(",")
    return tuple(name.strip() for name in port if name.strip()) or tuple(options["port"])


def _gone(options: Mapping[str, Any]) -> Iterable[Problem]:
    if options.get("word"):
        yield Problem.at("word_option_gone", CONFIG, 0, "word", came=options["word"])


def _unknown(named: str | None, ids: Sequence[str]) -> Iterable[Problem]:
    if named and ids and named not in ids:
        yield Problem.at("unknown_terminal", TERMINAL, came=named, known=", ".join(ids))


def _readers(asked: str, publishing: bool) -> Iterable[Problem]:
    if asked not in list(AudienceLevel):
        yield Problem.at("unknown_audience", AUDIENCE, came=asked)
    elif publishing and asked != AudienceLevel.PUBLIC:
        yield Problem.at("not_for_publishing", AUDIENCE, came=asked)


def language_problems(asked: tuple[str, ...], file: str = CONFIG, key: str = "languages") -> Iterable[Problem]:
    """What is wrong with the languages that were asked for there."""
    known = known_languages(policy_source())
    if not asked:
        yield Problem.at("no_language", file, 0, key, known=", ".join(known))
    for code in dict.fromkeys(asked):
        if code not in known:
            yield Problem.at("unknown_language", file, 0, key, came=code, known=", ".join(known))
        elif asked.count(code) > 1:
            yield Problem.at("language_twice", file, 0, key, came=code)


def epoch_problems() -> Iterable[Problem]:
    """MkDocs computes with this variable and stops with a traceback where it is no such number."""
    came = os.environ.get(_EPOCH)
    if came is not None and not _SECONDS.fullmatch(came):
        yield Problem.at("epoch_refused", _EPOCH, came=came)


def facts_among(paths: Iterable[str], terminals: Path) -> tuple[Problem, ...]:
    """The problem with files that would be copied into the site although they lie among the facts."""
    found = sorted(path for path in paths if not is_outside(Path(path), terminals))
    shown = [os.path.relpath(path, terminals.parent) for path in found[:_FILES_SHOWN]]
    more = ["…"] if len(found) > _FILES_SHOWN else []
    return (Problem.at("facts_in_site", CONFIG, files=", ".join([*shown, *more])),) if found else ()


def updated_on(day: date) -> str:
    """The day that a site map tells of its pages; its archive holds seconds since 1970, up to a day in 2106."""
    return min(max(day, date(1970, 1, 1)), date(2105, 12, 31)).isoformat()
