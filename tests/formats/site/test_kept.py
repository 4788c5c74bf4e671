"""What is kept from a former build gives the same bytes as what is made anew, and only what changed is made anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from mkdocs.structure.pages import Page
from quaybook.build import BuildRequest, build_edition
from quaybook.files import secret
from quaybook.files.cache import Cache
from quaybook.pipeline import Prepared

from tests.conftest import REPOSITORY, prepared_sample
from tests.helpers.killed import few_documents

HOOK = "def on_page_content(html, page, config, files): return html + '<p>by a hook</p>'\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    (root / "docs").mkdir(parents=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    return root


def built(root: Path, prepared: Prepared) -> dict[str, bytes]:
    """Every file of a site of the prepared terminal, but for the lists of files."""
    with patch("quaybook.build.prepare", lambda *_, **__: (prepared, ())):
        done = build_edition(BuildRequest(root, prepared.id, root / "out", ("site",)))
    assert (done.problems, done.said) == ((), "")
    return {
        path.relative_to(root / "out").as_posix(): path.read_bytes()
        for path in (root / "out").rglob("*")
        if path.is_file()
    }


@pytest.fixture
def few() -> Prepared:
    return few_documents(prepared_sample("chitoseura"))


def changed(prepared: Prepared, **parts: str) -> Prepared:
    """The document `backup` with other parts."""
    (code,) = prepared.sets
    documents = tuple(replace(d, **parts) if d.spec.id == "backup" else d for d in prepared.sets[code].documents)
    return replace(prepared, sets={code: replace(prepared.sets[code], documents=documents)})


@pytest.fixture
def counted() -> Iterator[Callable[[], list[str]]]:
    """The pages that MkDocs has converted since the last time that this was asked."""
    converted: list[str] = []
    render = Page.render

    def counting(page: Page, *arguments: object) -> None:
        converted.append(page.file.src_uri)
        render(page, *arguments)  # type: ignore[arg-type]

    def since() -> list[str]:
        found, converted[:] = sorted(converted), []
        return found

    with patch.object(Page, "render", counting):
        yield since


def test_kept_pages_give_the_same_bytes(workspace: Path, few: Prepared, counted: Callable[[], list[str]]) -> None:
    cold = built(workspace, few)
    assert len(cold) > 20
    assert len(counted()) == 5
    assert built(workspace, few) == cold
    assert counted() == []
    other = changed(few, body="変わった本文　[ここ](doc:home)\n\n## 新しい見出し {#fresh}\n\n探される言葉\n")
    warm = built(workspace, other)
    assert counted() == ["ja/policy/backup.md"]
    shutil.rmtree(workspace / ".cache")
    assert built(workspace, other) == warm
    assert len(counted()) == 5
    assert warm["assets/quaybook/search-ja.js"] != cold["assets/quaybook/search-ja.js"]
    assert "探される言葉" in warm["assets/quaybook/search-ja.js"].decode()


def test_a_title_changes_every_page_that_shows_it(workspace: Path, few: Prepared) -> None:
    """The navigation of a section stands on all pages of it."""
    cold = built(workspace, few)
    warm = built(workspace, changed(few, title="別の題名"))
    shutil.rmtree(workspace / ".cache")
    assert built(workspace, changed(few, title="別の題名")) == warm
    pages = [path for path in cold if path.endswith(".html")]
    assert len(pages) == 5
    shown = {path for path in pages if "別の題名" in warm[path].decode()}
    assert {"ja/policy/index.html", "ja/policy/backup.html"} <= shown


def test_settings_and_hooks_of_ones_own_are_heeded(workspace: Path, few: Prepared) -> None:
    cold = built(workspace, few)
    settings = (workspace / "mkdocs.yml").read_text(encoding="utf-8")
    (workspace / "mkdocs.yml").write_text(settings.replace("permalink: false", "permalink: true"), encoding="utf-8")
    assert built(workspace, few) != cold
    (workspace / "hook.py").write_text(HOOK, encoding="utf-8")
    (workspace / "mkdocs.yml").write_text(f"{settings}\nhooks: [hook.py]\n", encoding="utf-8")
    for _ in range(2):
        assert b"by a hook" in built(workspace, few)["ja/policy/backup.html"]
    # MkDocs itself loads a hook once in a process.
    (workspace / "other.py").write_text(HOOK.replace("a hook", "another"), encoding="utf-8")
    (workspace / "mkdocs.yml").write_text(f"{settings}\nhooks: [other.py]\n", encoding="utf-8")
    assert b"by another" in built(workspace, few)["ja/policy/backup.html"]
    (workspace / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert built(workspace, few) == cold


def test_a_page_with_a_warning_is_not_kept(workspace: Path, few: Prepared, counted: Callable[[], list[str]]) -> None:
    broken = changed(few, body="[nowhere](nowhere.md)\n")
    for _ in range(2):
        with patch("quaybook.build.prepare", lambda *_, **__: (broken, ())):
            done = build_edition(BuildRequest(workspace, few.id, workspace / "out", ("site",)))
        assert "nowhere.md" in done.said
        assert "ja/policy/backup.md" in counted()


def test_what_somebody_else_has_kept_is_not_served(
    workspace: Path, few: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = built(workspace, few)
    kept = [path for path in (workspace / ".cache").rglob("*") if path.is_file()]
    assert len(kept) > 5
    # As another user of the same kit would lay it there: whole, under the right name, with another text.
    monkeypatch.setattr(secret, "user_folder", lambda: tmp_path / "somebody")
    theirs = Cache(workspace / ".cache" / "quaybook")
    for path in kept:
        theirs.put(path.name, b"<script>theirs()</script>")
        assert theirs.get(path.name) == b"<script>theirs()</script>"
    monkeypatch.undo()
    assert built(workspace, few) == cold


def test_the_seal_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret, "user_folder", lambda: tmp_path / "own")
    cache = Cache(tmp_path / "cache")
    cache.put("ab12", b"x")
    assert cache.get("ab12") == b"x"
    assert (tmp_path / "own" / "seal").stat().st_mode & 0o077 == 0
    assert (tmp_path / "own").stat().st_mode & 0o077 == 0
    (entry,) = (path for path in (tmp_path / "cache").rglob("ab12"))
    # A result under another name is another result.
    entry.rename(entry.with_name("ab34"))
    assert Cache(tmp_path / "cache").get("ab34") is None
    # Where nothing can be kept, results hold for this process.
    (tmp_path / "file").touch()
    monkeypatch.setattr(secret, "user_folder", lambda: tmp_path / "file" / "within")
    cache.put("cd56", b"y")
    assert cache.get("cd56") == b"y"
