"""Documents stage: what stands in a template for a value that its document may not ask for, and refuses."""

from __future__ import annotations

from typing import NoReturn

from quaybook.wording.values import TemplateMistakeError


class ForHighest:
    """Stands for a result of the assessment in a document whose readers are not those for whom findings are."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__") and name != "__html__":
            raise AttributeError(name)
        self._refuse()

    def _refuse(self, *_: object) -> NoReturn:
        raise TemplateMistakeError("assessment_not_for_readers", came=self._name)

    __bool__ = __len__ = __iter__ = __contains__ = __getitem__ = __call__ = __str__ = __eq__ = _refuse
    __hash__ = object.__hash__
