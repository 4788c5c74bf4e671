"""A reader of Japanese for machines finds nothing in the rendered documents; `make prose` installs what it needs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from quaybook.model.document import Kind

from tests.conftest import SAMPLES, prepared_sample
from tests.prose.paragraphs import write

# What people have written. Pages of status and audit, and registers, put sentences together from facts and findings.
WRITTEN = (Kind.POLICY, Kind.PROCEDURE, Kind.BCP, Kind.INCIDENT, Kind.CARD, Kind.CONTRACT, Kind.FORM, Kind.TRAINING)
# These hold letters, and lines that people say, in another form than their own text.
SPOKEN = (
    "reporting-matrix",
    "drill-relay",
    "drill-ransomware",
    "drill-manual",
    "drill-restore",
    "drill-restart",
    "drill-handback",
    "nagoya-case",
    "card-finder-plain",
)
HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / ".bin" / "textlint"
IS_THERE = PROGRAM.exists() and shutil.which("node") is not None


def read_by_textlint(paths: list[Path]) -> list[str]:
    """What it says, by file and line. Its exit code tells only whether it says anything."""
    command = [str(PROGRAM), "--config", str(HERE / "textlintrc.yml"), "--format", "json", *map(str, paths)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("["), done.stderr
    read = json.loads(done.stdout)
    return [
        f"{Path(each['filePath']).stem}:{said['line']}: {said['ruleId']}: {said['message'].splitlines()[0]}"
        for each in read
        for said in each["messages"]
    ]


def is_spoken(said: str) -> bool:
    # Readings behind each kanji part the words, so that their endings look like others.
    if said.startswith("finder-reading-plain") and "no-dropping-the-ra" in said:
        return True
    return said.startswith(SPOKEN) and "no-mix-dearu-desumasu" in said


@pytest.mark.skipif(not IS_THERE and not os.environ.get("QUAYBOOK_ALL_TESTS"), reason="make prose installs textlint")
def test_textlint_finds_nothing(tmp_path: Path) -> None:
    paths = write(map(prepared_sample, SAMPLES), tmp_path, WRITTEN)
    assert len(paths) > 100
    assert [said for said in read_by_textlint(paths) if not is_spoken(said)] == []
    spoilt = tmp_path / "spoilt.md"
    spoilt.write_text("資格情報をを確かめる。\n", encoding="utf-8")
    assert len(read_by_textlint([spoilt])) >= 2
