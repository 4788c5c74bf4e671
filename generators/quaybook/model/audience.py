"""Model stage, ground floor: who may read a fact, and what stands in the place of one that a reader may not.

A fact is for the terminal's own staff unless it is marked: what may be published has to be said, and so has what
only few may know. A yes or no tells how far a rule is kept, so it is for the few unless it is marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn


class AudienceLevel(StrEnum):
    """Who may read something; each level includes those before it."""

    PUBLIC = "public"
    STAFF = "staff"
    CONTROLLED = "controlled"

    def may_read(self, least: AudienceLevel) -> bool:
        """Whether readers of this level may see what is for `least` and upwards."""
        levels = tuple(AudienceLevel)
        return levels.index(least) <= levels.index(self)


class Audience:
    """Marks a leaf, or all that stands in a field, that only readers from `least` upwards may see.

    `in_findings` is whether findings, which only the highest readers get, tell its text.
    """

    def __init__(self, least: AudienceLevel, in_findings: bool = False) -> None:
        self.least, self.in_findings = least, in_findings


PUBLIC = Audience(AudienceLevel.PUBLIC)
STAFF = Audience(AudienceLevel.STAFF)
CONTROLLED = Audience(AudienceLevel.CONTROLLED)
# What tells how things stand is evidence; where things lie and how one gets there is not.
FEW = Audience(AudienceLevel.CONTROLLED, in_findings=True)


class Personal:
    """Marks ways to reach a person: the private ones are printed by the documents of those who have to call."""


PERSONAL = Personal()


@dataclass(frozen=True)
class Readers:
    """For whom one document is made: their level, whether they have to call people, whether they are outsiders."""

    level: AudienceLevel
    personal: bool = False
    outside: bool = False

    @property
    def see_all(self) -> bool:
        """Whether nothing is withheld from them."""
        return self.level == AudienceLevel.CONTROLLED and self.personal and not self.outside


class WithheldMetError(Exception):
    """A template took apart, compared or decided by a fact that is not for its readers; `fact` is its name."""

    def __init__(self, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact


class Withheld:
    """A fact that is not for the readers at hand. It prints where it stands, and answers nothing.

    `_says` names the wording, `_fact` is the fact's own name; `_key` is the id for which it stands, by which the kit's
    own filters find the entry.
    """

    __slots__ = ("_fact", "_key", "_says")

    def __init__(self, says: str, fact: str = "", key: str | None = None) -> None:
        self._says, self._fact, self._key = says, fact, key

    def __getattr__(self, name: str) -> Withheld:
        # As with a TODO, a part of what may not be seen may not be seen either.
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def _refuse(self, *_: object) -> NoReturn:
        raise WithheldMetError(self._fact)

    def __repr__(self) -> str:
        # Neither where it lies in memory nor for what it stands.
        return f"Withheld({self._says!r}, {self._fact!r})"

    # Even whether there is anything, or two are the same, may be what its readers may not know.
    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __str__ = __format__ = _refuse
    __len__ = __iter__ = __contains__ = __getitem__ = __call__ = __add__ = __radd__ = _refuse
    __hash__ = object.__hash__


def key_of(entry_id: object) -> object:
    """The id itself, or the one for which a withheld value stands."""
    return entry_id._key if isinstance(entry_id, Withheld) else entry_id


def wording_of(withheld: Withheld) -> str:
    """The key of the wording that says where the fact stands."""
    return withheld._says
