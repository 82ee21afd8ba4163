"""The text of a measured volume as plain Sphinx and pandoc take it, with the tables already made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bilateral.reading import read_volume
from bilateral.render import Query, Table, render_table
from bilateral.volume import Volume

LOCALE = "en_GB"
TABLE = re.compile(r"```\{events\} (?P<caption>.*)\n:name: (?P<name>.*)\n:ids: (?P<only>.*)\n:canonical:\n```")
HEADING = re.compile(r"\((?P<label>.+)\)=\n(?P<heading>#+ (?P<title>.*))")
REFERENCE = re.compile(r"\{ref\}`(.+?)`")
CONF = """\
project = "Northland and Southland"
author = "Nobody"
extensions = ["myst_parser"]
html_theme = "sphinx_book_theme"
html_copy_source = False
numfig = True
latex_engine = "xelatex"
latex_elements = {"papersize": "a4paper", "fontpkg": ""}
"""


def chapters(folder: Path) -> dict[str, str]:
    """Return the text of each chapter, by the name of its file, in the order of the book."""
    return {path.stem: path.read_text("utf-8") for path in sorted((folder / "chapters").glob("*.md"))}


def write_sphinx(volume: Path, folder: Path) -> None:
    """Write the volume as a project of plain Sphinx."""
    data = read_volume(volume)
    (folder / "chapters").mkdir(parents=True)
    (folder / "conf.py").write_text(CONF, "utf-8")
    for name, text in chapters(volume).items():
        made = TABLE.sub(
            lambda match: f"```{{table}} {match['caption']}\n:name: {match['name']}\n\n{_rows(match, data)}\n```", text
        )
        (folder / f"chapters/{name}.md").write_text(made, "utf-8")
    listed = "\n".join(f"chapters/{name}" for name in chapters(volume))
    head = "# Northland and Southland\n\nMade to be measured.\n\n"
    (folder / "index.md").write_text(
        f"{head}```{{toctree}}\n:numbered:\n:caption: Chapters\n\n{listed}\n```\n", "utf-8"
    )


def write_pandoc(volume: Path, folder: Path) -> None:
    """Write the volume as chapters in pandoc's Markdown."""
    data, texts = read_volume(volume), chapters(volume)
    titles = {match["label"]: match["title"] for text in texts.values() for match in HEADING.finditer(text)}
    folder.mkdir(parents=True)
    for name, text in texts.items():
        made = HEADING.sub(r"\g<heading> {#\g<label>}", text)
        made = REFERENCE.sub(lambda match: f"[{titles[match[1]]}](#{match[1]})", made)
        made = TABLE.sub(lambda match: f"{_rows(match, data)}\n\n: {match['caption']} {{#{match['name']}}}", made)
        (folder / f"{name}.md").write_text(made, "utf-8")


def _rows(match: re.Match[str], volume: Volume) -> str:
    """Return the rows of a table between bars, its head first."""
    table = render_table("events", volume, Query(ids=tuple(match["only"].split(", "))), LOCALE)
    return "\n".join(f"| {' | '.join(row)} |" for row in _cells(table))


def _cells(table: Table) -> Iterator[list[str]]:
    yield [column.title for column in table.columns]
    yield ["---"] * len(table.columns)
    for row in table.rows:
        yield ["".join(map(_words, cell)) for cell in row.cells]


def _words(part: object) -> str:
    """Return what a part of a cell says, in words."""
    for name in ("text", "standing"):
        if hasattr(part, name):
            return str(getattr(part, name))
    return ", ".join(getattr(part, "keys", ()))
