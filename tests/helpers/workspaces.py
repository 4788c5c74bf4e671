"""Workspaces made for a test: a copy of a sample with some groups of facts replaced."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import yaml
from quaybook.facts.folder import load_folder

from tests.conftest import REPOSITORY

CONFIG = """\
INHERIT: {repository}/mkdocs.yml
docs_dir: {docs}
site_dir: {site}
plugins:
  quaybook:
    terminal: {terminal}
    formats: [{formats}]
    languages: [{languages}]
"""

# All whose files a site mounts.
FILES = "word, workbook, oscal"


def facts_of(sample: str) -> dict[str, object]:
    """The facts of a sample as plain data, inherited ones included."""
    source = load_folder(REPOSITORY / "terminals", sample)
    assert not source.problems
    return source.data


def write_facts(folder: Path, facts: dict[str, object]) -> None:
    """Facts as one file; JSON strings are YAML strings, whatever is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items())
    (folder / "facts.yml").write_text(text + "\n", encoding="utf-8")


def broken_workspace(example: Path, root: Path) -> Path:
    """A workspace whose terminal `broken` is sample B but for the files of the example."""
    folder = root / "terminals" / "broken"
    shutil.copytree(example, folder)
    replaced = set()
    for file in folder.glob("*.yml"):
        replaced |= set(re.findall(r"^(\w+):", file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE))
    facts = facts_of("chitoseura")
    write_facts(folder, {key: value for key, value in facts.items() if key not in replaced})
    return root


def write_config(
    root: Path, terminal: str, formats: str = "", docs: Path | None = None, languages: tuple[str, ...] = ("ja",)
) -> Path:
    """An mkdocs.yml in `root` that takes over the repository's, with the files of some formats beside the pages."""
    manual = docs or root / "docs"
    manual.mkdir(exist_ok=True)
    given = {"docs": manual, "site": root / "site", "terminal": terminal, "formats": formats}
    text = CONFIG.format(repository=REPOSITORY, languages=", ".join(languages), **given)
    assert yaml.safe_load(text)
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return root / "mkdocs.yml"
