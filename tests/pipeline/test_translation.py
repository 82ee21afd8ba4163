"""A volume in another language: its catalogues are said, held to the original, and what is left is marked."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import icu
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from playwright.sync_api import Browser

from bilateral import document
from bilateral.evidence import of_fact
from bilateral.files import languages_of
from bilateral.formats import STANDARD
from bilateral.reading import read_volume
from bilateral.translation import Untranslated, messages_of, translated
from bilateral.translators import judge_translation, progress_of
from bilateral_cli.building import books, pictures, work
from bilateral_cli.building.languages import build as build_all
from bilateral_cli.building.mtimes import sources
from builds import Built, sphinx

TEXTS = {
    ("volume title", "Northland and Southland"): "Šiaurija ir Pietija",
    ("country-xn name", "Northland"): "Šiaurija",
    ("place-sud name", "Süd"): "Siūdas",
    ("person-aaa-zoe terms office", "Queen"): "Karalienė",
    ("visit-aaa-1900 mention", "visit of Acting Queen Zoë Aaa to Süd"): "l. e. p. karalienės Zojos Aos vizitas Siūde",
    ("event-recognition F01 facts statement", "x"): "",
}
CHAPTER = {
    "Visits to Southland": "Vizitai Pietijoje",
    "The visit took place on {date}`visit-aaa-1900`.{fact}`F02` Trade was {value}`series-trade @ 1905`. A treaty"
    " followed, see {numref}`table-agreements`.{fact}`F03`": "Vizitas įvyko {date}`visit-aaa-1900`.{fact}`F02` Prekyba:"
    " {value}`series-trade @ 1905`. Sutartis – {numref}`table-agreements`.{fact}`F03`",
}


def write(path: Path, texts: dict[str, str] | dict[tuple[str, str], str]) -> None:
    """Write a catalogue of texts, with a context or without."""
    made = Catalog()  # the folder says in which language it is
    for key, text in texts.items():
        context, message = key if isinstance(key, tuple) else (None, key)
        made.add(message, text, context=context)
    file = BytesIO()
    write_po(file, made)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.getvalue())


@pytest.fixture
def lithuanian(stock: Path) -> Path:
    """The stock volume with some words in Lithuanian."""
    folder = stock / "locale/lt/LC_MESSAGES"
    write(folder / "relations.po", TEXTS)
    write(folder / "chapters/chapter.po", CHAPTER)
    return stock


def build(volume: Path, *words: str, formats: str = "html") -> Built:
    out = volume.parent / ("lt" if "language=lt" in words else "en")
    common = ["-q", "-W", "-n", "-b", "formats", "-D", f"formats={formats}", "-d", str(out / "doctrees")]
    built = sphinx(*common, *words, volume, out, out=out, cwd=volume.parent)
    assert built.status == 0, built.said
    return built


def ids(page: str) -> set[str]:
    """Return the ids of a page, but those of pages in print, which a book has when it has a PDF."""
    return {name for name in re.findall(r'\bid="([^"]+)"', page) if not re.fullmatch(r"page-\d+|go-to-page", name)}


def test_each_text_of_the_data_is_a_message_of_its_record_and_field(stock: Path) -> None:
    found = dict.fromkeys(messages_of(read_volume(stock)))
    assert {key for key, text in TEXTS.items() if text} <= {tuple(message) for message in found}
    said = " ".join(message.text for message in found)
    assert "Zoë Aaa" not in {message.text for message in found}  # a name is one in any language
    assert "2001-02-03" not in said


def test_what_is_not_translated_knows_its_language(lithuanian: Path) -> None:
    original = read_volume(lithuanian)
    volume = translated(original, lithuanian, "lt")
    assert (volume.edition.title, volume.edition.language) == ("Šiaurija ir Pietija", "lt")
    assert volume.edition.address == "https://northland.example/book/lt/"
    assert volume.mention("visit-aaa-1900") == "l. e. p. karalienės Zojos Aos vizitas Siūde"
    left = volume.countries["XS"].name
    assert isinstance(left, Untranslated)
    assert (left, left.language) == ("Southland", "en")
    assert original.countries["XN"].name == "Northland"


def test_a_place_in_a_source_is_one_message_wherever_it_stands(stock: Path) -> None:
    original = read_volume(stock)
    found = {tuple(message) for message in messages_of(original)}
    assert {
        ("locator", "p. 1"),
        ("locator", "whole"),
        ("visit-aaa-1900 facts F02 sources part", "the year only"),
    } <= found
    assert not [text for context, text in found if text in original.sources]  # a key is no text
    texts = {("locator", "p. 1"): "1 psl.", ("locator", "whole"): "visas"}
    write(stock / "locale/lt/LC_MESSAGES/relations.po", texts)
    volume = translated(original, stock, "lt")
    assert [one.locators for one in of_fact("F01", volume)] == [("1 psl.",), ()]
    assert volume.sources["gazette"].seen == "visas"
    (left,) = next(one.locators for one in of_fact("F02", volume) if one.locators)
    assert isinstance(left, Untranslated)
    assert left == "for the year only: p. 2"


def test_entries_of_the_index_and_captions_of_pictures_are_translated(stock: Path) -> None:
    with (stock / "chapters/chapter.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\n```{index} single: treaties; of peace\n```\n\nWords.\n")
        chapter.write("\n```{picture-standing} How it stands\n:name: figure-standing\n```\n")
    built = sphinx("-q", "-W", "-b", "gettext", stock, stock.parent / "pot", out=stock.parent / "pot", cwd=stock.parent)
    found = built.page("chapters/chapter.pot")
    assert all(found.count(f'msgid "{text}"') == 1 for text in ("treaties", "of peace", "Words.", "How it stands"))
    write(
        stock / "locale/lt/LC_MESSAGES/chapters/chapter.po",
        {**CHAPTER, "treaties": "sutartys", "of peace": "taikos", "How it stands": "Kaip yra"},
    )
    other = build(stock, "-D", "language=lt")
    assert "Kaip yra" in other.page("html/chapters/chapter.html")
    index = other.page("html/genindex.html")
    assert "sutartys" in index
    assert "taikos" in index
    assert "treaties" not in index


def test_a_translation_is_a_book_with_the_same_anchors(lithuanian: Path) -> None:
    (english, other) = build(lithuanian), build(lithuanian, "-D", "language=lt", formats="html,epub,pdf")
    for name in ("index", "chapters/chapter", "chapters/reference"):
        assert ids(english.page(f"html/{name}.html")) == ids(other.page(f"html/{name}.html"))
    chapter = other.page("html/chapters/chapter.html")
    assert '<html lang="lt"' in chapter
    assert "Vizitas įvyko" in chapter
    assert "d.." not in chapter  # the date ends with a full stop, and so does the sentence
    text = re.sub("<[^>]*>", "", chapter).replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"Vizitas įvyko 1900 m\. gegužės 2–4 d\.[^.]", text)
    assert "Vizitai Pietijoje" in chapter
    assert '<span lang="en">First</span>' in chapter  # the heading has no translation
    assert '<span lang="en">Southland</span>' in other.page("html/chapters/reference.html")
    nav = other.page("epub/nav.xhtml")
    assert re.search(r'<a href="[^"]*" lang="en" xml:lang="en">First</a>', nav)
    assert re.search(r'<a href="[^"]*">Rodyklė</a>', nav)
    assert not list(lithuanian.rglob("*.mo"))  # a build leaves nothing in the volume


def test_parts_without_a_translation_are_marked_too(lithuanian: Path) -> None:
    assert '<h2 lang="en">Part one</h2>' in build(lithuanian, "-D", "language=lt").page("html/index.html")
    write(lithuanian / "locale/lt/LC_MESSAGES/index.po", {"Part one": "Pirma dalis"})
    page = build(lithuanian, "-D", "language=lt").page("html/index.html")
    assert "<h2>Pirma dalis</h2>" in page
    assert '<h2 lang="en">Part two</h2>' in page


def test_the_dataset_follows_its_translation(lithuanian: Path) -> None:
    def told() -> str:
        return str(json.loads(build(lithuanian, "-D", "language=lt").page("html/data/datapackage.json"))["title"])

    assert told() == "Šiaurija ir Pietija"
    write(
        lithuanian / "locale/lt/LC_MESSAGES/relations.po",
        {**TEXTS, ("volume title", "Northland and Southland"): "Kita"},
    )
    assert told() == "Kita"


def test_pages_lead_to_the_same_page_in_the_other_language(lithuanian: Path) -> None:
    page = build(lithuanian).page("html/chapters/chapter.html")
    address = "https://northland.example/book/lt/chapters/chapter.html"
    assert f'<link rel="alternate" hreflang="lt" href="{address}" />' in page
    assert f'<a href="{address}" hreflang="lt" lang="lt">lietuvių</a>' in page


def test_a_volume_of_one_language_has_no_such_links(stock: Path) -> None:
    built = build(stock)
    page = built.page("html/chapters/chapter.html")
    assert "hreflang" not in page
    assert 'class="versions"' not in page
    assert 'http-equiv="refresh"' in built.page("html/a/second/index.html")
    assert not (built.out / "html/_static/languages.js").exists()


def test_a_permanent_address_leads_to_the_language_of_the_reader(lithuanian: Path, browser: Browser) -> None:
    """Without a script it is a page with a link to each language; in a translation it leads to that."""
    original, translation = build(lithuanian), build(lithuanian, "-D", "language=lt")
    shutil.copytree(translation.out / "html", original.out / "html/lt")  # as they are published
    assert 'http-equiv="refresh"' in translation.page("html/a/second/index.html")
    address = (original.out / "html/a/second/index.html").as_uri()
    for languages, wanted in (("lt-LT", "lt/"), ("en-US", ""), ("ka", "")):
        context = browser.new_context(locale=languages)
        tab = context.new_page()
        tab.goto(address)
        tab.wait_for_url(f"**/html/{wanted}chapters/chapter.html#second")
        context.close()
    plain = browser.new_context(java_script_enabled=False)
    tab = plain.new_page()
    tab.goto(address)
    links = tab.locator("a[hreflang]")
    assert links.all_inner_texts() == ["English", "lietuvių"]
    links.last.click()
    tab.wait_for_url("**/html/lt/chapters/chapter.html#second")
    plain.close()


@pytest.mark.parametrize(
    ("message", "translation", "code", "said"),
    [
        ("See {rec}`then <event-a>`.", "Žr. {rec}`tada <event-b>`.", "TRA002", "lacks {rec}`event-a`"),
        ("A fact.{fact}`F01`", "Faktas.", "TRA002", "lacks {fact}`F01`"),
        ("See [it](a.md).", "Žr. [tai](b.md).", "TRA002", "lacks ](a.md)"),
        ("It cost 1,234.5 in 1990.", "Kainavo 1 234,5 1991 m.", "TRA003", "number"),
        ("Of 15 June 2002.", "2002 m. birželio 15 d.", "", ""),
        ("It cost 1,234.5.", "Kainavo 1.234,5.", "", ""),
        ("It cost 12,500 euros.", "Kainavo 12 500 eurų.", "", ""),
        ("It cost 1,234.5 in 1990.", "١٬٢٣٤٫٥ ١٩٩٠", "", ""),
        ("Of 3 February 2001.", "2001-02-03.", "", ""),
        ("Of 3 February 2001.", "2001 m. kovo 3 d.", "TRA003", "February"),
        ("In March 1999.", "1999 m. kovą.", "", ""),
        ("Of 3 February 2001.", "2001 m. vasario 3 d.; 2001 02 03; 3 II 2001; 3.2.2001.", "", ""),
        ("Of 3 May 2001.", "2001 m. gegužės 5 d., 3.", "", ""),
        ("Of 2 February 2001.", "2001 m. 2 d.", "TRA003", "February"),
        ("It may be in 1999.", "Gal 1999 m.", "", ""),
        ("See {rec}`a <x-a>`, {rec}`b <x-b>`.", "Žr. {rec}`a <x-b>`, {rec}`b <x-a>`.", "TRA002", "'a' leads to x-b"),
        ("See {rec}`a <x-a>`, {rec}`b <x-b>`.", "Žr. {rec}`c <x-b>`, {rec}`d <x-a>`.", "", ""),
        ("See <https://a.example/x>.", "Žr.", "TRA002", "lacks <https://a.example/x>"),
        ("A word.[^one]", "Žodis.", "TRA002", "lacks [^one]"),
        ("It is {{ edition }}.", "Tai.", "TRA002", "lacks {{ edition }}"),
    ],
)
def test_a_translation_is_held_to_its_message(
    stock: Path, message: str, translation: str, code: str, said: str
) -> None:
    write(stock / "locale/lt/LC_MESSAGES/index.po", {message: translation})
    found = judge_translation(stock, "lt")
    assert {problem.code for problem in found} == ({code} if code else set())
    assert not code or said in found[0].message
    assert all(problem.file.endswith("locale/lt/LC_MESSAGES/index.po") and problem.line for problem in found)


@pytest.mark.parametrize("language", ["vi", "ja", "zh", "zh_Hant", "ko", "mn", "cs", "he", "th", "en", "ar", "lt"])
def test_each_month_is_known_and_taken_for_no_other(language: str, stock: Path) -> None:
    """Where names are numbers or begin alike, the whole name tells them apart: "tháng 1", "十一月", "června", "May"."""
    locale = icu.Locale.forLanguageTag(f"{language.replace('_', '-')}-u-ca-gregory")
    names = [*calendar.month_name]
    for month in range(1, 13):
        said = icu.SimpleDateFormat("d MMMM y", locale)
        said.setTimeZone(icu.TimeZone.getGMT())
        written = said.format(dt.datetime(2001, month, 20, tzinfo=dt.UTC))
        for wanted in range(1, 13):
            write(stock / f"locale/{language}/LC_MESSAGES/index.po", {f"Of 20 {names[wanted]} 2001.": written})
            missing = [problem.message for problem in judge_translation(stock, language)]
            assert [one.partition(" ")[0] for one in missing] == [names[wanted]] * (wanted != month), written


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
MALFORMED = {
    "twice": (HEADER + 'msgid "A"\nmsgstr "B"\n\nmsgid "A"\nmsgstr "C"\n', "index", 7, "stands at line 4"),
    "twice, folded": (HEADER + 'msgid "A b"\nmsgstr ""\n\nmsgid ""\n"A "\n"b"\nmsgstr "C"\n', "index", 7, "line 4"),
    "open": (HEADER + 'msgid "AB\nmsgstr "B"\n', "index", 4, "quotation mark"),
    "escape": (HEADER + 'msgid "A"\nmsgstr "B\\q"\n', "index", 5, "backslash"),
    "hidden": (HEADER + 'msgid "A"\nmsgstr "B\u202eC"\n', "index", 5, "U+202E"),
    "no context": (HEADER + 'msgid "A"\nmsgstr "B"\n', "relations", 4, "no context"),
    "mark": ("\ufeff" + HEADER, "index", 1, "byte order mark"),
    "language": (HEADER.replace("Content", "Language: es\\nContent"), "index", 1, "in 'es'"),
    "charset": (HEADER.replace("utf-8", "CHARSET") + 'msgid "A"\nmsgstr "ą"\n', "index", 0, "unknown encoding"),
    "plural": (
        HEADER + 'msgid "A"\nmsgid_plural "B"\n' + "".join(f'msgstr[{n}] "C"\n' for n in range(9)),
        "index",
        4,
        "num",
    ),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_what_is_wrong_in_a_catalogue_is_told_at_its_line(stock: Path, kind: str) -> None:
    content, name, line, said = MALFORMED[kind]
    path = stock / f"locale/lt/LC_MESSAGES/{name}.po"
    path.parent.mkdir(parents=True)
    path.write_text(content, "utf-8")
    (problem,) = judge_translation(stock, "lt")
    assert (problem.code, problem.line) == ("TRA001", line)
    assert said in problem.message


def test_what_is_no_fault_in_a_catalogue(stock: Path) -> None:
    """What is fuzzy is not said; the same words of two records are two messages; obsolete ones are none."""
    path = stock / "locale/lt_LT/LC_MESSAGES/relations.po"
    path.parent.mkdir(parents=True)
    said = "".join(f'msgctxt "{name}"\nmsgid "A \\"quoted\\" 1"\nmsgstr "B\\n1"\n\n' for name in ("one", "two"))
    more = '#, fuzzy\nmsgctxt "x"\nmsgid "In 1899"\nmsgstr "1898"\n\n#~ msgid "In 1899"\n#~ msgstr "1898"\n'
    text = HEADER.replace("Content", "Language: lt\\nContent") + said + more
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert judge_translation(stock, "lt_LT") == []


def test_what_waits_for_a_translator_is_counted(lithuanian: Path) -> None:
    assert languages_of(lithuanian) == ["lt"]
    assert tuple(progress_of(lithuanian, "lt")) == (8, 1, 0)


def test_a_catalogue_that_cannot_be_read_is_told(stock: Path) -> None:
    path = stock / "locale/lt/LC_MESSAGES/index.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "a"\nnonsense\n', "utf-8")
    assert [problem.code for problem in judge_translation(stock, "lt")] == ["TRA001"]


def test_a_page_is_kept_without_all_that_is_known_of_the_book(lithuanian: Path) -> None:
    kept = (build(lithuanian, "-D", "language=lt").out / "doctrees/chapters/chapter.doctree").read_bytes()
    assert b"Vizitai Pietijoje" in kept
    assert b"BuildEnvironment" not in kept


@pytest.mark.process
def test_a_language_with_a_fault_keeps_no_other_from_coming_out(lithuanian: Path) -> None:
    path = lithuanian / "locale/es/LC_MESSAGES/index.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "a"\nnonsense\n', "utf-8")
    out = lithuanian.parent / "out"
    run = [sys.executable, "-m", "bilateral_cli", "languages", str(lithuanian), "--output", str(out)]
    done = subprocess.run(run, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "TRA001" in done.stderr
    assert done.stdout.splitlines()[0] == "building: en es lt"
    order = [line.removesuffix(":") for line in done.stdout.splitlines() if re.fullmatch(r"[a-z]{2}:", line)]
    assert order == ["en", "es", "lt"]
    for folder, built in ((out, True), (out / "lt", True), (out / "es", False)):
        assert [(folder / f"{name}/").exists() for name in ("html", "epub", "pdf")] == [built] * 3


@pytest.mark.parametrize(
    ("jobs", "processors", "together", "each"), [(1, 2, 1, 1), (2, 2, 2, 1), (3, 2, 3, 1), (0, 2, 3, 1), (0, 4, 3, 2)]
)
def test_languages_are_built_side_by_side(  # noqa: PLR0917  (what is given, what comes of it, and what pytest has)
    lithuanian: Path,
    jobs: int,
    processors: int,
    together: int,
    each: int,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    (lithuanian / "locale/es/LC_MESSAGES").mkdir(parents=True)
    marks, out = lithuanian.parent / "marks", lithuanian.parent / "out"
    marks.mkdir()

    def build(volume: Path, output: Path, names: Sequence[str], share: int, language: str) -> int:
        """Wait for the others for a while, and tell how many run; one is killed."""
        assert (volume, output, names) == (lithuanian, out / language, STANDARD)
        (marks / f"of-{language}").touch()
        most, end = 0, time.monotonic() + 1
        while most < together and time.monotonic() < end:
            most = max(most, len(list(marks.iterdir())))
            time.sleep(0.01)
        time.sleep(0.3)
        most = max(most, len(list(marks.iterdir())))
        (marks / f"of-{language}").unlink()
        document.read_document(volume / "data/relations.yaml")
        assert document._parsed.cache_info().hits  # it was parsed before the copy was made
        print(f"{most} at once: '{language}', jobs {share}", flush=True)
        subprocess.run(["echo", "by a program"], check=True)
        print("a fault", file=sys.stderr, flush=True)
        if language == "lt":
            os.kill(os.getpid(), signal.SIGKILL)
        return 1

    monkeypatch.setattr(books, "build", build)
    document._parsed.cache_clear()
    assert build_all(lithuanian, out, jobs) == 128 + 9
    said, complained = capfd.readouterr()
    assert max(int(count) for count in re.findall(r"^(\d) at once", said, re.MULTILINE)) == together
    said = re.sub(r"^\d at once: ", "", said, flags=re.MULTILINE)
    assert said.splitlines() == [
        *("building: en es lt", "en:", f"'', jobs {each}", "by a program"),
        *("es:", f"'es', jobs {each}", "by a program", "lt:", f"'lt', jobs {each}", "by a program"),
    ]
    assert complained.splitlines() == ["a fault"] * 3


def test_what_builds_load_is_loaded_once_and_where_there_is_something_to_do(
    lithuanian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[int] = []
    old: set[Path] = set()
    monkeypatch.setattr(pictures, "prepare", lambda *_: loaded.append(1))
    monkeypatch.setattr(books, "out_of_date", lambda _, output, names: names if output in old else [])
    monkeypatch.setattr(books, "build", lambda *_: 0 if loaded == [1] * len(old) else 1)
    out = lithuanian.parent / "out"
    assert (build_all(lithuanian, out), loaded) == (0, [])
    old.add(out / "lt")
    assert (build_all(lithuanian, out), loaded) == (0, [1])


@pytest.mark.process
def test_what_a_build_imports_late_is_imported_before_there_are_several(stock: Path, tmp_path: Path) -> None:
    late = tmp_path / "late"
    code = f"""
import sys
from pathlib import Path
from bilateral_cli.building import loading
loading.load_late()
before = set(sys.modules)
loading._begin(Path({str(stock)!r}))
Path({str(late)!r}).write_text(" ".join(sorted(sys.modules.keys() - before)))
"""
    subprocess.run([sys.executable, "-c", code], check=True, stdin=subprocess.DEVNULL)
    found = late.read_text().split()
    assert "myst_parser.parsers.sphinx_" in found  # a build has begun
    assert len(found) < 20


def test_an_output_among_the_sources_makes_no_translation_old(lithuanian: Path) -> None:
    out = lithuanian / "made"
    (out / "html").mkdir(parents=True)
    work.refresh(out, 1)
    for language in ("", "lt"):
        assert not [path for path in sources(lithuanian, out / language) if path.startswith(str(out))]
