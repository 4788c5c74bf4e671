"""The Markdown edition is a site for other generators: one of them builds it without a warning."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from quaybook.formats.markdown.format import MarkdownFormat
from quaybook.pipeline import Prepared

from tests.conftest import prepared_sample
from tests.helpers.editions import edition
from tests.helpers.hostile_facts import facts_alone
from tests.helpers.workspaces import write_config, write_facts

# The theme announces its successor at every build.
QUIET = os.environ | {"NO_MKDOCS_2_WARNING": "1"}


def written(prepared: Prepared, folder: Path) -> Path:
    for path, artifact in MarkdownFormat().artifacts(edition(prepared)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(artifact.made)
    return folder / "markdown"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(prepared_sample("chitoseura"), tmp_path_factory.mktemp("markdown"))


def test_the_settings_need_nothing_of_the_kit(folder: Path) -> None:
    text = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    settings = yaml.safe_load(text)
    assert settings["plugins"] == [{"search": {"enabled": False}}]
    assert "quaybook" not in settings
    listed = [path for entry in settings["nav"] for path in paths_in(entry)]
    there = [path.relative_to(folder / "docs").as_posix() for path in folder.rglob("*.md")]
    assert len(there) > 130
    assert sorted(listed) == sorted(there)
    for name in (*settings["extra_css"], *settings["extra_javascript"]):
        assert (folder / "docs" / name).is_file()
    assert "Word" not in "".join(path.read_text(encoding="utf-8")[:400] for path in folder.rglob("policy/*.md"))


def paths_in(entry: object) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    found = entry.values() if isinstance(entry, dict) else entry
    return [path for each in found for path in paths_in(each)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("generator", ["zensical", "mkdocs"])
def test_another_generator_builds_it_without_a_warning(generator: str, folder: Path) -> None:
    strict = {"zensical": ["build", "--strict"], "mkdocs": ["build", "--strict", "--site-dir", "by-mkdocs"]}[generator]
    program = Path(sys.executable).with_name(generator)
    done = subprocess.run([str(program), *strict], cwd=folder, capture_output=True, text=True, timeout=600, env=QUIET)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()
    site = folder / ("site" if generator == "zensical" else "by-mkdocs")
    pages = list(site.rglob("ja/*/*.html"))
    assert len(pages) > 130
    policy = (site / "ja" / "policy" / "backup.html").read_text(encoding="utf-8")
    title = next(d.title for d in prepared_sample("chitoseura").sets["ja"].documents if d.spec.id == "backup")
    assert f"{title}</h1>" in policy
    assert "<table>" in policy
    # The kit's search works in it, and the generator's own rests.
    assert 'assets/quaybook/search-box.js"' in policy
    assert 'data-md-component="search"' not in policy
    index = (site / "assets" / "quaybook" / "search-ja.js").read_text(encoding="utf-8")
    urls = set(re.findall(r'\["([\w/-]+\.html)"', index))
    assert len(urls) > 130
    assert [url for url in urls if not (site / url).is_file()] == []


def test_site_and_pages_for_others_come_from_one_build(tmp_path: Path) -> None:
    """MkDocs does not take the pages of the other tree for its own."""
    write_facts(tmp_path / "terminals" / "x", facts_alone("chitoseura"))
    config = write_config(tmp_path, "x", "markdown")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=QUIET, timeout=300)
    assert done.returncode == 0, done.stderr
    for path in ("ja/policy/backup.html", "markdown/docs/ja/policy/backup.md", "markdown/mkdocs.yml"):
        assert (tmp_path / "site" / path).stat().st_size > 100, path


def test_a_hostile_name_stays_a_name() -> None:
    prepared = prepared_sample("hoshimisaki")
    name = 'x": !!python/object/apply:os.system ["true"]\n# <b>&'
    hostile = edition(prepared, replace(prepared.sets["ja"], terminal=name))
    made = MarkdownFormat().artifacts(hostile)["markdown/mkdocs.yml"].made
    settings = yaml.safe_load(made)
    assert settings["site_name"] == name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace(
        '"', "&#34;"
    )
