"""Wide letters in ids, codes and addresses are read as meant, and a contract may go on until somebody ends it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from quaybook.assessment.addresses import names_one_party
from quaybook.assessment.calendar import due_dates
from quaybook.facts.positions import Source
from quaybook.model.base import Provisional, Todo
from quaybook.model.groups.suppliers import Unending
from quaybook.model.load import load_terminal
from quaybook.model.terminal import Terminal
from quaybook.resources import policy_source
from quaybook.wording.filters import Filters
from quaybook.wording.words import load_words

from tests.helpers.remarked import changed, path_of, remarks_on, spots
from tests.helpers.workspaces import facts_of


def loaded(changes: dict[str, object]) -> Terminal:
    terminal, problems = load_terminal(Source(data=changed(facts_of("aonagi"), changes)))
    assert terminal is not None, problems[:3]
    return terminal


def at(terminal: Terminal, key: str) -> Any:
    found: Any = terminal
    for part in path_of(key):
        found = found[part] if isinstance(part, int) else getattr(found, part)
    return found


@pytest.mark.parametrize(
    ("key", "written", "meant"),
    [
        ("terminal.unlocode", "ＪＰＺＺＺ", "JPZZZ"),
        ("org.ciso.person", "ｃｉｓｏ", "ciso"),
        ("terminal.unlocode", "ｊｐ ｚｚｚ", "jp zzz"),
        ("sites[0].id", "ｍａｉｎ", "main"),
        ("people[0].means[0].value", "Ａ棟の内線", "Ａ棟の内線"),
    ],
)
def test_wide_letters_are_read_as_meant(key: str, written: str, meant: str) -> None:
    assert at(loaded({key: written}), key) == meant


def test_a_clock_of_wide_digits_is_one() -> None:
    hours = {"days": "weekdays", "opens": "０８：３０", "closes": "１７：１５"}
    found = at(loaded({"contacts[0].office_hours": hours}), "contacts[0].office_hours")
    assert (found.opens, found.closes) == ("08:30", "17:15")


def test_an_address_of_wide_digits_is_judged_as_one() -> None:
    assert names_one_party("２０３．０．１１３．４／３２") is True


END = "suppliers[0].contract_until"


@pytest.mark.parametrize("text", ["自動更新", "自動更新（1年ごと）", "Automatic renewal"])
def test_a_contract_that_renews_itself_has_no_end_and_is_in_force(text: str) -> None:
    terminal = loaded({END: text})
    found = at(terminal, END)
    assert isinstance(found, Unending)
    words, _ = load_words(policy_source(), "ja")
    filters = Filters(terminal, words)
    assert filters.plain(filters.table["day_short"](found)).casefold() in (text.casefold(), "自動更新(1年ごと)")
    assert END not in {".".join(map(str, due.path)) for due in due_dates(terminal)}
    codes = spots(remarks_on(changed(facts_of("aonagi"), {END: text})))
    assert END not in {path for _, path in codes}
    assert ("contract_ended", "suppliers[0].contract_signed") not in codes


def test_it_may_be_assumed_and_a_day_stays_a_day() -> None:
    assumed = at(loaded({END: "仮：自動更新"}), END)
    assert isinstance(assumed, Provisional)
    words, _ = load_words(policy_source(), "ja")
    terminal = loaded({})
    filters = Filters(terminal, words)
    assert "自動更新" in filters.plain(filters.table["day_short"](assumed))
    assert at(loaded({END: "2030-03-31"}), END) == date(2030, 3, 31)
    assert isinstance(at(loaded({END: "TODO: 総務"}), END), Todo)
    _, problems = load_terminal(Source(data=changed(facts_of("aonagi"), {END: "自動更新しない"})))
    assert [problem.code for problem in problems] == ["not_a_date"]
