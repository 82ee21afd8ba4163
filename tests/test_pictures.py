"""Pictures before they are in a book: what is drawn, what is refused, the same bytes everywhere, and in time."""

from __future__ import annotations

import json
import math
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from html import unescape
from itertools import combinations
from math import dist
from pathlib import Path
from typing import Any, ClassVar

import pytest
import typst
from lxml import etree
from playwright.sync_api import Browser

from bilateral.dates import parse_edtf
from bilateral.pictures import PICTURES, Drawings, Request, draw, on_paper, on_screen, pdf_of, svg_of, vega, written
from bilateral.pictures.canvas import FONT
from bilateral.pictures.drawing import BOOK_COLOURS, PRINT_COLOURS
from bilateral.pictures.map import labels_of
from bilateral.pictures.widths import TABLE, width_of, with_widths
from bilateral.pictures.world import window_of
from bilateral.reading import read_volume
from bilateral.render import Mark, Mention, Query, QueryError, Text, render_table
from bilateral.standing import SYMBOLS, standing_of_record
from bilateral.volume import Volume
from bilateral_workshop.glyphs import fonts_in
from bilateral_workshop.widths import table

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
MakeVolume = Callable[..., Volume]


def event(key: str, date: str | None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"event-{key}",
        "kind": "journey",
        "title": f"Journey {key}",
        **({"date": date} if date else {}),
        **more,
    }


def place(key: str, country: str, position: list[float] | None = None) -> dict[str, Any]:
    return {
        "id": f"place-{key}",
        "name": key.title(),
        "country": country,
        **({"position": position} if position else {}),
    }


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


def links(svg: str) -> list[str]:
    return re.findall(r"#record:([\w-]+)\"", svg)


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "standing"])
def test_a_picture_in_words_marks_what_is_not_confirmed(name: str) -> None:
    """In each row, behind each record, whatever its picture shows by dots or faint colours."""
    volume = read_volume(ROOT / "source")
    signs = set(SYMBOLS.values())
    marked, wrong = 0, list[str]()
    for row in draw(name, volume, Request(), "en_GB").description.rows:
        content = [piece for cell in row.cells for piece in cell]
        mentions = [(place, piece.record) for place, piece in enumerate(content) if isinstance(piece, Mention)]
        ends = [place for place, _ in mentions[1:]] + [len(content)]
        for (place, key), end in zip(mentions, ends, strict=True):
            record = volume.records[key]
            if not record.facts or standing_of_record(record, volume) == "confirmed":
                continue
            said = content[place + 1 : end]
            texts = [piece.text for piece in said if isinstance(piece, Text)]
            shown = any(isinstance(piece, Mark) for piece in said) or any(text[-1:] in signs for text in texts)
            marked, wrong = marked + shown, wrong + ([] if shown else [key])
    assert wrong == []
    assert marked > 0


class TestTimeline:
    def test_every_dated_record_has_a_mark_and_a_line_in_words(self, volume_of: MakeVolume) -> None:
        events = [
            event("a", "1901-02-03"),
            event("b", "1920"),
            event("c", "192X"),
            event("d", None),
            event("e", "1930/.."),
        ]
        drawn = draw("timeline", volume_of(events=events), Request(), "en_GB")
        assert drawn.records == ("event-a", "event-c", "event-b", "event-e")
        assert sorted(links(svg_of(drawn.spec))) == ["event-a", "event-b", "event-c", "event-e"]
        assert [row.record for row in drawn.description.rows] == list(drawn.records)
        assert drawn.alt == "Timeline from 1901 to 1930, 4 records: event 4."
        assert "Journey a, 3 February 1901 ○" in texts(svg_of(drawn.spec))

    def test_a_period_takes_what_touches_it(self, volume_of: MakeVolume) -> None:
        events = [event("a", "1899-12-31"), event("b", "1895/1901"), event("c", "1905-06"), event("d", "1911")]
        drawn = draw("timeline", volume_of(events=events), Request(period=parse_edtf("1900/1910")), "en_GB")
        assert drawn.records == ("event-b", "event-c")

    def test_a_year_of_which_only_the_first_day_is_named_is_not_drawn(self, volume_of: MakeVolume) -> None:
        """Nor is it left out where something lasts, or happens later in it."""
        for date, shown in (("2013-01-01", False), ("2013-01-02", True), ("2013-01-01/..", True), ("2013", True)):
            events = [event("a", "2011-05-04"), event("b", date)]
            drawn = svg_of(draw("timeline", volume_of(events=events), Request(width=900), "en_GB").spec)
            ends = [float(x) for x in re.findall(r"translate\(([\d.]+),0\)", drawn)]
            years = texts(drawn)
            assert ("2013" in years, bool(ends)) == (True, True), date
            assert ("2014" in years) == shown, date

    def test_words_that_stand_on_lines_have_a_halo_below_their_letters(self, volume_of: MakeVolume) -> None:
        events = [event("a", "1901-02-03"), event("b", "1950"), event("c", "1902/1990")]
        drawn = svg_of(draw("timeline", volume_of(events=events), Request(), "en_GB").spec)
        looks = {text: words for words, text in re.findall(r"<text ([^>]*)>([^<]*Journey[^<]*)", drawn)}
        assert len(looks) == 3
        halo = {text[8]: "--figure-paper" in look and 'stroke-width="3"' in look for text, look in looks.items()}
        assert halo == {"a": True, "b": True, "c": False}  # the last stands in its bar
        assert all('paint-order="stroke"' in look for look in looks.values())

    def test_long_words_are_in_two_lines_so_that_the_picture_is_as_wide_as_asked(self, volume_of: MakeVolume) -> None:
        long = "Journey of a deputy minister of foreign affairs and of a delegation"
        events = [event("a", "1901-02-03"), event("b", "1950", title=long), event("c", "1990", title=long)]
        short = svg_of(draw("timeline", volume_of(events=events[:1]), Request(), "en_GB").spec)
        assert "<tspan" not in short
        spec = draw("timeline", volume_of(events=events), Request(), "en_GB").spec
        drawn = svg_of(spec)
        assert float(re.search(r'width="([\d.]+)"', drawn)[1]) < 680 + 40  # type: ignore[index]
        lines = re.findall(r"<tspan[^>]*>([^<]+)", drawn)
        assert " ".join(lines) == f"{long}, 1950 ○"
        assert len(lines) == 2
        assert {"Journey a, 3 February 1901 ○", f"{long}, 1990 ○"} < set(texts(drawn))
        rows = {value["record"]: value["y"] for value in spec["data"]["values"]}
        assert rows == {"event-a": 10, "event-b": 34, "event-c": 58}  # rows of 20, 28 and 20

    def test_many_are_counted_and_stay_readable_and_quick(self, volume_of: MakeVolume) -> None:
        events = [event(f"n{number}", f"{1900 + number % 100}-01-01") for number in range(1000)]
        volume = volume_of(events=events)
        svg_of(draw("timeline", volume, Request(width=300), "en_GB").spec)  # the library starts
        start = time.process_time()
        svg = svg_of(draw("timeline", volume, Request(), "en_GB").spec)
        assert time.process_time() - start < 2
        numbers = [int(text) for text in texts(svg) if text.isdigit() and int(text) < 1000]
        assert sum(numbers) == 1000
        assert len(svg) < 40_000

    @pytest.mark.parametrize(
        ("request_", "said"),
        [
            (Request(kind=("visit",)), "option 'kind': 'visit' is unknown; did you mean 'visits'?"),
            (Request(ids=("event-d",)), "option 'ids': 'event-d' has no date that can be drawn"),
            (Request(ids=("event-z",)), "option 'ids': 'event-z' is unknown"),
            (Request(period=parse_edtf("1700")), "nothing is left to draw"),
        ],
    )
    def test_what_cannot_be_drawn_is_told(self, volume_of: MakeVolume, request_: Request, said: str) -> None:
        volume = volume_of(events=[event("a", "1901"), event("d", None)])
        with pytest.raises(QueryError, match=re.escape(said)):
            draw("timeline", volume, request_, "en_GB")


class TestMap:
    PLACES = [place("nord", "XN", [60.0, 20.0]), place("sud", "XS", [-10.0, -60.0]), place("nowhere", "XS")]

    def volume(self, volume_of: MakeVolume, *events: dict[str, Any]) -> Volume:
        return volume_of(places=self.PLACES, events=list(events))

    def test_places_lie_where_mercator_puts_them(self, volume_of: MakeVolume) -> None:
        volume = self.volume(volume_of, event("a", "1901", places=["place-nord", "place-sud"]))
        drawn = draw("map", volume, Request(kind=("events",)), "en_GB")
        root = etree.fromstring(svg_of(drawn.spec).encode())
        marks = {
            link.get(f"{XLINK}href").partition("#record:")[2]: link[0].get("transform") for link in root.iter(f"{SVG}a")
        }
        window = window_of([(60.0, 20.0), (-10.0, -60.0)], 680)
        found = {key: tuple(map(float, re.findall(r"-?[\d.]+", at))) for key, at in marks.items()}
        nord, sud = found["place-nord"], found["place-sud"]
        # 80 degrees of longitude are 80 · π/180 radians; Mercator's ordinate is ln(tan(π/4 + φ/2)).
        assert nord[0] - sud[0] == pytest.approx(window.scale * 1.3962634, abs=0.5)
        assert sud[1] - nord[1] == pytest.approx(window.scale * (1.3169579 + 0.1754258), abs=0.5)
        assert 0 < nord[0] < 680
        assert set(texts(svg_of(drawn.spec))) >= {"Nord", "Sud"}

    def test_places_without_lines_are_points_of_a_size(self, volume_of: MakeVolume) -> None:
        volume = self.volume(volume_of, event("a", "1901", places=["place-nord"]))
        svg = svg_of(draw("map", volume, Request(kind=("events",)), "en_GB").spec)
        assert svg.count("#record:") == 1
        assert [number for number in re.findall(r"-?\d+(?:\.\d+)?(?:e\+?\d+)?", svg) if abs(float(number)) > 1e6] == []

    def test_both_sides_of_the_pacific_lie_together(self, volume_of: MakeVolume) -> None:
        sides = [place("west", "XN", [35.7, 139.7]), place("east", "XS", [19.4, -99.1])]
        acts = [event("a", "1901", places=["place-west", "place-east"])]
        drawn = draw("map", volume_of(places=sides, events=acts), Request(kind=("events",)), "en_GB")
        window = window_of([(35.7, 139.7), (19.4, -99.1)], 680)
        (west, _), (east, _) = window.place(35.7, 139.7), window.place(19.4, -99.1)
        assert 0 < west < east < 680
        assert east - west == pytest.approx(window.scale * math.radians(360 - 139.7 - 99.1), abs=0.5)
        marks = re.findall(r'#record:place-(\w+)".*?transform="translate\(([\d.]+)', svg_of(drawn.spec))
        assert {name: float(at) for name, at in marks} == {
            "west": pytest.approx(west, abs=0.5),
            "east": pytest.approx(east, abs=0.5),
        }

    @pytest.mark.parametrize("seed", range(20))
    def test_names_of_near_places_do_not_overlap_and_lie_within(self, seed: int) -> None:
        """Names around a few cities, over the whole picture or at its edges."""
        chance = random.Random(seed)
        window = window_of([(50, 0), (50, 90)], 680)
        middles = [(chance.uniform(20, 660), chance.uniform(20, window.height - 20)) for _ in range(3)]
        spots = {
            f"place-{place}": (x + chance.gauss(0, 4), y + chance.gauss(0, 4))
            for place, (x, y) in enumerate(chance.choices(middles, k=18))
        }
        names = {key: "N" * chance.randint(3, 18) for key in spots}
        labels = list(labels_of(spots, names, window))
        assert [label.key for label in labels if label.key not in spots] == []
        assert len(labels) == len(spots)
        for one, other in combinations([label.box for label in labels], 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert all(left >= 0 and right <= window.width for left, _, right, _ in (label.box for label in labels))

    def test_a_name_away_from_its_place_is_joined_to_it(self, volume_of: MakeVolume) -> None:
        places = [place(f"city-number-{number}", "XN", [50 + number / 100, 20]) for number in range(6)]
        places.append(place("far", "XS", [-30, -60]))
        events = [event(one["id"][6:], "1901", places=[one["id"]]) for one in places]
        drawn = draw("map", volume_of(places=places, events=events), Request(kind=("events",)), "en_GB")
        svg = svg_of(drawn.spec)
        assert len(texts(svg)) == 7
        assert 2 <= svg.count("<line") <= 5

    def test_a_place_without_a_position_is_told(self, volume_of: MakeVolume) -> None:
        volume = self.volume(volume_of, event("a", "1901", places=["place-nowhere"]))
        with pytest.raises(QueryError, match="place-nowhere has no 'position' that could be drawn"):
            draw("map", volume, Request(kind=("events",)), "en_GB")


class TestFigures:
    def test_units_never_share_an_axis(self) -> None:
        drawn = draw("figures", read_volume(ROOT / "source"), Request(), "en_GB")
        groups = [{value["words"].split(" ")[-1] for value in part["data"]["values"]} for part in drawn.spec["vconcat"]]
        assert len(groups) == 4
        assert all(len(words) == 1 for words in groups)


def series(key: str, values: dict[str, str], **more: Any) -> dict[str, Any]:
    points = [{"date": date, "value": value} for date, value in values.items()]
    given = {"subject": "trade", "unit": "million", "currency": "EUR", "title": key.title()}
    return {"id": f"series-{key}", **given, "points": points, **more}


class TestLongSeries:
    LONG: ClassVar = {str(year): f"{year - 1900}.0" for year in range(1900, 2005) if year not in range(1914, 1919)}

    def drawn(self, volume_of: MakeVolume, *given: dict[str, Any], **request: Any) -> Any:
        return draw("lines", volume_of(series=given), Request(**request), "en_GB")

    def values(self, drawn: Any) -> list[dict[str, Any]]:
        return [value for part in drawn.spec["vconcat"] for value in part["data"]["values"]]

    def test_a_gap_is_a_gap_and_a_new_method_too(self, volume_of: MakeVolume) -> None:
        points = [{"date": date, "value": "1"} for date in ("1950", "1951", "1952")]
        points[1]["note"] = "new method"
        drawn = self.drawn(volume_of, series("a", self.LONG), series("b", {}, points=points))
        runs: dict[str, set[int]] = {}
        for value in self.values(drawn):
            runs.setdefault(value["run"], set()).add(int(value["day"][:4]))
        assert [(min(years), max(years)) for years in runs.values()] == [
            (1900, 1913),
            (1919, 2004),
            (1950, 1950),
            (1951, 1952),
        ]

    def test_the_lines_are_drawn_as_they_are_broken(self, volume_of: MakeVolume) -> None:
        svg = svg_of(self.drawn(volume_of, series("a", self.LONG)).spec)
        lines = [path for path in re.findall(r' d="(M[^"]*)"', svg) if path.count("L") > 10]
        assert sorted(path.count("L") + 1 for path in lines if "Z" not in path) == [14, 86]
        assert links(svg) == ["series-a"]

    def test_units_and_prices_never_share_an_axis(self, volume_of: MakeVolume) -> None:
        drawn = self.drawn(
            volume_of,
            series("a", {"1900": "1"}),
            series("b", {"1900": "1"}, currency="USD"),
            series("c", {"1900": "1"}, prices="1913"),
            series("d", {"1900": "1"}, unit="tonnes", currency=None),
        )
        titles = [part["title"]["text"].partition(";")[0] for part in drawn.spec["vconcat"]]
        assert titles == ["In million EUR", "In million USD", "In million EUR, in prices of 1913", "In tonnes"]

    def test_several_sources_for_one_year_are_marks_of_one_line(self, volume_of: MakeVolume) -> None:
        points = [{"date": date, "value": value} for date, value in (("1900", "1"), ("1901", "2"), ("1901", "3"))]
        values = self.values(self.drawn(volume_of, series("a", {}, points=points)))
        assert [(value["value"], value["beside"]) for value in values] == [(1, False), (2, False), (3, True)]

    def test_too_much_for_an_axis_or_for_bars_is_told(self, volume_of: MakeVolume) -> None:
        with pytest.raises(QueryError, match="7 series are too many for one axis"):
            self.drawn(volume_of, *(series(key, {"1900": "1"}) for key in "abcdefg"))
        with pytest.raises(QueryError, match="100 values are too many for bars; draw them by 'picture-lines'"):
            draw("figures", volume_of(series=[series("a", self.LONG)]), Request(), "en_GB")
        assert len(self.values(self.drawn(volume_of, series("a", self.LONG), period=parse_edtf("1950/1960")))) == 11

    def test_a_series_that_is_named_is_drawn_whatever_its_subject(self, volume_of: MakeVolume) -> None:
        people = series("people", {"1900": "1", "1901": "2"}, subject="population", unit="people", currency=None)
        volume = volume_of(series=[series("trade", {"1900": "3"}), {k: v for k, v in people.items() if v}])
        for kind in ("figures", "lines"):
            assert draw(kind, volume, Request(ids=("series-people",)), "en_GB").records == ("series-people",)
            assert draw(kind, volume, Request(), "en_GB").records == ("series-trade",)

    def test_bars_reach_below_nought(self, volume_of: MakeVolume) -> None:
        drawn = draw("figures", volume_of(series=[series("a", {"1900": "-2", "1901": "1"})]), Request(), "en_GB")
        (x,) = {json.dumps(layer["encoding"]["x"]["scale"]) for layer in drawn.spec["vconcat"][0]["layer"][:1]}
        assert json.loads(x)["domain"] == [-2, 1.35]

    @pytest.mark.parametrize("where", ["points", "sources", "facts"])
    def test_the_standing_is_that_of_the_table(self, where: str, volume_of: MakeVolume) -> None:
        """Sources at the record, at the value, or at a fact: table, bars and lines show the same mark."""
        link = {"source": "gazette", "stance": "supports", "locator": "p. 1"}
        given = series("a", {"1900": "1", "1901": "2"})
        if where == "points":
            given["points"][0]["sources"] = [link]
        else:
            fact = {"fact": "F01", "statement": "It was.", "section": "first", "sources": [link]}
            given[where] = [link] if where == "sources" else [fact]
        bibliography = (ROOT / "tests/volume/references.bib").read_text("utf-8")
        registers = [{"letter": "F", "title": "Statements", "count": 1}]
        volume = volume_of(bibliography, series=[given], registers=registers)
        table = render_table("figures", volume, Query(columns=("standing",)), "en_GB")
        marks = [SYMBOLS[part.standing] for row in table.rows for part in row.cells[0] if isinstance(part, Mark)]
        assert marks == (["●", "○"] if where == "points" else ["●", "●"])
        for kind in ("figures", "lines"):
            told = draw(kind, volume, Request(), "en_GB").description
            assert [row.cells[-1][0].text[-1] for row in told.rows] == marks  # type: ignore[union-attr]  # texts
        by_year = render_table("figures-by-year", volume, Query(), "en_GB")
        shown = [[part.standing for part in row.cells[1] if isinstance(part, Mark)] for row in by_year.rows]
        assert shown == [[] if mark == "●" else ["reported"] for mark in marks]


PLACES = (("UTC", "C"), ("America/Mexico_City", "C.UTF-8"), ("Pacific/Auckland", "lt_LT.UTF-8"))
DRAWING = """
import hashlib, json
from pathlib import Path
from bilateral.pictures import PICTURES, Request, draw, svg_of
from bilateral.reading import read_volume

volume = read_volume(Path("source"))
drawn = {kind: draw(kind, volume, Request(), "en_GB") for kind in PICTURES}
print(json.dumps({kind: hashlib.sha256((svg_of(p.spec) + p.alt).encode()).hexdigest() for kind, p in drawn.items()}))
"""


@pytest.fixture(scope="module")
def drawn_elsewhere() -> list[dict[str, str]]:
    """What is drawn of every kind, by a process in each zone and locale."""
    found = []
    for zone, language in PLACES:
        own = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": str(len(zone))}
        run = [sys.executable, "-c", DRAWING]
        done = subprocess.run(run, cwd=ROOT, env=own, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout))
    return found


@pytest.mark.parametrize("kind", sorted(PICTURES))
class TestEveryKind:
    @pytest.mark.process
    def test_the_same_bytes_in_another_zone_and_locale(self, kind: str, drawn_elsewhere: list[dict[str, str]]) -> None:
        assert len(drawn_elsewhere) == len(PLACES)
        assert len({drawn[kind] for drawn in drawn_elsewhere}) == 1

    def test_on_a_page_it_is_named_and_linked(self, kind: str) -> None:
        drawn = draw(kind, read_volume(ROOT / "source"), Request(), "en_GB")
        svg = svg_of(drawn.spec)
        svg = on_screen(svg, drawn.alt, "figure-x", lambda record: f"p.html#{record}", None, locale="en_GB")
        root = etree.fromstring(svg.encode())
        assert root.get("aria-label") == drawn.alt
        assert all(link.get("href").startswith("p.html#") for link in root.iter(f"{SVG}a"))
        assert all(link.get("aria-label") for link in root.iter(f"{SVG}a"))
        assert "vega.github.io" not in svg

    def test_in_print_it_has_no_names_of_colours_and_no_links(self, kind: str) -> None:
        drawn = draw(kind, read_volume(ROOT / "source"), Request(), "en_GB")
        svg = on_paper(svg_of(drawn.spec))
        assert "var(" not in svg
        assert "<a " not in svg
        assert pdf_of(svg_of(drawn.spec)).startswith(b"%PDF")
        assert pdf_of(svg_of(drawn.spec)) == pdf_of(svg_of(drawn.spec))

    def test_it_is_told_in_words(self, kind: str) -> None:
        drawn = draw(kind, read_volume(ROOT / "source"), Request(), "en_GB")
        assert 20 < len(drawn.alt) < 900
        assert drawn.alt.endswith(".")
        assert drawn.description.rows


def test_a_picture_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = draw("standing", read_volume(ROOT / "source"), Request(), "en_GB").spec
    drawings, text = Drawings(tmp_path), written(spec)
    drawings.ask_for(text)
    drawings.draw()
    first = svg_of(spec)
    monkeypatch.setattr("vl_convert.vegalite_to_svg", lambda *_, **__: pytest.fail("it is drawn again"))
    assert drawings.svg_of(text) == first
    drawings.ask_for(text)
    assert drawings.asked_for() == []
    assert len(list(tmp_path.iterdir())) == 1


APART = """
import os, signal, sys
from multiprocessing import active_children
from pathlib import Path
from bilateral.pictures import Drawings, begin, keep_ready, svg_of, written

specs = [{"mark": "point", "width": width} for width in (100, 101, 102, 103)]

def drawn(spec):
    drawings = Drawings(Path(sys.argv[1]))
    drawings.ask_for(written(spec))
    pipe = begin(drawings)
    assert os.read(pipe, 1) == b""
    assert drawings.asked_for() == []
    return drawings.svg_of(written(spec))

by_a_copy = drawn(specs[0])
keep_ready()
copy = os.fork()
if not copy:
    drawn(specs[1])
    os._exit(0)
assert os.waitpid(copy, 0)[1] == 0
(kept,) = [child for child in active_children() if child.daemon]
os.kill(kept.pid, signal.SIGINT)  # as a terminal does, to all that was started there
drawn(specs[3])
by_the_kept_one = Drawings(Path(sys.argv[1])).svg_of(written(specs[1]))
assert "vl_convert" not in sys.modules
assert [by_a_copy, by_the_kept_one] == list(map(svg_of, specs[:2]))
assert drawn(specs[2]) == svg_of(specs[2])
"""
TOGETHER = """
import os, socket, sys
from pathlib import Path
from bilateral.pictures import Drawings, drawings, keep_ready, written

keep_ready()
keep_ready()
asked = [Drawings(Path(sys.argv[1], name)) for name in ("a", "b")]
for each in asked:
    each.ask_for(written({"mark": "point"}))
receiving, sending = os.pipe()
names = b"".join(os.fsencode(each.folder) + drawings.END for each in asked)
socket.send_fds(drawings._keeper, [names], [sending, sending])
os.close(sending)
assert os.read(receiving, 1) == b""
assert [each.asked_for() for each in asked] == [[], []]
assert "vl_convert" not in sys.modules
"""


@pytest.mark.process
@pytest.mark.parametrize("program", [APART, TOGETHER])
def test_pictures_are_drawn_by_another_process_as_they_are_by_this_one(program: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", program, tmp_path], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_picture_is_drawn_anew_with_other_fonts(tmp_path: Path) -> None:
    font, text = tmp_path / "a.ttf", written({"mark": "point"})
    for content, asked in ("one", 1), ("one", 0), ("another", 1):
        if not font.exists() or font.read_text("utf-8") != content:
            font.write_text(content, "utf-8")
        drawings = Drawings(tmp_path / "kept", [font])
        drawings.ask_for(text)
        assert len(drawings.asked_for()) == asked
        drawings.draw()


DRAWN = """
import os
from bilateral.pictures import svg_of
row = {"field": "a", "type": "nominal"}
print(svg_of({"mark": "point", "data": {"values": [{"a": "Vilnius"}]}, "encoding": {"y": row}}))
assert os.environ["FONTCONFIG_FILE"]
"""


@pytest.mark.process
def test_a_picture_is_measured_without_the_fonts_of_the_machine(tmp_path: Path) -> None:
    """Here one that has the name of the picture's own, and letters twice as wide."""
    (library,) = Path(vega().__file__ or "").parent.glob("vl_convert*.so")
    wide = next(font for font in fonts_in(library) if font["name"].getBestFullName() == FONT)
    wide["hmtx"].metrics = {name: (2 * width, left) for name, (width, left) in wide["hmtx"].metrics.items()}
    (tmp_path / "fonts").mkdir()
    with (tmp_path / "fonts/wide.ttf").open("wb") as file:
        wide.save(file)
    drawn = []
    for folder in "fonts", "none":
        settings = tmp_path / f"{folder}.conf"
        settings.write_text(f"<fontconfig><dir>{tmp_path / folder}</dir></fontconfig>", "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", DRAWN],
            env={**os.environ, "FONTCONFIG_FILE": str(settings)},
            capture_output=True,
            text=True,
            check=True,
        )
        drawn.append(done.stdout)
    assert drawn[0] == drawn[1]


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = map(linear, parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""What eyes without one kind of cone see of linear light. Source: Machado, Oliveira and Fernandes 2009, severity 1."""


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """Return the colour that such eyes see, in CIELAB."""
    light = [linear(int(colour[index : index + 2], 16) / 255) for index in (1, 3, 5)]
    red, green, blue = (
        max(0.0, min(1.0, sum(part * value for part, value in zip(row, light, strict=True)))) for row in matrix
    )
    x = 0.4124 * red + 0.3576 * green + 0.1805 * blue
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = 0.0193 * red + 0.1192 * green + 0.9505 * blue
    a, b, c = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.9505, y, z / 1.089))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def palettes() -> dict[str, tuple[list[str], list[str]]]:
    """Return the hues of each format with the papers that they are seen on."""
    sheet = (ROOT / "scripts/bilateral_sphinx/web/styles/pictures.css").read_text("utf-8")
    pairs = re.findall(r"--figure-\d: light-dark\((#\w{6}), (#\w{6})\)", sheet)
    numbers = "1234567"
    return {
        "day": ([day for day, _ in pairs], ["#fdfcf9"]),
        "night": ([night for _, night in pairs], ["#151a1b"]),
        "print": ([PRINT_COLOURS[number] for number in numbers], ["#ffffff"]),
        "book": ([BOOK_COLOURS[number] for number in numbers], ["#ffffff", "#000000"]),
    }


@pytest.mark.parametrize("name", ["day", "night", "print", "book"])
class TestColours:
    def test_are_seen_on_their_paper(self, name: str) -> None:
        hues, papers = palettes()[name]
        assert len(hues) == 7
        assert min(contrast(hue, paper) for hue in hues for paper in papers) >= 3

    @pytest.mark.parametrize("deficiency", DEFICIENCIES)
    def test_are_told_apart_by_every_eye(self, name: str, deficiency: str) -> None:
        shades = [seen(hue, DEFICIENCIES[deficiency]) for hue in palettes()[name][0]]
        assert min(dist(one, other) for one, other in combinations(shades, 2)) > 15


def test_words_take_the_room_that_was_measured_in_any_font(browser: Browser) -> None:
    """Each is as wide in a font of wide letters and in one of narrow letters as in that of the drawing."""
    words = ["Mexico City", "Vilnius &amp; Šiauliai", "1991–2002", "Ελλάδα", "שלום"]
    texts = "".join(f'<text font-family="{FONT}" font-size="12px">{text}</text>' for text in words)
    lines = ["Visit of the foreign minister", "and his deputy"]
    texts += f'<text font-family="{FONT}" font-size="12px">{"".join(f"<tspan>{line}</tspan>" for line in lines)}</text>'
    svg = with_widths(f'<svg xmlns="http://www.w3.org/2000/svg">{texts}</svg>')
    wanted = [width_of(unescape(text), 12, bold=False) for text in words + lines]
    tab = browser.new_page()
    for font in ("monospace", "serif"):
        tab.set_content(svg.replace(FONT, font))
        found = "[...document.querySelectorAll('text:not(:has(*)), tspan[textLength]')]"
        measure = f"() => {found}.map((text) => text.getComputedTextLength())"
        assert tab.evaluate(measure) == pytest.approx(wanted, abs=0.2)
    tab.close()


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_words_of_two_lines_are_apart_and_stand_where_they_stood(browser: Browser, anchor: str) -> None:
    lines = '<tspan x="0">of the minister</tspan><tspan x="0" dy="13">and his deputy</tspan>'
    text = f'<text text-anchor="{anchor}" transform="translate(150,20)" font-size="12px">{lines}</text>'
    svg = with_widths(f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>')
    tab = browser.new_page()
    places = []
    for drawn in (svg, re.sub(r'<tspan font-size="0"> </tspan>', "", svg)):
        tab.set_content(drawn)
        boxes = "[...document.querySelectorAll('tspan[textLength]')].map((line) => line.getBoundingClientRect().x)"
        places.append(tab.evaluate(boxes))
        said = tab.evaluate("document.querySelector('text').textContent")
        assert said == ("of the minister and his deputy" if drawn == svg else "of the ministerand his deputy")
    tab.close()
    assert places[0] == places[1]


def test_words_without_a_width_are_left_as_they_are() -> None:
    """Letters that the font of the drawing lacks, or that are joined, have no widths of their own."""
    assert width_of("今村", 12, bold=False) is None
    text = f'<text font-family="{FONT}" font-size="12px">سلام</text>'
    assert with_widths(text) == text
    assert width_of("\u2066ab\u2069", 10, bold=False) == width_of("ab", 10, bold=False)


def test_the_widths_are_those_of_the_font_that_is_measured() -> None:
    assert TABLE.read_text("ascii") == table(), "run 'python -m bilateral_workshop.widths'"


@pytest.mark.parametrize("words", ["שָׁלוֹם", "2 מִי", "Jo\u0304\u0323na i\u0307\u0303r"])
@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_letters_of_several_glyphs_are_printed(words: str, anchor: str) -> None:
    """Typst refuses them as text of a picture in an archival PDF, in any font."""
    look = 'font-family="Libertinus Serif" font-size="12px" fill="#1d2624" font-weight="bold"'
    text = f'<text text-anchor="{anchor}" transform="translate(90,20)" {look}>{words} &amp; 1890</text>'
    plain = f'<text text-anchor="{anchor}" transform="translate(90,40)" {look}>Plain words</text>'
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    svg = f'<svg {space} width="180" height="50" viewBox="0 0 180 50">{text}{plain}</svg>'
    with pytest.raises(typst.TypstError, match="missing codepoints"):
        archived(svg)
    assert archived(on_paper(svg)).startswith(b"%PDF")
    assert on_paper(svg).endswith(f"{plain}</svg>")
    left = float(on_paper(svg).partition('<svg x="')[2].partition('"')[0])
    assert {"start": left == 0, "middle": -60 < left < -10, "end": -120 < left < -20}[anchor]


def test_other_words_of_a_printed_picture_stay_text() -> None:
    """Among them those that no font has: Typst refuses them, and boxes are not drawn in silence."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">{}</svg>'
    text = '<text font-family="Libertinus Serif" font-size="12px" fill="#000000">{}</text>'
    for words in ("الأول", "שָׁלוֹם, 今村"):
        assert on_paper(svg.format(text.format(words))) == svg.format(text.format(words))


def archived(svg: str) -> bytes:
    code = b'#image(bytes(sys.inputs.picture), format: "svg")'
    fonts = typst.Fonts(include_system_fonts=False)
    pdf = typst.Compiler(code, font_paths=fonts, sys_inputs={"picture": svg}).compile(
        format="pdf", timestamp=0, pdf_standards=["a-2u"]
    )
    assert isinstance(pdf, bytes)
    return pdf
