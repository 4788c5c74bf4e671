"""Outputs stage: results by the hash of all that went into them, so that nothing is converted twice."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from quaybook import __version__


@dataclass(frozen=True)
class Cache:
    """A folder of results; safe for several builds at once, for a file appears whole or not at all."""

    folder: Path

    def _place(self, key: str) -> Path:
        return self.folder / __version__ / key[:2] / key

    def has(self, key: str) -> bool:
        """Whether there is a result for `key`."""
        return self._place(key).is_file()

    def read(self, key: str) -> bytes:
        """The result for `key`. Raises FileNotFoundError if there is none."""
        return self._place(key).read_bytes()

    def put(self, key: str, content: bytes) -> None:
        """Keeps `content` as the result for `key`."""
        place = self._place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(f"{place.name}.{os.getpid()}")
        partial.write_bytes(content)
        partial.replace(place)
