"""What a set asks of the facts as data is checked before anything is judged: each mistake is told at its line."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quaybook.assessment.assess import assessed
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.assessment.rules.cases.changes import steps
from tests.catalogue.test_set_files import BOTH, FILE, as_text, changed, loaded, problems_of, terminal_with
from tests.conftest import REPOSITORY, TODAY

OLD = {"fact": "retention.oldest_days", "at_least": "28"}
HELD = {"dates": ["restore_tests.held_on"], "apart_days": "100", "within_days": "100"}
EXAMPLES: list[dict[str, Any]] = [
    {"every": "backups", "has": [OLD, {"fact": "reachable_from_tos", "is_yes": "no"}]},
    {"any": "drills", "has": [{"fact": "held_on", "within_days": "365"}, {"fact": "held_on", "not_after": "next_on"}]},
    {"every": "people", "has": [{"fact": "verified_on", "within_days": "180"}]},
    {"any": "vuln.open", "has": [{"fact": "due_on", "not_after": "due_on"}]},
    HELD,
    {"dates": ["audit.self_checked_on", "audit.audited_on"], "apart_days": "0"},
    {"dates": ["exceptions.approved_on", "exceptions.expires_on"], "apart_days": "36500"},
    {"fact": "audit.audited_on", "not_after": "audit.next_on"},
]


def found(tmp_path: Path, *asked: object) -> list[Problem]:
    """What is wrong with a set whose first requirement asks this."""
    return problems_of(tmp_path, as_text(changed(("requirements", 0, "decided_by"), [*asked])))


def test_what_is_asked_rightly_is_taken(tmp_path: Path) -> None:
    assert found(tmp_path, *EXAMPLES) == []


def test_the_example_of_the_manual_is_taken(tmp_path: Path) -> None:
    manual = (REPOSITORY / "docs" / "how-to" / "add-requirement-set.md").read_text(encoding="utf-8")
    written = next(block for block in manual.split("```yaml\n")[1:] if block.startswith("  decided_by:"))
    asked = yaml.load(written.split("```")[0], Loader=yaml.BaseLoader)["decided_by"]
    assert {key for each in asked for key in each} >= {"fact", "every", "any", "dates", "not_after", "apart_days"}
    assert found(tmp_path, *asked) == []


@pytest.mark.parametrize(
    ("asked", "code", "at", "says"),
    [
        ({"at_least": "1"}, "criterion_not_one", "", "(0 times)"),
        ({"fact": "logs.retention_days", "at_least": "1", "every": "backups"}, "criterion_not_one", "", "(2 times)"),
        ({"every": "backups", "any": "backups", "has": [OLD]}, "criterion_not_one", "", "fact, every, any, dates"),
        ({"every": "backups"}, "criterion_incomplete", "", '"has" beside every'),
        ({"dates": ["audit.audited_on"]}, "criterion_incomplete", "", '"apart_days" beside dates'),
        ({"dates": ["audit.audited_on"], "within_days": "3"}, "criterion_incomplete", "", '"apart_days"'),
        (
            {"every": "backups", "has": [OLD], "at_least": "3"},
            "criterion_unfit",
            ".at_least",
            "every write: has",
        ),
        (
            {"fact": "logs.retention_days", "at_least": "1", "has": [OLD]},
            "criterion_unfit",
            ".has",
            "Beside fact",
        ),
        (HELD | {"is_yes": "yes"}, "criterion_unfit", ".is_yes", "apart_days, within_days"),
        ({"any": "drills", "has": []}, "too_few_entries", ".has", "at least 1"),
        ({"any": "drills", "has": OLD}, "not_a_list", ".has", "a list"),
        ({"dates": [], "apart_days": "3"}, "too_few_entries", ".dates", "at least 1"),
        (HELD | {"dates": "restore_tests.held_on"}, "not_a_list", ".dates", "a list"),
        (HELD | {"apart_days": "-1"}, "negative_number", ".apart_days", "0 or more"),
        (HELD | {"apart_days": "1.5"}, "not_a_whole_number", ".apart_days", "a whole number"),
        (HELD | {"apart_days": "36501"}, "number_too_high", ".apart_days", "36500"),
        (HELD | {"within_days": "a year"}, "not_a_whole_number", ".within_days", "a whole number"),
        (HELD | {"dates": ["restore_tests.minutes"]}, "condition_wrong_fact", ".dates[0]", '"restore_tests.minutes"'),
        (HELD | {"dates": ["restore_tests"]}, "condition_wrong_fact", ".dates[0]", '"dates"'),
        (HELD | {"dates": ["audit.audited_on", "audit.next_on"]}, "condition_wrong_fact", ".dates[1]", "within_days"),
        (HELD | {"dates": ["restore_test.held_on"]}, "unknown_fact", ".dates[0]", "Did you mean: restore_tests"),
        (HELD | {"dates": ["restore_tests.held_at"]}, "unknown_fact", ".dates[0]", "Did you mean: held_on"),
        ({"every": "backup", "has": [OLD]}, "unknown_fact", ".every", "Did you mean: backups"),
        ({"every": "backup_plan", "has": [OLD]}, "condition_wrong_fact", ".every", '"every"'),
        ({"any": "admin_auth.factors", "has": [OLD]}, "condition_wrong_fact", ".any", '"any"'),
        ({"any": "backups.locations", "has": [OLD]}, "condition_wrong_fact", ".any", '"any"'),
        ({"every": "backups", "has": [{"fact": "restore_hours"}]}, "condition_not_one", ".has[0]", "not_after"),
        ({"every": "backups", "has": [OLD | {"at_most": "30"}]}, "condition_not_one", ".has[0]", "oldest_days"),
        ({"every": "backups", "has": [{"at_most": "30"}]}, "set_key_missing", ".has[0].fact", '"fact"'),
        ({"every": "backups", "has": [OLD | {"any": "x"}]}, "unknown_key", ".has[0].any", '"any"'),
        ({"every": "backups", "has": [OLD | {"at_least": "inf"}]}, "not_a_number", ".has[0].at_least", '"inf"'),
        (
            {"every": "backups", "has": [OLD, {"fact": "retention.old_days", "at_least": "1"}]},
            "unknown_fact",
            ".has[1].fact",
            "Did you mean: oldest_days",
        ),
        (
            {"every": "backups", "has": [{"fact": "backups.restore_hours", "at_least": "1"}]},
            "unknown_fact",
            ".has[0].fact",
            '"backups.restore_hours"',
        ),
        ({"every": "backups", "has": [OLD | {"fact": "locations"}]}, "condition_wrong_fact", ".has[0].at_least", ""),
        (
            {"every": "backups", "has": [OLD | {"fact": "locations.place"}]},
            "condition_wrong_fact",
            ".has[0].at_least",
            "",
        ),
        ({"every": "backups", "has": [OLD | {"fact": "name"}]}, "condition_wrong_fact", ".has[0].at_least", '"name"'),
        (
            {"any": "drills", "has": [{"fact": "next_on", "within_days": "3"}]},
            "condition_wrong_fact",
            ".has[0].within_days",
            "something was done",
        ),
        ({"fact": "audit.audited_on", "not_after": "audit.auditor"}, "condition_wrong_fact", ".not_after", "auditor"),
        ({"fact": "audit.auditor", "not_after": "audit.audited_on"}, "condition_wrong_fact", ".not_after", "auditor"),
        (
            {"fact": "audit.audited_on", "not_after": "audit.next"},
            "unknown_fact",
            ".not_after",
            "mean: next_on",
        ),
        ({"fact": "audit.audited_on", "not_after": "drills.held_on"}, "condition_wrong_fact", ".not_after", "drills"),
        ({"fact": "drills.held_on", "within_days": "3"}, "condition_wrong_fact", ".within_days", "has of every or any"),
        ({"fact": "logz.retention_days", "at_least": "3"}, "unknown_fact", ".fact", "Did you mean: logs"),
        ({"fact": "logs.retention_days.x", "at_least": "3"}, "unknown_fact", ".fact", "Did you mean: "),
        ({"fact": "logs.__class__", "at_least": "3"}, "unknown_fact", ".fact", "Did you mean: "),
    ],
)
def test_each_mistake_is_told_at_its_line(tmp_path: Path, asked: dict[str, Any], code: str, at: str, says: str) -> None:
    (problem,) = found(tmp_path, HELD, asked)
    assert (problem.code, problem.path) == (code, f"requirements[0].decided_by[1]{at}")
    assert problem.file == FILE
    lines = (tmp_path / "overrides" / "requirements" / "house.yml").read_text(encoding="utf-8").splitlines()
    first = lines.index("  decided_by:") + len(as_text(HELD).splitlines()) + 2
    assert first <= problem.line < first + len(as_text(asked).splitlines())
    came: Any = asked
    for step in steps(at):
        came = came.get(step) if isinstance(came, dict) else came[step]
    if isinstance(came, str):
        assert came in lines[problem.line - 1]
    for language in ("ja", "en"):
        told = describe(problem, load_messages(policy_source(), language))
        assert language == "ja" or says in told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    both = {"fact": "audit.auditor", "not_after": "audit.next"}
    wrong = {
        "every": "backups",
        "has": [{"fact": "x", "at_least": "1"}, {"fact": "name", "is_yes": "yes"}],
        "is_yes": "no",
    }
    codes = [problem.code for problem in sorted(found(tmp_path, both, wrong, {}))]
    assert sorted(codes) == [
        *("condition_wrong_fact", "condition_wrong_fact", "criterion_not_one"),
        *("criterion_unfit", "unknown_fact", "unknown_fact"),
    ]


PIECES = [*EXAMPLES, *(has for each in EXAMPLES for has in each.get("has", ()))]
KEYS = sorted({key for each in PIECES for key in each})
VALUES = st.one_of(
    st.sampled_from([value for each in PIECES for value in each.values()]),
    st.sampled_from(["", "x", "backups", "restore_tests.held_on", "audit.next_on", "suppliers", "0", "yes", "."]),
    st.lists(st.sampled_from([*PIECES, "drills.held_on", "backups.locations.place", "people"]), max_size=3),
)


@given(st.sampled_from(PIECES), st.dictionaries(st.sampled_from(KEYS), st.none() | VALUES, max_size=3))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_taken_can_be_judged(tmp_path: Path, piece: dict[str, Any], change: dict[str, Any]) -> None:
    asked = {key: value for key, value in {**piece, **change}.items() if value is not None}
    # The loader remembers a file by its path and time.
    root = Path(tempfile.mkdtemp(dir=tmp_path))
    catalogue, problems = loaded(root, as_text(changed(("requirements", 0, "decided_by"), [asked])))
    assert [problem for problem in problems if problem.line < 2 or problem.file != FILE] == []
    if not problems:
        judged = assessed(terminal_with(BOTH)[0], catalogue, TODAY)
        finding = next(each for each in judged.findings if each.requirement.id == "AON-1")
        assert finding.checks
        assert finding.facts
