"""Messages speak Japanese or English as asked; the English of the libraries reaches nobody."""

from __future__ import annotations

import ast
import json
import locale
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from quaybook.cli import app
from quaybook.environment import ui_language
from quaybook.facts.folder import load_folder
from quaybook.facts.positions import read_yaml
from quaybook.model.load import EXPECTED, load_terminal
from quaybook.problems import describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages
from typer.main import get_command

from tests.conftest import REPOSITORY
from tests.helpers.workspaces import broken_workspace
from tests.wording.test_words import flat

JAPANESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
# Notation of the facts, which English names too.
NOTATION = re.compile("該当なし|はい|いいえ|仮の値|仮：")
LOCALE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "LC_CTYPE")
PAIRS = sorted(p.name.removesuffix(".ja.yml") for p in (policy_source() / "words").glob("*.ja.yml"))
EXAMPLES = sorted(p for p in (REPOSITORY / "tests" / "broken_terminals").iterdir() if p.is_dir())
CLICK = (
    "Usage", "Options", "Arguments", "Commands", "Show this message", "No such", "Did you mean", "Missing",
    "Invalid value", "requires an argument", "does not take", "Got unexpected", "Try '", "Error", "default",
    "required", "is not one of", "must be", "Value error", "Aborted", "for help", "possible",
)  # fmt: skip

NAMES = ("", *sorted(get_command(app).commands))
WRONG = {
    "no command": (),
    "an unknown command": ("chek",),
    "an unknown option": ("check", "--frmat", "json"),
    "an unknown option before the command": ("--rot", "check"),
    "an option without its value": ("check", "--root"),
    "a switch with a value": ("check", "--help=yes"),
    "a value that cannot be chosen": ("gaps", "--format", "xml"),
    "a language that is not spoken": ("check", "--ui-lang", "fr"),
    "a date that is none": ("check", "--today", "2026-13-40"),
    "a date without hyphens": ("check", "--today", "20261101"),
    "a date by its week": ("gaps", "--today", "2026-W44-7"),
    "an empty date": ("coverage", "--today", ""),
    "an option in place of a value": ("check", "--root", "--format", "json"),
    "a repeated option in place of a value": ("check", "--explain", "--ui-lang", "ja"),
    "an explanation as annotations": ("check", "--explain", "terminal.name", "--format", "github"),
    "an explanation as code quality": ("check", "--explain", "terminal.name", "--format", "gitlab"),
    "too many arguments": ("schema", "more"),
    "a missing argument": ("new",),
}
PYDANTIC = (
    "Input should", "Field required", "Extra inputs", "validation error", "Value error", "Assertion failed",
    "should have at least", "should have at most", "should match pattern", "unable to parse", "valid string",
    "valid integer", "valid number", "valid date", "valid list", "valid tuple", "valid dictionary", "pydantic",
    "type=", "input_value",
)  # fmt: skip


def quaybook(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a person starts it, in a locale that the test says."""
    kept = {key: value for key, value in os.environ.items() if key not in LOCALE}
    command = [str(Path(sys.executable).with_name("quaybook")), *arguments]
    asked = {"PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(command, capture_output=True, env=kept | asked, cwd=REPOSITORY, check=False)


# Many commands, one process: each as if it were started alone.
MANY = """
import contextlib, io, json, sys
from quaybook.cli import main
done = []
for arguments in json.load(sys.stdin):
    sys.argv, out, err = ["quaybook", *arguments], io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as stop:
            done.append([stop.code, out.getvalue(), err.getvalue()])
json.dump(done, sys.stdout)
"""


@pytest.fixture(scope="module")
def in_japanese() -> dict[tuple[str, ...], tuple[int, str, str]]:
    """Exit code, stdout and stderr of every wrong usage and every help page, where the locale is Japanese."""
    asked = [*WRONG.values(), *(help_of(name) for name in NAMES)]
    kept = {key: value for key, value in os.environ.items() if key not in LOCALE}
    environment = kept | {"LANG": "ja_JP.UTF-8", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", MANY],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    return {tuple(one): tuple(result) for one, result in zip(asked, json.loads(done.stdout), strict=True)}


def help_of(name: str) -> tuple[str, ...]:
    return (*filter(None, (name,)), "--help")


@cache
def texts(name: str, language: str) -> dict[str, str]:
    read = read_yaml(policy_source() / "words" / f"{name}.{language}.yml", name)
    assert read.problems == []
    return flat(read.data)


def blanks(name: str, language: str) -> set[tuple[str, str]]:
    """Each text's key with its blanks; of a problem by its code, for a language may name a thing elsewhere in it."""
    found = texts(name, language).items()
    named = ((key, blank) for key, text in found for _, blank, _, _ in Formatter().parse(text) if blank)
    return {(key.split(".")[0] if name.startswith("messages") else key, blank) for key, blank in named}


def test_all_areas_are_looked_at() -> None:
    assert set(PAIRS) >= {"cli", "findings", "messages", "messages-usage", "schema"}
    english = {p.name.removesuffix(".en.yml") for p in (policy_source() / "words").glob("*.en.yml")}
    assert english == set(PAIRS)


@pytest.mark.parametrize("name", PAIRS)
def test_both_languages_say_the_same_things(name: str) -> None:
    japanese, english = texts(name, "ja"), texts(name, "en")
    assert japanese
    assert sorted(set(japanese) ^ set(english)) == []
    assert sorted(blanks(name, "ja") ^ blanks(name, "en")) == []


@pytest.mark.parametrize("name", PAIRS)
def test_each_language_is_written_in_its_own_letters(name: str) -> None:
    english = {key: NOTATION.sub("", text) for key, text in texts(name, "en").items()}
    assert {key: text for key, text in english.items() if JAPANESE.search(text)} == {}
    if name.startswith("messages"):
        japanese = {key: text for key, text in texts(name, "ja").items() if re.sub(r"\{\w+\}", "", text)}
        assert {key: text for key, text in japanese.items() if not JAPANESE.search(text)} == {}


def trees() -> list[ast.Module]:
    files = sorted((REPOSITORY / "generators" / "quaybook").rglob("*.py"))
    assert len(files) > 100
    return [ast.parse(path.read_text(encoding="utf-8")) for path in files]


def constants(node: ast.AST | None) -> Iterator[str]:
    """The texts that an expression may be, both branches of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from (*constants(node.body), *constants(node.orelse))


def takers(tree: ast.Module) -> dict[str, int]:
    """Functions that take a `code`, with its place among the arguments; a class by its `__init__`."""
    found = {}
    for holder in ast.walk(tree):
        for node in getattr(holder, "body", ()) if isinstance(holder, ast.ClassDef | ast.Module) else ():
            names = (
                [a.arg for a in node.args.args if a.arg not in ("self", "cls")]
                if isinstance(node, ast.FunctionDef)
                else []
            )
            if "code" in names:
                name = holder.name if node.name == "__init__" and isinstance(holder, ast.ClassDef) else node.name
                found[name] = names.index("code")
    return found


def codes_used() -> set[str]:
    found = set(EXPECTED.values())
    for tree in trees():
        taking = {"at": 0, "WrongUsageError": 0, **takers(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in taking and len(node.args) > taking[name]:
                    found |= set(constants(node.args[taking[name]]))
            if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "messages":
                found |= set(constants(node.slice))
    return found


def test_every_problem_has_its_sentences() -> None:
    used, messages = codes_used(), load_messages(policy_source(), "ja")
    assert used >= {"unknown_terminal", "duplicate_key", "missing_fact", "unknown_option", "see_help"}
    assert len(used) > 60
    remarks = {part for key in texts("check", "ja") for part in key.split(".")}
    assert sorted(used - set(messages) - remarks) == []


def test_no_sentence_is_left_over() -> None:
    written = {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    messages = load_messages(policy_source(), "ja")
    assert len(messages) > 60
    assert sorted(set(messages) - written) == []


def test_every_command_and_option_says_what_it_does() -> None:
    commands = get_command(app).commands
    assert len(commands) >= 4
    for name, command in commands.items():
        assert command.help, name
        for param in command.params:
            assert param.help, f"{name} {param.name}"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "ja_JP.eucJP", "LC_MESSAGES": "en_US.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ({"LANGUAGE": "ja:en", "LC_ALL": "en_US.UTF-8"}, "ja"),
        ({"LANGUAGE": "en:ja", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LANGUAGE": "fr:ja:en", "LANG": "fr_FR.UTF-8"}, "ja"),
        ({"LANGUAGE": "", "LANG": "ja"}, "ja"),
        ({"LANG": "jv_ID.UTF-8"}, "en"),
    ],
)
def test_the_locale_chooses_the_language(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in LOCALE:
        monkeypatch.delenv(key, raising=False)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    assert ui_language(None) == language
    assert ui_language("ja") == "ja"
    assert ui_language("en") == "en"


@pytest.mark.parametrize(
    ("named", "language"), [("Japanese_Japan", "ja"), ("ja_JP", "ja"), ("English_Japan", "en"), (None, "en")]
)
def test_a_system_without_these_variables_is_asked_itself(
    named: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in LOCALE:
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: (named, None))
    assert ui_language(None) == language


@pytest.mark.parametrize(
    ("arguments", "environment", "japanese"),
    [
        (("--ui-lang", "ja", "check", "nowhere"), {"LANG": "en_US.UTF-8"}, True),
        (("check", "nowhere", "--ui-lang=ja"), {"LANG": "en_US.UTF-8"}, True),
        (("--ui-lang", "ja", "check", "nowhere", "--ui-lang", "en"), {"LANG": "ja_JP.UTF-8"}, False),
        (("check", "nowhere"), {"LANG": "C", "LANGUAGE": "ja:en"}, True),
        (("check", "nowhere"), {"LANG": "C"}, False),
    ],
)
def test_the_command_speaks_the_language(
    arguments: tuple[str, ...], environment: dict[str, str], japanese: bool
) -> None:
    done = quaybook(*arguments, **environment)
    assert done.returncode == 1
    assert b"nowhere" in done.stderr
    assert bool(JAPANESE.search(done.stderr.decode())) is japanese


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_usage_is_told_in_japanese(wrong: str, in_japanese: dict[tuple[str, ...], tuple[int, str, str]]) -> None:
    code, out, said = in_japanese[WRONG[wrong]]
    assert code == 2
    assert out == "", "nothing but results belongs on stdout"
    lines = [line for line in said.splitlines() if line.strip()]
    assert lines
    assert [line for line in lines if not JAPANESE.search(line)] == []
    assert [phrase for phrase in (*CLICK, *PYDANTIC) if phrase in said] == []


@pytest.mark.parametrize("name", NAMES)
def test_help_pages_are_in_japanese_throughout(
    name: str, in_japanese: dict[tuple[str, ...], tuple[int, str, str]]
) -> None:
    code, page, said = in_japanese[help_of(name)]
    assert (code, said) == (0, "")
    lines = [line for line in page.splitlines() if line.strip()]
    assert len(lines) >= 4
    assert [line for line in lines if not JAPANESE.search(line)] == []
    assert [phrase for phrase in CLICK if phrase in page] == []


def test_a_wrong_day_in_the_environment_is_wrong_usage() -> None:
    done = quaybook("check", LANG="ja_JP.UTF-8", QUAYBOOK_TODAY="yesterday")
    assert done.returncode == 2
    assert "QUAYBOOK_TODAY" in done.stderr.decode()
    assert "yesterday" in done.stderr.decode()
    assert "isoformat" not in done.stderr.decode()


@pytest.mark.parametrize("day", ["20261101", "2026-W44-7", "２０２６-11-01"])
def test_a_day_in_the_environment_is_written_in_one_way(day: str) -> None:
    done = quaybook("gaps", "chitoseura", LANG="C.UTF-8", QUAYBOOK_TODAY=day)
    assert done.returncode == 2
    assert day in done.stderr.decode()


def test_an_empty_day_in_the_environment_is_none() -> None:
    done = quaybook("gaps", "chitoseura", LANG="C.UTF-8", QUAYBOOK_TODAY="")
    assert (done.returncode, bool(done.stdout)) == (0, True)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_schema_is_the_same_in_each_language(language: str) -> None:
    done = quaybook("schema", "--ui-lang", language, LANG="C.UTF-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["properties"]
    assert done.stdout == quaybook("schema", LANG="C.UTF-8").stdout


@pytest.mark.parametrize("arguments", [("check",), ("check", "--explain", "terminal.name"), ("gaps",), ("coverage",)])
def test_a_terminal_named_twice_is_looked_at_once(arguments: tuple[str, ...]) -> None:
    command, *options = arguments
    once, twice = (
        quaybook(command, *ids, *options, LANG="ja_JP.UTF-8").stdout for ids in (["chitoseura"], ["chitoseura"] * 2)
    )
    assert once
    assert twice == once


@pytest.mark.parametrize("arguments", [("schema",), ("--help",), ("gaps", "chitoseura"), ("--ui-lang", "en", "schema")])
def test_a_full_disk_for_the_output_is_one_clear_message(arguments: tuple[str, ...]) -> None:
    kept = {key: value for key, value in os.environ.items() if key not in LOCALE}
    command = [str(Path(sys.executable).with_name("quaybook")), *arguments]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=kept | {"LANG": "ja_JP.UTF-8"}, cwd=REPOSITORY
        )
    lines = [line for line in done.stderr.decode().splitlines() if line.startswith("quaybook")]
    language = "en" if "en" in arguments else "ja"
    assert done.returncode == 1
    assert len(lines) == 1
    assert load_messages(policy_source(), language)["output_refused"]["fix"] in lines[0]
    assert "Traceback" not in done.stderr.decode()
    assert "Exception" not in done.stderr.decode()


def test_a_reader_that_has_gone_needs_no_message() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [str(Path(sys.executable).with_name("quaybook")), "schema"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, cwd=REPOSITORY)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp932"])
def test_a_console_without_the_characters_does_not_stop_the_command(encoding: str) -> None:
    done = quaybook("check", "no–where😀", LANG="ja_JP.UTF-8", PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    said = done.stderr.decode(encoding)
    assert "Traceback" not in said
    assert ("ターミナル" in said) is (encoding == "cp932")
    assert "no\\u2013where\\ud83d\\ude00" in said


@pytest.mark.parametrize(
    ("arguments", "encoding"), [(("gaps", "chitoseura", "--format", "json"), "cp932"), (("schema",), "ascii")]
)
def test_json_can_be_read_whatever_the_encoding_of_the_output(arguments: tuple[str, ...], encoding: str) -> None:
    done = quaybook(*arguments, LANG="ja_JP.UTF-8", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert JAPANESE.search(str(json.loads(done.stdout.decode("utf-8"))))


def test_nothing_of_pydantic_reaches_the_user(tmp_path: Path) -> None:
    messages, told = load_messages(policy_source(), "ja"), 0
    for example in EXAMPLES:
        root = broken_workspace(example, tmp_path / example.name)
        _, problems = load_terminal(load_folder(root / "terminals", "broken"))
        for problem in problems:
            told += 1
            said = describe(problem, messages)
            assert JAPANESE.search(said), said
            assert [phrase for phrase in PYDANTIC if phrase in said] == []
    assert told > 20
