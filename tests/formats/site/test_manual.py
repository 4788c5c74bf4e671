"""README and manual say what the code does: commands, options, targets, facts and dialect."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import markdown
import pytest
import yaml
from jsonschema import Draft7Validator
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files
from playwright.sync_api import Page
from quaybook.cli import app
from quaybook.documents.templating.conditions import TESTS
from quaybook.formats.site import manual
from quaybook.formats.site.settings import name_anchors
from quaybook.pipeline import Prepared
from quaybook.resources import policy_source
from quaybook.schema.editor import facts_schema
from quaybook.wording.filters import Filters
from quaybook.wording.words import load_words
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


PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+\.png)\)")
# A picture is copied into every site of a sample.
HEAVY = 150_000


def test_the_readme_begins_with_commands_for_every_system_and_names_what_contributors_type() -> None:
    for path in ("README.md", "README.ja.md"):
        text = read(path)
        windows, others = next((found[2], found[4]) for found in manual.COMMANDS.finditer(text))
        assert windows.splitlines()[-1] == r".venv\Scripts\quaybook build aonagi"
        assert same(windows, others)
        assert "make site" in text
        assert "make test" in text
        assert "mkdocs build" in text


def test_the_readmes_name_the_licence_of_every_program_that_comes_along() -> None:
    brought = {"pandoc": "GPL-2.0-or-later", "Graphviz": "EPL-2.0", "Typst": "Apache-2.0", "PDFium": "BSD-3-Clause"}
    brought |= {"Noto Sans CJK JP": "OFL-1.1", "MkDocs": "BSD-2-Clause", "Material for MkDocs": "MIT"}
    for path in ("README.md", "README.ja.md"):
        rows = dict(re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", read(path), re.MULTILINE))
        assert {name: licence for name, licence in brought.items() if not rows[name].startswith(licence)} == {}
        assert "ARM64" in read(path)


def test_licences_that_packages_tell_are_those_of_the_readme() -> None:
    told = {"typst": "Apache-2.0", "noto-cjk-sans-jp-regular": "OFL-1.1", "mkdocs": "BSD-2-Clause"}
    told |= {"mkdocs-material": "MIT", "pygraphviz": "BSD-3-Clause", "pypandoc-binary": "MIT"}
    found = {name: metadata.metadata(name) for name in told}
    assert {name: each.get("License-Expression") or each.get("License") for name, each in found.items()} == told
    graphviz = metadata.distribution("pygraphviz").read_text("licenses/LICENSE.graphviz")
    assert "Eclipse Public License - v 2.0" in str(graphviz)


def test_every_picture_is_there_light_and_told_in_words() -> None:
    pages = [REPOSITORY / "README.md", REPOSITORY / "README.ja.md", *(REPOSITORY / "docs").rglob("*.md")]
    shown = [(page.parent / path, alt) for page in pages for alt, path in PICTURE.findall(page.read_text("utf-8"))]
    assert len(shown) > 10
    assert [path for path, _ in shown if not path.is_file()] == []
    assert [path for path, alt in shown if len(alt) < 10] == []
    there = set((REPOSITORY / "docs" / "images").iterdir())
    assert there == {path.resolve() for path, _ in shown}
    assert {path.name: size for path in there if (size := path.stat().st_size) > HEAVY} == {}
    made = read("tests/pictures/make.py")
    assert [path.name for path in there if path.stem not in made] == ["editor.png"]


def test_the_beginner_sees_the_questionnaire_the_check_a_card_and_a_binder() -> None:
    shown = [path for _, path in PICTURE.findall(read("docs/tutorial/first-terminal.md"))]
    assert {f"../images/{name}.png" for name in ("intake-sheet", "check", "card", "binder")} == set(shown)


def recipes() -> dict[str, str]:
    """The pages from which somebody works, by path."""
    paths = [path for folder in ("tutorial", "how-to") for path in (REPOSITORY / "docs" / folder).glob("*.md")]
    assert len(paths) > 15
    return {path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def typed(commands: str) -> list[str]:
    """Lines as they mean the same on every system."""
    mended = re.sub(r'cmd /c "(.*)"', r"\1", commands)
    mended = re.sub(r"set (\w+=\S+?)&& ", r"\1 ", mended).replace(".venv\\Scripts\\", ".venv/bin/")
    names = {"py -m": "python3 -m", "cmd /c copy": "cp", "fc.exe": "diff", "mkdir -p": "mkdir", "\\": "/"}
    for windows, other in names.items():
        mended = mended.replace(windows, other)
    return [line.rstrip("/") for line in mended.splitlines()]


def same(windows: str, others: str) -> bool:
    return typed(windows) == typed(others)


def test_every_command_of_a_recipe_stands_there_for_windows_too() -> None:
    seen = 0
    for path, text in recipes().items():
        pairs = [(found[2], found[4]) for found in manual.COMMANDS.finditer(text)]
        blocks = re.findall(r"^ *```(?:sh|bat|console|powershell)$", text, re.MULTILINE)
        assert len(blocks) == 2 * len(pairs), path
        assert [pair for pair in pairs if not same(*pair)] == [], path
        # Nothing that is typed stands outside of a block with the path of one system only.
        rest = manual.COMMANDS.sub("", text)
        assert ".venv/bin" not in rest, path
        assert not re.search(r"^ {4,}(?:quaybook|mkdocs|python|pip) ", rest, re.MULTILINE), path
        seen += len(pairs)
    assert seen > 25


def test_no_recipe_needs_make() -> None:
    found = {path: re.findall(r"^\s*make \w.*|`make \w+[^`]*`", text, re.MULTILINE) for path, text in recipes().items()}
    assert {path: calls for path, calls in found.items() if calls} == {}


def test_commands_of_two_systems_become_tabs_that_need_no_script(settings: MkDocsConfig) -> None:
    text = "# A\n\n**W & x**\n\n```bat\na <b>\n\n*c*\n```\n\n**y**\n\n```sh\nd | e\n```\n\nafter\n"
    shown = converted(settings, text + text.replace("# A", "# B"))
    assert len(re.findall(r'<div class="tabbed-block">', shown)) == 4
    assert re.findall(r'<label for="(\w+)">([^<]+)</label>', shown)[:2] == [
        ("__tabbed_1_1", "W &amp; x"),
        ("__tabbed_1_2", "y"),
    ]
    names = re.findall(r' id="(__tabbed[^"]*)"', shown)
    assert len(names) == len(set(names)) == 4
    assert shown.count("checked") == 2
    assert "<pre><code>a &lt;b&gt;\n\n*c*\n</code></pre>" in shown
    assert "<p>after</p>" in shown


def test_whoever_has_no_script_opens_the_other_tab_too(
    site: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(site("chitoseura") / "tutorial" / "first-terminal.html", java_script_enabled=False)
    blocks = page.locator(".tabbed-set").first.locator(".tabbed-block")
    assert [blocks.nth(i).is_visible() for i in range(blocks.count())] == [True, False]
    page.locator(".tabbed-set").first.get_by_text("macOS").click()
    assert [blocks.nth(i).is_visible() for i in range(blocks.count())] == [False, True]
    assert "Scripts" not in blocks.nth(1).inner_text()


def test_a_page_in_another_encoding_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "notes.md").write_bytes("# 会議の記録\n".encode("cp932"))
    (tmp_path / "docs" / "other.md").write_text("# ほか\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    files = list(get_files(load_config(str(tmp_path / "mkdocs.yml"))).documentation_pages())
    assert len(files) == 2
    (problem,) = manual.unreadable(files)
    assert (problem.code, problem.file, problem.line) == ("not_utf8", "docs/notes.md", 1)


def test_the_side_begins_with_the_beginners_page() -> None:
    config = load_config(str(REPOSITORY / "mkdocs.yml"))
    files = list(get_files(config).documentation_pages())
    first, *sections = manual.navigation(files, load_words(policy_source(), "ja")[0])
    assert first == "manual.md"
    assert [next(iter(each)).partition("/")[0] for each in sections] == ["はじめの一歩", "やり方", "一覧", "設計の説明"]
    pages = [page for each in sections for inner in each.values() for page in inner]
    assert pages[:3] == ["tutorial/first-terminal.md", "how-to/start-a-terminal.md", "how-to/fill-in-excel.md"]
    assert sorted([first, *pages]) == sorted(file.src_uri for file in files)


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


def converted(config: MkDocsConfig, text: str) -> str:
    reader = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    return reader.convert(manual.fill(text))


def anchors(config: MkDocsConfig, text: str) -> list[str]:
    return HEADINGS.findall(converted(config, text))


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
