"""Wide letters in ids, codes and addresses are read as meant, and a contract may go on until somebody ends it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
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
        ("people[0].means[0].value", "ａ＠ｅｘａｍｐｌｅ．ｊｐ", "a@example.jp"),
        ("people[0].means[0].value", "０９０－０００－００００", "090-000-0000"),
        ("segments[0].address", "１９２．０．２．０／２４", "192.0.2.0/24"),
        ("remote_access.ways[0].allowed_source_ips[0].address", "２０３．０．１１３．４", "203.0.113.4"),
        ("contacts[0].office_hours", {"days": "weekdays", "opens": "０８：３０", "closes": "１７：１５"}, None),
        ("people[0].means[0].value", "Ａ棟の内線", "Ａ棟の内線"),
    ],
)
def test_wide_letters_are_read_as_meant(key: str, written: object, meant: str | None) -> None:
    found = at(loaded({key: written}), key)
    assert found == meant if meant else (found.opens, found.closes) == ("08:30", "17:15")


def test_an_id_may_be_written_wide_where_it_is_given() -> None:
    assert loaded({"experts": [], "sites[0].id": "ｍａｉｎ"}).sites[0].id == "main"


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
