"""One room knows the kit's Markdown; nothing outside of it writes or looks for a form of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from tests.project.test_conventions import docstrings
from tests.project.test_rooms import modules

ROOM = "wording.dialect."
FORMS = {
    "a link": ("](",),
    "a document to which one leads": ("doc:",),
    "a figure": ("figure:",),
    "a place": ("{#",),
    "a callout": ("> [!",),
    "a table": ("|---", "---|", "|[-", "|[ -", "|:-"),
}
EXCEPTIONS = {
    ("intake.answers.signs", "a link"): "a set of brackets and then a group, in a regular expression on numbers",
    ("formats.oscal.base", "a link"): "a set of signs and then a group; OSCAL's Markdown is another one",
}


def forms(text: str) -> Iterator[str]:
    """The forms of the dialect in the strings of a module, spelt plainly or as in a regular expression."""
    tree = ast.parse(text)
    told = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            plain = node.value.replace("\\", "")
            yield from (what for what, signs in FORMS.items() if any(each in plain for each in signs))


@cache
def found() -> dict[str, frozenset[str]]:
    looked_at = {name: frozenset(forms(path.read_text(encoding="utf-8"))) for name, path in modules().items()}
    assert len(looked_at) > 150
    return looked_at


def test_no_other_room_knows_a_form_of_the_dialect() -> None:
    outside = {(name, what) for name, known in found().items() if not name.startswith(ROOM) for what in known}
    assert outside == set(EXCEPTIONS)


def test_the_room_itself_is_found_to_know_them() -> None:
    inside = [known for name, known in found().items() if name.startswith(ROOM)]
    assert len(inside) >= 6
    assert frozenset().union(*inside) >= set(FORMS) - {"a table"}


@pytest.mark.parametrize(
    ("what", "snippet"),
    [
        ("a link", 'x = f"[{label}]({path})"'),
        ("a link", r'import re; L = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")'),
        ("a document to which one leads", 'def f(x):\n    return "doc:" + x'),
        ("a figure", r'import re; F = re.compile(r"\(figure:([\w-]+)")'),
        ("a place", 'x = f"## {title} {{#{anchor}}}"'),
        ("a place", r'import re; A = re.compile(r"\{#([\w-]+)\}")'),
        ("a callout", 'x = f"> [!{kind}] {title}"'),
        ("a callout", r'import re; C = re.compile(r"^> \[!(\w+)\]")'),
        ("a table", 'x = "|---|-----|"'),
        ("a table", 'x = "|" + "---|" * columns'),
        ("a table", r'import re; T = re.compile(r"^(\|.*\n)(\|[-| ]+\|\n)")'),
    ],
)
def test_each_form_is_seen(what: str, snippet: str) -> None:
    assert what in set(forms(snippet))
    assert set(forms(f'"""Says `{FORMS[what][0]}`."""\nx = "text"\n')) == set()
