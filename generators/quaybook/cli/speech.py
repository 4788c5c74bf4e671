"""Door 1, what the commands say of themselves: help texts in the language of the person who asks.

The command line needs its texts before it has read its arguments, so `--ui-lang` is looked for here first.
"""

from __future__ import annotations

import codecs
import io
import json
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from quaybook.environment import ui_language
from quaybook.facts.positions import read_yaml
from quaybook.resources import policy_source
from quaybook.wording.words import Words

_OPTION = "--ui-lang"
LANGUAGES = ("ja", "en")
_ESCAPED = "quaybook_escaped"
_COMMANDS = "build|check|coverage|deadlines|drill|gaps|init|intake|new|record|schema|upgrade"
_COMMAND = re.compile(rf"\bquaybook (?=(?:{_COMMANDS}) )")


def language_in(arguments: Sequence[str]) -> str | None:
    """The language that the arguments ask for, if they do; the last one counts."""
    asked = None
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        name, _, value = argument.partition("=")
        value = value or following
        if name == _OPTION and value in LANGUAGES:
            asked = value
    return asked


def load_speech(language: str) -> Words:
    """What commands and options say of themselves, by `command.<name>` and `option.<name>`."""
    name = f"cli.{language}.yml"
    read = read_yaml(policy_source() / "words" / name, f"policy_src/words/{name}")
    assert not read.problems, read.problems
    return Words(read.data, name)


def _as_escapes(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def say_what_the_console_can() -> None:
    """Lets a console that cannot show a character print its escape, as JSON writes it, instead of failing."""
    codecs.register_error(_ESCAPED, _as_escapes)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)


def as_called(text: str) -> str:
    """`text` with each command as the person has to type it: with the way to the program, if he typed one."""
    program = Path(sys.argv[0])
    if program.stem != "quaybook" or shutil.which(program.stem) == str(program):
        return text
    here = Path.cwd()
    called = program.relative_to(here) if program.is_absolute() and program.is_relative_to(here) else program
    return _COMMAND.sub(lambda _: f"{called} ", text)


def print_json(data: object) -> None:
    """One JSON document on stdout; in ASCII unless the output is UTF-8, for any program may read it."""
    utf8 = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    print(json.dumps(data, ensure_ascii=not utf8, indent=1))


said = load_speech(ui_language(language_in(sys.argv[1:])))
