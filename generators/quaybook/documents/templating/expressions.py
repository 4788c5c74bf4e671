"""Documents stage: expressions of the template language that stand alone, such as those of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.parser import Parser
from jinja2.runtime import new_context
from jinja2.utils import consume

from quaybook.documents.templating.reach import Reach

_RESULT = "result"


class Expressions:
    """The expressions that are worked out with the same variables, in the environment in which these may be seen."""

    def __init__(self, environment: Reach, variables: Mapping[str, Any]) -> None:
        self.environment, self._globals = environment, environment.make_globals(None)
        self._context = new_context(environment, None, {}, dict(variables), globals=self._globals)

    def __call__(self, source: str) -> Callable[[Mapping[str, Any]], Any]:
        """What works the expression out, with more variables each time. Raises TemplateSyntaxError and ToldError."""
        code = self.environment.kept("expression", source, None, None, lambda: self._code(source))
        run = Template.from_code(self.environment, code, self._globals).root_render_func
        context = self._context

        def worked_out(own: Mapping[str, Any]) -> Any:
            # There are hundreds of variables, and two or three of a row: only these are laid in each time.
            context.vars = dict(own)
            consume(run(context))
            return context.vars[_RESULT]

        return worked_out

    def _code(self, source: str) -> CodeType:
        parser = Parser(self.environment, source, state="variable")
        found = parser.parse_expression()
        if not parser.stream.eos:
            raise TemplateSyntaxError("chunk after expression", parser.stream.current.lineno, None, None)
        found.set_environment(self.environment)
        result = nodes.Assign(nodes.Name(_RESULT, "store"), found, lineno=1)
        code: CodeType = self.environment.compile(nodes.Template([result], lineno=1))
        return code
