"""Assessment stage: dates some days or calendar months away, as people count intervals.

What would lie outside the calendar is its first or its last day, so that no interval that somebody wrote,
and no day as of which somebody looks, ends a run.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date


def days_later(day: date, days: int) -> date:
    """The day `days` later."""
    last = date.max.toordinal()
    return date.fromordinal(max(1, min(day.toordinal() + days, last)))


def months_later(day: date, months: int) -> date:
    """The same day of the month, or its last, `months` later; earlier where they are negative."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if year < MINYEAR else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
