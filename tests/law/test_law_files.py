"""The files of `policy_src/law`: the kit's own are in order, and each mistake in one is told with its line."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from quaybook import pipeline
from quaybook.law.load import FOLDER, Law, load_law
from quaybook.law.statements import Rank
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY

STATEMENT = """\
statements:
  - id: a-rule
    title: {ja: 定め, en: A rule}
    ja: 報告する。
    source: ある法律第1条
    address: https://laws.e-gov.go.jp/
    rank: secondary
    checked_on: 2026-11-01
    review_by: 2027-02-01
"""
CLOCK = """\
clocks:
  - id: a-clock
    when: {ja: 起きた, en: It happened}
    what: {ja: 報告, en: A report}
    to: {ja: 相手, en: Somebody}
    starts: {ja: 知った時, en: when known}
"""


def loaded(folder: Path, **files: str) -> tuple[Law, list[tuple[str, str, int]]]:
    (folder / FOLDER).mkdir(parents=True)
    for name, text in files.items():
        (folder / FOLDER / f"{name}.yml").write_text(text, encoding="utf-8")
    law, problems = load_law(folder)
    return law, [(problem.code, problem.path, problem.line) for problem in problems]


def kit() -> Law:
    law, problems = load_law(policy_source())
    assert problems == ()
    assert len(law.statements) > 10
    assert len(law.clocks) > 8
    assert len(law.documents) >= 5
    return law


def test_what_the_kit_says_of_law_has_a_source_and_days() -> None:
    law = kit()
    assert len(law.watched) >= 4
    for each in law.sourced:
        assert each.address.startswith("https://"), each.id
        assert each.checked_on < each.review_by <= each.checked_on + timedelta(days=366), each.id
    ranks = {each.rank for each in law.sourced}
    assert ranks == set(Rank)


def test_no_template_says_when_somebody_looked_at_a_law() -> None:
    templates = [*(REPOSITORY / "policy_src" / "documents").rglob("*.j2")]
    assert len(templates) > 100
    dated = re.compile(r"確認日：\s*[0-9]{4}年|一次資料|二次資料|法律第[0-9]+号")
    assert [str(path) for path in templates if dated.search(path.read_text(encoding="utf-8"))] == []


def test_what_is_past_its_day_is_overdue_the_longest_first() -> None:
    law = kit()
    last = max(each.review_by for each in law.sourced)
    assert law.overdue(min(each.review_by for each in law.sourced)) == ()
    found = law.overdue(last + timedelta(days=1))
    assert len(found) == len(law.sourced)
    assert [each.review_by for each in found] == sorted(each.review_by for each in found)


def test_a_file_says_what_it_says(tmp_path: Path) -> None:
    law, problems = loaded(tmp_path, one=STATEMENT, two=CLOCK + "    days: 3\n    statement: a-rule\n")
    assert problems == []
    assert [each.id for each in law.statements] == ["a-rule"]
    assert law.statements[0].review_by == date(2027, 2, 1)
    assert law.places["a-rule"].file == "policy_src/law/one.yml"
    assert law.places["a-rule"].line == 2


@pytest.mark.parametrize(
    ("text", "code", "path", "line"),
    [
        (STATEMENT.replace("    rank: secondary\n", ""), "law_key_missing", "statements[0].rank", 2),
        (STATEMENT.replace("ja: 報告する。", 'ja: ""'), "law_empty", "statements[0].ja", 4),
        (STATEMENT.replace("secondary", "hearsay"), "not_in_vocabulary", "statements[0].rank", 7),
        (STATEMENT.replace("2026-11-01", "TODO"), "not_a_date", "statements[0].checked_on", 8),
        (STATEMENT.replace("2027-02-01", "2026-02-30"), "no_such_day", "statements[0].review_by", 9),
        (STATEMENT.replace("2027-02-01", "2026-11-01"), "law_review_too_early", "statements[0].review_by", 9),
        (STATEMENT + "    watch: [nothing]\n", "unknown_reference", "statements[0].watch[0]", 10),
        (STATEMENT + "    whatever: 1\n", "unknown_key", "statements[0].whatever", 10),
        (STATEMENT + STATEMENT.removeprefix("statements:\n"), "id_twice", "statements[1].id", 10),
        (CLOCK, "law_clock_not_one", "clocks[0]", 2),
        (CLOCK + "    days: 3\n    minutes: reporting.police_limit_min\n", "law_clock_not_one", "clocks[0]", 2),
        (CLOCK + "    minutes: reporting.police\n", "law_clock_fact", "clocks[0].minutes", 7),
        (CLOCK + "    minutes: terminal.name\n", "law_clock_fact", "clocks[0].minutes", 7),
        (CLOCK + "    hours: systems.rto_hours\n", "law_clock_fact", "clocks[0].hours", 7),
        (CLOCK + "    days: 3\n    aim_days: 3\n", "law_clock_aim", "clocks[0].aim_days", 8),
        (CLOCK + "    days: 3\n    statement: nothing\n", "unknown_reference", "clocks[0].statement", 8),
        ("statements: {}\n", "not_a_list", "statements", 1),
    ],
)
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, text: str, code: str, path: str, line: int) -> None:
    _, problems = loaded(tmp_path, one=text)
    assert problems == [(code, path, line)]


def test_a_broken_file_is_told_and_hides_no_other(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, one="statements: [\n", two=STATEMENT.replace("2027-02-01", "soon"))
    assert {code for code, _, _ in problems} > {"not_a_date"}
    assert len(problems) == 2


def test_every_message_of_law_is_in_both_languages() -> None:
    files = sorted((policy_source() / "words").glob("messages-law.*.yml"))
    assert len(files) == 2
    both = [load_messages(policy_source(), language).keys() for language in ("ja", "en")]
    assert both[0] == both[1]


def test_a_mistake_in_a_law_file_stops_every_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "policy_src"
    shutil.copytree(policy_source(), source)
    file = source / FOLDER / "privacy.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("    rank: primary", "    rank: gossip", 1), encoding="utf-8"
    )
    monkeypatch.setattr(pipeline, "policy_source", lambda: source)
    prepared, problems = pipeline.prepare(pipeline.Workspace(REPOSITORY), "chitoseura")
    assert prepared is None
    assert [problem.code for problem in problems] == ["not_in_vocabulary"]
