"""Door 1, what the commands say of themselves: help texts in the language of the person who asks.

The command line needs its texts before it has read its arguments, so `--ui-lang` is looked for here first.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from quaybook.documents.words import Words
from quaybook.facts.positions import read_yaml
from quaybook.pipeline import ui_language
from quaybook.resources import policy_source

_OPTION = "--ui-lang"


def language_in(arguments: Sequence[str]) -> str | None:
    """The language that the arguments ask for, if they do."""
    for number, argument in enumerate(arguments):
        if argument == _OPTION:
            return next(iter(arguments[number + 1 : number + 2]), None)
        if argument.startswith(f"{_OPTION}="):
            return argument.removeprefix(f"{_OPTION}=")
    return None


def load_speech(language: str) -> Words:
    """What commands and options say of themselves, by `command.<name>` and `option.<name>`."""
    name = f"cli.{language}.yml"
    read = read_yaml(policy_source() / "words" / name, f"policy_src/words/{name}")
    assert not read.problems, read.problems
    return Words(read.data, name)


said = load_speech(ui_language(language_in(sys.argv[1:])))
