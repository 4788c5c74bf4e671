"""Who can be called when: what is remarked of contacts that lead nowhere, and what is left alone."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.assessment.reading import Reading
from quaybook.assessment.remarks.calls import Calls

from tests.assessment.remarks.reached_cases import MAIL, NIGHT, OFFICE, REACHED, in_a_circle
from tests.conftest import TODAY
from tests.helpers.remarked import Changes, Facts, changed, remarks_on
from tests.helpers.workspaces import facts_of

ALWAYS = [{"kind": "mobile", "value": "××", "when": "always"}]
UNSAID = [{"kind": "phone", "value": "××"}]
OPEN = [{"kind": "phone", "value": "××", "when": "TODO: 総務"}]


@pytest.fixture(scope="module")
def sample_a() -> Facts:
    return facts_of("aonagi")


def codes(facts: Facts) -> list[str]:
    return sorted(remark.code for remark in remarks_on(facts) if remark.code in REACHED)


def test_whoever_has_seen_to_it_hears_nothing(sample_a: Facts) -> None:
    assert codes(sample_a) == []


# Changes to sample A, and what is said of them.
SAID: dict[str, tuple[Changes, list[str]]] = {
    "a number of which nobody has said when it answers is not known to answer at night": (
        {"contacts[5].means": UNSAID},
        ["nobody_at_night"],
    ),
    "one that is still to be asked is a blank": ({"contacts[5].means": OPEN}, []),
    "a kind that is still to be asked is one too": (
        {"contacts[5].means": [{"kind": "TODO: 総務", "value": "××", "when": "always"}]},
        [],
    ),
    "a number for the night is enough, beside one for the day": ({"contacts[0].means": [*OFFICE, *NIGHT]}, []),
    "mail at all hours is no number": (
        {"contacts[5].means": [*OFFICE, {"kind": "mail", "value": "a@example.jp", "when": "always"}]},
        ["nobody_at_night"],
    ),
    "whoever is called next answers": ({"contacts[0].means": OFFICE, "contacts[0].call_next": ["port-manager"]}, []),
    "the one after the next answers": (
        {
            "contacts[0].means": OFFICE,
            "contacts[0].call_next": ["shippers"],
            "contacts[27].call_next": ["port-manager"],
        },
        [],
    ),
    "nobody knows yet who is next": (
        {"contacts[0].means": OFFICE, "contacts[0].call_next": ["TODO: 総務"]},
        [],
    ),
    "a contact of another kind may keep office hours": ({"contacts[8].means": OFFICE}, ["hours_denied"]),
    "a form is what the commission takes": ({"contacts[4].means": MAIL}, []),
    "a web page at all hours is a desk at all hours": (
        {"contacts[9].means": [*OFFICE, {"kind": "web", "value": "フォーム", "when": "always"}]},
        [],
    ),
    "a duty line of which nothing is said answers": ({"duty.means": UNSAID}, []),
    "a second number is a next step": (
        {"contacts[15].if_no_answer": "メールで知らせる", "contacts[15].means": [*ALWAYS, *ALWAYS]},
        [],
    ),
    "whom else a text names is already next": ({"contacts[11].if_no_answer": "記入デジタル鑑識株式会社に掛ける"}, []),
    "one who calls himself turns in a circle": ({"contacts[13].call_next": ["tos-maintenance"]}, ["call_loop"]),
}


@pytest.mark.parametrize("why", SAID)
def test_what_is_said_of_a_contact(why: str, sample_a: Facts) -> None:
    changes, said = SAID[why]
    assert codes(changed(sample_a, changes)) == said


def test_a_circle_is_told_once_with_everybody_in_it(sample_a: Facts) -> None:
    (remark,) = [r for r in remarks_on(changed(sample_a, in_a_circle)) if r.code == "call_loop"]
    maintainer, developer = "青凪システム保守株式会社", "見本港湾ソフト開発株式会社"
    assert dict(remark.values) == {"names": (maintainer, developer, maintainer)}


def test_one_deputy_who_answers_at_night_is_enough(sample_a: Facts) -> None:
    changes, _ = REACHED["ciso_not_at_night"]
    facts = changed(sample_a, changes)
    deputy = facts["org"]["ciso_deputies"][1]
    next(person for person in facts["people"] if person["id"] == deputy)["means"] = NIGHT
    assert codes(facts) == []


def calls_of(links: list[list[int]]) -> Calls:
    """Contacts of whom nothing is known but whom to call next."""
    contacts = tuple(SimpleNamespace(id=str(n), call_next=tuple(map(str, each))) for n, each in enumerate(links))
    return Calls(Reading(SimpleNamespace(contacts=contacts), TODAY))


def leads_back(links: list[list[int]], start: int) -> bool:
    """The same question, answered by going from everybody to everybody as often as there are people."""
    reached = set(links[start])
    for _ in links:
        reached |= {each for one in reached for each in links[one]}
    return start in reached


# For each of a few contacts, those that are called next.
LINKS = st.integers(1, 7).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, n - 1), max_size=4), min_size=n, max_size=n)
)


@settings(max_examples=60, deadline=None)
@given(LINKS)
def test_every_circle_is_found_and_nothing_else(links: list[list[int]]) -> None:
    calls = calls_of(links)
    assert len(links) > 0
    for start in range(len(links)):
        way = calls.loop(str(start))
        assert bool(way) == leads_back(links, start)
        assert [to for one, to in pairwise(way) if int(to) not in links[int(one)]] == []
        assert way == () or way[0] == way[-1] == str(start)
