"""The words of the press in other languages: each has its message, and a message fits the code that says it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bilateral import messages
from bilateral.content import Text, filled, headed
from bilateral.messages import FOLDER, N_, Cased, say, say_in, say_many
from bilateral.render.registers import TABLES
from bilateral_sphinx.web.words import said
from bilateral_workshop import catalogues

LANGUAGES = sorted(folder.name for folder in FOLDER.glob("*/"))


def file_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES/bilateral.po"


def read(language: str) -> Catalog:
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the press speak a language of which two messages are known."""
    path = tmp_path / "lt/LC_MESSAGES/bilateral.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n > 2);\\n"\n\n'
        'msgid "since {date}"\nmsgstr "nuo {date.governed}"\n\n'
        'msgctxt "column"\nmsgid "Visit"\nmsgstr "Vizitas"\n\n'
        'msgid "{number} row"\nmsgid_plural "{number} rows"\nmsgstr[0] "{number} few"\nmsgstr[1] "many: {number}"\n',
        "utf-8",
    )
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    messages.catalogue.cache_clear()
    yield
    messages.catalogue.cache_clear()


@pytest.mark.usefixtures("invented")
def test_a_message_is_said_in_the_language_of_the_locale() -> None:
    assert say("lt_LT", "since {date}", date=Cased("sausis", governed="sausio")) == "nuo sausio"
    assert say("lt_LT", "since {date}", date=Cased("1991")) == "nuo 1991"
    assert (say_in("lt_LT", "column", "Visit"), say("lt_LT", "Visit")) == ("Vizitas", "Visit")
    assert [say_many("lt_LT", "{number} row", "{number} rows", number) for number in (2, 3)] == ["2 few", "many: 3"]


@pytest.mark.usefixtures("invented")
def test_a_catalogue_is_read_once_for_all_places_of_its_language() -> None:
    assert messages.catalogue("lt_LT") is messages.catalogue("lt")


@pytest.mark.usefixtures("invented")
@pytest.mark.parametrize("locale", ["en_GB", "ja_JP"])
def test_a_language_without_catalogue_says_it_in_english(locale: str) -> None:
    assert say(locale, "since {date}", date="1991") == "since 1991"
    assert say_many(locale, "{number} row", "{number} rows", 1) == "1 row"


def test_text_of_the_data_is_no_message_with_places() -> None:
    assert say("en_GB", "since {date}", date="{x} 100 %") == "since {x} 100 %"
    assert filled("{a}, {b}", a=(Text("{b}"),), b=()) == (Text("{b}"), Text(", "))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_of_the_press_is_in_the_catalogue(language: str, tmp_path: Path) -> None:
    """`make catalogues` would change nothing."""
    copy = tmp_path / language / "LC_MESSAGES/bilateral.po"
    copy.parent.mkdir(parents=True)
    shutil.copy(file_of(language), copy)
    catalogues.update(copy, catalogues.template())
    without = re.compile(r'^"Generated-By: .*\n', re.MULTILINE)
    assert without.sub("", copy.read_text("utf-8")) == without.sub("", file_of(language).read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_of_the_press_is_translated(language: str) -> None:
    missing = [message.id for message in read(language) if message.id and not all(forms(message.string))]
    assert missing == []
    assert not any(message.fuzzy for message in read(language) if message.id)


def forms(held: object) -> tuple[str, ...]:
    """Return the forms of a message or of its translation, of which most have one."""
    return (held,) if isinstance(held, str) else tuple(held)  # type: ignore[arg-type]  # Babel has them in a list


def places(text: str) -> set[str]:
    found = {name.partition(".")[0] for _, name, _, _ in Formatter().parse(text) if name}
    return found | set(re.findall(r"%\w", text))


BESIDE = {"{first}s": {"last"}}
"""Places that the code fills and the English message leaves out: a decade may be named by both its ends."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_message(language: str) -> None:
    """One that counts may leave the number out: one source is its source."""
    for message in read(language):
        wanted = set().union(*map(places, forms(message.id)))
        least = wanted - {"number"} if isinstance(message.id, tuple | list) else wanted
        for string in filter(None, forms(message.string) if message.id else ()):
            assert least <= places(string) | BESIDE.get(str(message.id), set()), message.id
            assert places(string) <= wanted | BESIDE.get(str(message.id), set()), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_is_said_of_several_numbers_names_the_number(language: str) -> None:
    """In many languages the form of one is that of 21, too."""
    found = read(language)
    form_of = c2py(found.plural_expr)
    for message in found:
        if isinstance(message.id, tuple | list) and "number" in places(message.id[1]):
            said = forms(message.string)
            unsaid = [number for number in range(2, 200) if "number" not in places(said[form_of(number)])]
            assert unsaid == [], message.id


def test_what_is_marked_is_the_message_itself() -> None:
    assert N_("Visit") == "Visit"


SCRIPT = 'say(_("Filter")); fill(_n("{number} row", "{number} rows", count), { number: count });'


def test_a_script_says_its_words_when_it_is_written() -> None:
    assert said(SCRIPT, "en_GB") == (
        'say("Filter"); fill(["{number} row", "{number} rows"][Number(count !== 1)], { number: count });'
    )


@pytest.mark.usefixtures("invented")
def test_a_script_chooses_forms_by_the_rule_of_the_language() -> None:
    assert '["{number} few", "many: {number}"][((n) => Number((n > 2)))(count)]' in said(SCRIPT, "lt_LT")


@pytest.mark.parametrize("name", ["people", "person-index"])
def test_the_name_of_a_person_has_a_word_of_its_own(name: str) -> None:
    said = {locale: headed(TABLES[name].columns, locale)[0].title for locale in ("en_GB", "lt_LT", "es_MX")}
    assert said == {"en_GB": "Name", "lt_LT": "Vardas, pavardė", "es_MX": "Nombre"}
    assert headed(TABLES["organisations"].columns, "lt_LT")[0].title == "Pavadinimas"
