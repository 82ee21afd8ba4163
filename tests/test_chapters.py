"""The sentences of a chapter are found with their roles, each word at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilateral.chapters import HOLE, Sentence, read_chapters, sentences, sentences_of


def read(text: str) -> list[Sentence]:
    return list(sentences(text, "x.md"))


def roles(sentence: Sentence) -> list[tuple[str, str]]:
    return [(role.name, role.target) for role in sentence.roles]


def test_a_fact_belongs_to_the_sentence_before_it() -> None:
    first, second = read("It was so.{fact}`F01, F02` Then {rec}`he <person-a>` came, J. Smith.{source}`x`\n")
    assert (first.text, roles(first)) == ("It was so.", [("fact", "F01, F02")])
    assert (second.text, roles(second)) == ("Then he came, J. Smith.", [("rec", "person-a"), ("source", "x")])


def test_what_a_role_prints_is_a_hole_and_what_the_author_typed_is_text() -> None:
    (sentence,) = read("{office}`a @ b` in {date}`May\n1900 <c>` ({record:value}`s @ 1900`), {term}`in 1901`\n")
    assert sentence.text == f"{HOLE} in May 1900 ({HOLE}), in 1901"
    assert roles(sentence) == [("office", "a @ b"), ("date", "c"), ("value", "s @ 1900"), ("term", "in 1901")]


def test_what_is_the_authors_own_is_a_hole() -> None:
    (sentence,) = read("From [1795 and *1800*]{.own} to [1900]{.lang-es}.\n")
    assert sentence.text == f"From {HOLE * 13} to 1900."


PLACES = """\
---
title: "Of 1900"
---

(label)=
# In 1901

% In 1902
Line one &amp; *two*
in 1903, {rec}`of 1904 <a>` and
[own]{.own}, 1905. Then
1906.

- In 1907

  > in {numref}`1908 <b>`

| a | b |
| --- | --- |
| {rec}`x` | 1909 |

Term
: in 1910

```{note}
:class: tip

in 1911

- in 1912
```

:::{admonition} About 1913
in 1914
:::

```{code-block} python
year = 1915
```

```{visits} Visits of 1916
:name: table-a
:ids: visit-a, visit-b
```

Wide ŠŠŠ `1917`\t1918
"""


def test_every_word_has_its_line_and_column() -> None:
    lines = PLACES.splitlines()
    found = {}
    for sentence in read(PLACES):
        for year in range(1900, 1920):
            if (offset := sentence.text.find(str(year))) >= 0:
                line, column = sentence.place(offset)
                assert lines[line - 1][column - 1 :].startswith(str(year)), (year, line, column)
                found[year] = roles(sentence)
    assert sorted(found) == [1901, *range(1903, 1913), 1914, 1916, 1917, 1918]
    assert found[1905] == found[1903] == [("rec", "a")]
    assert found[1906] == []
    assert found[1909] == [("rec", "x")]  # the row of a table is read as one
    assert found[1916] == [("rec", "visit-a"), ("rec", "visit-b")]  # a caption speaks of what the table shows


def test_only_chapters_are_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("in 1900")
    volume = tmp_path / "volume"
    for name in ("index.md", "chapters/a.md", "chapters/_b.md", ".hidden/c.md", "chapters/d.txt"):
        path = volume / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"\ufeffin {name}", "utf-8")
    (volume / "chapters/e.md").symlink_to(outside)
    (volume / "chapters/f.md").mkdir()
    (volume / "chapters/g.md").write_bytes(b"in \xff 1901")
    texts = [sentence.text for sentence in sentences_of(read_chapters(volume), volume, bool)]
    assert texts == ["in chapters/a.md", "in \N{REPLACEMENT CHARACTER} 1901", "in index.md"]


@pytest.mark.parametrize(
    "text", ["", "{", "`" * 50, "[" * 500, "> " * 300 + "x", "```{note}\n" * 60, "|a|\n|-|\n|\n", "\x00"]
)
def test_odd_text_is_read(text: str) -> None:
    assert isinstance(read(text), list)
