"""Texts of a terminal's own hold no markup but the kit's, and no fact becomes markup by being joined to some."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.problems import Problem
from quaybook.resources import policy_source
from quaybook.wording.words import load_words

from tests.conftest import TODAY
from tests.helpers.workspaces import facts_of, write_facts
from tests.model.test_editions import own_document

FACT = "<img src=x onerror=alert(1)> [click](javascript:alert(3)) **b** | {#x .cite} `c`"


def made_with(root: Path, text: str, spec: str = "") -> tuple[Prepared | None, tuple[Problem, ...]]:
    facts = facts_of("chitoseura")
    facts["terminal"] = facts["terminal"] | {"yard_equipment": FACT}  # type: ignore[operator]
    folder = root / "terminals" / "own"
    write_facts(folder, facts)
    own_document(folder, "plain", "controlled", text)
    if spec:
        file = folder / "overrides" / "documents" / "procedure" / "plain" / "document.yml"
        file.write_text(file.read_text(encoding="utf-8").replace('ja: "写しX-plain"', spec), encoding="utf-8")
    return prepare(Workspace(root), "own", TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(5)</script>",
        '<div hidden markdown="1">',
        "<https://example.jp>",
        "![i](file:///tmp/a.png)",
        "[a](https://example.jp)",
        "[a](javascript:alert(1))",
        "[a]: https://example.jp",
        "`<w:p/>`{=openxml}",
        "字{: onclick=x }",
        "::: {custom-style=x}",
        "```",
        "[a](" * 10,
        "[a](doc:nowhere)",
        "![a](figure:nowhere)",
        "[a](figure:call-tree)",
        "[a [b [c]]](doc:backup)",
    ],
)
def test_markup_that_the_kit_does_not_have_is_told_with_its_line(text: str, tmp_path: Path) -> None:
    _, problems = made_with(tmp_path, text)
    assert [(p.code, Path(p.file).name, p.line) for p in problems] == [("template_markup", "ja.md.j2", 3)]


@pytest.mark.parametrize(
    "expression",
    [
        "m ~ terminal.yard_equipment",
        "terminal.yard_equipment ~ m",
        "m + terminal.yard_equipment",
        "m | replace('M', terminal.yard_equipment)",
        "[m, terminal.yard_equipment] | join(' ')",
        "[terminal.yard_equipment, 'x'] | join(m)",
        "[terminal.yard_equipment] | sum(start=m)",
    ],
)
def test_a_fact_joined_to_markup_stays_a_text(expression: str, tmp_path: Path) -> None:
    made, problems = made_with(tmp_path, f"{{% set m %}}M{{% endset %}}ONE {{{{ {expression} }}}}")
    assert problems == ()
    assert made is not None
    body = next(d.body for d in made.sets["ja"].documents if d.spec.id == "plain")
    assert FACT in html.unescape(body)
    assert not set("<[*|`") & set(body.partition("ONE")[2])


def test_a_fact_in_a_heading_stays_a_text_where_others_refer_to_it(tmp_path: Path) -> None:
    text = '{{ heading("y", terminal.yard_equipment) }}\n\n{% covers "3-4-3" %}\n前日 {{ ref("#y") }}\n{% endcovers %}'
    made, problems = made_with(tmp_path, text)
    assert problems == ()
    assert made is not None
    holding = [d for d in made.sets["ja"].documents if "onerror" in d.body]
    assert {d.spec.id for d in holding} >= {"plain", "matrix"}
    assert [d.spec.id for d in holding if "<img" in d.body or "](javascript" in d.body] == []


@pytest.mark.parametrize("spec", ['ja: "試<style>x</style>"', 'ja: "[a](javascript:x)"', 'ja: "a|b"'])
def test_a_title_with_signs_that_act_is_told(spec: str, tmp_path: Path) -> None:
    _, problems = made_with(tmp_path, "一", spec)
    assert [(p.code, Path(p.file).name) for p in problems] == [("description_markup", "document.yml")]


@pytest.mark.parametrize(
    "text",
    [
        '{% set m = namespace() %}{% set m, m.not_met = word.find("label.State"), "満たす" %}',
        "{% set m = namespace() %}{% set (a, m), m.x = (1, 2), 3 %}",
    ],
)
def test_no_text_writes_into_what_all_documents_share(text: str, tmp_path: Path) -> None:
    _, problems = made_with(tmp_path, text)
    assert [(p.code, p.line) for p in problems] == [("template_statement_refused", 3)]
    words, _ = load_words(policy_source(), "ja")
    assert words("label.State.not_met") == "満たさない"


@pytest.mark.parametrize(
    "use", ["{{ {}.get(n.t) is none }}", "{{ [n.t] | unique | list | length }}", "{{ contacts_of(n.t) }}",
            "{{ cite(n.t) }}", "{{ n.t | person }}", "{{ plan_for(n.t) }}"]
)  # fmt: skip
def test_lists_deep_in_each_other_end_as_a_problem(use: str, tmp_path: Path) -> None:
    deep = "{% set n = namespace(t=(1,)) %}{% for i in range(80000) %}{% set n.t = (n.t,) %}{% endfor %}"
    _, problems = made_with(tmp_path, deep + use)
    assert [(p.code, p.line) for p in problems] == [("template_too_deep", 3)]
