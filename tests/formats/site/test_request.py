"""What mkdocs.yml, the environment and the clock ask of a site: heeded, refused in words, or left without a trace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from quaybook.formats.site.request import SiteRequest, facts_among, site_request, updated_on
from quaybook.model.audience import AudienceLevel
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY
from tests.helpers.workspaces import write_config

IDS = ("aonagi", "chitoseura")
OPTIONS: dict[str, Any] = {"terminal": "", "languages": ["ja"], "audience": "controlled", "port": []}
CLEAN = {k: v for k, v in os.environ.items() if k not in ("TERMINAL", "PORT", "AUDIENCE") and "QUAYBOOK_" not in k}
CLEAN |= {"NO_MKDOCS_2_WARNING": "1", "LANGUAGE": "en"}


def asked(monkeypatch: pytest.MonkeyPatch, options: Mapping[str, Any] = {}, **environment: str) -> SiteRequest:
    for name in ("TERMINAL", "PORT", "AUDIENCE", "QUAYBOOK_TERMINAL", "QUAYBOOK_PORT", "QUAYBOOK_AUDIENCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return site_request(OPTIONS | options, IDS, publishing=False)


@pytest.mark.parametrize(
    ("option", "environment", "terminal"),
    [
        ("", {}, "aonagi"),
        ("chitoseura", {}, "chitoseura"),
        ("aonagi", {"TERMINAL": "chitoseura"}, "chitoseura"),
        ("aonagi", {"QUAYBOOK_TERMINAL": "chitoseura"}, "chitoseura"),
        ("", {"QUAYBOOK_TERMINAL": "chitoseura", "TERMINAL": "aonagi"}, "chitoseura"),
        ("chitoseura", {"QUAYBOOK_TERMINAL": "", "TERMINAL": ""}, "chitoseura"),
    ],
)
def test_the_terminal_is_the_one_that_is_named(
    monkeypatch: pytest.MonkeyPatch, option: str, environment: dict[str, str], terminal: str
) -> None:
    request = asked(monkeypatch, {"terminal": option}, **environment)
    assert (request.terminal, request.problems, request.remark) == (terminal, (), None)


@pytest.mark.parametrize(("option", "terminal"), [("", "aonagi"), ("chitoseura", "chitoseura")])
def test_a_short_name_that_means_something_else_is_only_remarked(
    monkeypatch: pytest.MonkeyPatch, option: str, terminal: str
) -> None:
    request = asked(monkeypatch, {"terminal": option}, TERMINAL="alacritty")
    assert (request.terminal, request.problems) == (terminal, ())
    assert request.remark is not None
    assert (request.remark.code, dict(request.remark.values)["came"]) == ("not_a_terminal_here", "alacritty")
    quiet = asked(monkeypatch, {"terminal": option}, TERMINAL="alacritty", QUAYBOOK_TERMINAL="aonagi")
    assert (quiet.terminal, quiet.remark) == ("aonagi", None)


def test_an_unknown_terminal_under_our_own_name_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = asked(monkeypatch, QUAYBOOK_TERMINAL="alacritty").problems
    assert (problem.code, problem.file) == ("unknown_terminal", "QUAYBOOK_TERMINAL")
    assert dict(problem.values)["known"] == ", ".join(IDS)


def test_names_that_belong_to_others_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked(monkeypatch, PORT="8080", AUDIENCE="everybody")
    assert (request.port, request.reader, request.problems) == ((), AudienceLevel.CONTROLLED, ())
    request = asked(monkeypatch, QUAYBOOK_PORT=" aonagi,, chitoseura ", QUAYBOOK_AUDIENCE="staff")
    assert (request.port, request.reader) == (IDS, AudienceLevel.STAFF)
    (problem,) = asked(monkeypatch, QUAYBOOK_AUDIENCE="everybody").problems
    assert (problem.code, problem.file) == ("unknown_audience", "QUAYBOOK_AUDIENCE")


def test_every_name_that_the_kit_reads_is_its_own_or_known_to_all_programs() -> None:
    read = set()
    for path in (REPOSITORY / "generators" / "quaybook").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "environ" in text:
            read |= set(re.findall(r'"([A-Z][A-Z_]{3,})"', text))
    shared = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH", "NO_MKDOCS_2_WARNING", "TERMINAL"}
    shared |= {"NO_COLOR", "FONTCONFIG_FILE", "TMPDIR", "GHCRTS"}
    assert {"QUAYBOOK_TERMINAL", "QUAYBOOK_PORT", "QUAYBOOK_AUDIENCE", "QUAYBOOK_TODAY"} <= read
    assert {name for name in read if not name.startswith("QUAYBOOK_")} <= shared


def build(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "-q", *arguments]
    done = subprocess.run(
        command, cwd=root, env=CLEAN | environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return done


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(REPOSITORY / "terminals" / "chitoseura", root / "terminals" / "chitoseura")
    return root


def configure(root: Path, top: dict[str, Any], options: dict[str, Any]) -> None:
    write_config(root, "chitoseura")
    config = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    config["plugins"]["quaybook"] |= options
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config | top), encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "environment", "code"),
    [
        ({"languages": []}, {}, "no_language"),
        ({"languages": ["ja", "ja"]}, {}, "language_twice"),
        ({"languages": ["xx"]}, {}, "unknown_language"),
        ({"word": "always"}, {}, "word_option_gone"),
        ({"languages": ["../words/ja"]}, {}, "unknown_language"),
        ({"terminal": "a" * 300}, {}, "unknown_terminal"),
        ({"port": ["a" * 300]}, {}, "unknown_terminal"),
        ({}, {"QUAYBOOK_TERMINAL": "a" * 300}, "unknown_terminal"),
        ({}, {"QUAYBOOK_PORT": "8080"}, "unknown_terminal"),
        ({}, {"QUAYBOOK_AUDIENCE": "all"}, "unknown_audience"),
        ({}, {"SOURCE_DATE_EPOCH": "abc"}, "epoch_refused"),
        ({}, {"SOURCE_DATE_EPOCH": "-1"}, "epoch_refused"),
        ({}, {"SOURCE_DATE_EPOCH": ""}, "epoch_refused"),
        ({}, {"SOURCE_DATE_EPOCH": "9" * 20}, "epoch_refused"),
        ({}, {"QUAYBOOK_TODAY": "2026-13-01"}, "environment_not_a_day"),
        ({}, {"QUAYBOOK_TODAY": "yesterday"}, "environment_not_a_day"),
    ],
)
def test_what_makes_no_site_is_said_in_the_words_of_the_kit(
    workspace: Path, options: dict[str, Any], environment: dict[str, str], code: str
) -> None:
    configure(workspace, {}, options)
    done = build(workspace, **environment)
    assert done.returncode == 1
    assert load_messages(policy_source(), "en")[code]["what"].split("{")[0] in done.stderr
    assert not (workspace / "site").exists()


def test_a_day_that_is_none_is_shown_as_it_came(workspace: Path) -> None:
    configure(workspace, {}, {})
    assert '"2026-13-01"' in build(workspace, QUAYBOOK_TODAY="2026-13-01").stderr


def test_the_plugin_named_twice_is_told(workspace: Path) -> None:
    configure(workspace, {"plugins": ["quaybook", "quaybook"]}, {})
    done = build(workspace)
    assert done.returncode == 1
    assert load_messages(policy_source(), "en")["plugin_twice"]["what"] in done.stderr


@pytest.mark.parametrize("where", ["docs_dir", "custom_dir", "above", "link", "inner"])
def test_facts_are_never_copied_into_a_site(workspace: Path, where: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(workspace / "terminals", mine / "terminals")
    theme = {"name": "material", "language": "ja", "font": False}
    top = {
        "docs_dir": {"docs_dir": "terminals"},
        "custom_dir": {"theme": theme | {"custom_dir": "terminals"}},
        "above": {"theme": theme | {"custom_dir": "."}},
        "inner": {"theme": theme | {"custom_dir": "terminals/chitoseura"}},
        "link": {},
    }[where]
    configure(mine, top, {})
    if where == "link":
        (mine / "docs" / "pictures").symlink_to(mine / "terminals" / "chitoseura")
    done = build(mine)
    assert done.returncode == 1
    # A theme in the whole workspace has the site in it too, which is told first.
    told = (str(mine / "site"),) if where == "above" else ("people.yml", "backups.yml")
    assert any(name in done.stderr for name in told)
    said = load_messages(policy_source(), "en")["facts_in_site"]["fix"]
    assert (said in done.stderr) == (where != "above")
    assert not (mine / "site").exists()


def test_only_files_of_the_folder_itself_count_as_facts(tmp_path: Path) -> None:
    terminals = tmp_path / "terminals"
    terminals.mkdir()
    beside = tmp_path / "terminals-old" / "x.png"
    assert facts_among([str(beside), str(tmp_path / "docs" / "x.md")], terminals) == ()
    assert facts_among([str(terminals / "a" / "x.yml")], terminals)


@pytest.mark.parametrize("setting", ["exclude_docs", "not_in_nav"])
def test_settings_for_pages_by_hand_leave_ours_alone(workspace: Path, setting: str) -> None:
    configure(workspace, {setting: "*\n"}, {})
    (workspace / "docs" / "ours.md").write_text("# Ours\n", encoding="utf-8")
    assert build(workspace, "--strict", "--site-dir", f"out-{setting}").returncode == 0
    site = workspace / f"out-{setting}"
    assert (site / "ja" / "policy" / "backup.html").is_file()
    assert (site / "assets" / "quaybook" / "site.css").is_file()
    assert (site / "index.html").is_file()
    assert (site / "ours.html").is_file() == (setting == "not_in_nav")


def test_a_day_beyond_what_the_site_map_can_tell_is_told_as_its_last() -> None:
    assert [updated_on(each) for each in (date.min, date(2026, 11, 1), date.max)] == [
        "1970-01-01",
        "2026-11-01",
        "2105-12-31",
    ]


CLOCK = """\
import datetime, os, time
shift = float(os.environ["SHIFT"])
real, gmtime, localtime = time.time, time.gmtime, time.localtime
time.time = lambda: real() + shift
time.gmtime = lambda seconds=None: gmtime(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: localtime(time.time() if seconds is None else seconds)
def like(real):
    checks = {
        "__instancecheck__": lambda _, other: isinstance(other, real),
        "__subclasscheck__": lambda _, other: issubclass(other, real),
    }
    return type("Like", (type,), checks)
class Moment(datetime.datetime, metaclass=like(datetime.datetime)):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=shift)
    utcnow = today = now
class Day(datetime.date, metaclass=like(datetime.date)):
    @classmethod
    def today(cls):
        return super().today() + datetime.timedelta(seconds=shift)
datetime.datetime, datetime.date = Moment, Day
"""


def test_the_same_facts_give_the_same_bytes_on_another_day(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(tmp_path), CLEAN.get("PYTHONPATH"))))
    clean = {"PYTHONPATH": path}
    shifts = ("0", str(40 * 86400 + 3700))
    code = "import datetime, time; print(datetime.datetime.now().date(), time.strftime('%F', time.gmtime()))"
    days = set()
    for shift in shifts:
        run = [sys.executable, "-c", code]
        environment = CLEAN | clean | {"SHIFT": shift}
        days.add(subprocess.run(run, env=environment, capture_output=True, text=True, timeout=60, check=True).stdout)
    assert len(days) == 2, "the clock is another"
    configure(workspace, {"site_url": "https://example.jp/x/"}, {"formats": ["word", "workbook", "oscal"]})
    made: list[dict[str, bytes]] = []
    for shift in shifts:
        site = workspace / f"site-{shift}"
        done = build(workspace, "--site-dir", str(site), **clean, SHIFT=shift)
        assert done.returncode == 0, done.stderr[-2000:]
        # What was converted before would be the same without a reason of its own.
        shutil.rmtree(workspace / ".cache", ignore_errors=True)
        made.append({str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()})
    assert len(made[0]) > 300
    assert "sitemap.xml.gz" in made[0]
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
