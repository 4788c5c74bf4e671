"""Outputs stage: results by the hash of all that went into them, so that nothing is converted twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from quaybook import __version__


@dataclass(frozen=True)
class Cache:
    """A folder of results; safe for several builds at once, for a file appears whole or not at all."""

    folder: Path

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The result for `key`, made by `make` if it is not there yet."""
        place = self.folder / __version__ / key[:2] / key
        if place.is_file():
            return place.read_bytes()
        content = make()
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(f"{place.name}.{os.getpid()}")
        partial.write_bytes(content)
        partial.replace(place)
        return content
