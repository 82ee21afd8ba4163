"""Names of people and bodies: from BibTeX to CSL-JSON and back."""

from __future__ import annotations

import re

from pybtex.bibtex.exceptions import BibTeXError
from pybtex.bibtex.utils import split_name_list
from pybtex.database import InvalidNameString, Person

from bilateral.bibliography.tex import decode, plain, unprotected

Name = dict[str, str]
"""A name in CSL-JSON: family, given, non-dropping-particle and suffix, or literal for a body."""

OTHERS: Name = {"literal": "others"}
"""Stands for those who are not named, as in pandoc; styles write "et al."."""
_LABELLED = re.compile(r"\s*(family|given|prefix|suffix)\s*=\s*", re.IGNORECASE)
_PARTS = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}


def read_names(text: str) -> list[Name]:
    """Return the names in a field.

    Raises:
        TexError: where one has TeX that cannot be written as text.
        ValueError: where one has too many commas.

    """
    try:
        return [_name(name) for name in split_name_list(text) if name]
    except (InvalidNameString, BibTeXError) as error:
        raise ValueError(
            "a name has too many commas; join names with 'and', and put a body's name in braces"
        ) from error


def write_name(name: Name) -> str:
    """Return a name as BibTeX has it, in plain text."""
    if name == OTHERS:
        return "others"
    if "literal" in name:
        return f"{{{name['literal']}}}"
    family = " ".join(filter(None, (name.get("non-dropping-particle"), _braced(name["family"]))))
    return ", ".join(filter(None, (family, name.get("suffix"), name.get("given"))))


def _braced(family: str) -> str:
    """Put a family name in braces where BibTeX would take it apart."""
    apart = re.search(r",| and ", family) or re.search(r"(?:^| )[a-z]", family)
    return f"{{{family}}}" if apart else family


def _name(text: str) -> Name:
    if text.strip().lower() == "others":
        return OTHERS
    if _is_group(text):
        return {"literal": _written(text)}
    if _LABELLED.match(text):
        return _labelled(text)
    person = Person(text)
    parts = {
        "family": person.last_names,
        "given": [*person.first_names, *person.middle_names],
        "non-dropping-particle": person.prelast_names,
        "suffix": person.lineage_names,
    }
    name = {part: _written(" ".join(words)) for part, words in parts.items() if words}
    return name if len(name) > 1 else {"literal": next(iter(name.values()), "")}


def _labelled(text: str) -> Name:
    """Read a name in biblatex's extended form, ``family=Müller, given=Karl, prefix=von der``."""
    found: Name = {}
    for part in re.split(r",(?![^{]*\})", text):
        label, _, value = part.partition("=")
        if label.strip().lower() in _PARTS:
            found[_PARTS[label.strip().lower()]] = _written(value.strip().strip('"'))
    return found


def _is_group(text: str) -> bool:
    """Tell whether braces hold the whole of a name together."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for at, char in enumerate(text):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return at == len(text) - 1
    return False


def _written(text: str) -> str:
    return plain(unprotected(decode(text)))
