"""What templates reach: of all that they are given, declared parts and helpers only, on every way to ask for them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from pathlib import Path
from types import GeneratorType
from typing import Any

import pytest
import yaml
from jinja2 import StrictUndefined, Undefined, UndefinedError
from jinja2.environment import TemplateModule
from jinja2.runtime import LoopContext
from jinja2.utils import Namespace
from pydantic import BaseModel
from quaybook.documents import render
from quaybook.documents.templating.expressions import Expressions
from quaybook.documents.templating.helper import Helper
from quaybook.documents.templating.mistakes import made
from quaybook.documents.templating.reach import Reach
from quaybook.documents.templating.refusing import ForHighest
from quaybook.facts.positions import Source
from quaybook.model.audience import Withheld, WithheldMetError
from quaybook.model.base import Facts, Todo, TodoMetError
from quaybook.model.data.sheet import SheetFile
from quaybook.model.requirement import Requirement
from quaybook.pipeline import Workspace, prepare
from quaybook.problems import Problem
from quaybook.wording.values import TemplateMistakeError

from tests.conftest import REPOSITORY, SAMPLES, TODAY
from tests.helpers.templates import FILE, Trial
from tests.helpers.workspaces import facts_of, write_facts

# What pydantic, Python and Jinja bring along; `dir` does not name all of it for every object.
MORE = """
parse_raw parse_file parse_obj construct copy dict json from_orm schema schema_json update_forward_refs validate
__fields__ __fields_set__ __config__ __signature__ __globals__ __code__ __closure__ __self__ __func__ __wrapped__
__builtins__ __import__ __dataclass_fields__ __pydantic_validator__ gi_frame f_globals environment _environment _func
_Namespace__attrs _TemplateReference__context _body_stream run members tree file files words terminal filters numbering
charts requirements spend budget
"""
BROUGHT = (BaseModel, object, type, str, dict, list, tuple, LoopContext, GeneratorType)
NAMES = tuple(dict.fromkeys((*MORE.split(), *(name for kind in BROUGHT for name in dir(kind)))))
LEAVES = (str, int, float, bool, type(None), Enum, date, timedelta)
# What is answered hangs on the kind of an object; so many of each are asked.
OF_A_KIND = 25
PARTS: tuple[tuple[type, str], ...] = (
    (Enum, "name value"),
    (str, "lower upper strip startswith endswith split"),
    (date, "year month day"),
    (timedelta, "days"),
    (LoopContext, "index index0 revindex revindex0 first last length previtem nextitem cycle"),
)


def properties(kind: type) -> set[str]:
    return {n for base in kind.__mro__ for n, w in vars(base).items() if isinstance(w, property | cached_property)}


def declared(value: Any) -> set[str]:
    """The names that a template may ask of a value, as the manual has it; written anew, apart from the code."""
    for kind, names in PARTS:
        if isinstance(value, kind):
            return set(names.split())
    match value:
        case Facts():
            own = properties(type(value)) - properties(BaseModel)
            return set(type(value).model_fields) | own | ({"controls"} if isinstance(value, Requirement) else set())
        case Mapping():
            return {"items", "keys", "values", "get"} | {key for key in value if isinstance(key, str)}
        case Helper():
            return set(value.members)
        case TemplateModule():
            return {name for name in vars(value) if not name.startswith("_")}
    found = {field.name for field in fields(value)} | properties(type(value)) if is_dataclass(value) else set()
    return {name for name in found if not name.startswith("_")}


class Walk:
    """Goes from what a template is given to whatever the environment answers, and notes what is not declared."""

    def __init__(self, environment: Reach) -> None:
        self.environment = environment
        self.seen: dict[int, Any] = {}
        self.kinds: Counter[type] = Counter()
        self.tried = 0
        self.undeclared: set[tuple[str, str]] = set()

    def walk(self, start: Any) -> None:
        waiting = [start]
        while waiting:
            value = waiting.pop()
            if id(value) not in self.seen and not (isinstance(value, LEAVES) and self.kinds[type(value)]):
                self.seen[id(value)] = value
                self.kinds[type(value)] += 1
                waiting += self.answers(value)
                if isinstance(value, Mapping):
                    waiting += [*value, *value.values()]
                elif isinstance(value, list | tuple):
                    waiting += value

    def answers(self, value: Any) -> Iterator[Any]:
        """What is answered when every name is asked for, and the names that should not have been."""
        # This is about what is reached, not how often.
        self.environment.budget.reset()
        known = declared(value)
        names = known if self.kinds[type(value)] > OF_A_KIND else {*NAMES, *object.__dir__(value), *known}
        for name in sorted(names):
            for ask in (self.environment.getattr, self.environment.getitem):
                self.tried += 1
                answer = asked(ask, value, name)
                if answer is not None and answer is not value:
                    if name not in known:
                        self.undeclared.add((type(value).__name__, name))
                    yield answer


# These refuse by themselves, and say why.
REFUSALS = {
    Todo: TodoMetError,
    Withheld: WithheldMetError,
    ForHighest: TemplateMistakeError,
    StrictUndefined: UndefinedError,
}


def asked(ask: Callable[[Any, str], Any], value: Any, name: str) -> Any:
    """The answer; None where nothing is defined or the value itself refuses."""
    answer = None
    with suppress(REFUSALS.get(type(value), ())):
        answer = ask(value, name)
    return None if isinstance(answer, Undefined) else answer


@pytest.fixture(scope="module")
def given() -> Iterator[list[tuple[Reach, Mapping[str, Any]]]]:
    """The contexts of all documents and sheets of all samples, each with the environment in which it is used."""
    found: list[tuple[Reach, Mapping[str, Any]]] = []
    rendered, make_sheets = Reach.rendered, render.make_sheets

    def spy(self: Reach, name: str, variables: Mapping[str, Any]) -> Any:
        found.append((self, variables))
        return rendered(self, name, variables)

    def spy_sheets(environment: Reach, file: SheetFile, written: Source, variables: Mapping[str, Any]) -> Any:
        found.append((environment, variables))
        return make_sheets(environment, file, written, variables)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reach, "rendered", spy)
        patch.setattr(render, "make_sheets", spy_sheets)
        for sample in SAMPLES:
            _, problems = prepare(Workspace(REPOSITORY), sample, TODAY)
            assert problems == ()
        assert len(found) > 400
        yield found


MOMENTS = """
{% macro m(a) %}{{ spy(caller) }}{{ spy(varargs) }}{{ spy(kwargs) }}{% endmacro %}
{% import "partials/form.ja.j2" as module %}
{% set ns = namespace(a=1) %}
{% for x in [1, 2] %}{{ spy(loop) }}{{ spy(loop.cycle) }}{% endfor %}
{% call m(1) %}{% endcall %}
{{ spy(m) }}{{ spy(module) }}{{ spy(self) }}{{ spy(range) }}{{ spy(namespace) }}{{ spy(word) }}{{ spy(word.find) }}
{% set text %}x{% endset %}{{ spy(text) }}
{{ spy(range(3)) }}{{ spy("a".split) }}{{ spy({"a": 1}.items) }}{{ spy({"a": 1}.items()) }}{{ spy(ns.a) }}
{{ spy([1] | map("number")) }}{{ spy(word.find("eras")) }}{{ spy(terminal.tos) }}{{ spy(1.5) }}{{ spy(day - day) }}
"""


def test_nothing_is_answered_that_is_not_declared(given: Any, large: Any, tmp_path: Path) -> None:
    caught: list[Any] = [Namespace(a=1), Todo("x"), ForHighest("x"), StrictUndefined(name="x"), iter_nothing()]

    def spy(value: Any) -> str:
        caught.append(value)
        return ""

    assert isinstance(Trial(large, tmp_path)(MOMENTS, {"spy": Helper(spy), "day": TODAY}), str)
    walk = Walk(given[0][0])
    for environment, variables in given:
        walk.environment = environment
        walk.walk(variables)
    walk.walk(caught)
    assert walk.undeclared == set()
    kinds = {kind.__name__ for kind in walk.kinds}
    assert {"AccessWay", "Person", "FindingView", "FactRead", "Status", "Passage", "Row", "RequirementSet"} <= kinds
    assert {"LoopContext", "Macro", "TemplateModule", "TemplateReference", "Namespace", "generator"} <= kinds
    assert {"Helper", "Todo", "Withheld", "ForHighest", "Markup", "range"} <= kinds
    assert len(kinds) > 100
    assert len(walk.seen) > 20_000
    assert walk.tried > 400_000


def iter_nothing() -> Iterator[Any]:
    """What a filter gives before anybody goes through it."""
    yield from ()


def test_what_is_declared_is_answered(large: Any) -> None:
    environment = Trial(large, Path()).environment()
    for value in (
        large.terminal.remote_access.ways[0],
        large.catalogue.requirements[0],
        next(iter(large.sets["ja"].findings.values())),
    ):
        for name in declared(value):
            assert not isinstance(environment.getattr(value, name), Undefined), name
        assert len(declared(value)) > 5


ROUTES = (
    "x[name] is defined",
    "([x] | map(attribute=name) | first) is defined",
    "[x] | selectattr(name, 'defined') | list | length > 0",
    "[x] | rejectattr(name, 'undefined') | list | length > 0",
    "([x] | map(attribute=name, default=7) | first) != 7",
    "[x] | join(attribute=name)",
    "[x] | sum(attribute=name, start=[])",
    "[x, x] | sort(attribute=name)",
    "[x, x] | sort(attribute='id,' ~ name)",
    "[x] | selectattr(name) | list",
)


@pytest.mark.parametrize("route", ROUTES)
def test_no_filter_reaches_further(large: Any, tmp_path: Path, route: str) -> None:
    trial = Trial(large, tmp_path)
    environment = trial.environment()
    evaluate = Expressions(environment, {})(route)
    finding = next(iter(large.sets["ja"].findings.values()))
    tried = 0
    for value in (
        large.terminal.remote_access.ways[0],
        large.terminal.people[0],
        trial.spec,
        finding,
        large.catalogue.requirements[0],
    ):
        for name in sorted({*NAMES, *dir(value)} - declared(value)):
            tried += 1
            environment.budget.reset()
            came = made(lambda: evaluate({"x": value, "name": name}), FILE)  # noqa: B023  # run at once
            assert isinstance(came, Problem) or came is False or came == [], (name, came)
    assert tried > 1000


PICKLE = r"""cos\nsystem\n(S\'touch {0}\'\ntR."""
CALL = """parse_raw('{0}', proto="pickle", allow_pickle=true)"""
ESCAPES = (
    "{{{{ terminal.{0} }}}}",
    '{{{{ terminal["parse_raw"]("{1}", proto="pickle", allow_pickle=true) }}}}',
    "{{{{ document.{0} }}}}",
    "{{{{ remote_access.{0} }}}}",
    "{{{{ people[0].{0} }}}}",
    "{{% for p in people %}}{{{{ p.{0} }}}}{{% endfor %}}",
    "{{% set run = terminal.parse_raw %}}{{{{ run() }}}}",
    "{{% set x = remote_access.{0} %}}",
    '{{{{ (people | map(attribute="parse_raw") | first)("{1}", proto="pickle", allow_pickle=true) }}}}',
    "{{% macro m(x) %}}{{{{ x.{0} }}}}{{% endmacro %}}{{{{ m(remote_access) }}}}",
    "{{% call terminal.{0} %}}{{% endcall %}}",
    "{{{{ terminal.parse_file('{2}') }}}}",
    "{{{{ terminal.copy(update={{}}) }}}}",
    "{{{{ terminal.__init__.__globals__ }}}}",
    "{{{{ terminal.__class__.__mro__[1].__subclasses__() }}}}",
    "{{{{ terminal.model_construct() }}}}",
    "{{{{ word.run.__self__.files }}}}",
    "{{{{ ref.run.__globals__ }}}}",
    "{{{{ figure.__self__.filters.terminal }}}}",
    '{{{{ "{{0.__class__}}".format(terminal) }}}}',
    '{{{{ "%s" % terminal }}}}',
    "{{{{ [terminal] | join }}}}",
    "{{{{ terminal ~ '' }}}}",
    '{{{{ word("person", title=terminal, name=terminal) }}}}',
    '{{{{ "" | attr("__class__") }}}}',
    "{{{{ terminal | list }}}}",
    "{{{{ self.__init__ }}}}",
    "{{% include '{2}' %}}",
    "{{% include '../facts.yml' %}}",
    "{{% include 'documents/../../facts.yml' %}}",
    "{{% include 'documents/page/own-00/document.yml' %}}",
    "{{% import '/etc/passwd' as x %}}",
    "{{% autoescape false %}}{{{{ terminal.name }}}}{{% endautoescape %}}",
    "{{% filter trim %}}{{{{ terminal.name }}}}{{% endfilter %}}",
    "{{% set x | trim %}}{{{{ terminal.name }}}}{{% endset %}}",
    "{{% block x %}}{{% endblock %}}",
    "{{% set findings.x %}}1{{% endset %}}",
    "{{% set document.title.ja %}}1{{% endset %}}",
    "{{% set findings.x = 1 %}}",
    "{{% set x %}}1{{% endset %}}{{% set x.y = 1 %}}",
    "{{% extends 'partials/form.ja.j2' %}}",
    "{{{{ terminal.name | safe }}}}",
    "{{% call word('reader.gate') %}}{{% endcall %}}",
    "{{{{ lipsum.__globals__ }}}}",
    "{{{{ cycler.__init__ }}}}",
)
SPEC = {"order": "1", "numbering": "none", "owner": "所管"}


def own_document(root: Path, name: str, text: str, **more: object) -> Path:
    """A document of the terminal `mine` alone, with its text on the third line."""
    folder = root / "terminals" / "mine" / "overrides" / "documents" / "procedure" / name
    folder.mkdir(parents=True)
    named = {"number": f"X-{name}", "title": {"ja": f"試{name}", "en": f"Trial {name}"}}
    spec = yaml.safe_dump({**SPEC, **named, "audience": "controlled", **more}, allow_unicode=True)
    (folder / "document.yml").write_text(spec, encoding="utf-8")
    (folder / "ja.md.j2").write_text(f'{{{{ heading("a", "見出し") }}}}\n\n{text}\n', encoding="utf-8")
    return folder


def told(root: Path) -> tuple[Problem, ...]:
    write_facts(root / "terminals" / "mine", facts_of("chitoseura"))
    _, problems = prepare(Workspace(root), "mine", TODAY)
    return problems


def test_the_known_escapes_are_problems_at_their_lines(tmp_path: Path) -> None:
    witness, folder = tmp_path / "witness", "terminals/mine/overrides/documents/procedure"
    pickled = PICKLE.format(witness)
    call = CALL.format(pickled)
    for number, escape in enumerate(ESCAPES):
        own_document(tmp_path, f"own-{number:02}", escape.format(call, pickled, witness))
    found = {problem.file: problem for problem in told(tmp_path)}
    assert not witness.exists()
    expected = {f"{folder}/own-{number:02}/ja.md.j2" for number in range(len(ESCAPES))}
    assert set(found) == expected
    assert {file: problem.line for file, problem in found.items() if problem.line != 3} == {}


SHEET_ESCAPES = (
    CALL,
    '"a" ~ terminal.{0}'.replace("{0}", CALL),
    '(people | map(attribute="parse_raw") | first)("x")',
    'p["parse_raw"]("x")',
    "p.__class__",
    "macro.__globals__",
)


def test_expressions_of_sheets_reach_no_further(tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    columns = [[f"列{n}", f"terminal.{e}" if e == CALL else e] for n, e in enumerate(SHEET_ESCAPES)]
    columns = [[head, e.replace("{0}", PICKLE.format(witness))] for head, e in columns]
    sheet = {"title": "一", "rows": "people", "as": "p", "if_empty": "ない。", "columns": columns}
    hidden = {**sheet, "rows": f"terminal.{CALL.format(PICKLE.format(witness))}", "columns": [["名", "p.name"]]}
    folder = tmp_path / "terminals" / "mine" / "overrides" / "documents" / "register" / "register-assets"
    folder.mkdir(parents=True)
    text = yaml.safe_dump({"language": "ja", "sheets": [sheet, hidden]}, allow_unicode=True, width=1000)
    (folder / "sheet.yml").write_text(text, encoding="utf-8")
    problems = told(tmp_path)
    assert not witness.exists()
    assert {problem.file for problem in problems} == {
        "terminals/mine/overrides/documents/register/register-assets/sheet.yml"
    }
    assert [problem.path for problem in problems if problem.path.startswith("sheets[1]")] == ["sheets[1].rows"]
    at = {problem.path: problem.line for problem in problems}
    lines = text.splitlines()
    for number in range(len(SHEET_ESCAPES)):
        assert lines[at[f"sheets[0].columns[{number}]"] - 1].endswith(f"列{number}")


def test_a_macro_that_a_sheet_uses_is_told_in_its_own_file(tmp_path: Path) -> None:
    overrides = tmp_path / "terminals" / "mine" / "overrides"
    folder = overrides / "documents" / "register" / "register-assets"
    folder.mkdir(parents=True)
    (overrides / "partials").mkdir()
    (overrides / "partials" / "own.j2").write_text(
        "{% macro m(x) %}\n\n\n{{ x | number }}\n{% endmacro %}\n", encoding="utf-8"
    )
    columns = [["名", "m(p.title)"]]
    sheet = {"title": "一", "rows": "people", "as": "p", "if_empty": "ない。", "columns": columns}
    text = yaml.safe_dump({"language": "ja", "macros": "partials/own.j2", "sheets": [sheet]}, allow_unicode=True)
    (folder / "sheet.yml").write_text(text, encoding="utf-8")
    found = [(p.code, p.file, p.line) for p in told(tmp_path)]
    assert found == [("template_not_a_number", "terminals/mine/overrides/partials/own.j2", 4)]


def links(folder: Path) -> Iterable[tuple[str, Callable[[Path], None]]]:
    secret = folder / "secret.j2"
    secret.write_text("秘密", encoding="utf-8")
    (folder / "elsewhere").mkdir(exist_ok=True)
    (folder / "elsewhere" / "x.j2").write_text("秘密", encoding="utf-8")
    yield "partials/x.j2", lambda path: path.symlink_to(secret)
    yield "linked/x.j2", lambda path: shutil.rmtree(path.parent) or path.parent.symlink_to(folder / "elsewhere")


def test_no_link_inside_overrides_is_followed(large: Any, tmp_path: Path) -> None:
    trial = Trial(large, tmp_path / "overrides")
    seen = 0
    for name, make in links(tmp_path):
        path = tmp_path / "overrides" / name
        path.parent.mkdir(parents=True)
        make(path)
        problem = trial.refused(f'一\n{{% include "{name}" %}}')
        assert (problem.code, problem.file) == ("template_is_link", f"overrides/{name}")
        seen += 1
    assert seen == 2


@pytest.mark.parametrize("name", ["partials/x.txt", "partials/x.j2.yml", "x.j2/", ".j2", "partials//x.j2", "./x.j2"])
def test_only_templates_are_loaded(large: Any, tmp_path: Path, name: str) -> None:
    trial = Trial(large, tmp_path)
    (tmp_path / "partials").mkdir()
    for file in ("partials/x.txt", "partials/x.j2.yml", "x.j2", "partials/x.j2"):
        (tmp_path / file).write_text("見える", encoding="utf-8")
    assert trial('{% include "partials/x.j2" %}{% include "x.j2" %}') == "見える見える"
    problem = trial.refused(f'一\n{{% include "{name}" %}}')
    assert (problem.code, problem.file, problem.line) == ("template_not_found", FILE, 2)


def test_a_mistake_is_told_in_the_template_in_which_it_is(large: Any, tmp_path: Path) -> None:
    trial = Trial(large, tmp_path)
    trial.write("一\n二\n{{ nothing }}\n", "partials/included.j2")
    trial.write("{% macro m(x) %}\n\n{{ x | number }}\n{% endmacro %}\n", "partials/macro.j2")
    trial.write("一\n{% if %}\n", "partials/syntax.j2")
    (tmp_path / "partials" / "bytes.j2").write_bytes("一\n見出し".encode("cp932"))
    (tmp_path / "partials" / "bell.j2").write_bytes("一\n二\x07".encode())
    cases = {
        '{% include "partials/included.j2" %}': ("template_variable", "included", 3),
        '{% from "partials/macro.j2" import m %}\n{{ m("x") }}': ("template_not_a_number", "macro", 3),
        '{% include "partials/syntax.j2" %}': ("template_syntax", "syntax", 2),
        '{% include "partials/bell.j2" %}': ("template_sign_refused", "bell", 2),
    }
    for text, (code, name, line) in cases.items():
        problem = trial.refused(text)
        assert (problem.code, problem.file, problem.line) == (code, f"overrides/partials/{name}.j2", line)
    assert trial.refused('{% include "partials/bytes.j2" %}').file == "overrides/partials/bytes.j2"


def test_a_passage_of_a_partial_is_told_where_it_stands(tmp_path: Path) -> None:
    folder = own_document(tmp_path, "own", '{% include "partials/own.j2" %}')
    partial = folder.parents[2] / "partials" / "own.j2"
    partial.parent.mkdir()
    partial.write_text('一\n\n{% covers "9-9-9" %}\n何か。\n{% endcovers %}\n', encoding="utf-8")
    assert [(p.code, p.file, p.line) for p in told(tmp_path)] == [
        ("unknown_requirement", "terminals/mine/overrides/partials/own.j2", 3)
    ]
