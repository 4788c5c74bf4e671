"""Intake stage: a cell in which a spreadsheet keeps a number, a day or a flag where a text belongs → what was typed.

Spreadsheets guess: they take the first zero from a telephone number and make a day of a version. Nobody can tell
for certain what stood there, so whoever filled in the sheet is asked, with what is likely.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from quaybook.intake.answers.forms import Form
from quaybook.problems import Problem

# A spreadsheet keeps fifteen digits of a number, and writes zeros for the rest.
_KEPT, _LONGEST_SHOWN = 10**15, 10**21
_FRACTION = re.compile(r"0\.(0+)")
_VERSION = re.compile(r"[0-9]+\.[0-9]+")
_CONDITION = re.compile(r"\[(<=|>=|<|>|=)([0-9.]+)\]")
_ASIDE = re.compile(r"\[[^\]]*\]|[_*].")
_PLAIN = frozenset(("General", "@", ""))
# The shortest numbers that have an area in front of them, and the longest without their first zero.
_SHORTEST, _LONGEST, _ABROAD = 8, 10, "81"


def as_typed(value: object) -> str:
    """The text that a person would have typed for a value, as far as the value alone tells."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return _digits(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("seconds" if value.second else "minutes")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def exact(value: object, shape: str) -> str | None:
    """The text of a number that is shown with all of its decimals, such as a version 1.0; None for anything else."""
    found = _FRACTION.fullmatch(shape)
    if found is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    shown = f"{value:.{len(found[1])}f}"
    return shown if float(shown) == value else None


def mistyped(value: object, shape: str, form: Form, like: tuple[str, ...]) -> Problem:
    """Says what became of the answer; `shape` is how the cell shows it, `like` are texts that such a fact has."""
    match value:
        case bool():
            return Problem.at("cell_made_flag", "", came=str(value).upper(), likely=str(value).upper())
        case int() | float():
            came, likely = _digits(value), _likely_number(value, shape, form, like)
            code = "cell_made_number" if abs(value) < _KEPT else "cell_digits_lost"
            return Problem.at(code, "", came=came, likely=likely)
        case datetime() | date() if not (isinstance(value, datetime) and value.time() != time()):
            return Problem.at("cell_made_day", "", came=as_typed(value), likely=_likely_day(value, shape))
    return Problem.at("cell_made_day", "", came=as_typed(value), likely=as_typed(value))


def _digits(value: float) -> str:
    """A number with the digits that a spreadsheet keeps, without the noise of the last ones."""
    if abs(value) < _KEPT:
        return f"{value:.15G}"
    return str(int(value)) if abs(value) < _LONGEST_SHOWN else _power(value)


def _power(value: float) -> str:
    digits, power = f"{value:.14E}".split("E")
    return f"{digits.rstrip('0').rstrip('.')}E{int(power):+d}"


def _likely_number(value: float, shape: str, form: Form, like: tuple[str, ...]) -> str:
    same = (text for text in like if _number(text) == value)
    if known := next(same, None):
        return known
    shown = _shown(value, shape)
    if form is Form.PHONE and shown.isdecimal():
        return _dialled(shown)
    if shown.isdecimal() and any(_VERSION.fullmatch(text) for text in like):
        return f"{shown}.0"
    return shown


def _number(text: str) -> float | None:
    try:
        return float("".join(char for char in text if char not in "-() "))
    except ValueError:
        return None


def _dialled(digits: str) -> str:
    """A telephone number with the zero in front of it, or the sign in front of that of a country."""
    if digits.startswith(_ABROAD) and len(digits) > _LONGEST:
        return f"+{digits}"
    return f"0{digits}" if not digits.startswith("0") and _SHORTEST <= len(digits) <= _LONGEST else digits


def _shown(value: float, shape: str) -> str:
    """The number as its format shows it: with the zeros in front and the signs between; else its digits."""
    section = _ASIDE.sub("", _section(value, shape)).replace('"', "").replace("\\", "")
    if "E" in section:
        return _power(value)
    whole = value == int(value) and 0 <= value < _KEPT and any(sign in section for sign in "0#?")
    if shape in _PLAIN or not whole or set(section) & set("%,./eymdhsg"):
        return exact(value, section) or _digits(value)
    return _filled(str(int(value)), section)


def _section(value: float, shape: str) -> str:
    """The part of a format that counts for this number."""
    parts = shape.split(";")
    for part in parts:
        found = _CONDITION.search(part)
        if found and not _holds(value, found[1], float(found[2])):
            continue
        return part
    return parts[-1]


def _holds(value: float, sign: str, bound: float) -> bool:
    return {"<=": value <= bound, ">=": value >= bound, "<": value < bound, ">": value > bound}.get(
        sign, value == bound
    )


def _filled(digits: str, section: str) -> str:
    """The digits from the right into the places of the format; what has no place stands in front."""
    left, made = list(digits), ""
    first = min(number for number, sign in enumerate(section) if sign in "0#?")
    for number in range(len(section) - 1, -1, -1):
        sign = section[number]
        if sign in "0#?":
            made = (left.pop() if left else "0" if sign == "0" else "") + made
            made = "".join(left) + made if number == first else made
        else:
            made = sign + made
    return made


def _likely_day(value: date, shape: str) -> str:
    """A day as its format shows that it was typed: with its year, or a month and a number only."""
    signs = "" if shape in _PLAIN else shape.lower()
    has_year, has_day = any(sign in signs for sign in "yeg"), "d" in signs
    if has_year and has_day:
        return value.strftime("%Y-%m-%d")
    return f"{value.year}-{value.month}" if has_year else f"{value.month}-{value.day}"
