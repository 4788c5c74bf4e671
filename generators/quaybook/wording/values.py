"""Wording stage: a single value in the words of one language: a day, a time, a number, a choice."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from math import ceil, floor, isfinite

from quaybook.wording.words import Words


class TemplateMistakeError(Exception):
    """A template used a value in a way that would print nonsense; `code` names the message."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def _of_kind(kind: type, value: object, code: str) -> None:
    if not isinstance(value, kind):
        raise TemplateMistakeError(code, came=value if isinstance(value, str) else type(value).__name__)


def _number(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise TemplateMistakeError("template_not_a_number", came=type(value).__name__)


def _days_of(months: int) -> tuple[int, ...]:
    """The numbers of days that are months and nothing else: a limit of 30 or 90 days is one of days."""
    exact = months * 365 / 12
    return (ceil(exact),) if months < 3 else (floor(exact), ceil(exact))


class Values:
    """The values of facts, said in one language. Each raises TemplateMistakeError for a value of another kind."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def day(self, value: date) -> str:
        """A date with its Japanese era."""
        _of_kind(date, value, "template_not_a_day")
        for era in self.words.many("eras"):
            start, name = era.split(" ")
            if value >= date.fromisoformat(start):
                years = value.year - int(start[:4]) + 1
                era_year = self.words("first_year") if years == 1 else str(years)
                return self.words("day", year=value.year, month=value.month, day=value.day, era=name, era_year=era_year)
        return self.day_short(value)

    def day_short(self, value: date) -> str:
        """A date without the era."""
        _of_kind(date, value, "template_not_a_day")
        return self.words("day_short", year=value.year, month=value.month, day=value.day)

    def held(self, value: date | None) -> str:
        """A date without the era; that it never was, where there is none."""
        return self.words("never_held") if value is None else self.day_short(value)

    def interval(self, days: int) -> str:
        """Days as rules name an interval, such as half a year for 183: in months where they come out even."""
        _number(days)
        if days >= 365 and days % 365 in (0, days // 365 // 4):
            return self.words("interval.years", n=days // 365)
        months = next((n for n in range(1, 12) if days in _days_of(n)), 0)
        return self.words("interval.months", n=months) if months else self.words("interval.days", n=days)

    def duration(self, hours: float) -> str:
        """Hours in minutes, hours or days."""
        _number(hours)
        minutes = round(hours * 60)
        if minutes < 60:
            return self.words("duration.minutes", n=minutes)
        if minutes % (24 * 60) == 0:
            return self.words("duration.days", n=minutes // (24 * 60))
        if minutes % 60 == 0:
            return self.words("duration.hours", n=minutes // 60)
        return self.words("duration.hours_minutes", h=minutes // 60, m=minutes % 60)

    def number(self, value: float) -> str:
        """A number with thousands separated."""
        _number(value)
        return f"{value:,}"

    def label(self, value: StrEnum) -> str:
        """A choice in the words of the language."""
        _of_kind(StrEnum, value, "template_not_a_choice")
        return self.words(f"label.{type(value).__name__}.{value.value}")
