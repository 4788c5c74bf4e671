"""Intake stage: a private workspace that carries the kit with which it was made, written into an empty folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from quaybook import __version__
from quaybook.facts.positions import read_yaml
from quaybook.facts.version import FACTS_VERSION
from quaybook.files.refusal import refusal
from quaybook.intake.new.terminal import SCHEMA_FILE, schema_text
from quaybook.intake.new.workspace_kit import WHEEL, Kit
from quaybook.problems import Problem
from quaybook.resources import dependency_lock, policy_source

# A repository that was made, or fetched, before anything lies in it.
_MAY_BE_THERE = {".git"}
_NAMES_SHOWN = 5


def workspace_files(kit: Kit) -> dict[str, bytes]:
    """Path in the workspace → content of the file."""
    source = policy_source() / "intake"
    read = read_yaml(source / "workspace.yml", "workspace.yml")
    assert not read.problems, read.problems
    texts = {path: (source / "workspace" / str(name)).read_text(encoding="utf-8") for path, name in read.data.items()}
    texts |= {f"terminals/{SCHEMA_FILE}": schema_text()}
    filled = {
        "@version@": __version__,
        "@facts_version@": str(FACTS_VERSION),
        "@wheel@": WHEEL,
        "@digest@": kit.digest,
        "@dependencies@": dependency_lock().read_text(encoding="utf-8").rstrip(),
    }
    for mark, value in filled.items():
        texts = {path: text.replace(mark, value) for path, text in texts.items()}
    return {path: text.encode() for path, text in texts.items()} | {f"kit/{WHEEL}": kit.content}


def init_workspace(folder: Path, kit: Kit) -> tuple[str, ...] | Problem:
    """Writes the files of a workspace into `folder`, all or none of them; returns their paths.

    `folder` has to be empty or missing, for nothing is ever overwritten.
    """
    contents = workspace_files(kit)
    written: list[Path] = []
    try:
        if problem := _occupied(folder):
            return problem
        for path, content in contents.items():
            _make_folders((folder / path).parent, written)
            with (folder / path).open("xb") as file:
                written.append(folder / path)
                file.write(content)
    except FileExistsError:
        # Somebody else put it there after the look that found nothing.
        _take_back(written)
        return _occupied(folder) or Problem.at("not_a_folder", str(folder))
    except OSError as error:
        _take_back(written)
        return refusal(error, folder)
    return tuple(contents)


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
