"""Whoever answers the questions may go back, sees all answers before anything is written, and may leave it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quaybook.cli import app, usage
from quaybook.facts.folder import load_folder
from quaybook.intake.new.interview import Interview
from quaybook.intake.new.interview_questions import InterviewQuestion, load_script
from quaybook.intake.new.scaffold import scaffold
from quaybook.intake.skeleton import at
from quaybook.model.base import Provisional
from quaybook.model.groups.kinds import TosForm
from quaybook.pipeline import judge
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import TODAY
from tests.intake.new.test_new import Console, nested, number_of_choice, put

SCRIPT = load_script(policy_source())
QUESTIONS, PHRASES = SCRIPT.questions, SCRIPT.phrases["ja"]
NUMBERS = {way: number for number, question in enumerate(QUESTIONS) for way in question.sets}
NAME, SHORT, STAFF = (NUMBERS[way] for way in ("terminal.name", "terminal.short_name", "terminal.staff"))
VPN = number_of_choice("_vpn", "present")
# Enter alone says of a VPN that nobody knows, so how one gets in by it is not asked.
ASKED = sum(question.when != {"_vpn": "present"} for question in QUESTIONS)


class Talk:
    """An interview with somebody who types these lines, then Enter alone."""

    def __init__(self, *typed: str, known: Mapping[str, object] | None = None) -> None:
        self.said: list[str] = []
        self._lines = iter(typed)
        messages = load_messages(policy_source(), "ja")

        def correct(problem: Problem) -> str:
            return messages[problem.code]["what"].format_map(dict(problem.values))

        interview = Interview(SCRIPT, "ja", self.said.append, self._ask, correct)
        self.made = interview.confirmed("mine", known or {})

    def _ask(self, prompt: str) -> str:
        self.said.append(prompt)
        return next(self._lines, "")

    def fact(self, way: str) -> object:
        assert self.made is not None
        return at(self.made, way)

    def asked(self, number: int) -> int:
        """How often a question was put."""
        return sum(line.endswith(f"] {QUESTIONS[number].texts['ja']['text']}") for line in self.said)

    def summary(self) -> list[str]:
        last = max(place for place, line in enumerate(self.said) if line == PHRASES["summary"])
        return self.said[last + 1 :]


def offered(text: str) -> str:
    return PHRASES["prompt_default"].format(default=text)


def blank(number: int) -> list[str]:
    return [""] * number


@pytest.mark.parametrize("back", ["<", "＜", " < "])
def test_one_may_go_back_and_the_answer_is_offered_again(back: str) -> None:
    talk = Talk("古い港", back, "新しい港")
    assert talk.fact("terminal.name") == "新しい港"
    assert talk.asked(NAME) == 2
    assert offered("古い港") in talk.said
    kept = Talk("古い港", back)
    assert kept.fact("terminal.name") == "古い港"


def test_one_may_go_back_as_far_as_one_likes() -> None:
    talk = Talk("甲", "乙", "丙港", "<", "<", "<", "<", "子", "丑", "寅港")
    assert [talk.fact(f"terminal.{key}") for key in ("name", "short_name", "port")] == ["子", "丑", "寅港"]
    assert talk.said.count(PHRASES["first"]) == 1


def test_what_only_followed_from_an_answer_follows_from_the_new_one() -> None:
    talk = Talk("甲", "", "<", "<", "乙", "")
    assert talk.fact("terminal.short_name") == "乙"
    assert talk.said.count(offered("乙")) == 1


def test_questions_that_hang_on_an_answer_are_decided_anew() -> None:
    follow_up = VPN + 1
    factors = "remote_access.ways.vpn.auth_factors"
    assert QUESTIONS[follow_up].when == {"_vpn": "present"}
    talk = Talk(*blank(VPN), "2", "3", "<", "<", "3")
    assert talk.fact("_vpn") == "absent"
    assert talk.fact(factors) is None
    assert talk.asked(follow_up) == 2
    other = Talk(*blank(VPN), "3", "<", "2", "3")
    assert other.fact("_vpn") == "present"
    assert other.fact(factors) == ["knowledge", "possession"]
    small = Talk(*blank(STAFF), "38", "<", "380")
    assert small.fact("document_control.profile") == "standard"


def test_all_answers_are_shown_and_one_may_go_back_from_there() -> None:
    talk = Talk("甲港", *blank(ASKED - 1), "<", "3", "perhaps", "y")
    assert talk.fact("document_control.profile") == "full"
    assert talk.said.count(PHRASES["unclear"]) == 1
    lines = talk.summary()
    assert sum(line.startswith("  [") for line in lines) == ASKED
    assert lines[0].endswith(f"{QUESTIONS[0].texts['ja']['text']}：甲港")
    assert lines[2].endswith(PHRASES["open"])
    assumed = [PHRASES["assumed"].format(answer=PHRASES[answer]) for answer in ("yes", "no")]
    assert [sum(line.endswith(f"：{answer}") for line in lines) for answer in assumed] == [2, 2]
    profile = QUESTIONS[NUMBERS["document_control.profile"]]
    assert lines[ASKED - 1].endswith(profile.choices[2].labels["ja"])


@pytest.mark.parametrize("leave", ["n", "いいえ", "Ｎ"])
def test_who_does_not_agree_gets_nothing(leave: str) -> None:
    assert Talk(*blank(ASKED), leave).made is None


@given(st.lists(st.sampled_from(["<", "", "1", "2", "y", "n", "甲", "38", "?"]), max_size=80))
@settings(max_examples=60, deadline=None)
def test_going_back_and_forth_leaves_the_answers_of_the_last_time_only(typed: list[str]) -> None:
    lines = iter(typed)
    interview = Interview(SCRIPT, "ja", lambda _: None, lambda _: next(lines, ""), lambda _: "")
    made = interview.answers("mine", {})
    answered = [question for question in QUESTIONS if question.sets and at(made, question.sets[0]) is not None]
    assert answered
    wrong = [
        question.sets
        for question in answered
        if any(str(at(made, key)) != str(wanted) for key, wanted in question.when.items())
    ]
    assert wrong == []
    assert at(made, "remote_access.ways.vpn") is None or at(made, "_vpn") == "present"


@pytest.mark.parametrize("number", ["1,5", "1,50", "12,34"])
def test_a_comma_that_parts_no_thousands_is_no_number(number: str) -> None:
    question = QUESTIONS[STAFF]
    found = question.reading(number)
    assert isinstance(found, Problem)
    assert found.code == "answer_not_a_number"
    assert question.reading("1,500") == question.reading("１，５００") == "1500"


@pytest.mark.parametrize("typed", ["y", "Ｎ", " y "])
def test_one_letter_is_no_name(typed: str) -> None:
    found = QUESTIONS[NAME].reading(typed)
    assert isinstance(found, Problem)
    assert found.code == "answer_one_letter"
    assert QUESTIONS[NAME].reading("港") == "港"
    assert QUESTIONS[STAFF].reading("8") == "8"


def test_answers_are_put_right_like_cells() -> None:
    assert QUESTIONS[NAME].reading("か\u3099っこう港") == "がっこう港"
    day = InterviewQuestion(("terminal.facts_as_of",), {}, (), {}, "", "", {})
    assert day.reading("令和8年11月2日") == "2026-11-02"
    wrong = [day.reading(written) for written in ("2026-11-31", "平成40年1月1日", "近日")]
    assert [each.code for each in wrong if isinstance(each, Problem)] == [
        "no_such_day",
        "day_outside_era",
        "not_a_date",
    ]


def at_the_console(monkeypatch: pytest.MonkeyPatch, folder: Path, lines: list[str]) -> int:
    """`quaybook new a` for somebody who types these lines and closes the window then."""

    def type_next(_: str) -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    (folder / "terminals").mkdir()
    monkeypatch.setattr("sys.stdin", Console())
    monkeypatch.setattr("builtins.input", type_next)
    monkeypatch.setattr("sys.argv", ["quaybook", "new", "a", "--root", str(folder), "--ui-lang", "ja"])
    return usage.run(app)


def test_the_command_writes_after_a_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert at_the_console(monkeypatch, tmp_path, ["甲港", "<", "乙港", *blank(ASKED - 1), "y"]) == 0
    assert at(load_folder(tmp_path / "terminals", "a").data, "terminal.name") == "乙港"


def test_the_command_writes_nothing_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert at_the_console(monkeypatch, tmp_path, [*blank(ASKED), "n"]) == 0
    assert load_messages(policy_source(), "ja")["intake_not_written"]["what"] in capsys.readouterr().out
    assert [*(tmp_path / "terminals").iterdir()] == []


def test_a_window_that_is_closed_at_the_last_question_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert at_the_console(monkeypatch, tmp_path, blank(ASKED)) != 0
    assert [*(tmp_path / "terminals").iterdir()] == []


# A TOS on the servers of a vendor.


@pytest.mark.parametrize("vpn", ["present", "absent"])
def test_a_tos_on_the_servers_of_a_vendor_has_no_servers_of_ones_own(tmp_path: Path, vpn: str) -> None:
    (choice,) = [
        choice for question in QUESTIONS for choice in question.choices if choice.value == TosForm.HOSTED.value
    ]
    assert set(choice.labels) == {"ja", "en"}
    workspace = put(tmp_path, nested({"terminal.tos.form": choice.value, "_vpn": vpn}))
    judged, problems = judge(workspace, "mine", TODAY)
    assert problems == ()
    assert judged is not None
    terminal = judged.terminal
    tos = next(system for system in terminal.systems if system.id == "tos")
    assert isinstance(tos.hosting, Provisional)
    assert (terminal.terminal.tos.form, tos.hosting.value, tos.supplier) == (TosForm.HOSTED, "vendor", "tos-host")
    assert terminal.servers == ()
    assert {supplier.id for supplier in terminal.suppliers} >= {"tos-host"}
    lines = {line.id: line.systems for line in terminal.external_connections}
    assert lines["tos-line"] == ("tos", "gate")
    assert lines.get("maintenance-vpn") == (("gate",) if vpn == "present" else None)


def test_other_kinds_of_tos_know_nothing_of_a_vendors_servers() -> None:
    assert "tos-host" in "".join(scaffold(nested({"terminal.tos.form": "hosted"})).values())
    others = [form.value for form in TosForm if form is not TosForm.HOSTED]
    assert others == ["own", "package", "saas"]
    assert [
        form for form in others if "tos-host" in "".join(scaffold(nested({"terminal.tos.form": form})).values())
    ] == []


def test_without_a_console_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "terminals").mkdir()
    monkeypatch.setattr("sys.stdin", io.StringIO("甲港\n<\n"))
    monkeypatch.setattr("sys.argv", ["quaybook", "new", "a", "--root", str(tmp_path)])
    assert usage.run(app) == 1
    assert [*(tmp_path / "terminals").iterdir()] == []


MAINTAINER = NUMBERS["suppliers.tos-maintainer.name"]


@pytest.mark.parametrize(
    ("typed", "shown"), [("確認中", ""), ("同上", ""), ("なし", ""), ("確認中（総務に照会）", "：総務に照会")]
)
def test_what_answers_nothing_is_shown_as_open_and_stays_so(typed: str, shown: str) -> None:
    before = [question for question in QUESTIONS[:MAINTAINER] if question.when != {"_vpn": "present"}]
    talk = Talk(*blank(len(before)), typed)
    text = QUESTIONS[MAINTAINER].texts["ja"]["text"]
    line = next(line for line in talk.summary() if text in line)
    assert line.endswith(PHRASES["open"] + shown)
    assert talk.made is not None
    facts = "".join(scaffold(talk.made).values())
    assert f"name: {typed}" not in facts
    assert ("TODO: 総務に照会" in facts) is bool(shown)


@pytest.mark.parametrize("typed", ["いいえ", "はい", "no", "○", "×"])
def test_a_yes_or_a_no_is_no_name(typed: str) -> None:
    read = QUESTIONS[MAINTAINER].reading(typed)
    assert isinstance(read, Problem)
    assert read.code == "answer_yes_for_text"


def test_a_choice_may_be_typed_as_it_is_called_and_says_what_it_says() -> None:
    follow_up = QUESTIONS[VPN + 1]
    asked = follow_up.choices[1:]
    assert len(asked) > 1
    for choice in asked:
        assert follow_up.reading(choice.labels["ja"]) == choice.value
        assert at(follow_up.facts(choice.value), "remote_access.ways.vpn.password.used") == "yes"
        made = scaffold({"_vpn": "present", **follow_up.facts(choice.value)})["connections.yml"]
        way = made[made.index("  ways:") : made.index("admin_auth:")]
        assert "used: yes" in way
        assert "used: 仮" not in way
