"""`quaybook check --for`: a name that nobody bears is a mistake with those who may be meant, nearest first."""

from __future__ import annotations

import pytest
from quaybook.cli import main
from quaybook.reports.asked import asked_people, is_known, only_for, unknown_person
from quaybook.reports.check import CheckReport
from quaybook.resources import policy_source
from quaybook.wording.words import load_words

from tests.conftest import REPOSITORY
from tests.helpers.renderings import judged_with


def report(changes: dict[str, object]) -> CheckReport:
    words, _ = load_words(policy_source(), "ja")
    return CheckReport.of(judged_with("aonagi", changes), words, "ja")


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[object, str, str]:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setattr("sys.argv", ["quaybook", "check", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    printed = capsys.readouterr()
    return stop.value.code, printed.out, printed.err


def test_a_misspelt_name_gets_the_nearest_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(monkeypatch, capsys, "chitoseura", "--ui-lang", "ja", "--for", "総務課朝")
    assert code == 1
    assert "「総務課朝」" in err
    assert "近い順）：総務課長" in err
    assert "[ ]" not in out


def test_somebody_of_whom_nothing_is_asked_is_no_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    title = next(p.title for p in judged_with("aonagi", {}).terminal.people)
    code, _, err = run(monkeypatch, capsys, "aonagi", "--ui-lang", "ja", "--for", str(title))
    assert (code, err) == (0, "")


def test_a_person_is_found_by_title_name_and_in_any_width() -> None:
    changes = {"people[0].title": "総務ABC課長", "contacts[0].hours": "TODO: 総務ABC課長"}
    terminal = judged_with("aonagi", changes).terminal
    made = report(changes)
    assert asked_people(made) == ("総務ABC課長",)
    for name in ("総務ABC課長", "総務ＡＢＣ課長", "abc", str(terminal.people[0].name)):
        assert len(only_for(made, terminal, name).remarks) == 1, name
    assert is_known(terminal, "総務ａｂｃ")
    assert not is_known(terminal, "いない人")
    assert only_for(made, terminal, "いない人").remarks == ()


def test_an_exact_title_comes_before_those_in_which_it_stands() -> None:
    changes = {
        "people[0].title": "システム",
        "people[1].title": "システム管理課長",
        "contacts[0].hours": "TODO: システム",
        "contacts[1].hours": "TODO: システム管理課長",
    }
    terminal, made = judged_with("aonagi", changes).terminal, report(changes)
    assert [view.ask for view in only_for(made, terminal, "システム").remarks] == ["システム"]
    assert [view.ask for view in only_for(made, terminal, "ステム管理").remarks] == ["システム管理課長"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_of_one_person_nothing_is_said_about_what_others_have_to_do(language: str) -> None:
    words, _ = load_words(policy_source(), language)
    changes = {"contacts[0].hours": "TODO: 総務の甲", "insurance.held": "no"}
    terminal, made = judged_with("aonagi", changes).terminal, report(changes)
    assert made.counts()["contradiction"] > 0
    shown = only_for(made, terminal, "総務の甲")
    assert shown.counts() == {"blank": 1, "provisional": 0}
    assert words("check.counts_asked", name="総務の甲", blank=1, provisional=0) in [*shown.lines(words)]
    none = [*only_for(made, terminal, "いない人").lines(words)]
    assert words("check.nothing_asked", name="いない人") in none
    assert words("check.nothing") not in none


def test_nobody_is_asked_where_nothing_is_open() -> None:
    assert asked_people(report({})) == ()
    assert unknown_person("誰か", ()).code == "asked_of_nobody"
    assert unknown_person("誰か", ("総務",)).code == "asked_of_unknown"
    assert dict(unknown_person("係長", ("総務", "係長補佐", "システム係長")).values)["near"].startswith("係長補佐")
