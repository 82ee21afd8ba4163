"""The catalogues of a volume's translators, held to the original: roles, numbers, and how much is done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bilateral.problems import Problem, shown_path
from bilateral.translation import LOCALE

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_ROLE = re.compile(r"\{(?P<name>[\w:-]+)\}`(?:[^`<]*<(?P<target>[^`>]+)>|(?P<whole>[^`]+))`")
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")


class Progress(NamedTuple):
    """How many messages a translation has, how many wait for a translator, and how many for a second look."""

    total: int
    untranslated: int
    fuzzy: int


def progress_of(source: Path, language: str) -> Progress:
    """Return how far a translation has come."""
    messages = [message for _, found in _catalogues(source, language)[0] for message in found if message.id]
    fuzzy = sum(message.fuzzy for message in messages)
    return Progress(len(messages), sum(not message.string for message in messages), fuzzy)


def judge_translation(source: Path, language: str) -> list[Problem]:
    """TRA001 to TRA003: each translation has the roles, links and numbers of its message."""
    found, problems = _catalogues(source, language)
    for shown, kept in found:
        for message in kept:
            if message.id and isinstance(message.id, str) and isinstance(message.string, str) and message.string:
                problems += _judged(shown, message.lineno or 0, message.id, message.string)
    return problems


def _catalogues(source: Path, language: str) -> tuple[list[tuple[str, Catalog]], list[Problem]]:
    from babel.messages.pofile import PoFileError, read_po  # late: most volumes have no translation

    found: list[tuple[str, Catalog]] = []
    problems: list[Problem] = []
    for path in sorted((source / LOCALE / language / "LC_MESSAGES").rglob("*.po")):
        shown = f"{shown_path(source)}/{path.relative_to(source).as_posix()}".removeprefix("./")
        try:
            found.append((shown, read_po(BytesIO(path.read_bytes()), locale=language, abort_invalid=True)))
        except (PoFileError, ValueError) as error:
            line, what = getattr(error, "lineno", -1) + 1, str(error).rpartition(" on ")[0] or error
            message = f"the catalogue cannot be read: {what}; correct it"
            problems.append(Problem(shown, line, 1 if line else 0, "TRA001", message))
    return found, problems


def _judged(file: str, line: int, text: str, translation: str) -> Iterator[Problem]:
    wanted, had = _targets(text), _targets(translation)
    for missing in wanted - had:
        yield Problem(file, line, 1, "TRA002", f"the translation lacks {missing}; put it where the sentence has it")
    for strange in had - wanted:
        yield Problem(file, line, 1, "TRA002", f"the translation has {strange}, which the original has not; remove it")
    lost = _numbers(text) - _numbers(translation)
    for number in sorted(lost):
        message = f"the number {number} of the original is not in the translation; write it in digits"
        yield Problem(file, line, 1, "TRA003", message)


def _targets(text: str) -> Counter[str]:
    """Return the roles with what they lead to, and the targets of links."""
    roles = [f"{{{role['name']}}}`{(role['target'] or role['whole']).strip()}`" for role in _ROLE.finditer(text)]
    return Counter([*roles, *(f"]({link['target']})" for link in _LINK.finditer(text))])


def _numbers(text: str) -> set[str]:
    """Return the numbers outside roles and links, as their digits: marks between them differ by language."""
    plain = _LINK.sub("", _ROLE.sub("", text))
    return {re.sub(r"\D", "", number) for number in _NUMBER.findall(plain)}
