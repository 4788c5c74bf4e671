"""Files stage: zip-based files without the clock: the same facts give the same bytes, and cache keys hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

FIXED_TIME = (2020, 1, 1, 0, 0, 0)


def with_fixed_times(archive: bytes, changed: Callable[[bytes], bytes] = bytes) -> bytes:
    """`archive` with every entry dated alike, and each content `changed`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, FIXED_TIME), changed(old.read(entry)), zipfile.ZIP_DEFLATED)
    return out.getvalue()
