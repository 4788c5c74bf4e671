"""Intake stage: the kit as a workspace gets it: a wheel of this very version, pinned by what is in it.

Whoever installs by name takes what an index offers under that name. So a workspace holds the kit itself, and
its requirements name a path and a hash.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from importlib import metadata
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from quaybook import __version__
from quaybook.files.refusal import refusal
from quaybook.problems import Problem

_NAME = "quaybook"
WHEEL = f"{_NAME}-{__version__}-py3-none-any.whl"
_MODULE = f"{_NAME}/__init__.py"
_METADATA = f"{_NAME}-{__version__}.dist-info/METADATA"


@dataclass(frozen=True)
class Kit:
    """The wheel of the running version."""

    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def find_kit(asked: Path | None) -> Kit | Problem:
    """The wheel at `asked` or in the folder `asked`; without it, the one from which this kit was installed."""
    path = asked or _installed_from()
    if path is None:
        return Problem.at("kit_not_named", WHEEL)
    try:
        path = path / WHEEL if path.is_dir() else path
        content = path.read_bytes()
    except FileNotFoundError:
        return Problem.at("kit_missing", str(path))
    except OSError as error:
        return refusal(error, path.parent)
    if path.name != WHEEL:
        return Problem.at("kit_other_name", str(path), wheel=WHEEL)
    return Kit(content) if _is_kit(content) else Problem.at("kit_broken", str(path))


def _installed_from() -> Path | None:
    """The file that the installer noted down; none for a checkout, which is no file."""
    try:
        noted = metadata.distribution(_NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
    found = json.loads(noted or "{}")
    url = urlsplit(found.get("url", ""))
    return Path(url2pathname(url.path)) if "archive_info" in found and url.scheme == "file" else None


def _is_kit(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return {_MODULE, _METADATA} <= set(archive.namelist()) and archive.testzip() is None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False
