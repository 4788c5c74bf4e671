"""What a new terminal has that nobody has said: it is held as assumed, listed, judged as unknown, and not released."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from quaybook.assessment.finding import State
from quaybook.assessment.remarks.gather import remarks
from quaybook.assessment.remarks.kinds import RemarkKind
from quaybook.facts.positions import KeyPath, dotted
from quaybook.intake.complete import Tree
from quaybook.intake.new.scaffold import scaffold
from quaybook.intake.skeleton import at, load_skeleton, merged
from quaybook.model.base import Provisional, Todo
from quaybook.model.fields import generic, leaves
from quaybook.pipeline import judge, open_facts, prepare
from quaybook.resources import policy_source

from tests.conftest import TODAY
from tests.intake.new.test_new import SETS, nested, put
from tests.intake.new.test_way_back import NUMBERS, PHRASES, QUESTIONS, Talk, blank

CONFIRM = load_skeleton(policy_source()).to_confirm


def written(data: Any, path: KeyPath = ()) -> Iterator[tuple[str, str]]:
    """Every value with the general path of its fact."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from written(value, (*path, key))
    elif isinstance(data, list):
        for value in data:
            # A list of texts has one path for all of them.
            yield from written(value, (*path, 0) if isinstance(value, dict) else path)
    else:
        yield generic(path), str(data)


def facts_of(answers: Mapping[str, object]) -> Tree:
    made: Tree = {}
    for text in scaffold(answers).values():
        made |= yaml.load(text, yaml.BaseLoader)
    return made


def unmarked(facts: Tree) -> set[str]:
    """Facts to be confirmed that stand there like an answer."""
    found = [(path, value) for path, value in written(facts) if path in CONFIRM]
    assert len(found) > 50
    return {path for path, value in found if not value.startswith(("仮：", "TODO"))}


@pytest.mark.parametrize("answers", SETS.values(), ids=SETS)
def test_what_nobody_has_stated_is_written_with_the_mark(answers: dict[str, str]) -> None:
    assert unmarked(facts_of(nested(answers))) == set(answers) & CONFIRM


def test_every_fact_to_be_confirmed_is_written_somewhere_with_the_mark() -> None:
    assumed = {
        path for answers in SETS.values() for path, value in written(facts_of(nested(answers))) if value[0] == "仮"
    }
    # Whatever the skeleton says of the kind of a TOS, it says after an answer.
    assert CONFIRM - assumed == {"terminal.tos.form"}
    assert assumed <= CONFIRM


def test_a_default_that_was_only_left_standing_is_assumed() -> None:
    talk = Talk()
    assert talk.made is not None
    assert unmarked(facts_of(talk.made)) == set()
    assert at(facts_of(talk.made), "terminal.tos.form") == "仮：package"
    assert at(facts_of(talk.made), "document_control.profile") == "standard"
    told = [line for line in talk.summary() if line.endswith(PHRASES["assumed"].format(answer="いいえ"))]
    assert len(told) == 2


def test_an_answer_that_was_typed_is_none_even_if_it_is_the_default() -> None:
    place = NUMBERS["liability.owner_user_differ"]
    for typed in ("n", "いいえ"):
        talk = Talk(*blank(place), typed)
        assert talk.made is not None
        assert unmarked(facts_of(talk.made)) == {"liability.owner_user_differ"}
        assert sum(PHRASES["assumed"].format(answer="いいえ") in line for line in talk.summary()) == 1
    back = Talk(*blank(place), "n", "<", "")
    assert back.made is not None
    assert unmarked(facts_of(back.made)) == {"liability.owner_user_differ"}


def test_check_lists_it_findings_do_not_rest_on_it_and_no_release_takes_it(tmp_path: Path) -> None:
    prepared, problems = prepare(put(tmp_path, {}), "mine", TODAY)
    assert problems == ()
    assert prepared is not None
    terminal = prepared.terminal
    assumed = {dotted(path) for path, value in leaves(terminal) if isinstance(value, Provisional)}
    assert len(assumed) > 50
    listed = remarks(terminal, prepared.judged.facts, TODAY)
    assert {dotted(each.path) for each in listed if each.kind == RemarkKind.PROVISIONAL} == assumed
    refused = open_facts(prepared)
    assert {problem.path for problem in refused if problem.code == "assumed_in_release"} == assumed
    findings = prepared.judged.assessed.findings
    resting = [f for f in findings if any(isinstance(fact.value, Provisional) for fact in f.facts)]
    assert len(resting) > 5
    assert {f.requirement.id: f.state for f in resting if f.state != State.UNKNOWN} == {}


# Ways in.


@pytest.mark.parametrize("form", ["own", "package", "saas", "hosted"])
@pytest.mark.parametrize("vpn", ["present", "absent", None])
def test_a_tos_outside_is_a_way_in_and_only_where_there_is_none_a_reason_is_asked(
    form: str, vpn: str | None, tmp_path: Path
) -> None:
    answers = nested({"terminal.tos.form": form} | ({"_vpn": vpn} if vpn else {}))
    judged, problems = judge(put(tmp_path, answers), "mine", TODAY)
    assert problems == ()
    assert judged is not None
    access = judged.terminal.remote_access
    expected = [*(() if vpn == "absent" else ["vpn"]), *(["service_login"] if form in ("saas", "hosted") else ())]
    assert [str(way.kind) for way in access.ways] == expected
    assert isinstance(access.absence_reason, Todo) == (expected == [])
    assert (access.absence_reason is None) == (expected != [])


# Whatever is answered.


def options(number: int) -> tuple[str, ...]:
    """What can be answered to a question, as far as that can be counted; the empty one leaves it."""
    question = QUESTIONS[number]
    return tuple(c.value for c in question.choices) or (("yes", "no") if question.types == {bool} else ())


CHOSEN = [number for number in range(len(QUESTIONS)) if options(number)]
Answers = dict[int, str]


def pairs(answers: Answers) -> set[tuple[tuple[int, str], tuple[int, str]]]:
    return set(combinations(sorted(answers.items()), 2))


def rows() -> list[Answers]:
    """Answers in which each two that can be given together are given together at least once."""
    missing = {((one, a), (two, b)) for one, two in combinations(CHOSEN, 2) for a in options(one) for b in options(two)}
    made: list[Answers] = []
    while missing:
        (one, a), (two, b) = min(missing)
        row = {one: a, two: b}
        for number in CHOSEN:
            if number not in row:
                best = max(options(number), key=lambda each: len(pairs({**row, number: each}) & missing))
                row[number] = best
        missing -= pairs(row)
        made.append(row)
    return made


def test_the_rows_hold_every_pair_of_answers() -> None:
    held = set().union(*map(pairs, rows()))
    wanted = sum(len(options(one)) * len(options(two)) for one, two in combinations(CHOSEN, 2))
    assert len(CHOSEN) >= 8
    assert len(held) == wanted > 200


@pytest.mark.parametrize("answers", rows(), ids=lambda row: "-".join(row[each] for each in CHOSEN))
def test_whatever_is_answered_documents_can_be_made_at_once(answers: Answers, tmp_path: Path) -> None:
    stated: Tree = {}
    for number, value in answers.items():
        if QUESTIONS[number].is_due(stated):
            stated = merged(stated, QUESTIONS[number].facts(value))
    prepared, problems = prepare(put(tmp_path, stated), "mine", TODAY)
    assert problems == ()
    assert prepared is not None
    assert len(prepared.sets["ja"].documents) > 50
