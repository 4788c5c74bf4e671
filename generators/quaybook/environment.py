"""What the environment asks for where the arguments do not: the language of messages, the day."""

from __future__ import annotations

import locale
import os
import re
from datetime import date, datetime, timedelta, timezone


def ui_language(asked: str | None) -> str:
    """The language of messages: as asked, else as gettext finds it; the locale need not be installed."""
    named = (os.environ.get(key) for key in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    names = asked or next(filter(None, named), None) or locale.getlocale()[0] or ""
    # `ja_JP.UTF-8`, a list such as `ja:en`, and the name that Windows gives: `Japanese_Japan`.
    spoken = (re.match(r"(ja|en)(?:panese|glish)?(?![a-z])", name.lower()) for name in names.split(":"))
    return next((found[1] for found in spoken if found), "en")


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def today_from(asked: str | None) -> date | None:
    """The day as of which dates shall be judged, if it is said here or in QUAYBOOK_TODAY. Raises ValueError."""
    named = (os.environ.get("QUAYBOOK_TODAY") or None) if asked is None else asked
    if named is None:
        return None
    if not _DAY.fullmatch(named):
        # Python takes 20261101 and 2026-W44-7 too, of which nobody can tell whether they were meant.
        raise ValueError(named)
    try:
        return date.fromisoformat(named)
    except ValueError as error:
        # Its own sentence would be shown in the place of what came.
        raise ValueError(named) from error


# A server's clock may be behind the day on which facts were entered in Japan.
JAPAN = timezone(timedelta(hours=9))


def judged_on(asked: date | None, named: object) -> date:
    """The day as of which facts are judged: as asked, else as the facts have `named` it, else by the clock."""
    return asked or (named if isinstance(named, date) else datetime.now(JAPAN).date())


def stamp() -> str:
    """The moment by which backups are named, in Japan as all days are: 20261202-031500."""
    return f"{datetime.now(JAPAN):%Y%m%d-%H%M%S}"
