"""Citations in the text and the printed bibliography: numbers, names, styles, languages, and what changes with them."""

from __future__ import annotations

import re

from bilateral.bibliography import Item, parse_bibliography
from bilateral.citation import printed_entries
from pipeline.conftest import SmallVolume

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

    def test_quotations_in_quotations_and_remarks(self) -> None:
        text = f"@misc{{a, title = {{{{A ‘new’ road}}}}, note = {{Undated}}, langid = {{en}}, {HOUSE}}}\n"
        assert printed(text, "modern-language-association") == ["‘A “new” road’. Undated."]
