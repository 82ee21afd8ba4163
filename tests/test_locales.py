"""The language of the data file drives Sphinx, and says how dates are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale, UnknownLocaleError
from langcodes import tag_is_valid
from pydantic import TypeAdapter, ValidationError
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from bilateral.locales import alternatives, is_family_first, is_registered, listing, locale_of
from bilateral.model.base import Language


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en", "en_GB"),
        ("en-US", "en_US"),
        ("lt", "lt_LT"),
        ("es", "es_ES"),
        ("es-MX", "es_MX"),
        ("pt-BR", "pt_BR"),
        ("sr-Latn", "sr_Latn_RS"),
        ("zh", "zh_Hans_CN"),
        ("zh-Hant-TW", "zh_Hant_TW"),
        ("zh-hant-tw", "zh_Hant_TW"),
        ("no", "no"),
        ("de-1996", "de_DE"),
        ("sl-rozaj-biske", "sl_SI"),
        ("ar-EG-u-nu-latn", "ar_EG"),
        ("en-GB-oed", "en_GB"),
        ("es-x-own", "es_ES"),
    ],
)
def test_a_language_has_its_locale(language: str, locale: str) -> None:
    assert locale_of(language) == locale


def test_a_word_between_two_changes_by_the_next() -> None:
    assert listing(["España", "Italia"], "es_ES") == "España e Italia"
    assert listing(["Nörd", "Süd", "West"], "en_GB") == "Nörd, Süd and West"
    assert alternatives(["siete", "ocho"], "es_ES") == "siete u ocho"


@pytest.mark.parametrize(
    ("family", "language", "of_book", "first"),
    [
        ("今村", "ja", "en", True),
        ("今村", None, "lt", True),
        ("김", None, "en", True),
        ("Imamura", "ja", "en", True),
        ("Nguyễn", "vi", "es", True),
        ("Nagy", "hu", "en", False),
        ("Nagy", "hu", "hu", True),
        ("Adamkus", "lt", "lt", False),
        ("თეიმურაზი", "ka", "en", False),
        ("Adamkus", None, "en", False),
    ],
)
def test_a_language_says_the_family_name_first_or_last(
    family: str, language: str | None, of_book: str, first: bool
) -> None:
    assert is_family_first(family, language, of_book) is first


@pytest.mark.parametrize("language", ["sgs", "x-private", "i-klingon", "mul", "qaa"])
def test_a_language_that_nobody_has_described_has_none(language: str) -> None:
    with pytest.raises(UnknownLocaleError):
        locale_of(language)


@pytest.mark.parametrize("tag", ["zh-Hant-TW", "sr-Latn-RS", "x-private", "i-klingon", "EN-us", "sl-rozaj-biske", "LT"])
def test_any_tag_of_the_registry_is_known(tag: str) -> None:
    assert is_registered(tag)


@pytest.mark.parametrize("tag", ["root", "sr_Latn", "en--us", "en-", "-en", "lt-Latin", "zzz", "e", ""])
def test_what_is_no_tag_is_not(tag: str) -> None:
    assert not is_registered(tag)


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("LT", "write lt"),
        ("en_GB", "write en-GB"),
        ("EN-gb", "write en-GB"),
        ("i-klingon", "write tlh"),
        ("Lithuanian", "write lt"),
        ("x-private", "write that of the language, or mis if it has none"),
        ("root", "write lt, en-GB or ja-Latn"),
        ("žž", "write lt, en-GB or ja-Latn"),
    ],
)
def test_what_is_written_otherwise_is_told_with_what_to_write(tag: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        TypeAdapter(Language).validate_python(tag)


def application(source: Path, conf: str = "", **settings: str) -> Sphinx:
    """Set Sphinx up for a volume, and build nothing."""
    with (source / "conf.py").open("a", encoding="utf-8") as file:
        file.write(conf)
    out = source.parent / "out"
    with patch_docutils(), docutils_namespace():
        return Sphinx(source, source, out, out / "doctrees/book", "html", settings, status=None, warning=None)


def write_language(source: Path, code: str) -> None:
    file = source / "data/relations.yaml"
    text = file.read_text("utf-8")
    assert "  language: en\n" in text
    file.write_text(text.replace("  language: en\n", f"  language: {code}\n", 1), "utf-8")


NEWER = {"tok"}
"""Languages that have been registered since the registry of langcodes was written."""


def test_what_babel_names_is_registered_and_takes_no_registry() -> None:
    known = {tag for tag in map(str, Locale.parse("en").languages) if tag.isalpha()}
    assert {tag for tag in known if not tag_is_valid(tag)} <= NEWER
    assert all(map(is_registered, known))
    assert is_registered("nhn")  # Central Nahuatl: of the registry alone
    assert not is_registered("xyzq")


def test_the_data_file_drives_language_and_locale(stock: Path) -> None:
    write_language(stock, "es-MX")
    config = application(stock).config
    assert (config.language, config.records_locale, config.epub_language) == ("es_MX", "es_MX", "es-MX")
    assert config.today == "3 de febrero de 2001"


def test_english_is_read_day_first(stock: Path) -> None:
    config = application(stock).config
    assert (config.language, config.records_locale, config.today) == ("en", "en_GB", "3 February 2001")


def test_conf_and_command_line_go_before(stock: Path) -> None:
    config = application(stock, 'records_locale = "lt_LT"\n', language="lt").config
    assert (config.language, config.records_locale) == ("lt", "lt_LT")


def test_a_locale_that_is_none_is_told_with_its_place(stock: Path) -> None:
    with pytest.raises(SystemExit, match=r"^conf\.py: records_locale 'xx_YY' is not a locale; write en_GB or lt_LT$"):
        application(stock, 'records_locale = "xx_YY"\n')


def test_a_language_without_a_locale_is_told_with_its_place(stock: Path) -> None:
    write_language(stock, "sgs")
    place = r"^data/relations.yaml:\d+: no locale is known for 'sgs'; set records_locale in conf.py, such as lt_LT$"
    with pytest.raises(SystemExit, match=place):
        application(stock)
