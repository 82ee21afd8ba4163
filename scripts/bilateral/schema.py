"""The JSON schema of the data file, generated from the model, so that editors complete and check while one types."""

from __future__ import annotations

import json

from bilateral.model import DataFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """Return the schema as the text of its file."""
    schema = {"$schema": DIALECT, **DataFile.model_json_schema(by_alias=True)}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
