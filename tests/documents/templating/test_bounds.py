"""Work of a template ends in time, as a problem; whatever is raised inside it is one too, with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quaybook.documents.templating.budget import CHARACTERS, DEPTH, STEPS, Budget
from quaybook.documents.templating.expressions import Expressions
from quaybook.pipeline import Prepared, Workspace, prepare
from quaybook.problems import Problem

from tests.conftest import REPOSITORY, TODAY
from tests.documents.templating.test_reach import own_document, told
from tests.helpers.templates import FILE, MESSAGES, Trial

# Of this thread, however busy the machine is.
SECONDS = 15

WORK, LONG, NUMBER, DEEP = (
    "template_too_much_work",
    "template_too_long",
    "template_number_too_long",
    "template_too_deep",
)
TWICE = "{% set ns = namespace(x=START) %}{% for i in range(100) %}{% set ns.x = STEP %}{% endfor %}"
KNOT = TWICE.replace("START", "(1, 2)").replace("STEP", "(ns.x, ns.x)")
TEXT = "{% set t = 'ab' * 1000000 %}"
MANY = "{% for i in range(100000) %}BODY{% endfor %}"
BOMBS = {
    "a text repeated": ("{{ 'a' * 10 ** 10 }}", LONG),
    "a list repeated": ("{{ ([0] * 10 ** 10) | length }}", WORK),
    "a text repeated the other way round": ("{{ 10 ** 10 * 'a' }}", LONG),
    "a power": ("{{ 10 ** (10 ** 10) }}", NUMBER),
    "products": (TWICE.replace("START", "3").replace("STEP", "ns.x * ns.x") + "{{ ns.x }}", NUMBER),
    "a shifted number": ("{{ ('f' * 1000000) | int(base=16) }}", NUMBER),
    "endless": ("{{ 1e999 | duration }}", NUMBER),
    "ranges": (MANY.replace("BODY", MANY.replace("BODY", "")), WORK),
    "ranges with a condition": (MANY.replace("BODY", "{% for j in range(100000) if j == i %}{% endfor %}"), WORK),
    "ranges that print": (MANY.replace("BODY", MANY.replace("BODY", "{{ 1 }}")), WORK),
    "conditions": (MANY.replace("BODY", "{% if 1 %}{% endif %}" * 500), WORK),
    "a long body": (MANY.replace("BODY", "長い文" * 1000), LONG),
    "a text joined to itself": (TWICE.replace("START", "'ab'").replace("STEP", "ns.x ~ ns.x"), LONG),
    "a text added to itself": (TWICE.replace("START", "'ab'").replace("STEP", "ns.x + ns.x"), LONG),
    "a list added to itself": (TWICE.replace("START", "[1]").replace("STEP", "ns.x + ns.x"), WORK),
    "set in set": (
        TWICE.replace("{% set ns.x = STEP %}", "{% set y %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = y %}").replace(
            "START", "'ab'"
        ),
        LONG,
    ),
    "a knot compared": (KNOT + KNOT.replace("ns", "ny") + "{% if ns.x == ny.x %}{% endif %}", "template_too_deep"),
    "a knot tested": (KNOT + "{{ 1 if ns.x is at_least(ns.x) else 2 }}", "template_too_deep"),
    "a knot as a key": (KNOT + "{{ {ns.x: 1} | length }}", "template_not_a_key"),
    "a knot looked up": (KNOT + "{{ {}[ns.x] }}", "template_variable"),
    "a knot asked for": (KNOT + "{{ {1: 2}.get(ns.x) }}", "template_too_deep"),
    "a knot as an id": (KNOT + "{{ ns.x | person }}", "template_too_deep"),
    "a knot in a filter": (KNOT + "{{ [ns.x, ns.x] | unique | list | length }}", "template_too_deep"),
    "knots in order": (KNOT + "{{ [ns.x, ns.x] | sort | length }}", "template_too_deep"),
    "a knot for order": (KNOT + "{{ people | sort(attribute=ns.x) | length }}", "template_variable"),
    "a knot as a filter": (KNOT + "{{ [1] | map(ns.x) | list | length }}", "template_too_deep"),
    "a knot as a template": (KNOT + "{% include ns.x %}", "template_not_found"),
    "a knot for a helper": (KNOT + "{{ cite(ns.x) }}", "template_too_deep"),
    "a knot in a running filter": (KNOT + "{{ plan_item([ns.x] | map('first')) }}", "template_too_deep"),
    "a macro in itself": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", DEEP),
    "a macro twice in itself": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        WORK,
    ),
    "a file in itself": ('{% include "documents/page/own/ja.md.j2" %}', DEEP),
    "files": (MANY.replace("BODY", '{% include "nowhere.j2" ignore missing %}'), WORK),
    "names of files": ('{% include ["x.j2"] * 1000000 ignore missing %}' * 20, WORK),
    "lists": (MANY.replace("BODY", "{% set x = ([0] * 100000) | map('int') | list %}"), WORK),
    "searching": ("{% set big = range(100000) | list %}" + MANY.replace("BODY", "{% if -1 in big %}{% endif %}"), WORK),
    "searching a new list": (MANY.replace("BODY", "{% if -1 in (range(100000) | list) %}{% endif %}"), WORK),
    "searching a range": (MANY.replace("BODY", "{% if 'a' in range(100000) %}{% endif %}"), WORK),
    "searching a text": (TEXT + MANY.replace("BODY", "{% if 'x' in t %}{% endif %}"), WORK),
    "selecting": (MANY.replace("BODY", "{% set x = range(100000) | select('in', [1]) | list %}"), WORK),
    "sorting": (MANY.replace("BODY", "{% set x = range(100000) | sort %}"), WORK),
    "summing lists": ("{{ ([[1] * 1000] * 100000) | sum(start=[]) | length }}", WORK),
    "the largest": (MANY.replace("BODY", "{% set x = range(100000) | max %}"), WORK),
    "batches": ("{{ [1] | batch(10 ** 10, 0) | list | length }}", WORK),
    "printing": (TEXT + MANY.replace("BODY", "{{ t }}"), LONG),
    "names": (TEXT + "{{ ([t] * 1000) | names }}", WORK),
    "joining": (TEXT + "{{ ([t] * 100000) | join }}", LONG),
    "joining with": (TEXT + "{{ ([1] * 100000) | join(t) }}", LONG),
    "replacing": (TEXT + "{{ t | replace('a', t) }}", LONG),
    "replacing nothing": (TEXT + "{{ t | replace('', t) }}", LONG),
    "upper case": (TEXT + "{{ ([t] * 1000) | map('upper') | list | length }}", LONG),
    "texts in order": (TEXT + "{{ ([t] * 1000) | sort | length }}", LONG),
    "splitting": (TEXT + MANY.replace("BODY", "{% set x = t.split('a') %}"), WORK),
    "slices": (TEXT + MANY.replace("BODY", "{% set x = t[1:] %}"), LONG),
    "headings": (TEXT + MANY.replace("BODY", "{% set x = heading('h' ~ i, t) %}"), LONG),
    "people": (MANY.replace("BODY", "{% set x = people | map('means') | list %}"), LONG),
    "marked blanks": (MANY.replace("BODY", "{{ plan_for('3-4-3') }}" * 30), LONG),
    "open brackets": ("{{ '[' | replace('x', 'y') }}{% set b %}[{% endset %}{{ b * 100000 }}", "template_brackets"),
    "wide": ('{{ "%1000000000d" % 1 }}', "template_operation"),
    "centred": ("{{ 'a' | center(10 ** 9) }}", "template_syntax"),
    "brackets in code": ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "template_too_nested"),
    "conditions in each other": ("{% if 1 %}" * 200 + "{% endif %}" * 200, "template_too_nested"),
    "names without end": ("".join(f"{{% set a{n} = 1 %}}" for n in range(2000)), "template_too_many_names"),
    "a long file": ("長" * 400_000, "template_file_too_long"),
    "an endless comment": ("{#" * 50_000, "template_syntax"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_told_in_time(large: Prepared, tmp_path: Path, name: str) -> None:
    text, code = BOMBS[name]
    started = thread_time()
    problem = Trial(large, tmp_path).refused(text)
    assert thread_time() - started < SECONDS
    assert (problem.code, problem.file) == (code, FILE)


def test_time_is_the_last_resort(monkeypatch: pytest.MonkeyPatch, large: Prepared, tmp_path: Path) -> None:
    monkeypatch.setattr("quaybook.documents.templating.budget.SECONDS", 0.05)
    assert Trial(large, tmp_path).refused(MANY.replace("BODY", "{{ i }}")).code == WORK


def test_the_largest_document_of_a_sample_is_far_from_the_bounds(
    monkeypatch: pytest.MonkeyPatch, sample: Prepared
) -> None:
    spent: list[Budget] = []
    reset = Budget.reset

    def noted(self: Budget) -> None:
        if hasattr(self, "steps"):
            kept = object.__new__(Budget)
            kept.steps, kept.characters = self.steps, self.characters
            spent.append(kept)
        reset(self)

    monkeypatch.setattr(Budget, "reset", noted)
    assert prepare(Workspace(REPOSITORY), sample.id, TODAY)[1] == ()
    assert len(spent) > 100
    assert 10_000 < max(each.steps for each in spent) < STEPS / 20
    assert 10_000 < max(each.characters for each in spent) < CHARACTERS / 20
    assert max(_depth(document.body) for document in sample.sets["ja"].documents) < DEPTH / 4


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]]", text):
        depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


MISTAKES = {
    "{{ officers_with('x') }}": "template_unknown_choice",
    "{{ contacts_of('x') }}": "template_unknown_choice",
    "{{ 'x' | number }}": "template_not_a_number",
    "{{ 'x' | duration }}": "template_not_a_number",
    "{{ people | number }}": "template_not_a_number",
    "{{ 'x' | day }}": "template_not_a_day",
    "{{ 5 | day_short }}": "template_not_a_day",
    "{{ 'x' | held }}": "template_not_a_day",
    "{{ 'x' | label }}": "template_not_a_choice",
    "{{ [1] | label }}": "template_not_a_choice",
    "{{ 5 | names }}": "template_failed",
    "{{ 5 | means }}": "template_failed",
    "{{ terminal | means }}": "template_failed",
    "{{ [5] | at_hand }}": "template_failed",
    "{{ 'a'.split('') }}": "template_failed",
    "{{ 'a'.strip('a') }}": "template_arguments",
    '{{ "\\ud800" }}': "template_sign_refused",
    '{{ heading("a", "\\ud800") }}': "template_sign_refused",
    '{{ "\\ue000" }}': "template_sign_refused",
    '{{ "\\x00" ~ people }}': "template_sign_refused",
    "\ue002x\ue003y\ue004": "template_sign_refused",
    "{{ heading(terminal.name ~ '(x)', 'a') }}": "template_anchor",
    "{{ heading([], 'a') }}": "template_failed",
    "{{ heading('a') }}": "template_failed",
    "{{ cite([]) }}": "template_failed",
    "{{ ref(1) }}": "template_failed",
    "{{ figure({}) }}": "template_failed",
    "{{ supplement(1, 2) }}": "template_failed",
    "{{ plan_for(people) }}": "unknown_requirement",
    "{{ word(5) }}": "template_failed",
    "{{ word('person', title=cloud, name='x') }}": "template_prints_object",
    "{{ 1 / 0 }}": "template_failed",
    "{{ 2.0 ** 10000 }}": "template_failed",
    "{{ 'a' + 1 }}": "template_operation",
    "{{ [3, 'a'] | sort }}": "template_failed",
    "{{ 'a'[1:'b'] }}": "template_failed",
    "{{ cloud[1:2] }}": "template_not_a_list",
    "{{ 5 | list }}": "template_not_a_list",
    "{{ 5 | length }}": "template_not_a_list",
    "{{ 1 in 5 }}": "template_not_a_list",
    "{{ cloud() }}": "template_not_callable",
    "{{ 'a'() }}": "template_not_callable",
    "{{ none() }}": "template_not_callable",
    "{{ nothing() }}": "template_variable",
    "{{ none | number }}": "template_not_a_number",
    "{{ cloud | person }}": "template_unknown_id",
    "{{ people | person }}": "template_unknown_id",
    "{% covers 1 %}a{% endcovers %}": "template_failed",
    "{% covers [] %}a{% endcovers %}": "template_failed",
    "{% set a, b = 'x' %}": "template_failed",
    "{% for a, b in [1] %}{% endfor %}": "template_failed",
    "{% for a in 5 %}{% endfor %}": "template_not_a_list",
    "{% include 5 %}": "template_not_a_list",
    "{% include none %}": "template_not_a_list",
    "{% include cloud %}": "template_not_a_list",
    '{% include "x\\ny.j2" %}': "template_not_found",
    '{% include ("x" * 300) ~ ".j2" %}': "template_not_found",
    "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}": "template_failed",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}": "template_variable",
    "{% call word('reader.gate') %}{% endcall %}": "template_not_callable",
    "{{ range(10 ** 9) }}": "template_failed",
    "{{ range('a') }}": "template_failed",
    "{{ namespace(1) }}": "template_failed",
    "{{ 'a' | int(base=99) + 'x' }}": "template_operation",
    "{{ - 'a' }}": "template_failed",
    "{{ 99999999999999999999999999 | day }}": "template_not_a_day",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_whatever_is_raised_inside_a_template_is_a_problem_at_its_line(
    large: Prepared, tmp_path: Path, text: str
) -> None:
    problem = Trial(large, tmp_path).refused(f"一\n二\n{text}\n四\n")
    assert (problem.code, problem.file, problem.line) == (MISTAKES[text], FILE, 3)


def test_the_message_of_a_wrong_choice_names_the_right_ones(large: Prepared, tmp_path: Path) -> None:
    values = dict(Trial(large, tmp_path).refused("{{ contacts_of('polise') }}").values)
    assert values["came"] == "polise"
    assert "police" in values["known"]


def test_every_exception_is_caught_in_one_place_only() -> None:
    files = sorted((REPOSITORY / "generators" / "quaybook").rglob("*.py"))
    assert len(files) > 25
    caught = [
        f.stem for f in files if re.search(r"except (?:Exception|BaseException|:)", f.read_text(encoding="utf-8"))
    ]
    assert caught == ["mistakes"]


def test_a_title_that_lacks_a_language_is_told(tmp_path: Path) -> None:
    own_document(tmp_path, "own", "一", title={"en": "Own"})
    assert [(p.code, p.path, Path(p.file).name) for p in told(tmp_path)] == [
        ("missing_fact", "title.ja", "document.yml")
    ]


def test_data_beside_a_text_may_be_anything(tmp_path: Path) -> None:
    for number, (name, written) in enumerate(
        {
            "form": "fields: TODO\n",
            "range": "a: b\n",
            "heading": "x: y\n",
            "sheet": "language: TODO\nsheets: [x]\n",
            "quiz": "- a\n",
        }.items()
    ):
        folder = own_document(tmp_path, f"own-{number}", "{% for f in form.fields %}{{ f.x.y }}{% endfor %}")
        (folder / f"{name}.yml").write_text(written, encoding="utf-8")
    problems = told(tmp_path)
    assert {Path(problem.file).parent.name for problem in problems} == {f"own-{number}" for number in range(5)}
    # A file whose name or contents no text asks for is told as a whole.
    whole = {"data_name_taken", "override_data_unused"}
    assert problems
    assert [p for p in problems if not p.line and p.code not in whole] == []


VALUES = (
    "terminal",
    "cloud",
    "people",
    "people[0]",
    "document",
    "word",
    "ref",
    "ref_number",
    "heading",
    "range",
    "namespace",
    "x",
)
VALUES += (
    "'a'",
    "''",
    "0",
    "1",
    "-1",
    "10",
    "1.5",
    "none",
    "true",
    "[]",
    "{}",
    "(1, 2)",
    "[cloud]",
    "{'a': 1}",
    "loop",
)
VALUES += ("contacts", "systems", "backups", "today", "plan", "self", "caller", "varargs", "documents", "findings")
PARTS = ("name", "id", "value", "means", "items", "get", "split", "first", "index", "__class__", "dict", "copy", "tos")
FILTERS = ("list", "first", "last", "length", "int", "join", "map('names')", "sort", "sum", "max", "unique", "upper")
FILTERS += ("day", "number", "duration", "label", "person", "names", "means", "numbers", "at_hand", "batch(2)", "abs")
FILTERS += ("select('in', [1])", "selectattr('name')", "map(attribute='name')", "replace('a', 'b')", "default(1)", "d")
TESTS = ("defined", "none", "string", "todo", "yes", "no", "at_least(1)", "below(2)", "in([1])", "mapping", "number")
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", ">=", "in", "not in", "and", "or")


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def made(pattern: str, *pieces: st.SearchStrategy[str] | tuple[str, ...]) -> st.SearchStrategy[str]:
        drawn = (st.sampled_from(p) if isinstance(p, tuple) else p for p in pieces)
        return st.tuples(*drawn).map(lambda found: pattern.format(*found))

    return st.one_of(
        made("({}).{}", inner, PARTS),
        made("({})[{}]", inner, inner),
        made("({})[{}:{}]", inner, inner, inner),
        made("({} | {})", inner, FILTERS),
        made("({} is {})", inner, TESTS),
        made("({} {} {})", inner, OPERATORS, inner),
        made("({})({})", inner, inner),
        made("({})({}, {})", inner, inner, inner),
        made("[{}, {}]", inner, inner),
        made("({} if {} else {})", inner, inner, inner),
        made("{{'a': {}, {}: 1}}", inner, inner),
        made("-({})", inner),
    )


EXPRESSIONS = st.recursive(st.sampled_from(VALUES), _larger, max_leaves=12)
STATEMENTS = (
    "{{{{ {0} }}}}",
    "{{% for x in {0} %}}{{{{ loop.index }}}}{{{{ x }}}}{{{{ {1} }}}}{{% endfor %}}",
    "{{% set x = {0} %}}{{{{ {1} }}}}",
    "{{% set x, y = {0} %}}{{{{ {1} }}}}",
    "{{% set x %}}{{{{ {0} }}}}{{% endset %}}{{{{ {1} }}}}",
    "{{% if {0} %}}{{{{ {1} }}}}{{% endif %}}",
    "{{% macro m(x) %}}{{{{ {1} }}}}{{% endmacro %}}{{{{ m({0}) }}}}",
    "{{% call {0} %}}{{{{ {1} }}}}{{% endcall %}}",
    "{{% include {0} ignore missing %}}",
    "{{% covers {0} %}}{{{{ {1} }}}}{{% endcovers %}}",
    "{{% with x = {0} %}}{{{{ {1} }}}}{{% endwith %}}",
)
_OBJECT = re.compile(r"0x[0-9a-f]{6}|<[a-z]+ |&#60;(?:function|bound|built|class|generator|Macro|module)")


@pytest.fixture
def trial(large: Prepared, tmp_path: Path) -> Trial:
    return Trial(large, tmp_path)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statement=st.sampled_from(STATEMENTS), first=EXPRESSIONS, second=EXPRESSIONS)
def test_anything_gives_text_or_a_problem_at_its_line(trial: Trial, statement: str, first: str, second: str) -> None:
    started = thread_time()
    came = trial(f"一\n{statement.format(first, second)}\n")
    assert thread_time() - started < SECONDS
    if isinstance(came, Problem):
        assert (came.file, came.line) == (FILE, 2) or came.code == "missing_word", came
        assert came.code in MESSAGES["ja"]
    else:
        assert not _OBJECT.search(came), came


@pytest.fixture
def evaluate(large: Prepared, tmp_path: Path) -> Callable[[str], object]:
    expressions = Expressions(Trial(large, tmp_path).environment(), {})
    return lambda text: expressions(text)({})


def test_numbers_and_texts_of_usual_size_are_computed(evaluate: Callable[[str], object]) -> None:
    assert evaluate("2 ** 10 % 11 + 7 // 2 - 1 * 3") == 1
    assert evaluate("'a' * 3 ~ 1.5 ~ 2") == "aaa1.52"
    assert evaluate("[1] + [2] * 2") == [1, 2, 2]
    assert evaluate("[3, 1, 2] | sort | batch(2) | map('sum') | list") == [3, 3]
    assert evaluate("['b', 'A', 'a'] | unique | join('、')") == "b、A"
    assert evaluate("'x-y'.split('-')[1:] | first") == "y"
