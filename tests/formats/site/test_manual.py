"""README and manual say what the code does: commands, options, targets, facts and dialect."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from jsonschema import Draft7Validator
from quaybook.cli import app
from quaybook.documents.templating.conditions import TESTS
from quaybook.formats.site import manual
from quaybook.pipeline import Prepared
from quaybook.schema.editor import facts_schema
from quaybook.wording.filters import Filters
from typer.main import get_command

from tests.conftest import REPOSITORY


def read(path: str) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def targets() -> set[str]:
    found = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert {"site", "test", "check", "bench", "golden"} <= found
    return found


@pytest.mark.parametrize("path", ["README.md", "README.ja.md", "CONTRIBUTING.md", "docs/reference/commands.md"])
def test_every_make_target_that_is_named_exists(path: str) -> None:
    named = set(re.findall(r"`make ([a-z]+)`|^\s*make ([a-z]+)", read(path), re.MULTILINE))
    names = {name for pair in named for name in pair if name}
    assert names
    assert names <= targets()


def test_the_readme_gives_the_two_commands() -> None:
    for path in ("README.md", "README.ja.md"):
        text = read(path)
        assert "make site" in text
        assert "make test" in text
        assert "mkdocs build" in text
        for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text):
            assert (REPOSITORY / picture).is_file(), picture
        assert len(re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)) >= 2


def test_every_command_and_option_is_documented() -> None:
    page, command = read("docs/reference/commands.md"), get_command(app)
    seen = 0
    for name, sub in command.commands.items():
        assert f"quaybook {name}" in page
        for option in sub.params:
            for flag in option.opts:
                if flag.startswith("--"):
                    seen += 1
                    assert flag in page, flag
    assert seen >= 5


def test_the_dialect_page_lists_every_filter_and_test(large: Prepared) -> None:
    page = manual.fill(read("docs/reference/dialect.md"))
    named = set(Filters(large.terminal, large.words["ja"]).table)
    by_id = {"contact", "supplier", "system", "connection", "device", "backup", "someone", "site"}
    assert by_id < named
    for name in (named - by_id) | set(TESTS):
        assert name in page, name
    for name in by_id:
        assert name in page, name


def test_the_architecture_page_lists_every_module() -> None:
    page = manual.fill(read("docs/explanation/architecture.md"))
    modules = [p for p in (REPOSITORY / "generators" / "quaybook").rglob("*.py")]
    assert len(modules) > 25
    for path in modules:
        assert path.name in page


def test_documents_of_the_manual_hold_no_leftover_marker() -> None:
    pages = list((REPOSITORY / "docs").rglob("*.md"))
    assert len(pages) > 12
    for path in pages:
        assert "<!-- quaybook:" not in manual.fill(path.read_text(encoding="utf-8"))


def test_the_site_takes_the_settings_it_needs() -> None:
    config = yaml.safe_load(read("mkdocs.yml"))
    assert config["theme"]["font"] == "false" or config["theme"]["font"] is False
    assert config["validation"]["anchors"] == "warn"


def test_the_schema_beside_the_samples_is_the_one_of_the_code() -> None:
    kept = json.loads(read("terminals/facts.schema.json"))
    assert kept == facts_schema(), "run `make schema`"


def test_the_samples_name_the_schema_and_satisfy_it() -> None:
    validator = Draft7Validator(facts_schema())
    files = [p for p in (REPOSITORY / "terminals").rglob("*.yml") if "overrides" not in p.parts]
    assert len(files) > 25
    for path in files:
        text = path.read_text(encoding="utf-8")
        named = re.match(r"# yaml-language-server: \$schema=(\S+)", text)
        assert named, path
        assert (path.parent / named[1]).is_file(), path
        errors = [e.message[:200] for e in validator.iter_errors(yaml.load(text, Loader=Yaml12Loader))]
        assert errors == [], path


class Yaml12Loader(yaml.SafeLoader):
    """YAML as an editor reads it: numbers and true/false, but no dates, no `yes`."""


Yaml12Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] in ("int", "float", "null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
