"""The words of the press in the language of the book: messages of its gettext catalogues.

A message is a whole phrase with named places, ``since {date}``: another language puts them in its own order. The text
in the code is the message itself, in English. Catalogues lie in ``locale/<language>/LC_MESSAGES/bilateral.po``; Babel
reads them when a book in that language is made, so that nothing has to be compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Self

DOMAIN = "bilateral"
LANGUAGE = "en"
"""That of the messages as they stand in the code."""
FOLDER = Path(__file__).with_name("locale")


class Cased(str):
    """A text with its forms in other cases, which a message asks for: ``nuo {date.governed}``."""

    __slots__ = ("_forms",)
    _forms: dict[str, str]

    def __new__(cls, text: str, **forms: str) -> Self:
        """Take the text as it stands alone, and its other forms by the names of their cases."""
        made = super().__new__(cls, text)
        made._forms = forms
        return made

    def __getattr__(self, case: str) -> str:
        """Return a form, or the text where it has none."""
        return self._forms.get(case) or str(self)


def N_(message: str) -> str:  # noqa: N802  (gettext's name for it)
    """Mark a text as a message that is said later, where the language is known."""
    return message


def N_many(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark the two forms of a message that depends on a number."""
    return one, many


def say(locale: str, message: str, /, **places: object) -> str:
    """Return a message in the language of a locale, with its places filled."""
    found = catalogue(locale).gettext(message)
    return found.format_map(places) if places else found


def say_in(locale: str, context: str, message: str, /, **places: object) -> str:
    """Return a message that other languages say differently elsewhere: ``visits`` as a head, or as a verb."""
    found = catalogue(locale).pgettext(context, message)
    return found.format_map(places) if places else found


def say_many(locale: str, one: str, many: str, number: int, /, **places: object) -> str:
    """Return a message that depends on a number, which is a place of it too."""
    return catalogue(locale).ngettext(one, many, number).format_map({"number": number, **places})


def parts_of(message: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a message, each with the name of the place that follows it; "" at the end."""
    for text, place, _, _ in Formatter().parse(message):
        yield text, place or ""


@cache
def catalogue(locale: str) -> NullTranslations:
    """Return the catalogue of a locale, or of its language; one without any says the messages as they are."""
    path = catalogue_path(FOLDER, locale, DOMAIN)
    if not path.exists():
        return NullTranslations()
    kept = path.parents[1].name
    return read_catalogue(path) if kept == locale else catalogue(kept)


def speaks(locale: str) -> bool:
    """Tell whether the press has words in the language of a locale."""
    return locale.partition("_")[0] == LANGUAGE or catalogue_path(FOLDER, locale, DOMAIN).exists()


def catalogue_path(folder: Path, locale: str, domain: str) -> Path:
    """Return the file of a catalogue: that of a locale, or else that of its language."""
    own, general = (folder / name / "LC_MESSAGES" / f"{domain}.po" for name in (locale, locale.partition("_")[0]))
    return own if own.exists() else general


def read_catalogue(path: Path) -> GNUTranslations:
    """Read a file of messages; what is fuzzy in it is not said."""
    from babel.messages.mofile import write_mo  # late: a book in English needs neither
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.parents[1].name))
    compiled.seek(0)
    return GNUTranslations(compiled)
