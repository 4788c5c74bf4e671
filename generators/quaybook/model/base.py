"""Model stage, ground floor: the leaf types of facts and the base class of every group of facts.

Facts are read as text; these types turn the text into numbers, dates and flags, and they let a
leaf be `TODO` or `該当なし` without any later stage mistaking that for an answer.
"""

from __future__ import annotations

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
from pydantic_core import CoreSchema

from quaybook.facts.no_answers import note_of
from quaybook.model import notation, written
from quaybook.model.audience import CONTROLLED, FEW, PUBLIC, STAFF
from quaybook.model.notation import FLAG_WORDS, NOT_APPLICABLE_MARKS, TODO_MARK, after_mark, assumed


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


def meant(value: Any) -> Any:
    """The value, also of what is only assumed: for texts, which print the mark of it elsewhere."""
    return value.value if isinstance(value, Provisional) else value


def has_one(values: Iterable[object], *members: object) -> bool:
    """Whether one of the values is known to be one of `members`."""
    return any(is_one_of(value, *members) for value in values)


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
        # What is only the mark of an assumption says nothing.
        value = assumed(value) or value
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


class Ref:
    """Marks a leaf that names an entry of the collection `to` (a top-level group of facts)."""

    def __init__(self, to: str) -> None:
        self.to = to

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return written.an_id(self.to)


_LEAF, _REFERENCE, _CHOICE = written.Open(_todo_or), written.Open(_reference_or), written.Open(_choice_or)
_FLAG, _DIGITS = written.flag(FLAG_WORDS), BeforeValidator(notation.written_count)
_FRACTION = BeforeValidator(notation.written_number)
_NARROW = BeforeValidator(notation.narrow)
# Values that answer a structural question may not be TODO: the shape of the text depends on them.
Id = Annotated[
    str,
    StringConstraints(pattern=written.ID, max_length=written.ID_AT_MOST),
    AfterValidator(notation.not_a_device),
    WithJsonSchema(written.an_id()),
    _NARROW,
]
Switch = Annotated[bool, BeforeValidator(notation.flag), _FLAG, written.Provisional(_switch_or)]

PlainText = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), written.TEXT]
Text = Annotated[PlainText, _LEAF]
TextOrNone = Annotated[PlainText, written.text_or(NOT_APPLICABLE_MARKS), written.Open(_not_applicable_or)]
Public = Annotated[Text, PUBLIC]
Locode = Annotated[PlainText, AfterValidator(notation.unlocode), written.UNLOCODE, _LEAF, PUBLIC]
Restricted = Annotated[Text, STAFF]
Controlled = Annotated[Text, CONTROLLED]
ForFew = Annotated[Text, FEW]
Flag = Annotated[bool, BeforeValidator(notation.flag), _FLAG, _LEAF]
Day = Annotated[date, BeforeValidator(notation.written_day), written.DAY, _LEAF]
Clock = Annotated[str, BeforeValidator(notation.written_clock), written.A_CLOCK, _LEAF]
COUNT_AT_MOST = 10**9
Count = Annotated[int, Field(ge=0, le=COUNT_AT_MOST), _DIGITS, written.count(COUNT_AT_MOST), _LEAF]
# A century each: nothing in a terminal is given a longer time, and the calendar ends in the year 9999.
Days = Annotated[int, Field(ge=0, le=36500), _DIGITS, written.count(36500), _LEAF]
Months = Annotated[int, Field(ge=0, le=1200), _DIGITS, written.count(1200), _LEAF]
Hours = Annotated[float, Field(ge=0, le=876600, allow_inf_nan=False), _FRACTION, written.number(876600), _LEAF]

_T = TypeVar("_T")
# One of a list of answers, where nobody may know which.
Choice = Annotated[_T, _CHOICE]

SureCount = Annotated[int, Field(ge=0, le=COUNT_AT_MOST), _DIGITS, written.count(COUNT_AT_MOST)]
SureDay = Annotated[date, BeforeValidator(notation.written_day), written.DAY]
SurePersonRef = Annotated[str, _NARROW, Ref("people")]

PersonRef = Annotated[str, _NARROW, Ref("people"), _REFERENCE]
ContactRef = Annotated[str, _NARROW, Ref("contacts"), _REFERENCE]
SystemRef = Annotated[str, _NARROW, Ref("systems"), _REFERENCE]
SupplierRef = Annotated[str, _NARROW, Ref("suppliers"), _REFERENCE]
ConnectionRef = Annotated[str, _NARROW, Ref("external_connections"), _REFERENCE]
BackupRef = Annotated[str, _NARROW, Ref("backups"), _REFERENCE]
DeviceRef = Annotated[str, _NARROW, Ref("network_devices"), _REFERENCE]
SiteRef = Annotated[str, _NARROW, Ref("sites"), _REFERENCE]
DrillRef = Annotated[str, _NARROW, Ref("drills")]
CourseRef = Annotated[str, _NARROW, Ref("courses")]


class Facts(BaseModel):
    """A group of facts: frozen, and closed, because a misspelt key must not be lost silently."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __getitem__(self, key: str) -> Any:
        raise TypeError(f"{type(self).__name__} has attributes, not items ({key!r})")
