"""Facts stage: in which file of its folder a group belongs that stands in none.

Whoever has deleted a group is told the file, by what stands beside it in the files of a new terminal.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from quaybook.facts.positions import Source, read_yaml
from quaybook.resources import policy_source


@lru_cache(maxsize=1)
def _held() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each group with the file in which a new terminal has it, and with all the groups of that file."""
    read = read_yaml(policy_source() / "intake" / "files.yml", "policy_src/intake/files.yml")
    assert not read.problems, read.problems
    files: dict[str, dict[str, list[str]]] = dict(read.data["files"])  # type: ignore[call-overload]
    return {key: (name, tuple(file["holds"])) for name, file in files.items() for key in file["holds"]}


def home_of(key: str, source: Source) -> str:
    """The file for the group: that of its neighbours, else the only one there is, else that of a new terminal."""
    folder = source.position(()).file
    present = {path[0]: at.file for path, at in source.positions.items() if len(path) == 1}
    own = {group: file for group, file in present.items() if file.rpartition("/")[0] == folder}
    if key not in _held() or not own:
        return folder
    if len(set(own.values())) == 1:
        return next(iter(own.values()))
    name, held = _held()[key]
    beside = Counter(own[group] for group in held if group in own)
    usual = f"{folder}/{name}"
    return max(beside, key=lambda file: (beside[file], file == usual), default=usual)
