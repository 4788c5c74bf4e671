"""Model stage, ground floor: the leaf types of facts and the base class of every group of facts.

Facts are read as text; these types turn the text into numbers, dates and flags, and they let a
leaf be `TODO` or `該当なし` without any later stage mistaking that for an answer.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError

from quaybook.facts.listing import is_device
from quaybook.facts.no_answers import note_of
from quaybook.model import written
from quaybook.model.audience import CONTROLLED, FEW, PUBLIC, STAFF


class TodoMetError(Exception):
    """A rule or a condition compared a fact that is still TODO; `ask` says whom to ask."""

    def __init__(self, ask: str) -> None:
        super().__init__(ask)
        self.ask = ask


@dataclass(frozen=True, eq=False)
class Todo:
    """A fact not known yet. It prints as a marked blank, bare or with whom to ask, and refuses to be compared."""

    ask: str
    is_bare: bool = False
    # What stood there in its place, where it was no TODO.
    said: str = ""
    # Of a bare one, for whoever writes the text that compares it; no text can print it.
    _asked: str = field(default="", repr=False)

    def __getattr__(self, name: str) -> Todo:
        # A part of what nobody knows is unknown too: `(reference | contact).name` prints the blank.
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def _refuse(self, *_: object) -> NoReturn:
        raise TodoMetError(self.ask or self._asked)

    # As a text it would print its own name; only the filters know how it is said.
    __bool__ = __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __str__ = __format__ = _refuse
    __len__ = __iter__ = __contains__ = __getitem__ = __call__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __int__ = __float__ = _refuse
    __hash__ = object.__hash__


@dataclass(frozen=True, eq=False)
class Provisional(Todo):
    """A value that somebody assumed and nobody has confirmed: it is printed with a mark, and decides nothing."""

    value: object = field(kw_only=True)

    def __getattr__(self, name: str) -> Any:
        # A part of what is assumed, such as the name of the person assumed, is assumed as well.
        if name.startswith("_"):
            raise AttributeError(name)
        return self.of(getattr(self.value, name))

    def of(self, value: Any) -> Any:
        """`value`, which follows from this one, as provisional as this one."""
        return value if isinstance(value, Todo | NotApplicable) else replace(self, value=value)


@dataclass(frozen=True, eq=False)
class ProvisionalSwitch(Provisional):
    """An assumed answer on which the shape of texts depends: it is taken until somebody confirms it."""

    def __bool__(self) -> bool:  # type: ignore[override]
        return bool(self.value)


@dataclass(frozen=True)
class NotApplicable:
    """A fact that means nothing for this terminal, with the reason."""

    reason: str

    def __bool__(self) -> bool:
        return False


def is_one_of(value: object, *members: object) -> bool:
    """Whether the value is known to be one of `members`; what is open or assumed is not."""
    return not isinstance(value, Todo) and value in members


def has_one(values: Iterable[object], *members: object) -> bool:
    """Whether one of the values is known to be one of `members`."""
    return any(is_one_of(value, *members) for value in values)


TODO_MARK, PROVISIONAL_MARK = written.TODO_MARK, written.PROVISIONAL_MARK
NOT_APPLICABLE_MARKS = ("該当なし", "not applicable")


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


def assumed(text: str) -> str | None:
    """The value behind the mark of a provisional one; None where it is not marked."""
    plain = text.strip()
    marked = plain.startswith(PROVISIONAL_MARK) and plain[len(PROVISIONAL_MARK) :].lstrip()[:1] in (":", "：")
    return plain[len(PROVISIONAL_MARK) :].lstrip()[1:].strip() if marked else None


def _switch_or(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    if isinstance(value, ProvisionalSwitch):
        return value
    if isinstance(value, str) and (rest := assumed(value)) is not None:
        return ProvisionalSwitch("", value=handler(rest))
    return handler(value)


def _or_assumed(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    """What the handler makes of the value, marked as assumed where the text says so."""
    if isinstance(value, str) and (rest := assumed(value)) is not None:
        return Provisional("", value=handler(rest))
    return handler(value)


def _todo_or(value: object, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
    found = _todo(value, info.field_name)
    return _or_assumed(value, handler) if found is None else found


def _todo(value: object, asked: str | None, may_be_left_out: bool = False) -> Todo | None:
    """What says that a fact is not known, as such, be it marked as assumed or not."""
    if isinstance(value, str):
        value = value if (rest := assumed(value)) is None else rest
        if (ask := after_mark(value, TODO_MARK)) is not None:
            return Todo(ask)
        note = note_of(value, asked, may_be_left_out)
        return None if note is None else Todo(note, said=value.strip())
    return value if isinstance(value, Todo) else None


def _choice_or(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    # A word that answers nothing elsewhere, such as "empty", is an answer where it is one of the choices.
    try:
        return _or_assumed(value, handler)
    except ValidationError:
        if (found := _todo(value, None)) is None:
            raise
        return found


def _reference_or(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    # Nobody is called 「なし」, and no device is.
    found = _todo(value, None, may_be_left_out=True)
    return _or_assumed(value, handler) if found is None else found


def _not_applicable_or(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    if isinstance(value, NotApplicable):
        return value
    if isinstance(value, str):
        for mark in NOT_APPLICABLE_MARKS:
            if (reason := after_mark(value, mark)) is not None:
                if not reason:
                    raise ValueError("not_applicable_without_reason")
                return NotApplicable(reason)
    found = _todo(value, None, may_be_left_out=True)
    return _or_assumed(value, handler) if found is None else found


def yes_or_no(text: str) -> bool | None:
    """What a text means by the one table of words for yes and no; None for any other."""
    return FLAG_WORDS.get(unicodedata.normalize("NFKC", text).strip().lower())


def _flag(value: object) -> object:
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


def _plain_digits(value: object) -> object:
    return value.translate(_WIDE).strip() if isinstance(value, str) else value


def _written_clock(value: object) -> object:
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


def _written_day(value: object) -> object:
    """Raises PydanticKnownError for what is no day: pydantic would take a mere number for seconds since 1970."""
    text = _plain_digits(value)
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


def _not_a_device(value: str) -> str:
    """Raises PydanticCustomError for a name of which Windows makes no file; what is made is called by ids."""
    if is_device(value):
        raise PydanticCustomError("device_name", "the name of a device")
    return value


def _unlocode(value: str) -> str:
    """Raises PydanticCustomError for what cannot be a code of the list of places by its form."""
    if not _LOCODE.fullmatch(value):
        raise PydanticCustomError("unlocode", "not a UN/LOCODE")
    return value


FLAG_WORDS = {"yes": True, "true": True, "はい": True, "no": False, "false": False, "いいえ": False}


class Ref:
    """Marks a leaf that names an entry of the collection `to` (a top-level group of facts)."""

    def __init__(self, to: str) -> None:
        self.to = to

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return written.an_id(self.to)


_LEAF, _REFERENCE, _CHOICE = written.Open(_todo_or), written.Open(_reference_or), written.Open(_choice_or)
_FLAG = written.flag(FLAG_WORDS)
# Values that answer a structural question may not be TODO: the shape of the text depends on them.
Id = Annotated[
    str,
    StringConstraints(pattern=written.ID, max_length=written.ID_AT_MOST),
    AfterValidator(_not_a_device),
    WithJsonSchema(written.an_id()),
]
Switch = Annotated[bool, BeforeValidator(_flag), _FLAG, written.Provisional(_switch_or)]

PlainText = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), written.TEXT]
Text = Annotated[PlainText, _LEAF]
TextOrNone = Annotated[PlainText, written.text_or(NOT_APPLICABLE_MARKS), written.Open(_not_applicable_or)]
Public = Annotated[Text, PUBLIC]
Locode = Annotated[PlainText, AfterValidator(_unlocode), written.UNLOCODE, _LEAF, PUBLIC]
Restricted = Annotated[Text, STAFF]
Controlled = Annotated[Text, CONTROLLED]
ForFew = Annotated[Text, FEW]
Flag = Annotated[bool, BeforeValidator(_flag), _FLAG, _LEAF]
Day = Annotated[date, BeforeValidator(_written_day), written.DAY, _LEAF]
Clock = Annotated[str, BeforeValidator(_written_clock), WithJsonSchema(written.A_CLOCK), _LEAF]
COUNT_AT_MOST = 10**9
Count = Annotated[
    int, Field(ge=0, le=COUNT_AT_MOST), BeforeValidator(_plain_digits), written.count(COUNT_AT_MOST), _LEAF
]
# A century each: nothing in a terminal is given a longer time, and the calendar ends in the year 9999.
Days = Annotated[int, Field(ge=0, le=36500), BeforeValidator(_plain_digits), written.count(36500), _LEAF]
Months = Annotated[int, Field(ge=0, le=1200), BeforeValidator(_plain_digits), written.count(1200), _LEAF]
Hours = Annotated[
    float, Field(ge=0, le=876600, allow_inf_nan=False), BeforeValidator(_plain_digits), written.number(876600), _LEAF
]

_T = TypeVar("_T")
# One of a list of answers, where nobody may know which.
Choice = Annotated[_T, _CHOICE]

SureCount = Annotated[int, Field(ge=0, le=COUNT_AT_MOST), BeforeValidator(_plain_digits), written.count(COUNT_AT_MOST)]
SureDay = Annotated[date, BeforeValidator(_written_day), written.DAY]
SurePersonRef = Annotated[str, Ref("people")]

PersonRef = Annotated[str, Ref("people"), _REFERENCE]
ContactRef = Annotated[str, Ref("contacts"), _REFERENCE]
SystemRef = Annotated[str, Ref("systems"), _REFERENCE]
SupplierRef = Annotated[str, Ref("suppliers"), _REFERENCE]
ConnectionRef = Annotated[str, Ref("external_connections"), _REFERENCE]
BackupRef = Annotated[str, Ref("backups"), _REFERENCE]
DeviceRef = Annotated[str, Ref("network_devices"), _REFERENCE]
SiteRef = Annotated[str, Ref("sites"), _REFERENCE]


class Facts(BaseModel):
    """A group of facts: frozen, and closed, because a misspelt key must not be lost silently."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __getitem__(self, key: str) -> Any:
        raise TypeError(f"{type(self).__name__} has attributes, not items ({key!r})")
