"""An archive is dated alike whoever packed it, and only what is named is changed."""

from __future__ import annotations

import io
import zipfile

from quaybook.files.archive import FIXED_TIME, read_entries, with_entries

CONTENTS = {"[Content_Types].xml": b"<a/>", "word/本文.xml": "本文".encode() * 999, "empty": b"", "stored": b"\x00\xff"}


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, content) in enumerate(CONTENTS.items()):
            kind = zipfile.ZIP_STORED if name == "stored" else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(name, (2001 + number, 2, 3, 4, 5, 6))
            # What stands there besides names and contents is nobody's business.
            entry.comment, entry.extra = b"who", b"\xfe\xca\x02\x00hi"
            archive.writestr(entry, content, kind)
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


def test_only_what_stands_in_it_is_changed() -> None:
    changed = with_entries(packed(), {"empty": b"x" * 1000, "not there": b"y"})
    assert read_entries(changed) == CONTENTS | {"empty": b"x" * 1000}
    assert read_entries(changed, "empty") == {"empty": b"x" * 1000}
