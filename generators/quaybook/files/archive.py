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


def with_entries(archive: bytes, changed: Mapping[str, bytes]) -> bytes:
    """`archive` with every entry dated alike, and the contents of those named `changed`; new ones come last."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in (read_entries(archive) | dict(changed)).items():
            new.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
