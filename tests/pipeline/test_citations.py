"""Citations in the text and the printed bibliography: numbers, names, styles, languages, and what changes with them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bilateral.bibliography import Item, parse_bibliography, read_records
from bilateral.bibliography.biblatex import OTHER_NAMES, ROLES
from bilateral.citation import printed_entries
from pipeline.conftest import SmallVolume

BIBLIOGRAPHIES = Path(__file__).parents[1] / "bibliographies"
HOUSE = "grade = {B}, seen = {whole}"
ENGLISH = f"langid = {{en}}, {HOUSE}"
ENTRY = (
    "@book{old-book, author = {von der Müller, Karl and Ona, B.}, title = {Die Straßen von Nordland},"
    f" publisher = {{Alt}}, date = {{1886}}, langid = {{ngerman}}, {HOUSE}}}\n"
)
CITATION = re.compile(r'<span class="citations">(.*?)</span>')


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def printed(text: str, style: str) -> list[str]:
    sources, problems = parse_bibliography(text, "x.bib")
    assert problems == []
    items: list[Item] = [source.item for source in sources.values()]
    return ["".join(run.text for run in runs) for runs in printed_entries(items, style, "en_GB").values()]


FOR_CATALOGUES = {"abstract", "keyword", "annote", "language", "accessed", "ISSN", "ISBN", "status"}
"""What is said of a source, but for no reader of a list."""
ELSEWHERE = {"id", "type", "custom", "container-title-short", "collection-number", "page", "URL"}
"""What is a short form, or has its own test: the address of what has a DOI, pages in the form of the style."""


def missing(style: str) -> dict[str, list[str]]:
    """Return the variables of each source whose words are not in its entry."""
    found: dict[str, list[str]] = {}
    for file in sorted(BIBLIOGRAPHIES.glob("*.bib")):
        items = [record.item for record in read_records(file.read_text("utf-8"), file.name)[0]]
        for key, runs in printed_entries(items, style, "en_GB").items():
            (item,) = (item for item in items if item["id"] == key)
            entry = letters("".join(run.text for run in runs))
            for variable, value in item.items():
                if variable not in FOR_CATALOGUES | ELSEWHERE and not all(word in entry for word in wanted(value)):
                    found.setdefault(f"{file.stem} {key}", []).append(variable)
    return found


def wanted(value: Any) -> list[str]:
    """Return what has to stand in the entry: the first name of several, the year of a date."""
    if isinstance(value, list):
        return [letters(value[0].get("family") or value[0]["literal"])]
    if isinstance(value, dict):
        return [letters(value["literal"])] if "literal" in value else [str(value["date-parts"][0][0])]
    return [letters(part) for part in re.sub(r"<[^>]+>", "", str(value)).split("; ")]


def letters(text: str) -> str:
    return re.sub(r"\W", "", text.lower())


NAMED = re.compile(r"Editora|B, E|E\. B")


class TestWhatIsPrinted:
    def entry(self, text: str, style: str = "modern-language-association", locale: str = "en_GB") -> str:
        records, problems = read_records(text, "x.bib")
        assert problems == []
        (runs,) = printed_entries([record.item for record in records], style, locale).values()
        return "".join(run.text for run in runs)

    @pytest.mark.parametrize("style", ["modern-language-association", "apa", "chicago-notes"])
    def test_everybody_who_took_part_is_named(self, style: str) -> None:
        """In whatever field and role; of authors, editors and translators a style may leave out all but the first."""
        told = [f"editora = {{B, Editora}}, editoratype = {{{role}}}" for role in ROLES if role != "container-author"]
        told += [f"{name} = {{B, Editora}}" for name in OTHER_NAMES if not name.startswith("s")]
        works = [(kind, more) for kind in ("book", "video", "letter") for more in told]
        text = "".join(
            f"@{kind}{{k{at}, title = {{T}}, publisher = {{P}}, date = {{2000}}, {more}}}\n"
            for at, (kind, more) in enumerate(works)
        )
        printed = printed_entries([record.item for record in read_records(text, "x.bib")[0]], style, "en_GB")
        entries = ["".join(run.text for run in runs) for runs in printed.values()]
        assert [work for work, entry in zip(works, entries, strict=True) if not NAMED.search(entry)] == []

    def test_words_of_biblatex_are_in_the_language_of_the_book(self) -> None:
        thesis = "@thesis{a, title = {T}, author = {B, A}, type = {phdthesis}, institution = {U}, date = {2001}}"
        assert "PhD thesis" in self.entry(thesis)
        assert "aktaro disertacija" in self.entry(thesis, locale="lt_LT")
        patent = (
            "@patent{a, title = {T}, author = {B, A}, holder = {{House}}, number = {5}, type = {patentus}, date = {1}}"
        )
        patent = patent.replace("{1}}", "{1888}}")
        assert "U.S. patent no. 5" in self.entry(patent)
        assert "Held by House." in self.entry(patent)

    def test_a_date_in_words_stands_once(self) -> None:
        page = "@online{a, title = {T}, url = {https://x.example/}, year = {forthcoming}}"
        assert self.entry(page, "apa").count("forthcoming") == 1

    def test_a_name_without_capitals_is_no_initial(self) -> None:
        book = "@book{a, title = {T}, author = {王, 小明 and 김, 민준 and B, Ona}, publisher = {P}, date = {2000}}"
        assert self.entry(book, "apa").startswith("王小明, 김민준, & B, O. (2000)")

    def test_a_number_in_a_series_and_of_an_article_is_there(self) -> None:
        article = "@article{a, title = {T}, author = {B, A}, journaltitle = {J}, eid = {e123}, date = {2000}}"
        assert "e123" in self.entry(article)
        paper = "@inproceedings{a, title = {T}, booktitle = {C}, series = {S}, number = {77}, volume = {4}}"
        assert "77" in self.entry(paper)


class TestInTheText:
    def test_numbers_names_and_unknown_keys(self, small: SmallVolume) -> None:
        small.edit("references.bib", "@misc{gazette,", f"{ENTRY}@misc{{gazette,")
        chapter = "As {cite}`old-book,gazette` and {cite:t}`old-book` and {cite:t}`gazette` say.\n"
        small.append("chapters/chapter.md", f"\n{chapter}")
        built = small.build()
        assert built.status == 0
        found = [text_of(group) for group in CITATION.findall(built.page("chapters/chapter.html"))]
        assert {"[2, 3]", "Müller et al. [2]", "The Gazette [3]"} <= set(found)
        small.edit("chapters/chapter.md", "{cite}`old-book,gazette`", "{cite}`gazete`")
        built = small.build()
        assert built.status != 0
        assert "no source 'gazete' in the bibliography; did you mean 'gazette'? [cite.source]" in built.said

    def test_a_source_that_comes_before_changes_the_numbers(self, small: SmallVolume) -> None:
        before = small.build().page("chapters/chapter.html")
        small.edit("references.bib", "@misc{story,", f"{ENTRY}@misc{{story,")
        after = small.build().page("chapters/chapter.html")
        numbers = [re.findall(r"\d+", text_of(group)) for group in CITATION.findall(before)]
        assert numbers
        assert [re.findall(r"\d+", text_of(group)) for group in CITATION.findall(after)] == [
            [str(int(number) + 1) for number in group] for group in numbers
        ]


class TestThePrintedList:
    def test_follows_the_bibliography_and_the_style(self, small: SmallVolume) -> None:
        small.edit("references.bib", "@misc{story,", f"{ENTRY}@misc{{story,")
        page = small.build().page("chapters/reference.html")
        assert (
            'von der Müller, Karl, and B. Ona. <span lang="de"><em>Die Straßen von Nordland</em></span>. Alt, 1886.'
            in page
        )
        small.edit("references.bib", "Die Straßen", "Die Brücken")
        page = small.build().page("chapters/reference.html")
        assert "Die Brücken von Nordland" in page
        small.edit("data/relations.yaml", "  version: 0.1.0", "  version: 0.1.0\n  citation_style: apa")
        page = small.build().page("chapters/reference.html")
        assert "von der Müller, K., &amp; Ona, B. (1886)." in page

    def test_tells_works_of_a_year_apart_where_the_style_asks_for_it(self) -> None:
        text = "".join(
            f"@book{{b-{n}, author = {{Ona, Berta}}, title = {{{{Road {n}}}}}, date = {{2003}}, {ENGLISH}}}\n"
            for n in (1, 2)
        )
        assert printed(text, "apa") == ["Ona, B. (2003a). Road 1.", "Ona, B. (2003b). Road 2."]
        assert printed(text, "modern-language-association") == [
            "Ona, Berta. Road 1. 2003.",
            "Ona, Berta. Road 2. 2003.",
        ]

    def test_a_kind_that_the_style_leaves_out_is_printed_all_the_same(self) -> None:
        text = f"@inreference{{a, title = {{Road}}, booktitle = {{All roads}}, date = {{1999}}, {ENGLISH}}}\n"
        assert printed(text, "chicago-notes-bibliography") == ["‘Road’. All roads, 1999."]

    @pytest.mark.parametrize("style", ["modern-language-association", "apa", "chicago-notes-bibliography"])
    def test_nothing_is_missing_of_any_kind_in_any_style(self, style: str) -> None:
        assert missing(style) == {}

    def test_and_what_were_missing_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bilateral.citation.printed.TOLD", {})
        found = missing("modern-language-association")
        assert {"publisher-place", "scale"} <= {variable for variables in found.values() for variable in variables}

    def test_small_capitals_in_every_format(self, small: SmallVolume) -> None:
        small.edit("references.bib", "title = {{A story of two lands}}", "title = {A \\textsc{Story}}")
        assert '<span class="small-caps">Story</span>' in small.build().page("chapters/reference.html")
        assert r"\textsc{Story}" in small.build("latex").page("northland-southland.tex")
        (chapter,) = small.build("typst").out.glob("**/reference.typ")
        assert "#smallcaps[" in chapter.read_text("utf-8")

    def test_quotations_in_quotations_and_remarks(self) -> None:
        text = f"@misc{{a, title = {{{{A ‘new’ road}}}}, note = {{Undated}}, langid = {{en}}, {HOUSE}}}\n"
        assert printed(text, "modern-language-association") == ["‘A “new” road’. Undated."]
