"""README and manual say what the code does: commands, options, targets, facts and dialect."""

from __future__ import annotations

import json
import re

import markdown
import pytest
import yaml
from jsonschema import Draft7Validator
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from quaybook.cli import app
from quaybook.documents.templating.conditions import TESTS
from quaybook.formats.site import manual
from quaybook.formats.site.settings import name_anchors
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


HEADINGS = re.compile(r"<h[1-6][^>]*?(?: id=\"([^\"]*)\")?>")


@pytest.fixture(scope="module")
def settings() -> MkDocsConfig:
    """The workspace's own settings, with what the plugin adds to them for pages by hand."""
    config = load_config(str(REPOSITORY / "mkdocs.yml"))
    name_anchors(config)
    return config


def anchors(config: MkDocsConfig, text: str) -> list[str]:
    reader = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    return HEADINGS.findall(reader.convert(manual.fill(text)))


def test_no_anchor_of_a_page_by_hand_is_a_mere_number(settings: MkDocsConfig) -> None:
    pages = [*(REPOSITORY / "docs").rglob("*.md"), *(REPOSITORY / "policy_src" / "intake" / "workspace").glob("*.md")]
    found = {path.name: anchors(settings, path.read_text(encoding="utf-8")) for path in pages}
    assert len(found) > 40
    assert sum(map(len, found.values())) > 250
    assert {name: [a for a in each if re.search(r"(^|_)\d+$", a) or not a] for name, each in found.items()} == {
        name: [] for name in found
    }


def test_an_anchor_stays_when_a_heading_comes_before_it(settings: MkDocsConfig) -> None:
    text = "## 当直の連絡先\n\n## ＴＯＳが止まったとき（夜間）\n\n## Words of ours {#own}\n"
    before, after = anchors(settings, text), anchors(settings, f"# 会議の記録\n\n## 新しい見出し\n\n{text}")
    assert before == after[2:] == ["当直の連絡先", "ｔｏｓが止まったとき夜間", "own"]


def test_a_workspace_may_name_its_anchors_otherwise() -> None:
    config = load_config(str(REPOSITORY / "mkdocs.yml"))
    config.mdx_configs["toc"]["slugify"] = own = lambda text, separator: f"own{separator}{len(text)}"
    name_anchors(config)
    assert config.mdx_configs["toc"]["slugify"] is own


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
