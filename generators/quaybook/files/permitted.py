"""Files stage: where an output is to come → why it may not come there; looked at before anything is made.

An output takes the place of all that stands there. So it comes only to where nothing is, or an output of ours, and
never near what a person writes. Folders are told apart as the system does it, for one may have several paths.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from quaybook.files.marker import PUBLISHING, is_marked, strangers
from quaybook.files.refusal import refusal
from quaybook.files.replacing import some
from quaybook.problems import Problem
from quaybook.resources import policy_source

if sys.platform != "win32":
    import pwd

# Of a workspace or a checkout of the kit; so are hidden folders.
_SOURCES = ("terminals", "policy_src", "docs", "generators", "tests", "kit")
_GIT = ".git"
_NAMES_FOR_HOMES = ("home", "Users")


def place_problem(place: Path, root: Path, sources: Iterable[Path] = ()) -> Problem | None:
    """Why no output may be made at `place`, if that is so; `root` is the workspace, `sources` what is read besides."""
    return _looked_at(place, lambda: _location(place, root, sources) or _contents(place))


def location_problem(folder: Path, root: Path, sources: Iterable[Path] = ()) -> Problem | None:
    """Why no outputs may be gathered in `folder`, whatever else it holds."""
    return _looked_at(folder, lambda: _location(folder, root, sources))


def _looked_at(place: Path, look: Callable[[], Problem | None]) -> Problem | None:
    try:
        os.lstat(place)
    except ValueError:
        return Problem.at("output_not_a_path", str(place))
    except OSError:
        # Whatever it is, the look says it.
        pass
    try:
        return look()
    except OSError as error:
        return refusal(error, place)


def _location(place: Path, root: Path, sources: Iterable[Path]) -> Problem | None:
    real, homes = _real(place), _folders_of_homes()
    kept = [*(root / name for name in _SOURCES), *sources, policy_source(), Path(__file__).parent.parent]
    if real == real.parent or any(_same(real.parent, each) for each in homes):
        return Problem.at("output_holds", str(place), own=real)
    for own in (root, *kept, *_own_homes(), *homes):
        if _lies_in(_real(own), real):
            return Problem.at("output_holds", str(place), own=_real(own))
    for around in (*kept, *_hidden(real, root)):
        if _lies_in(real, _real(around)):
            return Problem.at("output_within", str(place), own=_real(around))
    return None


def _contents(place: Path) -> Problem | None:
    above = (place, *place.absolute().parents)
    if dangling := next((each for each in above if each.is_symlink() and not each.exists()), None):
        return Problem.at("output_link_leads_nowhere", str(place), link=dangling, target=dangling.readlink())
    if place.is_symlink():
        return Problem.at("output_is_link", str(place), target=_real(place))
    if not next(each for each in above if each.exists()).is_dir():
        return Problem.at("file_in_the_way", str(place))
    if os.path.ismount(place):
        return Problem.at("output_is_mount", str(place))
    if outer := next((each for each in _real(place).parents if is_marked(each)), None):
        return Problem.at("output_in_output", str(place), own=outer)
    found = strangers(place, PUBLISHING)
    code = "output_holds_others" if is_marked(place) else "output_not_ours"
    return Problem.at(code, str(place), names=some(found)) if found else None


def _real(path: Path) -> Path:
    # Unlike `Path.resolve` it does not raise where links lead in a circle.
    return Path(os.path.realpath(path))


def _lies_in(inner: Path, outer: Path) -> bool:
    return any(_same(each, outer) for each in (inner, *inner.parents))


def _same(one: Path, other: Path) -> bool:
    """Whether both are one folder: by letters of another case, or mounted a second time, it has another path."""
    if one == other:
        return True
    with suppress(OSError):
        return os.path.samefile(one, other)
    return False


def _own_homes() -> Iterator[Path]:
    with suppress(RuntimeError):
        yield Path.home()
    if sys.platform != "win32":
        with suppress(KeyError):
            # The environment may name another.
            yield Path(pwd.getpwuid(os.getuid()).pw_dir)


def _folders_of_homes() -> tuple[Path, ...]:
    """Each folder in one of these is somebody's home."""
    usual = [Path("/") / name for name in _NAMES_FOR_HOMES]
    return tuple(
        _real(each) for each in (*usual, *(own.parent for own in _own_homes())) if each.name in _NAMES_FOR_HOMES
    )


def _hidden(real: Path, root: Path) -> Iterator[Path]:
    """Those around `real` that are kept hidden: of git wherever they are, and all of the workspace."""
    for each in (real, *real.parents):
        if each.name == _GIT or (each.name.startswith(".") and _same(each.parent, _real(root))):
            yield each
