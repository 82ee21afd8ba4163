"""``bilateral new``: a volume on any two countries builds and passes at once."""

from __future__ import annotations

import json
import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from bilateral.locales import language_name
from bilateral.reading import FaultyVolumeError, read_volume
from bilateral_cli.commands.anchors import enter
from bilateral_cli.founding import countries
from bilateral_cli.founding.territories import Capital, entries, in_a_sentence, known_of, name_of
from bilateral_cli.main import main
from builds import sphinx

PAIRS = [tuple(random.Random(seed).sample(sorted(countries()), 2)) for seed in range(20)]


def made(one: str, two: str, folder: Path) -> int:
    return main(["new", one, two, str(folder), "--published", "2026-11-28"])


@pytest.mark.parametrize(("one", "two"), PAIRS, ids="-".join)
def test_any_two_countries_make_a_volume_without_problems(one: str, two: str, tmp_path: Path) -> None:
    assert made(one, two, tmp_path / "new") == 0
    volume = read_volume(tmp_path / "new")
    assert volume.edition.parties == (one, two)
    for code in (one, two):
        country = volume.countries[code]
        assert country.kind == "country or territory"  # which of them it is, an editor says
        assert country.name == countries()[code]
        assert language_name(country.language, "en_GB") != country.language


def test_capitals_and_adjectives_are_known(tmp_path: Path) -> None:
    made("GE", "JP", tmp_path / "new")
    volume = read_volume(tmp_path / "new")
    assert [(country.adjective, country.seat) for country in volume.countries.values()] == [
        ("Georgian", "place-tbilisi"),
        ("Japanese", "place-tokyo"),
    ]
    assert [place.position for place in volume.places.values()] == [
        (Decimal("41.69"), Decimal("44.8")),
        (Decimal("35.68"), Decimal("139.76")),
    ]


def test_countries_are_called_as_a_book_calls_them(tmp_path: Path) -> None:
    """No list of choices: no ampersands, no remarks; sentences have the article, titles and lists have not."""
    assert [name for name in countries().values() if re.search(r"&| - |,|SAR China|Burma", name)] == []
    made("BS", "CD", tmp_path / "new")
    volume = read_volume(tmp_path / "new")
    assert volume.edition.title == "Bahamas–Congo-Kinshasa Relations"
    assert "Relations of the Bahamas and Congo-Kinshasa" in (tmp_path / "new/chapters/at-a-glance.md").read_text()
    assert [country.name for country in volume.countries.values()] == ["Bahamas", "Congo-Kinshasa"]
    assert volume.edition.keywords[:2] == ("Bahamas", "Congo-Kinshasa")


@pytest.mark.parametrize(
    ("code", "adjective"),
    [("FR", "French"), ("YT", None), ("HK", None), ("IO", None), ("NZ", None), ("CD", "Congolese")],
)
def test_words_for_people_are_adjectives_of_their_own_country_alone(code: str, adjective: str | None) -> None:
    """Several at once, a noun, or the word of the state to which a territory belongs are none."""
    assert known_of(code)[0] == adjective


def test_adjectives_that_no_rule_makes_are_listed() -> None:
    """A noun for one person or for several is none, and old spellings are not written any more."""
    wanted = {
        "BW": "Botswanan",
        "LS": "Basotho",
        "PH": "Philippine",
        "IS": "Icelandic",
        "XK": "Kosovar",
        "KG": "Kyrgyz",
    }
    assert {code: known_of(code)[0] for code in wanted} == wanted
    assert in_a_sentence(name_of("GS")) == "South Georgia and the South Sandwich Islands"


def test_capitals_of_one_name_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    known = "bilateral_cli.founding.territories.known_of"
    monkeypatch.setattr(known, lambda _: ("Same", Capital("Sámetown", (1.5, -2))))
    assert re.findall(r"seat: (\S+)", entries("GE", "JP")) == ["place-sametown", "place-sametown-jp"]


def test_each_code_of_iso_can_be_asked_for() -> None:
    """What is not known, or not of one capital, is left out; an editor finds the country all the same."""
    from countryinfo import CountryInfo

    capitals = {code: known_of(code)[1] for code in countries()}
    assert {code for code in countries() if capitals[code] is None} <= {"AQ", "BQ", "BV", "HM", "MO", "UM", "XK"}
    assert all(abs(c.position[0]) <= 85 and abs(c.position[1]) <= 180 for c in capitals.values() if c)
    assert {CountryInfo(code).iso(2) for code in capitals if capitals[code]} == {c for c in capitals if capitals[c]}


def test_colours_wait_to_be_filled_in(tmp_path: Path) -> None:
    made("GE", "JP", tmp_path / "new")
    data = tmp_path / "new/data/relations.yaml"
    given = re.sub(r"# (colours: .*?)  #.*", r"\1", data.read_text("utf-8"))
    data.write_text(given.replace("#rrggbb", "#da291c"), "utf-8")
    assert [country.colours for country in read_volume(tmp_path / "new").countries.values()] == [("#da291c",) * 2] * 2
    data.write_text(given.replace("# flag:", "flag:").replace("#rrggbb", "#da291c"), "utf-8")
    with pytest.raises(FaultyVolumeError, match=r"no file 'flags/ge\.svg'"):
        read_volume(tmp_path / "new")


@pytest.mark.process
def test_a_new_volume_has_its_pages_where_they_are_and_no_flags_of_unknown_colours(tmp_path: Path) -> None:
    made("GE", "JP", tmp_path / "new")
    assert main(["build", str(tmp_path / "new"), "--output", str(tmp_path / "build")]) == 0
    web = tmp_path / "build/html"
    home = (web / "index.html").read_text("utf-8")
    assert 'class="page-mark"' not in home[home.index('class="book-contents"') :]
    assert 'class="flags"' not in home
    assert "the flags of both" not in home
    pages = {page["page"]: page["anchor"] for page in json.loads((web / "pages.json").read_text("utf-8"))["pages"]}
    assert (pages["3"], pages["4"]) == ("home", "at-a-glance")
    listing = html.fromstring((web / "pages.html").read_text("utf-8"))
    assert listing.xpath("//meta[@property='og:title']/@content") == ["Pages of the PDF"]


@pytest.mark.weekly
@pytest.mark.process
@pytest.mark.parametrize(("one", "two"), PAIRS, ids="-".join)
def test_validators_say_nothing_of_a_new_volume(one: str, two: str, tmp_path: Path) -> None:
    made(one, two, tmp_path / "new")
    where = ["--output", str(tmp_path / "build")]
    assert main(["build", str(tmp_path / "new"), *where]) == 0
    assert main(["verify", *where]) == 0


def test_a_new_volume_builds_strictly_and_says_what_is_not_recorded(tmp_path: Path) -> None:
    made("GE", "JP", tmp_path / "new")
    done = sphinx("-n", "-W", "-q", "-b", "html", ".", "../html", out=tmp_path / "html", cwd=tmp_path / "new")
    assert done.status == 0, done.said
    visits = html.fromstring(done.page("chapters/visits.html"))
    said = [cell.text_content().strip() for cell in visits.iter("td", "th")]
    assert said.count("No visit is recorded.") == 2
    assert {cell.get("colspan") for cell in visits.iter("th") if "is recorded" in cell.text_content()} == {"6"}
    assert "No talks are recorded." in said
    assert "Georgia–Japan Relations" in done.page("index.html")
    ledger = (tmp_path / "new/anchors.txt").read_text("utf-8")
    assert enter(tmp_path / "new", tmp_path / "html/anchors.json", freeze=False) == 0
    assert ledger == (tmp_path / "new/anchors.txt").read_text("utf-8")
    assert "place-tbilisi" in ledger


def test_a_new_volume_has_a_schema_that_its_data_fit(tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator  # here, for it takes a second to load

    made("CI", "ST", tmp_path / "new")  # names with an apostrophe and accents
    schema = json.loads((tmp_path / "new/data/relations.schema.json").read_text("utf-8"))
    data = read_volume(tmp_path / "new").document.data
    assert [error.json_path for error in Draft202012Validator(schema).iter_errors(data)] == []


def test_the_same_volume_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        made("GE", "JP", tmp_path / name)
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(files) > 10
    assert [
        path for path in files if (tmp_path / "one" / path).read_bytes() != (tmp_path / "two" / path).read_bytes()
    ] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("GE", "JX"), "'JX' is the code of no country"),
        (("GE", "GE"), "'GE' stands twice"),
        (("Georgia", "JP"), "take the ISO 3166 code"),
    ],
)
def test_what_is_no_pair_of_countries_is_refused(
    words: tuple[str, str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made(*words, tmp_path / "new") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept.txt").write_text("mine", "utf-8")
    assert made("GE", "JP", tmp_path) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
