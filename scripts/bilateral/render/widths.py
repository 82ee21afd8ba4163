"""How wide the columns of a table are: by what stands in them, so that its rows are as low as the page allows."""

from __future__ import annotations

from bilateral.content import Cell, Cite, FactLink, Inline, Mark, Mention, SectionLink, Table, Text
from bilateral.standing import SYMBOLS, standing_name

LINE = 118
"""Characters in a line of a printed table; widths are parts of it."""
LETTER = 1.2
"""The width of a character of a heading, which is bold, in characters of the text."""
GAP = 2.6
"""The space between columns, in characters."""
NUMBER = "10.10"
"""Stands for the number of a section, which is known when the book is written."""
LONGEST = 12
"""Longer words of cells may be broken."""


def column_widths(table: Table, locale: str, line: int = LINE) -> list[int]:
    """Return the share of each column in hundredths, where ``line`` characters are in a line.

    A column is no narrower than its longest word and no wider than its longest cell. Between the two,
    its width is the cube root of the sum of the squares of its lengths: then the sum of the squares of the heights of
    cells, each its length by its width, is the least that it can be.
    """
    texts = [[_text(row.cells[index], locale) for row in table.rows] for index in range(len(table.columns))]
    lengths = [[len(text) for text in column] for column in texts]
    least = [
        max(_longest([column.title]) * LETTER, min(LONGEST, _longest(cells))) + GAP
        for column, cells in zip(table.columns, texts, strict=True)
    ]
    most = [max([low, *(length + GAP for length in cells)]) for low, cells in zip(least, lengths, strict=True)]
    shares = [sum(length**2 for length in cells) ** (1 / 3) for cells in lengths]

    def widths(factor: float) -> list[float]:
        return [min(max(factor * share, low), high) for share, low, high in zip(shares, least, most, strict=True)]

    low, high = 0.0, float(line)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(widths(middle)) < line else (low, middle)
    found = widths(low)
    return [max(1, round(100 * width / sum(found))) for width in found]


def _longest(texts: list[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def _text(cell: Cell, locale: str) -> str:
    return "".join(_words(content, locale) for content in cell)


def _words(content: Inline, locale: str) -> str:
    match content:
        case Text(text) | Mention(text=text):
            return text
        case Cite(keys):
            return " ".join("[00]" for _ in keys)
        case Mark(standing, named):
            return f"{SYMBOLS[standing]} {standing_name(standing, locale)}" if named else SYMBOLS[standing]
        case FactLink(number):
            return number
        case SectionLink():
            return NUMBER
