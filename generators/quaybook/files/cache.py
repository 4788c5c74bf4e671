"""Files stage: results by the hash of all that went into them, so that nothing is converted twice.

A result is kept behind a seal that only this user's kit can make. What was cut short by a kill or a full disk, or laid
there by whoever handed the folder on, is not served, but made anew.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from quaybook import __version__
from quaybook.files.secret import secret, user_folder
from quaybook.problems import Problem

_SEAL = hashlib.sha256().digest_size


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
        seal, content = kept[:_SEAL], kept[_SEAL:]
        return content if hmac.compare_digest(_sealed(key, content), seal) else None

    def put(self, key: str, content: bytes) -> None:
        """Keeps `content` as the result for `key`; if that cannot be, notes why in `refused`."""
        place = self._place(key)
        partial = place.with_name(f"{key}.{secrets.token_hex(8)}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(_sealed(key, content) + content)
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


def _sealed(key: str, content: bytes) -> bytes:
    """The seal of a result; it holds under its own key only."""
    return hmac.digest(secret(), f"{key}\0".encode() + content, "sha256")


def user_cache() -> Cache:
    """Results that hang on the kit alone, for all workspaces of this user."""
    return Cache(user_folder() / "results")
