"""What is written the other way than the book is kept apart from what stands around it, in every format."""

from __future__ import annotations

import pytest

from bilateral.direction import END, ISOLATE, Direction, direction_of, isolated
from bilateral.pictures import with_directions
from bilateral.text import capital

MARKS = str.maketrans("<>", ISOLATE + END)


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl"), ("yi", "rtl"), ("fa", "rtl"), ("he-Latn", "ltr"),
        ("az-Arab", "rtl"), ("ja-Latn", "ltr"), ("sr-Latn", "ltr"), ("ka", "ltr"), ("x-own", "ltr"),
    ],
)  # fmt: skip
def test_a_language_has_the_direction_of_its_script(language: str, direction: str) -> None:
    assert direction_of(language) == direction


@pytest.mark.parametrize(
    ("shown", "direction"),
    [
        ("Letter of <משה כהן>, 1890–1920, to <דוד> (b. 1900)", "ltr"),
        ("<ש״ס>, <צה״ל>, <א. ב. יהושע>; 1918", "ltr"),
        ("<أحمد شوقي>, 1868–1932", "ltr"),
        ("<שָׁלוֹם>!", "ltr"),
        ("Only Latin, 東京 and Ελλάς", "ltr"),
        ("מכתב של <John A. Smith>, 1890–1920, אל <O’Neill>", "rtl"),
        ("עברית בלבד, 1918", "rtl"),
        ("ספר: <Text and data, 1918, by others>, 1920", "rtl"),
        ("<F01>", "rtl"),
        ("[1] <p. 5, pp. 12–15>، 1920", "rtl"),
        ("<Test edition, version 0.1.0>, 3 فبراير 2001", "rtl"),
        ("<Signed> 3 فبراير 2001", "rtl"),
        ("كتاب <Fish (and Chips)>، و(<Fish>) و<(Fish) Company>", "rtl"),
        ("<$Treaty of Peace & $Friendship$ #1>؛ و<C++> أو <3rd>، و<R&D 50%>", "rtl"),
        ("على <Law 27/2019>، 1920", "rtl"),
        ("على <Trade ₾50>، 1920", "rtl"),
    ],
)
def test_names_end_before_numbers_and_commas(shown: str, direction: Direction) -> None:
    assert isolated(shown.replace("<", "").replace(">", ""), direction) == shown.translate(MARKS)


PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="110" height="50" viewBox="0 0 110 50">'
    '<g transform="translate(5,5)"><g class="mark-group role-legend"><g>{text}</g></g>{text}</g></svg>'
)
TEXT = '<text text-anchor="start" transform="translate(10,20)" fill="red">→</text>'


def test_pictures_run_from_right_to_left_and_maps_do_not() -> None:
    """Time and legends turn round; words can be read, and begin on the other side of their place."""
    turned = TEXT.replace('"start"', '"end"').replace(')" f', ') scale(-1,1)" f').replace("→", "\u2067←\u2069")
    kept = TEXT.replace("→", "\u2067←\u2069")
    time = with_directions(PICTURE.format(text=TEXT), "rtl")
    assert time.count(turned) == 2
    assert '<g transform="translate(110,0) scale(-1,1)"><g direction="ltr" transform="translate(5,5)">' in time
    drawn = with_directions(PICTURE.format(text=TEXT), "rtl", is_map=True)
    assert (
        f'<g transform="translate(100,0) scale(-1,1)"><g class="mark-group role-legend"><g>{turned}</g></g></g>'
        in drawn
    )
    assert drawn.endswith(f"</g>{kept}</g></svg>")


def test_words_of_pictures_are_kept_apart() -> None:
    assert with_directions('<svg a="כהן"><text>כהן, 1918</text></svg>', "ltr") == (
        f'<svg a="כהן"><text>{ISOLATE}כהן{END}, 1918</text></svg>'
    )


@pytest.mark.parametrize(
    ("text", "language", "begun"),
    [
        ("visit of X", "en", "Visit of X"),
        ("თეიმურაზ I", "en", "თეიმურაზ I"),
        ("istanbul ISPARTA", "tr", "İstanbul ISPARTA"),
        ("ijsland", "nl-NL", "IJsland"),
        ("šiauliai", "lt_LT", "Šiauliai"),
        ("“visit”", "en", "“visit”"),
        ("ὀδός", "el", "Ὀδός"),
        ("今村", "ja", "今村"),
    ],
)
def test_a_text_begins_as_its_language_does_it(text: str, language: str, begun: str) -> None:
    assert capital(text, language) == begun
