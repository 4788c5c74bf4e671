"""Every message that the kit can give is given in some test, so that none has blanks or a cause that nobody tried."""

from __future__ import annotations

import ast
import errno
import re
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from quaybook.build import counted
from quaybook.cli import app, usage
from quaybook.documents.templating.mistakes import word_problem
from quaybook.facts.positions import Source
from quaybook.facts.version import FACTS_VERSION, VERSION_KEY
from quaybook.files.refusal import refusal
from quaybook.intake.new.interview_questions import load_script
from quaybook.intake.new.workspace_kit import WHEEL
from quaybook.intake.questionnaire.store import store_workbook
from quaybook.model.load import PROBLEMS_AT_MOST, load_terminal
from quaybook.pipeline import Workspace, open_facts, prepare
from quaybook.problems import Problem
from quaybook.reports.check import CheckReport
from quaybook.resources import policy_source
from quaybook.wording.words import MissingWordError, WordBlankError, load_messages, load_words

from tests.catalogue.test_set_files import as_text, house, problems_of
from tests.conftest import REPOSITORY, TODAY, prepared_sample
from tests.helpers.questionnaires import Filled
from tests.helpers.workspaces import facts_of, write_config, write_facts
from tests.intake.new.test_init import KIT
from tests.intake.questionnaire.test_round_trip import run as run_intake

EXAMPLES = sorted((REPOSITORY / "tests" / "broken_terminals").rglob("expected.txt"))
ENGLISH = load_messages(policy_source(), "en")
WORDS_OF_COMMANDS = [
    ("unknown_command", ["chek"]),
    ("option_without_value", ["check", "--root"]),
    ("option_with_value", ["check", "--help=yes"]),
    ("argument_missing", ["new"]),
    ("argument_refused", ["gaps", "--format", "xml"]),
    ("argument_too_many", ["schema", "more"]),
    ("format_not_explained", ["check", "--explain", "terminal.name", "--format", "github"]),
]


def pattern(code: str) -> re.Pattern[str]:
    """What the message says had come, whatever that was."""
    text = re.sub(r"\s+", " ", ENGLISH[code]["what"]).strip()
    return re.compile(re.sub(r"\\\{\w+\\\}", ".+?", re.escape(text)))


def says(code: str, text: str) -> bool:
    return pattern(code).search(re.sub(r"\s+", " ", text)) is not None


@cache
def named() -> set[str]:
    """Texts that stand in tests, and the codes of the messages in the examples of mistakes."""
    tests = [ast.parse(path.read_text(encoding="utf-8")) for path in (REPOSITORY / "tests").rglob("*.py")]
    found = (node.value for tree in tests for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = {value for value in found if isinstance(value, str)}
    examples = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    assert len(texts) > 3000
    assert len(examples) > 40
    return texts | {code for code in ENGLISH if any(says(code, text) for text in examples)}


def test_every_message_is_named_in_a_test() -> None:
    assert len(ENGLISH) > 180
    assert sorted(ENGLISH.keys() - named()) == []


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """All that a command prints."""

    def done(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["quaybook", *arguments, "--ui-lang", "en"])
        usage.run(app)
        return "\n".join(capsys.readouterr())

    return done


@pytest.mark.parametrize(("code", "arguments"), WORDS_OF_COMMANDS)
def test_wrong_usage_is_told_in_its_words(
    code: str, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setattr(sys, "argv", ["quaybook", *arguments])
    assert usage.run(app) == 2
    told = capsys.readouterr().err
    assert says(code, told), told
    assert not any(says(other, told) for other, _ in WORDS_OF_COMMANDS if other != code)


def test_a_wrong_day_in_the_environment_and_a_command_that_was_stopped(
    command: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUAYBOOK_TODAY", "tomorrow")
    assert says("environment_not_a_day", command("gaps"))
    monkeypatch.setattr(sys.modules["quaybook.cli.gaps"], "Workspace", _stopped)
    monkeypatch.delenv("QUAYBOOK_TODAY")
    assert says("stopped", command("gaps"))


def _stopped(*_: object) -> None:
    raise typer.Abort


def test_new_and_init_say_what_they_made(tmp_path: Path, command: Callable[..., str]) -> None:
    (tmp_path / WHEEL).write_bytes(KIT.content)
    assert says("init_made", command("init", str(tmp_path / "ours"), "--kit", str(tmp_path / WHEEL)))
    root = ["--root", str(tmp_path / "ours")]
    made = command("new", "minami-ct", "--yes", *root)
    assert says("new_made", made)
    assert "quaybook build minami-ct" in made
    assert "quaybook check minami-ct" in ENGLISH["new_next"]["what"].format(id="minami-ct")
    assert re.sub(r"\s+", "", ENGLISH["new_next"]["what"].format(id="minami-ct")) in re.sub(r"\s+", "", made)
    assert says("terminal_exists", command("new", "minami-ct", "--yes", *root))
    assert says("new_replaced", command("new", "minami-ct", "--yes", "--force", *root))
    (tmp_path / "ours" / "terminals" / "minami-ct" / "more.yml").write_text("exceptions: []\n", encoding="utf-8")
    assert says("other_facts_there", command("new", "minami-ct", "--yes", "--force", *root))
    assert says("not_a_workspace", command("new", "minami-ct", "--yes", "--root", str(tmp_path)))
    assert says("no_console", command("new", "higashi-ct", *root))


def test_the_questionnaire_says_what_it_did(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    exported = run_intake(tmp_path, "export", "chitoseura", "sheet.xlsx")
    assert says("intake_exported", exported.stdout)
    assert says("questionnaire_exists", run_intake(tmp_path, "export", "chitoseura", "sheet.xlsx").stderr)
    assert says("intake_new_terminal", run_intake(tmp_path, "export", "minami-ct", "empty.xlsx").stderr)
    assert says("intake_same", run_intake(tmp_path, "import", "sheet.xlsx", "chitoseura").stdout)
    shown = run_intake(tmp_path, "import", "empty.xlsx", "minami-ct", "--diff", told="n\n")
    assert says("intake_new_file", shown.stdout)
    filled.cell("terminal.berths").value = 3
    file = filled.save().name
    assert says("intake_not_written", run_intake(tmp_path, "import", file, "chitoseura", "--dry-run").stdout)
    done = run_intake(tmp_path, "import", file, "chitoseura", told="y\n").stdout
    for code in ("intake_ask", "intake_written", "intake_backup", "intake_next"):
        assert says(code, done), code


def test_upgrade_says_what_it_did(tmp_path: Path, command: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(REPOSITORY / "tests" / "upgrade" / "version_1", tmp_path / "terminals")
    answers = iter(["perhaps", "n", "y"])
    asked: list[str] = []

    def answered(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answered)
    first, second, third = (command("upgrade", "aonagi", "--root", str(tmp_path)) for _ in range(3))
    assert [says("upgrade_ask", question) for question in asked] == [True] * 3
    assert ENGLISH["upgrade_ask"]["fix"] in first
    for told in (first, second):
        assert says("upgrade_undecided", told)
    assert [says("intake_not_written", told) for told in (first, second, third)] == [True, False, False]
    assert [says("intake_written", told) for told in (first, second, third)] == [False, True, False]
    assert [says("upgrade_nothing", told) for told in (first, second, third)] == [False, False, True]


def codes_of(filled: Filled) -> set[str]:
    return {problem.code for problem in filled.problems()}


def test_cells_that_cannot_be_placed_or_read_are_told(tmp_path: Path) -> None:
    filled = Filled(tmp_path, "chitoseura")
    cell = filled.cell("terminal.berths")
    cell.parent.cell(cell.row, 1).value = "terminal.moorings"
    assert codes_of(filled) == {"fact_unknown"}
    filled = Filled(tmp_path, "chitoseura")
    filled.fill("network_devices", filled.sheet("table:network_devices").cell(7, 1).value, spare="該当なし")
    assert codes_of(filled) == {"cell_reason_missing"}
    filled = Filled(tmp_path, "chitoseura")
    page = filled.sheet("table:drills")
    for column in range(2, page.max_column + 1):
        page.cell(1, column).value = None
    assert "sheet_keys_missing" in codes_of(filled)


def test_a_questionnaire_that_cannot_be_written_is_told_and_leaves_no_half(tmp_path: Path) -> None:
    problem = store_workbook(tmp_path / "nowhere" / "sheet.xlsx", b"x")
    assert problem is not None
    assert problem.code == "questionnaire_unwritable"
    assert [*tmp_path.iterdir()] == []


def test_more_mistakes_than_anybody_reads_are_counted() -> None:
    wrong: dict[str, Any] = {f"key{number}": "x" for number in range(PROBLEMS_AT_MOST + 7)}
    wrong[VERSION_KEY] = str(FACTS_VERSION)
    terminal, problems = load_terminal(Source(data=wrong))
    assert terminal is None
    more = [problem for problem in problems if problem.code == "more_problems"]
    assert len(problems) == PROBLEMS_AT_MOST + 1
    assert [int(dict(problem.values)["count"]) > 7 for problem in more] == [True]


def test_a_folder_without_terminals_is_told(tmp_path: Path) -> None:
    (tmp_path / "terminals").mkdir()
    prepared, problems = prepare(Workspace(tmp_path), "mine", TODAY)
    assert prepared is None
    assert "no_terminals" in {problem.code for problem in problems}


def test_a_requirement_of_another_set_cannot_stand_in_a_set_again(tmp_path: Path) -> None:
    rules = house()
    rules["requirements"][0]["id"] = "3-4-3"
    assert "requirement_twice" in {problem.code for problem in problems_of(tmp_path, as_text(rules))}


def test_what_is_open_keeps_a_set_from_release(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = open_facts(prepared_sample("chitoseura"))
    assert len(left) > 5
    assert {problem.code for problem in left} == {"open_in_release"}
    assert open_facts(prepared_sample("aonagi")) == ()
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setattr(sys, "argv", ["quaybook", "build", "chitoseura", "--release", "--ui-lang", "en"])
    assert usage.run(app) == 1
    told = capsys.readouterr().err
    assert says("open_count_in_release", told)
    lines = [line for line in told.splitlines() if says("open_in_release", line)]
    assert len(lines) == len(left)
    places = {f"{problem.file}:{problem.line}: {problem.path}: " for problem in left}
    assert {place for place in places if not any(line.startswith(place) for line in lines)} == set()


def test_build_and_check_count_alike(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    facts["plan"], facts["duty"] = (
        [],
        {"name": "仮：当直", "place": "TODO", "means": [{"kind": "radio", "value": "1ch"}]},
    )
    write_facts(tmp_path / "terminals" / "x", facts)
    prepared, problems = prepare(Workspace(tmp_path), "x", TODAY)
    assert prepared is not None, problems
    counts = counted(open_facts(prepared))
    words, _ = load_words(policy_source(), "ja")
    listed = CheckReport.of(prepared.judged, words, "ja").counts()
    assert {kind: counts[kind] for kind in ("blank", "provisional")} == {
        kind: listed[kind] for kind in ("blank", "provisional")
    }
    assert counts["provisional"] == 1
    assert counts["planned"] > 0
    assert counts["count"] == counts["blank"] + counts["provisional"] + counts["planned"]
    assert counted(()) == {}


@pytest.mark.parametrize(
    ("audience", "step", "code"),
    [("everybody", "build", "unknown_audience"), ("staff", "gh-deploy", "not_for_publishing")],
)
def test_an_edition_that_is_none_or_not_for_the_public_stops_the_site(
    audience: str,
    step: Any,
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "terminals").symlink_to(REPOSITORY / "terminals")
    config = load_config(str(write_config(tmp_path, "chitoseura")))
    for name in ("AUDIENCE", "QUAYBOOK_AUDIENCE"):
        monkeypatch.setenv(name, audience)
    monkeypatch.setenv("LANGUAGE", "en")
    config.plugins.on_startup(command=step, dirty=False)
    with pytest.raises(Abort):
        build(config)
    # MkDocs keeps its plugins from one run to the next.
    config.plugins.on_startup(command="build", dirty=False)
    assert says(code, caplog.text), caplog.text
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("fact", "answer", "code"),
    [("terminal.name", "鐘\x07", "answer_character"), ("terminal.tos.form", "99", "answer_not_a_choice")],
)
def test_an_answer_that_cannot_be_used_is_told_with_its_reason(fact: str, answer: str, code: str) -> None:
    (question,) = (question for question in load_script(policy_source()).questions if fact in question.sets)
    problem = question.reading(answer)
    assert isinstance(problem, Problem)
    assert problem.code == code


def test_a_place_that_can_only_be_read_and_words_that_are_wrong_have_their_codes(tmp_path: Path) -> None:
    assert refusal(OSError(errno.EROFS, "read-only"), tmp_path).code == "read_only"
    assert word_problem(MissingWordError("kind", "ja.yml")).code == "word_not_there"
    assert word_problem(WordBlankError("kind", "ja.yml", "'x'")).code == "word_blank_wrong"
