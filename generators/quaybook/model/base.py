"""Model stage, ground floor: the leaf types of facts and the base class of every group of facts.

Facts are read as text; these types turn the text into numbers, dates and flags, and they let a
leaf be `TODO` or `該当なし` without any later stage mistaking that for an answer.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, NoReturn

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError

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


@dataclass(frozen=True)
class NotApplicable:
    """A fact that means nothing for this terminal, with the reason."""

    reason: str

    def __bool__(self) -> bool:
        return False


TODO_MARK = written.TODO_MARK
# What people write into a form for it; as a whole value it is an answer to nothing.
TODO_WORDS = ("未定", "不明", "未確認", "?")
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


def _todo_or(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    if isinstance(value, Todo):
        return value
    if isinstance(value, str):
        if unicodedata.normalize("NFKC", value).strip() in TODO_WORDS:
            return Todo("")
        if (ask := after_mark(value, TODO_MARK)) is not None:
            return Todo(ask)
    return handler(value)


def _not_applicable_or(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    if isinstance(value, NotApplicable):
        return value
    if isinstance(value, str):
        for mark in NOT_APPLICABLE_MARKS:
            if (reason := after_mark(value, mark)) is not None:
                if not reason:
                    raise ValueError("not_applicable_without_reason")
                return NotApplicable(reason)
    return _todo_or(value, handler)


def _one_of(words: dict[str, bool]) -> Callable[[object], object]:
    def convert(value: object) -> object:
        return words.get(value.strip().lower(), value) if isinstance(value, str) else value

    return convert


# What a Japanese keyboard writes for a number; other signs, such as ², mean something else.
_WIDE = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _plain_digits(value: object) -> object:
    return value.translate(_WIDE).strip() if isinstance(value, str) else value


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
        year, month, day = map(int, text.split("-"))
        if code := fault_of_day(year, month, day):
            last = last_of_month(year, month) if code == "no_such_day" else 12
            raise PydanticCustomError(code, "{last}", {"year": year, "month": month, "last": last})
    return text


FLAG_WORDS = {"yes": True, "true": True, "はい": True, "no": False, "false": False, "いいえ": False}


class Ref:
    """Marks a leaf that names an entry of the collection `to` (a top-level group of facts)."""

    def __init__(self, to: str) -> None:
        self.to = to

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return written.an_id(self.to)


_LEAF = written.Open(_todo_or)
_FLAG = written.flag(FLAG_WORDS)
# Values that answer a structural question may not be TODO: the shape of the text depends on them.
Id = Annotated[
    str, StringConstraints(pattern=written.ID, max_length=written.ID_AT_MOST), WithJsonSchema(written.an_id())
]
Switch = Annotated[bool, BeforeValidator(_one_of(FLAG_WORDS)), _FLAG]

PlainText = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), written.TEXT]
Text = Annotated[PlainText, _LEAF]
TextOrNone = Annotated[PlainText, written.text_or(NOT_APPLICABLE_MARKS), written.Open(_not_applicable_or)]
Public = Annotated[Text, PUBLIC]
Restricted = Annotated[Text, STAFF]
Controlled = Annotated[Text, CONTROLLED]
ForFew = Annotated[Text, FEW]
Flag = Annotated[bool, BeforeValidator(_one_of(FLAG_WORDS)), _FLAG, _LEAF]
Day = Annotated[date, BeforeValidator(_written_day), written.DAY, _LEAF]
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

SureDay = Annotated[date, BeforeValidator(_written_day), written.DAY]
SurePersonRef = Annotated[str, Ref("people")]

PersonRef = Annotated[str, Ref("people"), _LEAF]
ContactRef = Annotated[str, Ref("contacts"), _LEAF]
SystemRef = Annotated[str, Ref("systems"), _LEAF]
SupplierRef = Annotated[str, Ref("suppliers"), _LEAF]
ConnectionRef = Annotated[str, Ref("external_connections"), _LEAF]
BackupRef = Annotated[str, Ref("backups"), _LEAF]
DeviceRef = Annotated[str, Ref("network_devices"), _LEAF]


class Facts(BaseModel):
    """A group of facts: frozen, and closed, because a misspelt key must not be lost silently."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __getitem__(self, key: str) -> Any:
        raise TypeError(f"{type(self).__name__} has attributes, not items ({key!r})")
