"""What chapters state agrees with the data: what differs is found, and what agrees, or is the author's own, is left."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bilateral.chapters import sentences
from bilateral.counts import CountError, count
from bilateral.reading import FaultyVolumeError, read_volume
from bilateral.rules import judge_prose
from bilateral.volume import Volume

ROOT = Path(__file__).parents[1]
PLANTS = [
    ("visits.md", "`23 to 25 January 2002 <", "`22 to 25 January 2002 <", "PRO001", "22 to 25 January 2002"),
    ("visits.md", "On 24 January Adamkus met", "On 26 January Adamkus met", "PRO001", "26 January"),
    ("multilateral.md", "July to 31 December 2013", "July to 30 December 2013", "PRO001", "30 December 2013"),
    ("trade.md", "From 1926 to 1938 the", "From 1925 to 1938 the", "PRO001", "1925"),
    (
        "early-contact.md",
        "They arrived in the 1920s,{fact}`F46`",
        "They arrived in the 1890s,{fact}`F46`",
        "PRO001",
        "1890s",
    ),
    ("introduction.md", "{ref}`joined the European Union", "in 2003 {ref}`joined the European Union", "PRO001", "2003"),
    ("multilateral.md", "by 141 votes to 5", "by 140 votes to 5", "PRO002", "140"),
    ("visits.md", "eleven business people had come", "twelve business people had come", "PRO002", "twelve"),
    ("agreements.md", "limit is 10 per cent", "limit is 12 per cent", "PRO002", "12 per cent"),
    ("multilateral.md", "on 5 July 2018, almost", "on 5 July 2008, almost", "PRO001", "5 July 2008"),
    ("multilateral.md", "so that nine weeks lay between", "so that twelve weeks lay between", "PRO002", "twelve"),
    (
        "agreements.md",
        "made {count}`agreements parties=LT,MX` agreements",
        "made five agreements",
        "PRO003",
        "five",
    ),
    ("visits.md", "Of {count}`visits` visits", "Of eight visits", "PRO003", "eight"),
    ("missions.md", "was the sixth ambassador", "was the fifth ambassador", "PRO002", "fifth"),
    ("recognition.md", "He died in 1975.", "He died in 1957.", "PRO001", "1957"),
    ("missions.md", "* - attested July 2014", "* - attested July 2015", "PRO001", "July 2015"),
    ("visits.md", "## Guadalajara, 2004", "## Guadalajara, 2005", "PRO001", "2005"),
    ("community.md", "{rec}`thirty-five Lithuanian", "{rec}`a dozen Lithuanian", "PRO002", "dozen"),
    ("missions.md", "In October 2016 Vice-Minister", "In Sept. 2016 Vice-Minister", "PRO001", "Sept. 2016"),
    ("community.md", "at the eighth fair", "at the ninth fair", "PRO002", "ninth"),
    ("early-contact.md", "By October 2013 a bar", "By October 2012 a bar", "PRO001", "October 2012"),
    ("sources.md", "rests on {count}`sources` sources", "rests on 132 sources", "PRO003", "132"),
]
"""Wrong dates and numbers, each of another kind: file, what stands there, what is put there, and what is found."""
SHORTENED = ["2 Sept. 1899", "Oct. 1899", "Nov. 5, 1899"]


@pytest.fixture
def real(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "source", tmp_path / "source"))


def problems(source: Path) -> list[tuple[str, int, int, str, str]]:
    try:
        read_volume(source)
    except FaultyVolumeError as error:
        return [(Path(p.file).name, p.line, p.column, p.code, p.message) for p in error.problems]
    return []


def test_wrong_dates_and_numbers_in_the_real_chapters_are_found_where_they_stand(real: Path) -> None:
    assert problems(real) == []
    planted = []
    for name, right, wrong, *_ in PLANTS:
        path = real / "chapters" / name
        text = path.read_text("utf-8")
        assert text.count(right) == 1, (name, right)
        path.write_text(text.replace(right, wrong), "utf-8")
    for name, _, wrong, code, words in PLANTS:
        text = (real / "chapters" / name).read_text("utf-8")
        start = text.index(wrong) + wrong.index(words.split()[0])
        planted.append((name, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), code, words))
    found = [(*place, re.match(r"'(.+?)' ", message)[1]) for *place, message in problems(real)]  # type: ignore[index]
    assert sorted(found) == sorted(planted)


@pytest.fixture(scope="module")
def stock() -> Volume:
    return read_volume(ROOT / "tests/volume")


def judged(volume: Volume, text: str) -> list[str]:
    found = judge_prose(volume, sentences(text, "x.md"))
    return [f"{problem.code} {problem.message.partition(' is ')[0]}" for problem in found]


@pytest.mark.parametrize(
    "text",
    [
        "In 1700 there was nothing, and 7 million knew it.",
        "In 1700 there was {rec}`place-sud`.",
        "{rec}`Then <visit-aaa-1900>`.\n\nIn 1700 there was nothing.",
        "{rec}`Then <visit-aaa-1900>`. On 4 May they spoke.",
        "A third of them met in a third country, with third parties.{fact}`F01`",
        "In the nineties, in the nineteenth century, on the first day.{fact}`F01`",
        "Between [1700]{.own} and 1899.{fact}`F01`",
        "In the 1890s, in 1899.{fact}`F01`",
        "From 2 to 4 May 1900, in May, on 4 May.{fact}`F02`",
        "The two countries have one thing.{fact}`F01`",
        "About €12.5 million, 12.5 million, or 12,500,000 euros in 1905: {rec}`series-trade`.",
        "In force ten months after.{fact}`F03`",
        "In 1899 ({ref}`first`).",
        "In March {date}`1901 <agreement-peace @ signed>`.",
        "One visit, three statements and one of the agreements.",
        "Two sources, of which one source of grade A.",
        "| {rec}`visit-aaa-1900` | 4 May 1900 |\n| --- | --- |\n| x | 1700 |\n",
        "(first)=\n## One\n\n## Another\n\nIn 1700 there was nothing.",
        "(first)=\n## One\n\n(other)=\n### Another\n\nIn 1700 there was nothing.",
        "(first)=\n## One\n\nSee page 12 and pp. 13–14, or pages 3 and 41; pp. 5, 61–62, and 71; pages 8 to 91.",
        "(first)=\n## One\n\n```{eval-rst}\nIn 1700 there was nothing.\n```",
    ],
)
def test_what_agrees_or_concerns_no_record_is_left(text: str, stock: Volume) -> None:
    assert judged(stock, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 1700.{fact}`F01`", "PRO001 '1700'"),
        ("On 2 May 1899.{fact}`F01`", "PRO001 '2 May 1899'"),
        ("In the 1880s ({ref}`first`).", "PRO001 '1880s'"),
        ("{rec}`In 1901 <visit-aaa-1900>`.", "PRO001 '1901'"),
        ("| {rec}`visit-aaa-1900` | 5 May 1900 |\n| --- | --- |\n", "PRO001 '5 May 1900'"),
        ("```{visits} Visits of 1700\n:ids: visit-aaa-1900\n```", "PRO001 '1700'"),
        ("```{note}\nIn 1700.{fact}`F01`\n```", "PRO001 '1700'"),
        ("US$12.5 million ({rec}`series-trade`).", "PRO002 'US$12.5 million'"),
        ("12.5 thousand ({rec}`series-trade`).", "PRO002 '12.5 thousand'"),
        ("Thirty-five men.{fact}`F01`", "PRO002 'Thirty-five'"),
        ("In force seven months after.{fact}`F03`", "PRO002 'seven'"),
        ("There were three official visits.", "PRO003 'three'"),
        ("There were 7 statements.", "PRO003 '7'"),
        ("There were three sources.{source}`gazette`", "PRO003 'three'"),
        ("{rec}`Then <visit-aaa-1900>`. In 1700 they spoke.", "PRO001 '1700'"),
        ("(first)=\n## Since 1700\n", "PRO001 '1700'"),
        ("(first)=\nOn the spot.\n\n```{list-table} Years\n* - 1700\n  - none\n```", "PRO001 '1700'"),
        ("It was the fifth of them.{fact}`F01`", "PRO002 'fifth'"),
        ("Its twenty-first year.{fact}`F01`", "PRO002 'twenty-first'"),
        ("In the twenties, with a dozen men.{fact}`F01`", ["PRO002 'twenties'", "PRO002 'dozen'"]),
        ("In his fifties.{fact}`F01`", "PRO002 'fifties'"),
        ("In the eighteenth century.{fact}`F01`", "PRO002 'eighteenth'"),
        ("On 2 Sept. 1899, in Oct. 1899, on Nov. 5, 1899.{fact}`F01`", [f"PRO001 '{date}'" for date in SHORTENED]),
        ("(first)=\n## One\n\n### Another\n\nIn 1700 there was nothing.", "PRO001 '1700'"),
        ("(first)=\n## One\n\n(table)=\n| a |\n| - |\n| b |\n\nIn 1700 there was nothing.", "PRO001 '1700'"),
        ("On page 12 of it.{fact}`F01`", "PRO002 '12'"),
        ("(first)=\n## One\n\nOn pages 3 and 4, 12 ships.", "PRO002 '12'"),
        ("(first)=\n## One\n\nOn page 3, 12 ships, on page 3 and 14 ships.", ["PRO002 '12'", "PRO002 '14'"]),
    ],
)
def test_what_differs_is_found(text: str, expected: str | list[str], stock: Volume) -> None:
    assert judged(stock, text) == ([expected] if isinstance(expected, str) else expected)


@pytest.mark.parametrize("language", ["de", "lt", "es-MX"])
def test_in_another_language_digits_alone_are_compared(language: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "tests/volume", tmp_path / "volume"))
    path = folder / "data/relations.yaml"
    text = path.read_text("utf-8")
    assert text.count("language: en\n") == 1
    path.write_text(text.replace("language: en\n", f"language: {language}\n"), "utf-8")
    volume = read_volume(folder)
    right = "Am 4. Mai 1900 kamen sieben, und elf visits.{fact}`F02` Es waren 12,5 Mio.: {rec}`series-trade`."
    assert judged(volume, right) == []
    wrong = "Am 5. Mai 1901 kamen sieben.{fact}`F02` Es waren 12,4 Mio.: {rec}`series-trade`."
    assert judged(volume, wrong) == ["PRO002 '1901'", "PRO002 '12,4'"]


@pytest.mark.parametrize("language", ["en", "lt"])
def test_words_of_a_date_are_held_to_the_date_itself(language: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "tests/volume", tmp_path / "volume"))
    path = folder / "data/relations.yaml"
    text = path.read_text("utf-8")
    sources = "sources: [{source: gazette, stance: supports, locator: p. 2}]"
    for old, new in [
        ("language: en\n", f"language: {language}\n"),
        ("The Queen came in 1900.", "The Queen came on 2 May 1900, and left on 6 May 1900."),
        (
            "  visitors: [person-aaa-zoe]\n",
            f"  also_dated: [{{date: 1900-05-08, {sources}}}]\n  visitors: [person-aaa-zoe]\n",
        ),
        (
            "step: signed, date: 1901-03, ",
            f"step: signed, date: 1901-03, also_dated: [{{date: 1901-04-09, {sources}}}], ",
        ),
    ]:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    volume = read_volume(folder)
    found = "PRO001 '6 May 1900'" if language == "en" else "PRO002 '6'"
    assert judged(volume, "Until 6 May 1900.{fact}`F02`") == []
    assert judged(volume, "Until {date}`6 May 1900 <visit-aaa-1900>`.{fact}`F02`") == [found]
    assert judged(volume, "One. Until {date}`2 to 4 May 1900, or 8 May 1900 <visit-aaa-1900>`.{fact}`F02`") == []
    assert judged(volume, "In {date}`March 1901, or 9 April 1901 <agreement-peace @ signed>`.") == []
    step = judged(volume, "In {date}`1902 <agreement-peace@signed>`, {date}`1902 <agreement-peace>`.")
    assert step == (["PRO001 '1902'"] if language == "en" else ["PRO002 '1902'"])


def test_a_volume_without_chapters_has_nothing_to_judge(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "tests/volume", tmp_path / "volume"))
    shutil.rmtree(folder / "chapters")
    (folder / "index.md").unlink()
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("visits", 1),
        ("visits from=XN to=XS year=1900 kind=official-visit", 1),
        ("visits from=XS", 0),
        ("agreements parties=XS,XN", 1),
        ("agreements parties=XN", 0),
        ("facts", 3),
        ("facts register=F standing=reported", 1),
        ("sources", 2),
        ("sources grade=A", 1),
        ("people", 2),
    ],
)
def test_what_is_counted_is_what_the_data_hold(question: str, number: int, stock: Volume) -> None:
    assert count(question, stock) == number


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("visit", "'visit' cannot be counted; did you mean 'visits'?"),
        ("", "'' cannot be counted"),
        ("visits form=XN", "'form=XN' is no filter; did you mean 'from'?"),
        ("visits from", "'from=' is no filter"),
    ],
)
def test_what_cannot_be_counted_is_told(question: str, message: str, stock: Volume) -> None:
    with pytest.raises(CountError) as caught:
        count(question, stock)
    assert str(caught.value).startswith(message)
