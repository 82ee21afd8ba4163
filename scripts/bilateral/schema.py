"""The JSON schema of the data file, generated from the model, so that editors complete and check while one types.

The pipeline reads every scalar as the text that was typed; an editor reads a year as a number and ``false`` as a
boolean. The schema takes both. It takes no null: a key without a value is a fault.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bilateral.dates import Edtf
from bilateral.kinds import KINDS, AnyKind, file_model
from bilateral.model import Vocabularies
from bilateral.model.vocabulary import MARKER

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE: str = TypeAdapter(Edtf).json_schema()["pattern"]


class _AsTyped(GenerateJsonSchema):
    """Pydantic's generator, for scalars that are texts to the pipeline and YAML's own types to an editor."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Take a number for a text that has no pattern."""
        found = super().str_schema(schema)
        return found if "pattern" in found else {**found, "type": ["string", "number"]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """Take the digits of a whole number."""
        return {"anyOf": [super().int_schema(schema), {"type": "string", "pattern": r"^[0-9]+$"}]}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """Take the digits of a number."""
        del schema  # the model sets no limits
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}]}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        """Take the words true and false."""
        return {"anyOf": [super().bool_schema(schema), {"type": "string", "enum": ["true", "false"]}]}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Take no null: a key that has no value is left out."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Say no default of null."""
        found = super().default_schema(schema)
        return {key: value for key, value in found.items() if key != "default" or value is not None}

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Leave out titles that only repeat the key."""
        del schema  # the same for every field
        return False


def schema_text(added: Vocabularies | None = None, kinds: tuple[AnyKind, ...] = KINDS) -> str:
    """Return the schema as the text of its file, with the words that the volume adds to vocabularies."""
    found = file_model(kinds).model_json_schema(by_alias=True, schema_generator=_AsTyped)
    schema = {"$schema": DIALECT, **found}
    return json.dumps(_with_words(_with_years(schema), added or {}), indent=1, ensure_ascii=False) + "\n"


def _with_words(part: Any, added: Vocabularies) -> Any:
    """Put the words that the volume adds into the enumerations of vocabularies."""
    if isinstance(part, list):
        return [_with_words(item, added) for item in part]
    if not isinstance(part, dict):
        return part
    rest = {key: _with_words(value, added) for key, value in part.items() if key != MARKER}
    if MARKER in part:
        rest["enum"] = list(dict.fromkeys([*part["enum"], *added.get(part[MARKER], {})]))
    return rest


def _with_years(part: Any) -> Any:
    """Take a number of up to four digits wherever a date belongs: to an editor, a year is a number."""
    if isinstance(part, list):
        return [_with_years(item) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("pattern") != _DATE:
        return {key: _with_years(value) for key, value in part.items()}
    rest = {key: value for key, value in part.items() if key not in ("type", "pattern")}
    year = {"type": "integer", "minimum": 1000, "maximum": 9999}
    return {**rest, "anyOf": [{"type": "string", "pattern": _DATE}, year]}
