"""Write a volume of any size, to measure how long its formats take; the same size gives the same volume."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from pathlib import Path

WORDS = """
about after again all also always among an and another any around as at away back because been before began
being below between both but by came can city could day did different do down each early end enough even every
far few first following for found four from gave general good government great group had half hand has have he
head help here high him his home house how if in interest into is it just keep know land large last later left
less life light like line little local long made make man many may me men might more most much must name
national nature never new next night no nothing now number of off office often old on once one only open or
order other our out over own page paper part people perhaps place plan point possible present public put
question quite rather read right river road said same school second see seem several shall she should side since
small so some something soon sound state still stood story such system take tell than that the their them then
there these they thing think this those though thought three through time to together told too took toward town
turn two under until up upon us use very voice walk want was water way we well went were what when where which
while white who whole why will with within without word work world would write year yet you young
""".split()  # noqa: SIM905  (as text it can be read)
SECTIONS, PARAGRAPHS, LENGTH, RECORDS = 5, 2, 90, 20
"""Of each chapter: sections, paragraphs of a section, words of a paragraph, records in a table."""
CONF = Path(__file__).parents[3] / "source" / "conf.py"
DATA = """\
volume:
  name: northland-southland
  title: Northland and Southland
  subtitle: A book of {chapters} chapters
  authors: [{{name: Nobody}}]
  edition: First edition
  version: 1.0.0
  published: 2001-02-03
  language: en
  licence: CC0 1.0
  identifier: urn:uuid:6f1ed002-ab59-5f3f-8bd0-000000000002
  address: https://northland.example/
  description: A volume that is made to be measured.
  keywords: [measuring]
  parties: [XN, XS]
countries:
- {{id: country-xn, code: XN, name: Northland, adjective: Northern, language: lt}}
- {{id: country-xs, code: XS, name: Southland, adjective: Southern, language: es}}
events:
"""
SOURCES = ("gazette", "archive")


def sentence(chance: random.Random, count: int) -> str:
    """Return ordinary words, the first with a capital."""
    return " ".join(chance.choices(WORDS, k=count)).capitalize()


def record(key: str, chance: random.Random) -> str:
    """Return an event as it stands in the data file."""
    date = f"{chance.randint(1900, 1999)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    source = f"{{source: {chance.choice(SOURCES)}, stance: supports, locator: p. {chance.randint(1, 99)}}}"
    return (
        f"- {{id: {key}, kind: correspondence, title: {sentence(chance, 6)}, date: {date}, parties: [XN, XS],"
        f" sources: [{source}]}}\n"
    )


def chapter(number: int, chapters: int, keys: list[str], chance: random.Random) -> str:
    """Return a chapter: sections with a reference each, then a table of records."""
    text = f"(chapter-{number})=\n# Chapter {number} of the book\n"
    for section in range(1, SECTIONS + 1):
        text += f"\n(section-{number}-{section})=\n## Section {section} of chapter {number}\n\n"
        text += "\n\n".join(f"{sentence(chance, LENGTH)}." for _ in range(PARAGRAPHS))
        text += f" See {{ref}}`section-{chance.randint(1, chapters)}-{chance.randint(1, SECTIONS)}`.\n"
    table = f"```{{events}} Records of the chapter\n:name: table-{number}\n:ids: {', '.join(keys)}\n:canonical:\n```"
    return f"{text}\n{table}\n"


def main(argv: list[str] | None = None) -> int:
    """Write a volume into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder to write it into")
    parser.add_argument("--chapters", type=int, default=100, help="how many chapters (default: 100)")
    arguments = parser.parse_args(argv)
    folder, chapters = arguments.folder, arguments.chapters
    chance = random.Random(1)  # noqa: S311  (nothing here is a secret)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "chapters").mkdir(exist_ok=True)
    shutil.copy(CONF, folder)
    keys = {number: [f"event-{number}-{row}" for row in range(1, RECORDS + 1)] for number in range(1, chapters + 1)}
    data = DATA.format(chapters=chapters) + "".join(record(key, chance) for own in keys.values() for key in own)
    (folder / "data/relations.yaml").write_text(data, "utf-8")
    entry = "@misc{{{0}, title = {{{{The {0}}}}}, year = {{1999}}, grade = {{A}}, seen = {{whole}}, langid = {{en}}}}\n"
    (folder / "references.bib").write_text("".join(entry.format(key) for key in SOURCES), "utf-8")
    names = [f"chapters/chapter-{number:03}" for number in keys]
    for name, (number, own) in zip(names, keys.items(), strict=True):
        (folder / f"{name}.md").write_text(chapter(number, chapters, own, chance), "utf-8")
    reference = "(reference)=\n# Reference\n\n```{countries} Countries\n:name: table-countries\n:canonical:\n```\n"
    (folder / "reference.md").write_text(f"{reference}\n```{{bibliography}}\n```\n", "utf-8")
    toctree = "```{toctree}\n:numbered:\n:caption: Chapters\n\n" + "\n".join([*names, "reference"]) + "\n```\n"
    (folder / "index.md").write_text(
        f"(home)=\n# Northland and Southland\n\nMade to be measured.\n\n{toctree}", "utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
