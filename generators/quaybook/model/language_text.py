"""Model stage: texts that are written in several languages, side by side.

What comes with the kit stands in both of its languages, `LANGUAGES`; a further one may stand beside them, and where it
does not, its readers get the English text. Documents begin in the source language and come in the others one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic_core import CoreSchema, core_schema

# In which the kit is written, and what is taken where a language lacks a text of its own.
SOURCE, STAND_IN = "ja", "en"
LANGUAGES = (SOURCE, STAND_IN)
Said = TypeVar("Said")


class _InLanguages:
    """Has pydantic ask for a value in each of the languages named, and take one in any other."""

    def __init__(self, value: CoreSchema, *asked: str) -> None:
        self.value, self.asked = value, asked

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        field = core_schema.typed_dict_field(self.value)
        fields = dict.fromkeys(self.asked, field)
        return core_schema.typed_dict_schema(fields, extra_behavior="allow", extras_schema=self.value)


class _FromSource(_InLanguages):
    """Takes a bare text too, which is in the source language."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        texts = super().__get_pydantic_core_schema__(source, handler)
        return core_schema.no_info_before_validator_function(_as_source, texts)


def _as_source(value: object) -> object:
    return {SOURCE: value} if isinstance(value, str) else value


_TEXT = core_schema.str_schema(min_length=1, strip_whitespace=True)
_TERMS = core_schema.tuple_schema([_TEXT], variadic_item_index=0, min_length=1)

LanguageText = Annotated[dict[str, str], _InLanguages(_TEXT, *LANGUAGES)]
LanguageTerms = Annotated[dict[str, tuple[str, ...]], _InLanguages(_TERMS, *LANGUAGES)]
SourceText = Annotated[dict[str, str], _FromSource(_TEXT, SOURCE)]


def looked_up(language: str) -> tuple[str, ...]:
    """The languages in which a text is looked for, in turn."""
    return (language,) if language in LANGUAGES else (language, STAND_IN)


def said_in(texts: Mapping[str, Said], language: str) -> Said:
    """What stands there in the language, or instead of it. Raises KeyError where that is not there either."""
    return texts[next((each for each in looked_up(language) if each in texts), language)]
