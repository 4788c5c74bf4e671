"""What a workspace installs and what its CI does: nothing by a name that others can take, nothing outside a
private repository."""

from __future__ import annotations

import http.server
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from quaybook import __version__
from quaybook.intake.new.workspace_files import workspace_files
from quaybook.intake.new.workspace_kit import Kit

from tests.intake.new.test_init import wheel_content

KIT = Kit(wheel_content())
CI = (".github/workflows/quaybook.yml", ".gitlab-ci.yml")


def text(path: str) -> str:
    return workspace_files(KIT)[path].decode()


def github_job() -> tuple[dict[Any, Any], dict[str, Any]]:
    flow = yaml.safe_load(text(CI[0]))
    (job,) = flow["jobs"].values()
    return flow, job


def shell(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-e", "-c", script]
    clean = {"PATH": os.environ["PATH"]}
    return subprocess.run(command, env=clean | environment, capture_output=True, text=True, timeout=30, check=False)


def test_nothing_is_taken_by_a_name_that_can_be_moved() -> None:
    for path in CI:
        assert "@v" not in text(path)
        assert "pull_request_target" not in text(path)
    _, job = github_job()
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert len(used) == 3
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", each) for each in used)
    assert "latest" not in job["runs-on"]
    image = yaml.safe_load(text(CI[1]))["image"]
    assert re.fullmatch(r"python:3\.\d+\.\d+[a-z-]*@sha256:[0-9a-f]{64}", image)


def test_github_gets_no_right_no_secret_and_no_time_that_it_does_not_need() -> None:
    flow, job = github_job()
    # YAML 1.1 reads the key `on` as true.
    assert list(flow[True]) == ["push"]
    assert flow["permissions"] == {"contents": "read"}
    assert "permissions" not in job
    assert 0 < job["timeout-minutes"] <= 60
    assert flow["concurrency"]["cancel-in-progress"] is True
    assert "secrets." not in text(CI[0])
    (checkout,) = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
    assert checkout["with"]["persist-credentials"] is False
    (upload,) = [step for step in job["steps"] if "upload-artifact" in step.get("uses", "")]
    assert 0 < upload["with"]["retention-days"] <= 7


def test_gitlab_has_limits_and_hands_out_nothing_to_guests() -> None:
    pipeline = yaml.safe_load(text(CI[1]))
    assert pipeline["workflow"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "push"'}]
    jobs = {name: job for name, job in pipeline.items() if isinstance(job, dict) and "script" in job}
    assert set(jobs) == {"check", "documents"}
    for job in jobs.values():
        assert re.fullmatch(r"\d+ minutes", job["timeout"])
        assert (job["artifacts"]["access"], job["artifacts"]["expire_in"]) == ("developer", "3 days")
    assert "TOKEN" not in text(CI[1])


@pytest.mark.parametrize(
    ("private", "visibility", "allowed"),
    [
        ("true", "private", True),
        ("true", "internal", False),
        ("false", "public", False),
        ("true", "", False),
        ("", "", False),
        ("", "private", False),
        ("false", "private", False),
    ],
)
def test_github_makes_nothing_unless_the_repository_is_known_to_be_private(
    private: str, visibility: str, allowed: bool
) -> None:
    _, job = github_job()
    first = job["steps"][0]
    assert first["env"] == {
        "PRIVATE": "${{ github.event.repository.private }}",
        "VISIBILITY": "${{ github.event.repository.visibility }}",
    }
    assert not [step for step in job["steps"] if "if" in step or "continue-on-error" in step]
    done = shell(first["run"], PRIVATE=private, VISIBILITY=visibility)
    assert (done.returncode == 0) == allowed
    assert ("private" in done.stdout) != allowed


@pytest.mark.parametrize(
    ("visibility", "allowed"), [("private", True), ("internal", False), ("public", False), ("", False)]
)
def test_gitlab_makes_nothing_unless_the_project_is_known_to_be_private(visibility: str, allowed: bool) -> None:
    pipeline = yaml.safe_load(text(CI[1]))
    first = pipeline["before_script"][0]
    assert not [name for name, job in pipeline.items() if isinstance(job, dict) and "before_script" in job]
    given = {"CI_PROJECT_VISIBILITY": visibility} if visibility else {}
    done = shell(first, **given)
    assert (done.returncode == 0) == allowed
    assert ("private" in done.stderr) != allowed


def small_wheel(folder: Path, version: str, whose: str) -> Path:
    """A package of our name that says whose it is."""
    made, about = folder / f"quaybook-{version}-py3-none-any.whl", f"quaybook-{version}.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("quaybook/__init__.py", f"whose = {whose!r}\n")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: quaybook\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return made


@pytest.fixture
def index(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """An index that offers our name in this and in a higher version, and what it was asked for."""
    offered, asked = tmp_path / "index" / "quaybook", []
    for version in (__version__, "99.0"):
        small_wheel(offered, version, "theirs")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(offered.parent))

        def log_message(self, *_: object) -> None:
            asked.append(self.path)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_index_that_offers_our_name_is_not_even_asked(tmp_path: Path, index: tuple[str, list[str]]) -> None:
    address, asked = index
    made = small_wheel(tmp_path / "kit", __version__, "ours")
    lines = workspace_files(Kit(made.read_bytes()))["requirements.txt"].decode().splitlines()
    (ours,) = [line for line in lines if "quaybook-" in line and not line.startswith("#")]
    (tmp_path / "requirements.txt").write_text(f"{ours}\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", "v"], cwd=tmp_path, check=True, timeout=120)
    pip = [str(tmp_path / "v" / "bin" / "python"), "-m", "pip", "--isolated"]
    offers = ["--index-url", address, "--extra-index-url", address, "--find-links", f"{address}quaybook/"]
    install = [*pip, "install", "-q", "--disable-pip-version-check", "--require-hashes", *offers]
    done = subprocess.run([*install, "-r", "requirements.txt"], cwd=tmp_path, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    code = [str(tmp_path / "v" / "bin" / "python"), "-I", "-c", "import quaybook; print(quaybook.whose)"]
    assert subprocess.run(code, capture_output=True, text=True, timeout=60, check=True).stdout == "ours\n"
    assert not [path for path in asked if path.endswith(".whl")]
    # The same index would be taken where a name alone is asked for.
    by_name = [*pip, "download", "-q", "--no-deps", "--disable-pip-version-check", *offers, "-d", "d", "quaybook"]
    subprocess.run(by_name, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["quaybook-99.0-py3-none-any.whl"]


def test_another_file_under_the_name_of_the_kit_is_not_installed(tmp_path: Path) -> None:
    small_wheel(tmp_path / "kit", __version__, "theirs")
    lines = text("requirements.txt").splitlines()
    (tmp_path / "requirements.txt").write_text(next(line for line in lines if line.startswith("./kit/")) + "\n")
    install = ["install", "--dry-run", "--no-deps", "--no-index", "--require-hashes", "-r", "requirements.txt"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--isolated", *install],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert "hash" in done.stderr.lower()
