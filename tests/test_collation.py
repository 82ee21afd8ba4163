"""One order of names, wherever names stand: in tables, in the index, in the search and in the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from bilateral.collation import LETTERS, collation_key, fold, fold_script
from bilateral.render import Query, render_table
from bilateral.volume import Volume
from bilateral_sphinx.seams.general_index import with_letter
from bilateral_sphinx.web.search import FoldingSearch

ORDER = [
    "Aden", "Ærø", "Agra", "Ązuolas", "Đakovo", "Dublin", "Gabon", "Hà", "Ħamrun", "Islay", "İzmir", "Kaunas", "Łódź",
    "Lublin", "Œdipe", "Ørsted", "Oslo", "Šiauliai", "Strasbourg", "Straße", "Stratford", "Szeged", "Thor", "Thule",
    "Thy", "Vilnius", "Zarasai", "Žemaitija", "Zug",
]  # fmt: skip
"""Names as a reader of English looks them up."""


def shuffled() -> list[str]:
    return ORDER[1::2][::-1] + ORDER[::2]


def test_names_are_sorted_as_readers_look_them_up() -> None:
    assert sorted(shuffled(), key=collation_key) == ORDER


def test_a_table_has_that_order(volume_of: Callable[..., Volume]) -> None:
    people = [{"id": f"person-n{ORDER.index(name)}", "family": name, "country": "XN"} for name in shuffled()]
    table = render_table("people", volume_of("", people=people), Query(), "en_GB")
    assert [row.record for row in table.rows] == [f"person-n{at}" for at in range(len(ORDER))]


def test_the_index_has_that_order() -> None:
    """Sphinx's own sorting of these is a test of the seam."""
    letters = {name: with_letter(("single", name, "", "", None))[4] for name in shuffled()}
    assert sorted(letters, key=lambda name: (letters[name].lower(), name)) == ORDER
    assert {str(letters[name]) for name in ("Lublin", "Łódź")} == {"L"}
    assert str(with_letter(("single", "Þingvellir", "", "", None))[4]) == "T"  # browsers sort it after Z


@pytest.mark.parametrize("name", ORDER)
def test_the_search_finds_a_name_without_its_accents(name: str) -> None:
    search = FoldingSearch({"language": "en"})
    assert search.stem(name) == search.stem(fold(name))


def test_the_browser_folds_alike_and_sorts_alike(browser: Browser) -> None:
    tab = browser.new_page()
    names = [*ORDER, *LETTERS, *map(str.upper, LETTERS)]
    assert tab.evaluate(f"(names) => {{ {fold_script()} return names.map(fold); }}", names) == list(map(fold, names))
    compare = "(names) => names.sort(new Intl.Collator('en').compare)"
    assert tab.evaluate(compare, shuffled()) == ORDER
    tab.close()
