"""One order of names, wherever names stand: in tables, in the index, in the search and in the browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import sphinx
from playwright.sync_api import Browser

from bilateral.collation import collation_key, collation_script, index_letter
from bilateral.folding import LETTERS, fold, fold_script, words_in, words_script
from bilateral.render import Query, render_table
from bilateral.volume import Volume
from bilateral_sphinx.latex.index import GROUPS, NUMERIC, Index
from bilateral_sphinx.seams.general_index import single_entries, with_heading
from bilateral_sphinx.web.search import FoldingSearch
from tools import need

ENGLISH = (
    "Aden Ærø Agra Ązuolas Đakovo Dublin Əliyev Gabon Hà Ħamrun Įgudas Islay İzmir Kaunas Łódź Lublin Œdipe Oneida "
    "O’Neill Ørsted Oslo Šiauliai “Strasbourg” Straße Stratford Szeged Thor Thule Thy Vilnius Ylius Zarasai Žemaitija "
    "Zug Þingvellir Ωμέγα Жуков თეიმურაზ ილია שלום いまむら 今村"
)
ORDERS = {
    "en_GB": ENGLISH,
    "lt_LT": "Czech Čapek Įgudas Ylius Islay Strasbourg Šiauliai Zug Žemaitija",
    "da_DK": "Aden Oslo Zug Ærø Ørsted",
    "cs_CZ": "Czech Gabon Hà Chrudim Islay",
    "ka_GE": "თეიმურაზ ილია Aden Zug",
    "tr_TR": "Ilgaz Işık İzmir Jale",
}
"""Names as readers of a language look them up, by CLDR."""
NAMES = ENGLISH.split()


def shuffled(names: list[str]) -> list[str]:
    return names[1::2][::-1] + names[::2]


@pytest.mark.parametrize("locale", ORDERS)
def test_names_are_sorted_as_readers_look_them_up(locale: str) -> None:
    order = ORDERS[locale].split()
    assert sorted(shuffled(order), key=lambda name: collation_key(name, locale)) == order


def test_numbers_are_sorted_by_their_size() -> None:
    assert sorted(["10th", "2nd", "1st"], key=lambda name: collation_key(name, "en_GB")) == ["1st", "2nd", "10th"]


@pytest.mark.parametrize(
    ("name", "locale", "heading"),
    [
        ("Łódź", "en_GB", "L"),
        ("Łódź", "pl_PL", "Ł"),
        ("“Peace”", "en_GB", "P"),
        ("Csaba", "hu_HU", "CS"),
        ("Ylius", "lt_LT", "I"),
        ("Šiauliai", "lt_LT", "Š"),
        ("თეიმურაზ", "en_GB", "თ"),
        ("イマムラ", "en_GB", "あ"),
        ("今村", "en_GB", "今"),
        ("김", "en_GB", "ㄱ"),
        ("שלום", "en_GB", "ש"),
    ],
)
def test_a_name_stands_under_a_letter_of_the_language_or_of_its_own_script(
    name: str, locale: str, heading: str
) -> None:
    assert index_letter(name, locale) == heading


def test_a_table_has_that_order(volume_of: Callable[..., Volume]) -> None:
    people = [{"id": f"person-n{NAMES.index(name)}", "family": name, "country": "XN"} for name in shuffled(NAMES)]
    table = render_table("people", volume_of("", people=people), Query(), "en_GB")
    assert [row.record for row in table.rows] == [f"person-n{at}" for at in range(len(NAMES))]


@pytest.mark.parametrize("kind", ["people", "places", "organisations", "countries"])
def test_a_name_has_its_place_by_its_reading(volume_of: Callable[..., Volume], kind: str) -> None:
    more = {
        "people": {"family": "今村", "given": "朗", "country": "XN"},
        "places": {"name": "今治", "country": "XN"},
        "organisations": {"name": "今"},
        "countries": {"name": "今", "code": "XX", "adjective": "今の", "language": "ja"},
    }[kind]
    prefix = {"people": "person", "places": "place", "organisations": "org", "countries": "country"}[kind]
    added = {"id": f"{prefix}-read", "reading": "Aa", **more}
    table = render_table(kind, volume_of("", **{kind: [added]}), Query(), "en_GB")
    assert table.rows[0].record == f"{prefix}-read"
    assert getattr(table.rows[0].cells[0][0], "order", None) == "Aa"


def test_the_index_has_that_order() -> None:
    """Sphinx's own sorting of these is a test of the seam."""
    keys = {name: with_heading(("single", name, "", "", None), "en_GB")[4] for name in shuffled(NAMES)}
    assert sorted(keys, key=lambda name: keys[name].lower()) == NAMES
    assert str(with_heading(("single", "今村", "", "", "いまむら"), "en_GB")[4]) == "あ"


@pytest.mark.parametrize("name", ["<b>x</b>, y", "1918", "", "“"])
def test_what_begins_with_no_letter_has_no_heading_of_its_own(name: str) -> None:
    assert with_heading(("single", name, "", "", name or None), "en_GB")[4] is None


ALIKE = [
    ("Nguyễn Minh Triết", "triet nguyen minh"),
    ("Ó Súilleabháin, Seán", "sean o suilleabhain"),
    ("Gerard ’t Hooft", "Hooft, Gerard 't"),
    ("Hawaiʻi", "hawaii"),
    ("ʿAbd al-Raḥmān", "abd al rahman"),
    ("محمود دولتآبادی", "محمود دولتآبادي"),
    ("مكتبة أحمد", "مکتبه احمد"),
    ("محـــمد", "محمد"),
    ("۱۸۹۹ ١٨٩٩ १८९९ １８９９", "1899"),
    ("ÍSLENSKA Þórður", "islenska thordur"),
    ("Οδυσσέας ΟΔΥΣΣΕΑΣ", "οδυσσεας"),
    ("IŞIK ışık Işık İŞİK", "isik"),
    ("Straße STRASSE", "strasse"),
    ("ᲗᲔᲘᲛᲣᲠᲐᲖ", "თეიმურაზ"),
    ("Hội An, Đà Nẵng", "da nang hoi an"),
]
"""What a text has, and what is typed to find it."""


@pytest.mark.parametrize(("text", "typed"), ALIKE)
def test_names_are_found_in_any_order_and_spelling(text: str, typed: str) -> None:
    assert {fold(word) for word in words_in(typed)} == {fold(word) for word in words_in(text)}


@pytest.mark.parametrize("name", [*NAMES, "שָׁלוֹם", "ΟΔΥΣΣΕΥΣ", "ᲗᲔᲘᲛᲣᲠᲐᲖ"])
def test_the_search_finds_a_name_without_its_accents(name: str) -> None:
    search = FoldingSearch({"language": "en"})
    assert search.stem(name) == search.stem(fold(name))
    assert fold(fold(name).upper()) == fold(name)


def test_vowels_of_indian_scripts_and_syllables_of_korean_are_letters() -> None:
    assert [fold(word) for word in ("हिन्दी", "한국", "ไทย")] == ["हिन्दी", "한국", "ไทย"]
    assert fold("שָׁלוֹם") == "שלום"


def test_words_of_scripts_without_spaces_are_found_in_any_place() -> None:
    assert list(words_in("日墨租税条約 of 2019年")) == "日墨 墨租 租税 税条 条約 約 of 2019 年".split()
    assert list(words_in("O’Neill, हिन्दी")) == ["O", "Neill", "हिन्दी"]


def test_the_browser_folds_divides_and_sorts_alike(browser: Browser) -> None:
    tab = browser.new_page()
    names = [*NAMES, *LETTERS, *map(str.upper, LETTERS), "हिन्दी", "한국", "שָׁלוֹם", "ΟΔΥΣΣΕΥΣ", "ᲗᲔᲘᲛᲣᲠᲐᲖ", "が"]
    names += [word for pair in ALIKE for text in pair for word in words_in(text)]
    assert tab.evaluate(f"(names) => {{ {fold_script()} return names.map(fold); }}", names) == list(map(fold, names))
    text = " ".join([*names, "日墨租税条約 of 2019年。ไทย,x_1 𠮷野"])
    divide = f"(text) => {{ {words_script()} return [...wordsIn(text)].map((word) => word.text); }}"
    assert tab.evaluate(divide, text) == list(words_in(text))
    known = tab.evaluate("(languages) => Intl.Collator.supportedLocalesOf(languages)", [key[:2] for key in ORDERS])
    assert {"en", "lt"} <= set(known)  # Chromium's ICU leaves some out
    for locale, order in ((key, order) for key, order in ORDERS.items() if key[:2] in known):
        compare = f"(names) => {{ {collation_script()} return names.sort(collation({locale[:2]!r})); }}"
        assert tab.evaluate(compare, shuffled(order.split())) == order.split()
    tab.close()


INFLECTED = {
    "lt": [
        "prezidentas Prezidento prezidentą prezidente",
        "ambasada ambasados ambasadų AMBASADOJE",
        "šalis šalies šalių salims",
        "santykiai santykių santykiuose",
        "sutartis sutarties sutarčiai sutartį sutartimi sutartyje sutarčių sutartims sutarciu Sutarciai",
        "valstybė valstybei valstybę valstybėje valstybių valstybėms valstybėmis valstybėse valstybeje",
        "žodis žodžio žodį žodžiai žodžių zodziu",
        "pilietis piliečio pilietį piliečiai pilieciu",
        "mokestis mokesčio mokestį mokesčių mokesciu",
        "karalius karalių karaliumi",
        "vizitas vizitai vizitui",
    ],
    "es": ["relación relaciones Relacion", "embajada embajadas", "diplomática diplomáticos", "cónsul cónsules consul"],
    "en": ["recognition recognise recognized"],
}
"""Forms of words, with accents and without, of which each is found by the others."""


@pytest.mark.parametrize("language", INFLECTED)
def test_a_word_is_found_by_its_other_forms(language: str, browser: Browser) -> None:
    search = FoldingSearch({"language": language})
    tab = browser.new_page()
    tab.evaluate(search.js_stemmer_code)
    for forms in INFLECTED[language]:
        found = [search.stem(form) for form in forms.split()]
        assert len(set(found)) == 1, found
        assert tab.evaluate("(words) => words.map(stem)", forms.split()) == found
    tab.close()


def test_a_language_without_a_stemmer_is_searched_as_english() -> None:
    assert FoldingSearch({"language": "ka"}).inner.lang == "en"


@pytest.mark.parametrize(("language", "stemmer"), [("lt_x_own", "lt"), ("es_MX", "es"), ("ar_EG_u_nu_latn", "ar")])
def test_a_language_is_searched_as_it_is_spoken_wherever_its_tag_goes_on(language: str, stemmer: str) -> None:
    assert FoldingSearch({"language": language}).inner.lang == stemmer


@pytest.mark.latex
@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en_GB", "english"),
        ("lt_LT", "lithuanian"),
        ("es_ES", "spanish-modern"),
        ("hu_HU", "hungarian"),
        ("sq_AL", "albanian"),
    ],
)
def test_the_index_set_by_latex_has_the_order_of_the_others(locale: str, language: str, tmp_path: Path) -> None:
    """xindy sorts the keys alike in all of its languages, and prints our headings."""
    need("xindy")
    words = [*NAMES, *"chico curva Csaba llama luz yva dzsem zebra".split(), "3 % & more"]
    entries = [with_heading(("single", name, "", "", None), locale) for name in shuffled(words)]
    entries += [with_heading(one, locale) for one in single_entries(("pair", "Łódź; Šiauliai", "", "main", None))]
    index = Index(locale, entries)
    code = "\n".join(f"\\indexentry{index.code(entry).removeprefix(chr(92) + 'index')}{{1}}" for entry in entries)
    (tmp_path / "book.idx").write_text(code, "utf-8")
    shutil.copy(Path(sphinx.__file__).parent / "texinputs/sphinx.xdy", tmp_path)
    (tmp_path / GROUPS).write_text(index.groups(), "utf-8")
    (tmp_path / NUMERIC).write_text("", "utf-8")
    command = ["xindy", "-L", language, "-C", "utf8", "-M", "sphinx.xdy", "book.idx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    printed = (tmp_path / "book.ind").read_text("utf-8")
    found = re.findall(r"^ *\\(?:item|lettergroup|subitem)(?: \\spxentry)?\{(?:\{\})?(.*?)\}", printed, re.MULTILINE)
    wanted = [r"3 \% \& more"]
    for name in sorted(words[:-1], key=lambda name: collation_key(name, locale)):
        heading = index_letter(name, locale)
        wanted += [name] if heading in wanted else [heading, name]
        wanted += {"Łódź": ["Šiauliai"], "Šiauliai": ["Łódź"]}.get(name, [])
    assert found == wanted


def test_a_pair_and_a_triple_stand_under_each_of_their_words() -> None:
    assert [words for _, words, *_ in single_entries(("pair", "a; b", "x", "", None))] == ["a; b", "b; a"]
    assert [words for _, words, *_ in single_entries(("triple", "a; b; c", "x", "", None))] == [
        "a; b c",
        "b; c, a",
        "c; a b",
    ]
    assert single_entries(("see", "a; b", "x", "", None)) == [("see", "a; b", "x", "", None)]
