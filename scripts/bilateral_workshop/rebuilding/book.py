"""A book of chapters, sections and blocks that knows what refers to what: edits leave it whole.

References name parts by keys that stay when a label, a page or a term is renamed; a reference to what has been removed
is not printed.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

VERSION = "0.1.0"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><title>{0}</title><rect width="{1}" height="9"/></svg>'
)

CONF = """extensions = ["bilateral_sphinx", "sphinx.ext.intersphinx"]
html_static_path = ["_static"]
html_css_files = ["own.css"]
intersphinx_mapping = {"other": ("https://other.example/", "other.inv")}
"""


@dataclass
class Block:
    """A paragraph, or what has a caption: ``kind`` says which, ``name`` is its label."""

    kind: str
    name: str
    text: str


@dataclass
class Section:
    """A section with its label; ``refers`` are pairs of a role and the key of what it leads to."""

    key: str
    label: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    refers: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Chapter:
    """A page, with its sections; ``terms`` are keys of those that its glossary explains."""

    key: str
    page: str
    label: str
    title: str
    sections: list[Section] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    """Pages of a toctree of its own."""


@dataclass
class Part:
    """A toctree of the home page."""

    caption: str
    pages: list[str]
    options: list[str] = field(default_factory=lambda: [":numbered:"])


@dataclass
class Book:
    """All of it. ``files`` are further files, by path."""

    chapters: list[Chapter]
    parts: list[Part]
    terms: dict[str, str]
    files: dict[str, str]
    settings: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    ledger: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    """Keys of the sources that edits have added to the bibliography."""
    inventory: dict[str, str] = field(default_factory=dict)
    """What another project has, each label with its title."""
    count: int = 100

    def fresh(self, stem: str) -> str:
        """Return a name that nothing has had."""
        self.count += 1
        return f"{stem}-{self.count}"

    def sections(self) -> Iterator[tuple[Chapter, Section]]:
        """Yield each section with its chapter."""
        for chapter in self.chapters:
            for section in chapter.sections:
                yield chapter, section

    def blocks(self, *kinds: str) -> list[tuple[Section, Block]]:
        """Return the blocks of some kinds, each with its section."""
        return [(part, block) for _, part in self.sections() for block in part.blocks if block.kind in kinds]

    def targets(self) -> dict[str, str]:
        """Return what a reference to each key writes; what is not there has been removed."""
        found = {chapter.key: chapter.label for chapter in self.chapters}
        found |= {f"page:{chapter.key}": chapter.page for chapter in self.chapters}
        found |= {section.key: section.label for _, section in self.sections()}
        found |= {block.name: block.name for _, block in self.blocks(*CAPTIONED)}
        explained = {key for chapter in self.chapters for key in chapter.terms}
        found |= {f"source:{key}": key for key in self.sources}
        found |= {f"other:{label}": label for label in self.inventory}
        return found | {key: word for key, word in self.terms.items() if key in explained}

    def written(self) -> dict[str, str | bytes]:
        """Return what is in each file."""
        targets = self.targets()
        pages = {f"{chapter.page}.md": self._chapter(chapter, targets) for chapter in self.chapters}
        trees = "".join(
            "\n```{toctree}\n"
            + "\n".join([*part.options, f":caption: {part.caption}", "", *(f"/{page}" for page in part.pages)])
            + "\n```\n"
            for part in self.parts
        )
        lines = [f"{name} = {value}\n" for name, value in sorted(self.settings.items())]
        return {
            **self.files,
            **pages,
            "other.inv": self._inventory(),
            "index.md": f"(home)=\n# The book\n\nA book that is edited.\n{trees}",
            "conf.py": CONF + "".join(lines),
            "anchors.txt": "".join(f"{line}\n" for line in self.ledger),
            "redirects.txt": "".join(f"{old} -> {new}\n" for old, new in self.redirects.items()),
        }

    def _inventory(self) -> bytes:
        """Return the inventory of the other project, as Sphinx writes it."""
        lines = "".join(f"{label} std:label -1 page.html#{label} {title}\n" for label, title in self.inventory.items())
        head = "# Sphinx inventory version 2\n# Project: Other\n# Version: 1\n# The rest is compressed using zlib.\n"
        return head.encode() + zlib.compress(lines.encode())

    def _chapter(self, chapter: Chapter, targets: dict[str, str]) -> str:
        lines = [f"({chapter.label})=", f"# {chapter.title}", "", "It begins."]
        if chapter.terms:
            lines += ["", "```{glossary}"]
            lines += [f"{self.terms[key]}\n    What it means is {key}.\n" for key in chapter.terms]
            lines += ["```"]
        if chapter.below:
            lines += ["", "```{toctree}", *(f"/{page}" for page in chapter.below), "```"]
        for section in chapter.sections:
            lines += ["", f"({section.label})=", f"## {section.title}", ""]
            lines += [f"{self._block(block)}\n" for block in section.blocks]
            words = [role.format(targets[key]) for role, key in section.refers if key in targets]
            lines += [f"See {', '.join(words)}." if words else "It refers to nothing."]
        return "\n".join(lines) + "\n"

    def _block(self, block: Block) -> str:
        return BLOCKS[block.kind].format(name=block.name, text=block.text)


BLOCKS = {
    "paragraph": "{text}",
    "table": "```{{list-table}} {text}\n:name: {name}\n:header-rows: 1\n\n* - One\n  - Two\n* - {text}\n  - 2\n```",
    "figure": "```{{figure}} /{name}.svg\n:name: {name}\n:alt: {text}\n\n{text}\n```",
    "code": "```{{code-block}} python\n:name: {name}\n:caption: {text}\n\nprint(1)\n```",
    "equation": "```{{math}}\n:label: {name}\n\na = {text}\n```",
    "include": "```{{include}} /parts/{name}.txt\n```",
    "literal": "```{{literalinclude}} /parts/{name}.txt\n```",
    "csv": "```{{csv-table}} {text}\n:name: table-{name}\n:file: ../parts/{name}.csv\n```",
    "index": "```{{index}} {text}\n```",
    "note": "```{{note}}\n{text}, said in a note.[^{name}]\n```\n\n[^{name}]: A footnote on {text}.",
    "download": "{{download}}`{text} </parts/{name}.txt>`",
}
"""How each kind of block is written."""
CAPTIONED = ("table", "figure", "code", "equation")
ROLES = {
    "section": ["{{ref}}`{0}`", "{{ref}}`it says <{0}>`", "[](#{0})", "{{any}}`{0}`", "{{numref}}`{0}`"],
    "page": ["{{doc}}`/{0}`", "[](/{0}.md)"],
    "term": ["{{term}}`{0}`"],
    "equation": ["{{eq}}`{0}`"],
    "source": ["{{source}}`{0}`"],
    "other": ["[](inv:other#{0})", "{{external+other:ref}}`{0}`"],
    "captioned": ["{{numref}}`{0}`", "{{numref}}`see %s <{0}>`", "{{ref}}`{0}`", "[](#{0})"],
}


def reference(book: Book, chance: random.Random) -> tuple[str, str]:
    """Return a reference to something in the book."""
    captioned = [block for _, block in book.blocks(*CAPTIONED)]
    kinds: dict[str, list[str]] = {
        "section": [section.key for _, section in book.sections()] + [chapter.key for chapter in book.chapters],
        "page": [f"page:{chapter.key}" for chapter in book.chapters],
        "term": [key for chapter in book.chapters for key in chapter.terms],
        "equation": [block.name for block in captioned if block.kind == "equation"],
        "captioned": [block.name for block in captioned if block.kind != "equation"],
        "source": [f"source:{key}" for key in book.sources],
        "other": [f"other:{label}" for label in book.inventory],
    }
    kind = chance.choice([kind for kind, keys in kinds.items() if keys])
    return chance.choice(ROLES[kind]), chance.choice(kinds[kind])
