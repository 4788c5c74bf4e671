"""Files stage: zip archives whose bytes hang on nothing but their contents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIXED_TIME = (2020, 1, 1, 0, 0, 0)


def read_entries(archive: bytes, *names: str) -> dict[str, bytes]:
    """The contents of the entries so named, or of all."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in names or opened.namelist()}


def with_entries(archive: bytes, changed: Mapping[str, bytes], added: Mapping[str, bytes] | None = None) -> bytes:
    """`archive` with every entry dated alike, the contents of those named `changed`, and last what is `added`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in (read_entries(archive) | dict(added or {})).items():
            new.writestr(zipfile.ZipInfo(name, FIXED_TIME), changed.get(name, content), zipfile.ZIP_DEFLATED)
    return out.getvalue()
