"""Documents stage: templates are compiled once per version of the kit; what was compiled is kept for the next run.

Code is kept among the user's own results only: a workspace could bring along some that does anything.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import CodeType

from quaybook.files.cache import user_cache

_kept: dict[str, CodeType] = {}


def compiled(source: str, name: str | None, filename: str | None, way: str, make: Callable[[], CodeType]) -> CodeType:
    """The code of a template, from this run or a former one, else as `make` gives it. `way` says how that is done.

    What `make` raises is kept nowhere.
    """
    parts = (_kit(), way, str(name), str(filename), source)
    key = hashlib.sha256("\0".join(f"{len(part)}:{part}" for part in parts).encode(errors="surrogatepass")).hexdigest()
    if key not in _kept:
        results = user_cache()
        kept = results.get(key)
        _kept[key] = marshal.loads(kept) if kept is not None else make()
        if kept is None:
            results.put(key, marshal.dumps(_kept[key]))
    return _kept[key]


@cache
def _kit() -> str:
    """What turns a text into code: the language, its library, and the modules beside this one."""
    own = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        own.update(path.read_bytes())
    return f"{sys.implementation.cache_tag} {sys.version} {version('jinja2')} {own.hexdigest()}"
