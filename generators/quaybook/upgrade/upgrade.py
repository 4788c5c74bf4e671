"""Upgrade stage, the door: a folder of facts of any earlier version → its texts as the present version has them.

Each version has its step. A step changes what it finds in the old shape and nothing else, so that facts which were
made while a version grew are upgraded like those of the version before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from quaybook.facts.folder import load_folder
from quaybook.facts.origins import folders
from quaybook.facts.positions import read_yaml
from quaybook.facts.version import FACTS_VERSION, VERSION_KEY
from quaybook.intake.text.files import read_files
from quaybook.model.load import other_version
from quaybook.model.notation import is_countable
from quaybook.problems import Problem, in_order
from quaybook.resources import policy_source
from quaybook.upgrade.lists import list_roles, name_entries
from quaybook.upgrade.provisional import mark_assumed
from quaybook.upgrade.tree import ByHandError, Tree
from quaybook.upgrade.undecided import Undecided, located, of_ways_in
from quaybook.upgrade.ways_in import list_the_vpn
from quaybook.wording.fact_words import Descriptions, load_descriptions

Step = Callable[[Tree, Descriptions], None]
# Version that a step leads to → what it does, one after the other on the text that the one before has made.
STEPS: Mapping[int, tuple[Step, ...]] = {2: (mark_assumed, name_entries, list_roles, list_the_vpn)}
_FIRST = 1
_BOM = "\ufeff"


@dataclass(frozen=True)
class Upgrade:
    """Of one folder: texts before and after by file name, those that change only; and what somebody has to decide.

    `refused` are the places that only a person can rewrite; while there are any, nothing is to be written.
    """

    folder: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    undecided: tuple[Undecided, ...]
    refused: tuple[Problem, ...] = ()


def upgrades(terminals: Path, terminal_id: str) -> tuple[tuple[Upgrade, ...], tuple[Problem, ...]]:
    """What has to change in the folder of the terminal and in those that it inherits from, or why that is not known."""
    source = load_folder(terminals, terminal_id)
    if source.problems:
        return (), tuple(source.problems)
    if (other := other_version(source)) and other.code == "facts_of_later_version":
        return (), (other,)
    told = load_descriptions(policy_source())
    chain = dict.fromkeys(folders(terminals, terminal_id))
    found = [each for folder in chain if (each := _of_folder(terminals, folder, told)).after or each.refused]
    if refused := [problem for each in found for problem in each.refused]:
        return (), in_order(refused)
    texts = {f"{each.folder}/{name}": text for each in found for name, text in each.after.items()}
    ways = [*of_ways_in(source, texts)]
    for number, each in enumerate(found):
        own = [way for way in ways if way.file.rpartition("/")[0] == each.folder]
        found[number] = replace(each, undecided=(*each.undecided, *own))
    return tuple(found), ()


def _of_folder(terminals: Path, folder: str, told: Descriptions) -> Upgrade:
    files = read_files(terminals, folder)
    stated = next((file.data[VERSION_KEY] for file in files.values() if VERSION_KEY in file.data), str(_FIRST))
    version = int(stated) if is_countable(str(stated)) else _FIRST
    texts = {name: file.text for name, file in files.items()}
    after = {name: text.removeprefix(_BOM) for name, text in texts.items()}
    asked: dict[str, list[tuple[str, str]]] = {name: [] for name in texts}
    home = next((name for name, file in files.items() if "terminal" in file.data), next(iter(files), ""))
    refused: list[Problem] = []
    for name in texts if version < FACTS_VERSION else ():
        try:
            after[name] = _stepped(after[name], version, told, asked[name])
            after[name] = _with_version(after[name]) if name == home else after[name]
        except _StoppedError as stopped:
            refused.append(_by_hand(f"{folder}/{name}", texts[name], stopped.text, stopped.line))
    marks = {name: _BOM if text.startswith(_BOM) else "" for name, text in texts.items()}
    changed = {name: marks[name] + text for name, text in after.items() if marks[name] + text != texts[name]}
    made = Upgrade(folder, {name: texts[name] for name in changed}, changed, (), tuple(refused))
    if refused or (refused := [*_unreadable(made)]):
        return replace(made, refused=tuple(refused))
    told_of = texts if version < FACTS_VERSION else ()
    undecided = (each for name in told_of for each in located(f"{folder}/{name}", after[name], asked[name]))
    return replace(made, undecided=tuple(undecided))


class _StoppedError(Exception):
    """Rewriting came to a `line` of the `text` where it cannot go on."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(line)
        self.text, self.line = text, line


def _stepped(text: str, version: int, told: Descriptions, asked: list[tuple[str, str]]) -> str:
    """The text after the steps, which say in `asked` what they could not decide. Raises _StoppedError."""
    for step in (step for number in range(version + 1, FACTS_VERSION + 1) for step in STEPS[number]):
        tree = _read(text)
        try:
            step(tree, told)
        except ByHandError as error:
            raise _StoppedError(text, text.count("\n", 0, error.at) + 1) from error
        text = tree.result()
        asked += tree.undecided
    _read(text)
    return text


def _read(text: str) -> Tree:
    try:
        return Tree(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _StoppedError(text, mark.line + 1 if mark else 0) from error
    except yaml.YAMLError as error:
        raise _StoppedError(text, 0) from error


def _by_hand(file: str, before: str, after: str, line: int) -> Problem:
    """The problem at the line of the text as it stands of which the line of the new text was made."""
    # Most lines are only moved further in.
    old, new = ([each.strip() for each in text.splitlines()] for text in (before, after))
    for _, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if first < line <= last:
            line = min(start + line - first, max(end, start + 1))
            break
    return Problem.at("upgrade_by_hand", file, min(line, len(old)))


def _unreadable(upgrade: Upgrade) -> Iterator[Problem]:
    with TemporaryDirectory() as place:
        for problem in _wrong_with(upgrade, Path(place)):
            name = problem.file.rpartition("/")[2]
            yield _by_hand(problem.file, upgrade.before[name], upgrade.after[name], problem.line)


def _with_version(text: str) -> str:
    """The text with the present version before its first key, or in the place of an earlier one."""
    tree = Tree(text)
    line = f"{VERSION_KEY}: {FACTS_VERSION}"
    if found := tree.at(VERSION_KEY):
        tree.put(found[0].start_mark.index, tree.end_of(found[1]), line)
    else:
        at = tree.root.start_mark.index if tree.root is not None else len(text)
        tree.put(at, at, f"{line}\n")
    return tree.result()


def _wrong_with(upgrade: Upgrade, place: Path) -> tuple[Problem, ...]:
    """What is wrong with the texts made, read again from files in the empty folder `place`."""
    found: list[Problem] = []
    for name, text in upgrade.after.items():
        (place / name).write_text(text, encoding="utf-8", newline="")
        found += read_yaml(place / name, f"{upgrade.folder}/{name}").problems
    return tuple(found)
