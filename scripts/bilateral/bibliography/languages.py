"""Languages of sources: by their code, or by the names that babel and polyglossia give them in TeX."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from bilateral.model.base import LANGUAGE_PATTERN

_OF_TEX = {
    "american": "en-US",
    "australian": "en-AU",
    "austrian": "de-AT",
    "brazil": "pt-BR",
    "brazilian": "pt-BR",
    "british": "en-GB",
    "canadian": "en-CA",
    "farsi": "fa",
    "magyar": "hu",
    "mexican": "es-MX",
    "naustrian": "de-AT",
    "ngerman": "de",
    "norsk": "nb",
    "nynorsk": "nn",
    "portuges": "pt",
    "scottish": "gd",
    "serbianc": "sr-Cyrl",
    "slovene": "sl",
    "swissgerman": "de-CH",
    "uppersorbian": "hsb",
    "usenglish": "en-US",
    "ukenglish": "en-GB",
}
"""Names in TeX that are no English names of languages."""


def language_code(text: str) -> str | None:
    """Return the code of a language; nothing where the text names none."""
    name = text.strip().replace("_", "-")
    if not name:
        return None
    known = _OF_TEX.get(name.lower()) or _by_name().get(name.lower())
    if known:
        return known
    return name if re.fullmatch(LANGUAGE_PATTERN, name) and len(name.partition("-")[0]) <= len("lit") else None


@lru_cache
def _by_name() -> dict[str, str]:
    names = Locale.parse("en").languages
    return {name.lower(): code.replace("_", "-") for code, name in names.items() if re.fullmatch(r"[A-Za-z ]+", name)}
