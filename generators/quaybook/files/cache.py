"""Files stage: results by the hash of all that went into them, so that nothing is converted twice.

A result is kept behind its own digest: what was cut short by a kill or a full disk is not served, but made anew.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from quaybook import __version__
from quaybook.problems import Problem

_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Cache:
    """A folder of results; several builds and threads may use it at once. Nothing depends on it but speed."""

    folder: Path
    refused: list[OSError] = field(default_factory=list)

    def _place(self, key: str) -> Path:
        return self.folder / __version__ / key[:2] / key

    def get(self, key: str) -> bytes | None:
        """The result for `key`, whole, or None."""
        try:
            kept = self._place(key).read_bytes()
        except OSError:
            return None
        digest, content = kept[:_DIGEST], kept[_DIGEST:]
        return content if hashlib.sha256(content).digest() == digest else None

    def put(self, key: str, content: bytes) -> None:
        """Keeps `content` as the result for `key`; if that cannot be, notes why in `refused`."""
        place = self._place(key)
        partial = place.with_name(f"{key}.{secrets.token_hex(8)}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(hashlib.sha256(content).digest() + content)
            partial.replace(place)
        except FileNotFoundError:
            return  # somebody deleted the folder, or another build has just put the same result there
        except OSError as error:
            self.refused.append(error)
            with suppress(OSError):
                partial.unlink()
            return
        # Left by a build that was killed here, or by one of somebody else, whose files may not be ours to remove.
        for leftover in place.parent.glob(f"{key}.*"):
            with suppress(OSError):
                leftover.unlink()

    def problem(self) -> Problem | None:
        """Why results could not be kept, if that was so; the build is none the worse for it, only the next slower."""
        if not self.refused:
            return None
        return Problem.at("cache_unused", str(self.folder), detail=self.refused[0].strerror)
