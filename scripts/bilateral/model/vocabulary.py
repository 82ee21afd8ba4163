"""Open vocabularies: the words that a field takes, to which a volume may add its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

MARKER = "x-vocabulary"
"""Names the vocabulary of a field in its JSON schema, until the words of the volume are put in."""
Vocabularies = Mapping[str, Mapping[str, str]]
"""The words of each vocabulary, each with its form in print."""


Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([ -][a-z0-9]+)*$")]
"""A word of a vocabulary, as data files have it."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words by which records of a kind are told apart, each with its form in print.

    As an annotation of a field it lets the field hold one of its words, or one that the volume adds.
    """

    name: str
    about: str
    words: Mapping[str, str]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate words by this vocabulary and what the volume adds, which is the context of validation."""
        return core_schema.with_info_after_validator_function(self._validate, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Offer editors the words."""
        return {"type": "string", "enum": list(self.words), MARKER: self.name}

    def _validate(self, word: str, info: ValidationInfo) -> str:
        added: Vocabularies = info.context or {}
        allowed = dict.fromkeys([*self.words, *added.get(self.name, {})])
        if word not in allowed:
            raise PydanticCustomError("word", "no word of the vocabulary", {"allowed": list(allowed)})
        return word


def vocabulary(name: str, about: str, *words: str) -> Vocabulary:
    """Return a vocabulary of words that are printed as they are."""
    return Vocabulary(name, about, {word: word for word in words})
