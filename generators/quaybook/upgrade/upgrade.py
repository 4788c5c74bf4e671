"""Upgrade stage, the door: a folder of facts of any earlier version → its texts as the present version has them.

Each version has its step. A step changes what it finds in the old shape and nothing else, so that facts which were
made while a version grew are upgraded like those of the version before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from quaybook.facts.folder import load_folder
from quaybook.facts.origins import folders
from quaybook.facts.positions import read_yaml
from quaybook.facts.version import FACTS_VERSION, VERSION_KEY
from quaybook.intake.text.files import read_files
from quaybook.model.load import other_version
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.upgrade.lists import list_roles, name_entries
from quaybook.upgrade.provisional import mark_assumed
from quaybook.upgrade.tree import Tree
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
    """Of one folder: texts before and after by file name, those that change only; and what somebody has to decide."""

    folder: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    undecided: tuple[Undecided, ...]


def upgrades(terminals: Path, terminal_id: str) -> tuple[tuple[Upgrade, ...], tuple[Problem, ...]]:
    """What has to change in the folder of the terminal and in those that it inherits from, or why that is not known."""
    source = load_folder(terminals, terminal_id)
    if source.problems:
        return (), tuple(source.problems)
    if (other := other_version(source)) and other.code == "facts_of_later_version":
        return (), (other,)
    told = load_descriptions(policy_source())
    chain = dict.fromkeys(folders(terminals, terminal_id))
    found = [each for folder in chain if (each := _of_folder(terminals, folder, told)).after]
    texts = {f"{each.folder}/{name}": text for each in found for name, text in each.after.items()}
    ways = [*of_ways_in(source, texts)]
    for number, each in enumerate(found):
        own = [way for way in ways if way.file.rpartition("/")[0] == each.folder]
        found[number] = replace(each, undecided=(*each.undecided, *own))
    return tuple(found), ()


def _of_folder(terminals: Path, folder: str, told: Descriptions) -> Upgrade:
    files = read_files(terminals, folder)
    stated = next((file.data[VERSION_KEY] for file in files.values() if VERSION_KEY in file.data), str(_FIRST))
    version = int(stated) if str(stated).isdecimal() else _FIRST
    texts = {name: file.text for name, file in files.items()}
    after = {name: text.removeprefix(_BOM) for name, text in texts.items()}
    asked: dict[str, list[tuple[str, str]]] = {name: [] for name in texts}
    for number in range(version + 1, FACTS_VERSION + 1):
        for step in STEPS[number]:
            for name in after:
                tree = Tree(after[name])
                step(tree, told)
                after[name] = tree.result()
                asked[name] += tree.undecided
    if version < FACTS_VERSION:
        home = next((name for name, file in files.items() if "terminal" in file.data), next(iter(files)))
        after[home] = _with_version(after[home])
    marks = {name: _BOM if text.startswith(_BOM) else "" for name, text in texts.items()}
    changed = {name: marks[name] + text for name, text in after.items() if marks[name] + text != texts[name]}
    undecided = (each for name in changed for each in located(f"{folder}/{name}", after[name], asked[name]))
    return Upgrade(folder, {name: texts[name] for name in changed}, changed, tuple(undecided))


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


def sound(upgrade: Upgrade, place: Path) -> tuple[Problem, ...]:
    """What is wrong with the texts made, read again from files in the empty folder `place`."""
    found: list[Problem] = []
    for name, text in upgrade.after.items():
        (place / name).write_text(text, encoding="utf-8", newline="")
        found += read_yaml(place / name, f"{upgrade.folder}/{name}").problems
    return tuple(found)
