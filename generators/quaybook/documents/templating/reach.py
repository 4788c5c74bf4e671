"""Documents stage: what a template can reach and how much it may do: the environment in which all of them run.

Everything that a template touches goes through here: parts of objects, items, calls, operators, comparisons, loops,
text. What is not declared is not there, what is not a helper or a macro cannot be called, and all work is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import partial
from types import CodeType, GeneratorType
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateNotFound
from jinja2.runtime import Context, Macro, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import Namespace

from quaybook.catalogue.root import Root
from quaybook.documents.templating.bounded_filters import BoundedFilters, CountedFilters, tests
from quaybook.documents.templating.budget import NEW_TEXT, Budget, unreadable
from quaybook.documents.templating.charged_code import ChargedCode
from quaybook.documents.templating.compiled import compiled
from quaybook.documents.templating.declared import MAPPINGS, MISSING, REFUSING, SEQUENCES, part
from quaybook.documents.templating.helper import Helper
from quaybook.documents.templating.marks import Covers
from quaybook.documents.templating.operations import measure
from quaybook.documents.templating.templates import Loader, ToldError, allowed, other_language
from quaybook.problems import Problem
from quaybook.wording.dialect.escape import alike
from quaybook.wording.filters import Filters
from quaybook.wording.values import TemplateMistakeError

_HELPER_STEPS, _LOADING_STEPS = 20, 200
_NAME_AT_MOST = 80
# What jinja hands on of loops and blocks.
_OF_SCOPES = ("_loop_vars", "_block_vars")
_KEYS = (str, int, float, Enum, type(None))


class Reach(ImmutableSandboxedEnvironment):
    """The environment for the readers for whom `filters` shows the facts."""

    code_generator_class = ChargedCode
    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self, roots: Sequence[Root], filters: Filters) -> None:
        self.budget = Budget()
        self.spend = self.budget.spend
        self.texts, counted = Loader(roots), CountedFilters(filters, self.budget)
        super().__init__(
            loader=self.texts,
            undefined=StrictUndefined,
            autoescape=True,
            finalize=counted.finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,
            extensions=[Covers],
        )
        self.globals = {"range": Helper(safe_range), "namespace": Helper(lambda **named: Namespace(**named))}
        own = BoundedFilters(self)
        self.words, self.printed = filters.words, counted.finalize
        self.filters = own.table() | {name: own.of_the_kit(f) for name, f in counted.table.items()}
        self.tests.clear()
        self.tests.update(tests(self))

    def rendered(self, name: str, variables: Mapping[str, Any]) -> tuple[str, str, str]:
        """The text that a template gives, the name of its file in problems, and what stands in that file."""
        template = self.get_template(name)
        text, file = template.render(variables), template.filename or name
        if wrong := unreadable(text):
            raise ToldError(Problem.at(wrong, file))
        return allowed(text), file, self.texts.text(name)[0]

    def macros(self, name: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The macros of a template by their names."""
        module = self.get_template(name).make_module(dict(variables))
        return {key: macro for key, macro in vars(module).items() if not key.startswith("_")}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The declared part of that name, else what is undefined."""
        found = part(obj, attribute, self.budget)
        return self.undefined(obj=obj, name=attribute[:_NAME_AT_MOST]) if found is MISSING else found

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The entry of a list or of a mapping, or the declared part of another object, else what is undefined."""
        self.spend(1)
        if isinstance(obj, REFUSING):
            return obj[argument]
        if isinstance(obj, MAPPINGS):
            found = obj.get(argument, MISSING) if isinstance(argument, _KEYS) else MISSING
        elif isinstance(obj, SEQUENCES) and not isinstance(obj, Enum):
            found = _entry(obj, argument)
        else:
            found = part(obj, argument, self.budget) if isinstance(argument, str) else MISSING
        return self.undefined(obj=obj, name=_called(argument)) if found is MISSING else found

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """What a helper or a macro gives. Raises TemplateMistakeError for everything else."""
        if isinstance(__obj, REFUSING):
            return __obj(*args)
        __self.spend(_HELPER_STEPS)
        if type(__obj) is Macro:
            return __context.call(__obj, *args, **kwargs)
        if type(__obj) is not Helper or ("caller" in kwargs and not __obj.takes_body):
            raise TemplateMistakeError("template_not_callable", came=type(__obj).__name__)
        settled = __self.settled
        named = {name: settled(value) for name, value in kwargs.items() if name not in _OF_SCOPES}
        given = __obj.run(*map(settled, args), **named)
        if isinstance(given, str):
            __self.spend(0, text=len(given))
        return given

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result of an operator that has been measured."""
        if operator == "+":
            return self.added(left, right)
        measure(self.budget, operator, left, right)
        return super().call_binop(context, operator, left, right)

    def added(self, left: Any, right: Any) -> Any:
        """The sum of two values that has been measured."""
        measure(self.budget, "+", left, right)
        if isinstance(left, str) and isinstance(right, str):
            left, right = alike((left, right))
        return left + right

    def compile(self, source: Any, name: Any = None, filename: Any = None, *rest: Any, **named: Any) -> Any:
        """The code of a template or of an expression. Raises ToldError for what cannot be compiled at all."""
        make = partial(super().compile, source, name, filename, *rest, **named)
        try:
            if isinstance(source, str) and not rest and not named:
                return self.kept("template", source, name, filename, make)
            return make()
        except (RecursionError, SyntaxError, MemoryError) as error:
            raise ToldError(Problem.at("template_too_nested", filename or "")) from error

    def kept(self, kind: str, source: str, name: Any, filename: Any, make: Callable[[], CodeType]) -> CodeType:
        """The code of a text of that kind, made once."""
        # Nothing of the words or of the facts goes into code: constants are printed when it runs.
        return compiled(source, name, filename, f"{kind} {self.code_generator_class.__qualname__}", make)

    def join_path(self, template: Any, parent: str) -> Any:
        """The name of a template that another takes in. Raises ToldError for one that is not in its language."""
        if isinstance(template, str) and (wrong := other_language(self.texts.roots, template, parent)):
            raise ToldError(wrong)
        return template

    def select_template(self, names: Any, *rest: Any, **named: Any) -> Template:
        """As jinja has it, for names that are texts."""
        for name in self.counted(names):
            if not isinstance(name, str):
                raise TemplateNotFound(type(name).__name__)
        return super().select_template(names, *rest, **named)

    def _load_template(self, name: Any, globals: Any) -> Template:
        self.spend(_LOADING_STEPS)
        if not isinstance(name, str):
            raise TemplateNotFound(type(name).__name__)
        return super()._load_template(name, globals)

    # What follows is called by the code of `charged_code` and by the filters.

    def counted(self, value: Any, each: int = 1) -> Any:
        """What can be gone through, with the work that it takes. Raises TemplateMistakeError for what is no list."""
        if isinstance(value, REFUSING):
            return iter(value)
        if isinstance(value, SEQUENCES + MAPPINGS):
            self.spend(len(value) * (each * NEW_TEXT if isinstance(value, str) else each))
            return value
        if isinstance(value, GeneratorType):
            return self._running(value, each)
        raise TemplateMistakeError("template_not_a_list", came=type(value).__name__)

    def _running(self, value: Iterable[Any], each: int) -> Iterator[Any]:
        for item in value:
            self.spend(each)
            yield item

    def weighed(self, value: Any) -> Any:
        """A value that is about to be compared or looked up."""
        return self.budget.weigh(value)

    def settled(self, value: Any) -> Any:
        """A value in the hands of a helper or of a filter of the kit: nothing in it is still running or without end."""
        if isinstance(value, GeneratorType):
            value = tuple(self.counted(value))
        return self.budget.weigh(value) if isinstance(value, list | tuple | dict) else value

    def sized(self, value: Any) -> Any:
        """A value whose length is asked. Raises TemplateMistakeError for what has none."""
        if not isinstance(value, REFUSING + SEQUENCES + MAPPINGS):
            raise TemplateMistakeError("template_not_a_list", came=type(value).__name__)
        return value

    def container(self, value: Any) -> Any:
        """A value in which something is looked for."""
        if isinstance(value, MAPPINGS):
            return value
        if isinstance(value, SEQUENCES):
            self.spend(len(value) if isinstance(value, range) else 0)
            return self.budget.weigh(value)
        return self.counted(value)

    def key(self, value: Any) -> Any:
        """A value under which something is kept."""
        if isinstance(value, REFUSING) or not isinstance(value, _KEYS):
            raise TemplateMistakeError("template_not_a_key", came=type(value).__name__)
        return value

    def sliced(self, value: Any, ends: slice) -> Any:
        """A part of a text or of a list."""
        if isinstance(value, str | list | tuple):
            self.budget.repeat(value, 1)
        return self.sized(value)[ends]

    def text(self, value: Any) -> str:
        """A text or a number as text. Raises TemplateMistakeError for what has no wording."""
        if isinstance(value, str):
            return value
        if isinstance(value, REFUSING) or (isinstance(value, int | float) and not isinstance(value, bool)):
            return str(value)
        raise TemplateMistakeError("template_prints_object", came=type(value).__name__)

    def joined(self, values: Iterable[Any]) -> str:
        """Texts and numbers in one."""
        parts = alike([self.text(value) for value in values])
        self.spend(1, text=sum(map(len, parts)))
        return markup_join(parts)


def _entry(value: Any, argument: Any) -> Any:
    try:
        return value[argument] if isinstance(argument, int) else MISSING
    except IndexError:
        return MISSING


def _called(argument: Any) -> str:
    """How a message calls what was asked for; that of a list would be without end."""
    return argument[:_NAME_AT_MOST] if isinstance(argument, str) else type(argument).__name__
