"""Where the kit's own sources lie: beside the package in a wheel, at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def policy_source() -> Path:
    """The `policy_src` folder that came with this kit."""
    packed = _PACKAGE / "policy_src"
    return packed if packed.is_dir() else _PACKAGE.parent.parent / "policy_src"


def dependency_lock() -> Path:
    """The file that pins what the kit depends on, each by version and hash."""
    packed = _PACKAGE / "requirements.lock"
    return packed if packed.is_file() else _PACKAGE.parent.parent / "requirements.lock"
