"""What the tests share: the repository, its samples prepared once, and which programs are at hand."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from quaybook.pipeline import Prepared, Workspace, prepare

# Nothing that tests make comes into the folder of whoever runs them, or from there. Workers share that of their run.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _OWN = tempfile.TemporaryDirectory(prefix="quaybook-tests-")
    os.environ["XDG_CACHE_HOME"] = _OWN.name
# What the tests of one run make of the same texts with the same kit is made once; its keys hold all that shapes it.
KEPT = Path(os.environ["XDG_CACHE_HOME"]) / "kept"

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLES = ("aonagi", "chitoseura", "hoshimisaki")
TODAY = date(2026, 11, 1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="accept the rendered documents as they are")


@cache
def prepared_sample(name: str) -> Prepared:
    """The sample, complete; a problem in it is a failure of whatever test asks for it."""
    prepared, problems = prepare(Workspace(REPOSITORY), name, TODAY)
    assert prepared is not None, problems[:10]
    assert problems == ()
    return prepared


@pytest.fixture(params=SAMPLES, scope="session")
def sample(request: pytest.FixtureRequest) -> Prepared:
    return prepared_sample(request.param)


@pytest.fixture(scope="session")
def large() -> Prepared:
    return prepared_sample("aonagi")


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """The path of an outside program; without it the test is skipped, or fails where all must run."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            if os.environ.get("QUAYBOOK_ALL_TESTS"):
                pytest.fail(f"{name} is not installed")
            pytest.skip(f"{name} is not installed; see .ci/run")
        return path

    return find
