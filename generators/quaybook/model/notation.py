"""Model stage, ground floor: what people write where a fact stands, be it a mark, yes or no, a number or a day.

What is written by chance otherwise (wide letters, blanks) is read as meant; what means something else is refused.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from functools import cache

from pydantic_core import PydanticCustomError, PydanticKnownError

from quaybook.facts.listing import is_device
from quaybook.facts.no_answers import assuming
from quaybook.model import written

TODO_MARK, PROVISIONAL_MARK = written.TODO_MARK, written.PROVISIONAL_MARK
NOT_APPLICABLE_MARKS = ("該当なし", "not applicable")
RENEWAL_MARKS = written.RENEWAL_MARKS
_BRACKETS = ("(（【〔[", ")）】〕]")
# Sheets are filled in with a circle or a tick and a cross; each of these signs has several characters.
_FLAG_SIGNS = {**dict.fromkeys("○〇◯✓✔☑", True), **dict.fromkeys("×✕✖✗✘☓", False)}
_FLAG_NAMES = {"yes": True, "true": True, "はい": True, "no": False, "false": False, "いいえ": False}
FLAG_WORDS = {**_FLAG_NAMES, **_FLAG_SIGNS}
_DIGITS_AT_MOST = 12


def is_countable(text: str) -> bool:
    """Whether a text is a whole number of as many digits as anybody writes; Python itself reads no more than 4300."""
    return text.isdecimal() and len(text) <= _DIGITS_AT_MOST


def after_mark(text: str, mark: str) -> str | None:
    """What follows `mark` in `text`, behind a colon or a blank or in brackets; empty for the bare mark, else None."""
    rest = text.strip()
    # A Japanese keyboard writes the mark in full-width letters too.
    if unicodedata.normalize("NFKC", rest[: len(mark)]).lower() != mark.lower():
        return None
    tail = rest[len(mark) :]
    rest = tail.strip()
    if not rest:
        return ""
    if rest[0] in ":：":
        return rest[1:].strip()
    if rest[0] in "(（" and rest[-1] in ")）":
        return rest[1:-1].strip()
    # A word that only begins like the mark is a word.
    return rest if tail[0].isspace() else None


@cache
def _assumed() -> re.Pattern[str]:
    """The mark with a colon, as it is to be written, or in brackets before or behind the value, as people do."""
    mark = "|".join(map(re.escape, (PROVISIONAL_MARK, *assuming())))
    opened, closed = (f"[{re.escape(signs)}]" for signs in _BRACKETS)
    bracketed = rf"{opened}\s*(?:{mark})\s*{closed}"
    return re.compile(rf"(?:{mark})\s*[:：]\s*(.*)|{bracketed}\s*[:：]?(.*)|(.+?){bracketed}", re.DOTALL)


def assumed(text: str) -> str | None:
    """The value beside the mark of a provisional one, however it is marked by hand; None where it is not marked."""
    found = _assumed().fullmatch(text.strip())
    return next(part for part in found.groups() if part is not None).strip() if found else None


def yes_or_no(text: str) -> bool | None:
    """What a text means by the one table of words for yes and no; None for any other."""
    return FLAG_WORDS.get(_plain(text))


def is_word_of_flag(text: str) -> bool:
    """Whether yes or no is said in a word, and not by a sign that was read as one."""
    return _plain(text) in _FLAG_NAMES


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def flag(value: object) -> object:
    """Raises PydanticKnownError for any other word: pydantic would take `on`, `t` and `1` for a yes."""
    if not isinstance(value, str):
        return value
    if (found := yes_or_no(value)) is None:
        raise PydanticKnownError("bool_parsing")
    return found


# What a Japanese keyboard writes for a number; other signs, such as ², mean something else.
_WIDE = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Nothing in a terminal is older; an earlier year is a slip of the finger.
FIRST_DAY = "1900-01-01"
_LOCODE = re.compile(written.LOCODE)
_ID_OR_CODE = re.compile(r"[A-Za-z0-9 -]+")


def plain_digits(value: object) -> object:
    """The value with the digits of a number in one width."""
    return value.translate(_WIDE).strip() if isinstance(value, str) else value


def written_count(value: object) -> object:
    """Raises PydanticKnownError for `1_000`, which pydantic takes for a whole number as Python does."""
    if isinstance(value, str) and "_" in value:
        raise PydanticKnownError("int_parsing")
    return plain_digits(value)


def written_number(value: object) -> object:
    """Raises PydanticKnownError for `1_000.5`, which pydantic takes for a number as Python does."""
    if isinstance(value, str) and "_" in value:
        raise PydanticKnownError("float_parsing")
    return plain_digits(value)


def written_clock(value: object) -> object:
    """Raises PydanticCustomError for what is no time of a day."""
    text = value.translate(_WIDE).replace("：", ":").strip() if isinstance(value, str) else value
    if isinstance(text, str) and not re.fullmatch(written.CLOCK, text, re.ASCII):
        raise PydanticCustomError("not_a_clock", "")
    return text


def fault_of_day(year: int, month: int, day: int) -> str | None:
    """The code of what keeps three numbers from being a day, if anything does."""
    if not 1 <= month <= 12:
        return "no_such_month"
    return None if 1 <= day <= last_of_month(year, month) else "no_such_day"


def last_of_month(year: int, month: int) -> int:
    """The number of the last day of a month that there is."""
    return monthrange(year, month)[1]


def written_day(value: object) -> object:
    """Raises PydanticKnownError for what is no day: pydantic would take a mere number for seconds since 1970."""
    text = plain_digits(value)
    if isinstance(text, str):
        if not _DAY.fullmatch(text):
            raise PydanticKnownError("date_parsing", {"error": ""})
        if text < FIRST_DAY:
            raise PydanticCustomError("too_early", "too early", {"first": FIRST_DAY})
        year, month, day = map(int, text.split("-"))
        if code := fault_of_day(year, month, day):
            last = last_of_month(year, month) if code == "no_such_day" else 12
            raise PydanticCustomError(code, "{last}", {"year": year, "month": month, "last": last})
    return text


def not_a_device(value: str) -> str:
    """Raises PydanticCustomError for a name of which Windows makes no file; what is made is called by ids."""
    if is_device(value):
        raise PydanticCustomError("device_name", "the name of a device")
    return value


def renewal(value: object) -> str | None:
    """What says that a contract goes on until somebody ends it, be it with a remark; None for anything else."""
    if not isinstance(value, str):
        return None
    text = unicodedata.normalize("NFKC", value).strip()
    return text if any(after_mark(text, mark) is not None for mark in RENEWAL_MARKS) else None


def narrow(value: object) -> object:
    """An id or a code in letters of one width; what would be neither stays as it is."""
    if not isinstance(value, str) or value.isascii():
        return value
    made = unicodedata.normalize("NFKC", value).strip()
    return made if _ID_OR_CODE.fullmatch(made) else value


def unlocode(value: str) -> str:
    """Raises PydanticCustomError for what cannot be a code of the list of places by its form."""
    made = str(narrow(value))
    if not _LOCODE.fullmatch(made):
        raise PydanticCustomError("unlocode", "not a UN/LOCODE")
    return made
