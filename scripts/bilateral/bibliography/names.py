"""Names of people and bodies: from BibTeX to CSL-JSON and back."""

from __future__ import annotations

import re

from pybtex.bibtex.exceptions import BibTeXError
from pybtex.bibtex.utils import split_name_list
from pybtex.database import InvalidNameString, Person

from bilateral.bibliography.tex import decode, plain, unprotected

Name = dict[str, str]
"""A name in CSL-JSON: family, given, particles and suffix, or literal for a body."""

OTHERS: Name = {"literal": "others"}
"""Stands for those who are not named, as in pandoc; styles write "et al."."""
_LABELLED = re.compile(r"\s*(family|given|prefix|suffix)\s*=\s*", re.IGNORECASE)
_PARTS = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}
_APART = re.compile(r"[,;&]|(?:^|\s)and(?:\s|$)")
"""What divides names, or seems to."""
_SUFFIX = re.compile(
    r"(?:[JS]n?r|[JS]unior|J[uú]nior|Filho|Neto|[Hh]ijo|[Nn]ieto|fils|père|[dD]\. ?[JÄ]|[IVX]+|\d+(?:st|nd|rd|th)|Esq"
    r"|[A-Z][\w.]*[A-Z])\.?"
)
"""What stands behind a name: of a generation, or letters of a degree or an order."""


def read_names(text: str) -> list[Name]:
    """Return the names in a field.

    Raises:
        TexError: where one has TeX that cannot be written as text.
        ValueError: where one has too many commas, or would be read as another name than it is.

    """
    for name in re.split(r"\s+and\s+", _outside_braces(text)):
        _judge(name.strip())
    try:
        return [_name(name) for name in split_name_list(text) if name]
    except (InvalidNameString, BibTeXError) as error:
        raise ValueError(
            "a name has too many commas; join names with 'and', and put a body's name in braces"
        ) from error


def _outside_braces(text: str) -> str:
    """Return a text without what is in braces, where a sign stands instead."""
    text = re.sub(r"\\[{}]", "", text)
    while "{" in text and (shorter := re.sub(r"\{[^{}]*\}", "\ufdd0", text)) != text:
        text = shorter
    return text


def _judge(name: str) -> None:
    """Refuse what BibTeX takes for another name: names that no "and" joins, and parts in the wrong order.

    Raises:
        ValueError: with what to write.

    """
    shown = name.replace("\ufdd0", "{…}")
    if re.fullmatch(r"et\.? al\.?", name, re.IGNORECASE):
        raise ValueError(f"'{shown}' would be a name; write 'and others'")
    if _LABELLED.match(name):
        return
    if _APART.search(name.replace(",", "")):
        raise ValueError(f"'{shown}' is not one name; join names with 'and', and put a body's name in braces")
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 1 and not all(parts):
        raise ValueError(f"'{shown}' has a comma with nothing before or behind it; remove it, or add what it divides")
    if len(parts) == 3 and "\ufdd0" not in parts[1] and not _SUFFIX.fullmatch(parts[1]):  # noqa: PLR2004
        remedy = "join names with 'and'"
        if _SUFFIX.fullmatch(parts[2]):
            remedy = f"write '{parts[0]}, {parts[2]}, {parts[1]}'"
        raise ValueError(f"'{parts[1]}' stands where a suffix belongs, such as Jr.; {remedy}")


def write_name(name: Name) -> str:
    """Return a name as BibTeX has it, in plain text."""
    if name == OTHERS:
        return "others"
    if "literal" in name:
        return f"{{{name['literal']}}}"
    if "dropping-particle" in name:
        labels = {**_PARTS, "prefix": "dropping-particle"}
        parts = [f"{label}={{{name[part]}}}" for label, part in labels.items() if part in name]
        return ", ".join([*parts, "useprefix=false"])
    if name.keys() == {"family"}:  # several words would be read as given names and a family name
        return f"{{{name['family']}}}" if " " in name["family"] else name["family"]
    family = " ".join(filter(None, (name.get("non-dropping-particle"), _braced(name["family"]))))
    return ", ".join(filter(None, (family, *(_held(name.get(part, "")) for part in ("suffix", "given")))))


def _held(part: str) -> str:
    """Put a part of a name in braces where it would be taken for several."""
    return f"{{{part}}}" if _APART.search(part) else part


def _braced(family: str) -> str:
    """Put a family name in braces where BibTeX would take it apart."""
    apart = _APART.search(family) or re.search(r"(?:^| )[a-z]", family)
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
    if re.search(r"useprefix\s*=\s*false", text) and "non-dropping-particle" in found:
        found["dropping-particle"] = found.pop("non-dropping-particle")
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
