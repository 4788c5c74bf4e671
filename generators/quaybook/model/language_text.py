"""Model stage: texts that the catalogue's authors write in both languages, side by side.

Every output asks for one of the languages; a text that lacks one is a mistake of the file, not of the output.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic_core import CoreSchema, core_schema

LANGUAGES = ("ja", "en")
# In which the kit is written; what is said in another language says the same.
SOURCE = "ja"


class _InEachLanguage:
    """Has pydantic ask for a value in each language. A further language harms nobody."""

    def __init__(self, value: CoreSchema) -> None:
        self.value = value

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        field = core_schema.typed_dict_field(self.value)
        return core_schema.typed_dict_schema(dict.fromkeys(LANGUAGES, field))


_TEXT = core_schema.str_schema(min_length=1, strip_whitespace=True)
_TERMS = core_schema.tuple_schema([_TEXT], variadic_item_index=0, min_length=1)

LanguageText = Annotated[dict[str, str], _InEachLanguage(_TEXT)]
LanguageTerms = Annotated[dict[str, tuple[str, ...]], _InEachLanguage(_TERMS)]
