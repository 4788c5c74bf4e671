"""Documents stage, paper: which numbered blanks are printed for which bundle, and from which number on.

No number is given twice: the series of a form goes on from bundle to bundle, and begins where the facts say that the
last print run ended. Only a form that is filled in has numbers; what is only looked up lies in each bundle once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from quaybook.documents.paper.bundles import Bundle
from quaybook.documents.paper.editions import PrintRun
from quaybook.documents.paper.stock import Need, need_of, stock_of
from quaybook.model.data.form import Counted, FormData
from quaybook.model.document import FormSheetName
from quaybook.model.groups.kinds import Area
from quaybook.model.terminal import Terminal


@dataclass(frozen=True)
class Run:
    """The sets of one sheet of a form in one bundle, numbered `first` and on; without numbers if `first` is 0.

    `holders` get a copy each. `at_once` is what the run should reach for, `whole` what the work fills in all.
    """

    form: str
    sheet: str
    first: int
    sets: int
    holders: tuple[str, ...] = ()
    at_once: Need | None = None
    whole: Need | None = None

    @property
    def last(self) -> int:
        """The number of the last set."""
        return self.first + self.sets - 1 if self.first else 0

    @property
    def pages(self) -> int:
        """How many pages that is: each copy is one."""
        return self.sets * max(len(self.holders), 1)


def print_runs(
    run: PrintRun, terminal: Terminal, bundles: Iterable[Bundle], forms: Mapping[str, FormData | None]
) -> dict[str, tuple[Run, ...]]:
    """The runs of each bundle by its id, forms in order; `forms` have no data where nothing is filled in."""
    begun: dict[tuple[str, str], int] = {}
    made: dict[str, tuple[Run, ...]] = {}
    for bundle in bundles:
        listed = ((name, forms[name]) for name in bundle.forms if name in forms)
        found = [each for name, form in listed for each in _runs(run, terminal, bundle, name, form)]
        made[bundle.id] = tuple(_numbered(found, begun, terminal))
    return {name: found for name, found in made.items() if found}


def _runs(run: PrintRun, terminal: Terminal, bundle: Bundle, name: str, form: FormData | None) -> Iterator[Run]:
    if form is None:
        yield Run(name, FormSheetName.A, 0, 1)
        return
    areas = _counted(bundle, form)
    at_once = need_of(name, form, terminal, areas, run.hours)
    whole = need_of(name, form, terminal, areas)
    sets = min(at_once.sets, run.sets) if at_once is not None and at_once.is_known else run.spare
    yield Run(name, FormSheetName.A, 1, max(sets, 1), form.copies, at_once, whole)
    for sheet in form.more:
        yield Run(name, sheet.anchor, 1, run.spare, form.copies)


def _counted(bundle: Bundle, form: FormData) -> Collection[Area]:
    """The areas for which a bundle holds a form; what goes by the hours of all of them lies at the headquarters."""
    if not bundle.is_counted:
        return ()
    by_hours = any(count.what == Counted.HOURS for count in form.counts)
    return bundle.areas or (tuple(Area) if by_hours else ())


def _numbered(found: Iterable[Run], begun: dict[tuple[str, str], int], terminal: Terminal) -> Iterator[Run]:
    for each in found:
        if not each.first:
            yield each
            continue
        stock = stock_of(each.form, terminal)
        start = max(1, stock.next_number or 1) if stock is not None else 1
        first = begun.get((each.form, each.sheet), start)
        begun[each.form, each.sheet] = first + each.sets
        yield Run(each.form, each.sheet, first, each.sets, each.holders, each.at_once, each.whole)
