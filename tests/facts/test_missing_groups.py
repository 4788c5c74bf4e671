"""A group of facts that is missing is told with the file in which it belongs and with what has to stand in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from quaybook.facts.folder import load_folder
from quaybook.model.load import load_terminal
from quaybook.model.terminal import Terminal
from quaybook.problems import Problem, describe
from quaybook.resources import policy_source
from quaybook.wording.words import load_messages

from tests.conftest import REPOSITORY
from tests.helpers.workspaces import facts_of, write_facts

NEEDED = [key for key, field in Terminal.model_fields.items() if field.is_required() and key != "facts_version"]


def without(root: Path, key: str) -> Path:
    """A copy of sample A from one of whose files a group is taken."""
    folder = root / "terminals" / "aonagi"
    shutil.copytree(REPOSITORY / "terminals" / "aonagi", folder, ignore=shutil.ignore_patterns("overrides"))
    for path in folder.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"^{key}:.*\n(?:(?:[ #-].*)?\n)*", "", text, flags=re.MULTILINE), encoding="utf-8")
    return root / "terminals"


def missing(root: Path, key: str) -> list[Problem]:
    return [each for each in load_terminal(load_folder(without(root, key), "aonagi"))[1] if each.path == key]


def test_every_group_is_told_with_the_file_of_its_neighbours(tmp_path: Path) -> None:
    homes = {
        path[0]: position.file
        for path, position in load_folder(REPOSITORY / "terminals", "aonagi").positions.items()
        if len(path) == 1
    }
    assert len(NEEDED) > 20
    for key in NEEDED:
        (problem,) = missing(tmp_path / key, key)
        assert problem.file == homes[key], key
        assert problem.code in ("missing_group", "missing_list")


@pytest.mark.parametrize("key", NEEDED)
def test_what_the_message_says_can_be_written_there(tmp_path: Path, key: str) -> None:
    (problem,) = missing(tmp_path / "first", key)
    form = yaml.load(dict(problem.values)["keys"], Loader=yaml.BaseLoader)
    facts: dict[str, Any] = facts_of("aonagi")
    facts[key] = [form] if problem.code == "missing_list" else form
    write_facts(tmp_path / "second" / "terminals" / "x", facts)
    after = load_terminal(load_folder(tmp_path / "second" / "terminals", "x"))[1]
    # An ellipsis stands for a value that nobody else can know; other facts point to what was taken.
    left = [each for each in after if dict(each.values).get("came") != "…" and each.code != "unknown_reference"]
    assert left == []


def test_a_facts_folder_of_one_file_is_told_that_file(tmp_path: Path) -> None:
    facts = facts_of("chitoseura")
    del facts["admin_auth"]
    write_facts(tmp_path / "terminals" / "x", facts)
    (problem,) = load_terminal(load_folder(tmp_path / "terminals", "x"))[1]
    assert problem.file == "terminals/x/facts.yml"
    told = describe(problem, load_messages(policy_source(), "ja"))
    assert "password: {used: …, min_length: TODO" in told
