"""What the tests of the site share: sites of the samples built once in a run, and a browser with its network cut."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import KEPT, REPOSITORY, SAMPLES
from tests.helpers.workspaces import write_config

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    @cache
    def built(name: str) -> Path:
        if (kept := KEPT / "sites" / name).exists():
            return kept
        root = tmp_path_factory.mktemp(name)
        (root / "terminals").symlink_to(REPOSITORY / "terminals")
        config = write_config(root, name, docs=REPOSITORY / "docs")
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config)]
        environment = {key: value for key, value in os.environ.items() if key != "TERMINAL" and "QUAYBOOK_" not in key}
        # One of the sites compares the samples, so that the port's page is looked at too.
        environment |= {"QUAYBOOK_PORT": ",".join(SAMPLES)} if name == "aonagi" else {}
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment)
        assert done.returncode == 0, done.stderr[-3000:]
        return shared_by_workers(root / "site", name)

    return built


def shared_by_workers(made: Path, name: str) -> Path:
    """The site where every worker of this run finds it; whoever comes second keeps its own."""
    kept = KEPT / "sites" / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        return made.rename(kept)
    except OSError:
        return made


@pytest.fixture(scope="session")
def browser(program: Callable[[str], str]) -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program("chromium"), args=arguments)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a file with the network cut; afterwards no error and no outside request may have occurred."""
    errors: list[str] = []
    contexts = []

    def opened(path: Path, viewport: dict[str, int] = DESKTOP, **options: object) -> Page:
        context = browser.new_context(viewport=viewport, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:", "blob:", "about:")) else errors.append(r.url),
        )
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []
