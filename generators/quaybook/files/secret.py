"""Files stage: what this user's kit alone knows, so that a workspace from somebody else cannot bring results along."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

import platformdirs

_LENGTH = 32


def user_folder() -> Path:
    """Where the kit keeps what may be deleted at any moment, as the system has it for each user."""
    return platformdirs.user_cache_path("quaybook", appauthor=False)


def secret() -> bytes:
    """32 bytes that stay the same from run to run, as long as the user's folder can be written."""
    return _secret(user_folder() / "seal")


@cache
def _secret(file: Path) -> bytes:
    made = secrets.token_bytes(_LENGTH)
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as writing:
            writing.write(made)
        try:
            # Unlike a renaming it does not take the place of one that another process has just made.
            os.link(partial, file)
        finally:
            partial.unlink()
    with suppress(OSError):
        kept = file.read_bytes()
        if len(kept) == _LENGTH:
            return kept
    # Results then hold for this process only.
    return made
