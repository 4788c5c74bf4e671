"""Files stage: zip-based files without the clock: the same facts give the same bytes, and cache keys hold."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FIXED_TIME = (2020, 1, 1, 0, 0, 0)
# The time and the day as an archive counts them.
_DATED = (0, (FIXED_TIME[0] - 1980) << 9 | FIXED_TIME[1] << 5 | FIXED_TIME[2])
_VERSION, _UTF_8 = 20, 0x800
_HEAD = struct.Struct("<4s5H3L2H")
_LISTED = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True)
class _Entry:
    name: str
    method: int
    crc: int
    size: int
    packed: bytes

    @property
    def told(self) -> tuple[int, ...]:
        """What stands of it before its content and again in the list at the end."""
        flags = 0 if self.name.isascii() else _UTF_8
        name = len(self.name.encode())
        return (_VERSION, flags, self.method, *_DATED, self.crc, len(self.packed), self.size, name, 0)


def read_entries(archive: bytes, *names: str) -> dict[str, bytes]:
    """The contents of the entries so named, or of all."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in names or opened.namelist()}


def with_entries(archive: bytes, changed: Mapping[str, bytes]) -> bytes:
    """`archive` with every entry dated alike, and the contents of those named `changed`; the others stay packed."""
    out, listed = io.BytesIO(), io.BytesIO()
    entries = list(_entries(archive, changed))
    for entry in entries:
        name, told = entry.name.encode(), entry.told
        listed.write(_LISTED.pack(b"PK\1\2", _VERSION, *told, 0, 0, 0, 0, out.tell()) + name)
        out.write(_HEAD.pack(b"PK\3\4", *told) + name + entry.packed)
    count, size, start = len(entries), listed.tell(), out.tell()
    out.write(listed.getvalue() + _END.pack(b"PK\5\6", 0, 0, count, count, size, start, 0))
    return out.getvalue()


def _entries(archive: bytes, changed: Mapping[str, bytes]) -> Iterator[_Entry]:
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        for entry in old.infolist():
            name = entry.filename
            if name in changed:
                content = changed[name]
                yield _Entry(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), _deflated(content))
            else:
                *_, name_length, extra_length = _HEAD.unpack_from(archive, entry.header_offset)
                start = entry.header_offset + _HEAD.size + name_length + extra_length
                packed = archive[start : start + entry.compress_size]
                yield _Entry(name, entry.compress_type, entry.CRC, entry.file_size, packed)


def _deflated(content: bytes) -> bytes:
    # An archive holds the bare stream.
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()
