"""Documents stage: the kit's filters in the hands of a template, which count what they print before they join it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from quaybook.documents.templating.budget import Budget
from quaybook.wording.filters import Filters


class CountedFilters(Filters):
    """The filters of the kit, which count what they print before they join it."""

    def __init__(self, filters: Filters, budget: Budget) -> None:
        super().__init__(filters.terminal, filters.words)
        self.budget = budget

    def finalize(self, value: Any) -> Markup:
        if isinstance(value, str):
            self.budget.spend(1, text=len(value))
            if isinstance(value, Markup):
                return value
        shown = super().finalize(value)
        self.budget.spend(1, text=len(shown))
        return shown
