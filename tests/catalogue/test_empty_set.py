"""The empty set for the port guideline: it may lie there, it holds nothing of the guideline, and cannot be chosen."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from quaybook.model.requirement import SetFile
from quaybook.resources import policy_source

from tests.catalogue.test_set_files import problems_of

STARTER = policy_source() / "intake" / "workspace" / "port-guideline-2.yml"


def starter() -> str:
    return STARTER.read_text(encoding="utf-8")


def test_it_is_in_order_and_empty() -> None:
    made = SetFile.model_validate(yaml.load(starter(), Loader=yaml.BaseLoader)).whole()
    assert made.requirements == ()
    assert made.mappings == ()
    assert made.sections == {}


def test_the_form_of_an_entry_in_it_is_that_of_an_entry() -> None:
    text = re.sub(r"^requirements: \[\]$", "requirements:", starter(), flags=re.MULTILINE)
    text = re.sub(r"^# (- id: PG2|  )", r"\1", text, flags=re.MULTILINE)
    text = (
        text.replace("@番号", "1")
        .replace('"@原本の語の強さ（must、should など）"', "should")
        .replace('"@part"', "part")
    )
    made = SetFile.model_validate(yaml.load(text, Loader=yaml.BaseLoader)).whole()
    assert [each.id for each in made.requirements] == ["PG2-1"]


def test_it_may_lie_there_and_cannot_be_chosen(tmp_path: Path) -> None:
    assert problems_of(tmp_path, starter(), sets=("mlit-interim-1",)) == []
    (problem,) = problems_of(tmp_path, starter(), sets=("mlit-interim-1", "port-guideline-2"))
    assert (problem.code, problem.path) == ("set_chosen_empty", "requirement_sets[1]")
