"""Intake stage: a private workspace that depends on the published kit, written into an empty folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from quaybook import __version__
from quaybook.facts.positions import read_yaml
from quaybook.intake.new_terminal import SCHEMA_FILE, schema_text
from quaybook.outputs.refusal import refusal
from quaybook.problems import Problem
from quaybook.resources import policy_source

_VERSION = "@version@"
# A repository that was made, or fetched, before anything lies in it.
_MAY_BE_THERE = {".git"}
_NAMES_SHOWN = 5


def workspace_files() -> dict[str, str]:
    """Path in the workspace → text of the file."""
    source = policy_source() / "intake"
    read = read_yaml(source / "workspace.yml", "workspace.yml")
    assert not read.problems, read.problems
    texts = {path: (source / "workspace" / str(name)).read_text(encoding="utf-8") for path, name in read.data.items()}
    made = {path: text.replace(_VERSION, __version__) for path, text in texts.items()}
    return made | {f"terminals/{SCHEMA_FILE}": schema_text()}


def init_workspace(folder: Path) -> tuple[str, ...] | Problem:
    """Writes the files of a workspace into `folder`, all or none of them; returns their paths.

    `folder` has to be empty or missing, for nothing is ever overwritten.
    """
    texts = workspace_files()
    written: list[Path] = []
    try:
        if problem := _occupied(folder):
            return problem
        for path, text in texts.items():
            _make_folders((folder / path).parent, written)
            with (folder / path).open("x", encoding="utf-8", newline="\n") as file:
                written.append(folder / path)
                file.write(text)
    except FileExistsError:
        # Somebody else put it there after the look that found nothing.
        _take_back(written)
        return _occupied(folder) or Problem.at("not_a_folder", str(folder))
    except OSError as error:
        _take_back(written)
        return refusal(error, folder)
    return tuple(texts)


def _occupied(folder: Path) -> Problem | None:
    if folder.exists() and not folder.is_dir():
        return Problem.at("not_a_folder", str(folder))
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    names = [name for name in there if name not in _MAY_BE_THERE]
    shown = [*names[:_NAMES_SHOWN], *(("…",) if len(names) > _NAMES_SHOWN else ())]
    return Problem.at("not_empty", str(folder), names=", ".join(shown)) if names else None


def _make_folders(folder: Path, written: list[Path]) -> None:
    """Makes `folder` and those above it that are not there yet, and adds them to `written`."""
    for each in (*reversed(folder.parents), folder):
        if not each.is_dir():
            each.mkdir()
            written.append(each)


def _take_back(written: list[Path]) -> None:
    """What cannot be removed, such as a folder into which somebody else has put something, stays."""
    for path in reversed(written):
        with suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
