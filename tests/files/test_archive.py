"""An archive is dated alike whoever packed it, and what is not changed stays as it was packed."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from quaybook.files.archive import FIXED_TIME, read_entries, with_entries

CONTENTS = {"[Content_Types].xml": b"<a/>", "word/本文.xml": "本文".encode() * 999, "empty": b"", "stored": b"\x00\xff"}


def packed(level: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, content) in enumerate(CONTENTS.items()):
            kind = zipfile.ZIP_STORED if name == "stored" else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(name, (2001 + number, 2, 3, 4, 5, 6))
            # What stands there besides names and contents is nobody's business.
            entry.comment, entry.extra = b"who", b"\xfe\xca\x02\x00hi"
            archive.writestr(entry, content, kind, level)
        archive.comment = b"when"
    return out.getvalue()


def test_contents_stay_and_times_are_fixed() -> None:
    again = with_entries(packed(), {})
    assert read_entries(again) == CONTENTS
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {FIXED_TIME}
        assert {entry.comment + entry.extra for entry in archive.infolist()} == {b""}
        assert archive.comment == b""
    assert again == with_entries(again, {})


def test_what_is_changed_is_new_and_the_rest_stays_packed() -> None:
    loose = with_entries(packed(level=0), {})
    changed = with_entries(loose, {"empty": b"x" * 1000, "not there": b"y"})
    assert read_entries(changed) == CONTENTS | {"empty": b"x" * 1000}
    assert read_entries(changed, "empty") == {"empty": b"x" * 1000}
    assert len(loose) < len(changed) < len(loose) + 100
    with zipfile.ZipFile(io.BytesIO(changed)) as archive:
        assert archive.testzip() is None
        assert archive.getinfo("word/本文.xml").compress_size > archive.getinfo("word/本文.xml").file_size


def test_other_programs_read_it(tmp_path: Path) -> None:
    unzip = shutil.which("unzip")
    if unzip is None:
        pytest.skip("unzip is not here")
    (tmp_path / "made.zip").write_bytes(with_entries(packed(), {"empty": b"filled"}))
    done = subprocess.run([unzip, "-tqq", str(tmp_path / "made.zip")], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")
