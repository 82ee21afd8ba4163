"""The kinds of edits. Each changes a book in one way that an editor may, by ``docs/anchors.md``; chance chooses where.

A new kind is a function here. It raises ``IndexError`` where the book has nothing that it could change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from bilateral_workshop.rebuilding.book import (
    BLOCKS,
    PICTURE,
    ROLES,
    VERSION,
    Block,
    Book,
    Chapter,
    Part,
    Section,
    reference,
)

Edit = Callable[[Book, random.Random], None]
EDITS: dict[str, Edit] = {}
"""All kinds, by their names."""
WORDS = ("peace", "trade", "Ąžuolas", "a *new* word", "`code`", "1 < 2 & 3", "visit")
SETTINGS = {
    "numfig_format": ['{"table": "Tab. %s"}', '{"figure": "Picture %s"}'],
    "numfig_secnum_depth": ["1", "0"],
    "math_numfig": ["False", "True"],
    "math_eqref_format": ['"Eq.{number}"'],
    "smartquotes": ["False", "True"],
    "epub_tocdepth": ["1", "3"],
    "html_permalinks": ["False", "True"],
    "html_secnumber_suffix": ['" "', '". "'],
    "records_locale": ['"en_US"', '"en_GB"'],
    "nitpick_ignore": ['[("std:ref", "nobody")]'],
    "typst_show_pagerefs": ["True", "False"],
}
CHANGES = [
    ("data/relations.yaml", r"(?m)^  title: .*", "  title: Northland and {}"),
    ("data/relations.yaml", r"family: Aa\w*", "family: {}"),
    ("data/relations.yaml", r"locator: p\. 1\w*", "locator: p. 1{}"),
    ("data/relations.yaml", r"name: League of \w+", "name: League of {}"),
    ("data/relations.yaml", r"short: Treaty of \w+", "short: Treaty of {}"),
    ("data/relations.yaml", r"description: .*", "description: A small volume for {}."),
    ("data/relations.yaml", r"#11448\w", "#11448{1}"),
    ("references.bib", r"The Gazette\w*", "The Gazette{}"),
]
"""What is changed in the files of the small volume: path, pattern, and what stands there then."""
BIBLIOGRAPHY = "references.bib"
ENTRY = "@misc{{{},title={{{{Of {}}}}},year={{{}}},grade={{B}},seen={{whole}},langid={{en}}}}\n"
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FIXED = ("chapter", "reference")
"""The chapters of the small volume, which no edit touches."""


def edit(function: Edit) -> Edit:
    """Enter a kind of edit into the list."""
    EDITS[function.__name__] = function
    return function


def _chapter(book: Book, chance: random.Random) -> Chapter:
    return chance.choice(book.chapters)


def _section(book: Book, chance: random.Random) -> tuple[Chapter, Section]:
    return chance.choice(list(book.sections()))


def _redirect(book: Book, old: str, new: str) -> None:
    """Redirect an anchor, an address or a page that an edition has published, and what has led to it."""
    book.redirects.update({known: new for known, target in book.redirects.items() if target == old})
    published = {entry for line in book.ledger for label, _, page, _ in [line.split()] for entry in _names(label, page)}
    if old in published:
        book.redirects[old] = new


def _names(label: str, page: str) -> list[str]:
    return [label, f"{page}#{label}", f"{page}#"]


# titles


@edit
def rename_chapter_heading(book: Book, chance: random.Random) -> None:
    """Give a chapter another title."""
    _chapter(book, chance).title = f"Chapter on {chance.choice(WORDS)}"


@edit
def rename_section_heading(book: Book, chance: random.Random) -> None:
    """Give a section another title."""
    _section(book, chance)[1].title = f"On {chance.choice(WORDS)} and {book.fresh('no')}"


@edit
def rename_caption(book: Book, chance: random.Random) -> None:
    """Give a table, figure or block of code another caption."""
    chance.choice(book.blocks("table", "figure", "code"))[1].text = f"About {book.fresh('caption')}"


# order and numbers


@edit
def add_block(book: Book, chance: random.Random) -> None:
    """Put a block before others."""
    put_block(book, chance, chance.choice(sorted(set(BLOCKS) - {"download"})))


def put_block(book: Book, chance: random.Random, kind: str) -> None:
    """Put a block of a kind at the beginning of some section, with the file that it shows."""
    name = book.fresh(kind)
    _, section = _section(book, chance)
    section.blocks.insert(0, Block(kind, name, f"{len(name)}" if kind == "equation" else f"Words of {name}"))
    if kind == "figure":
        book.files[f"{name}.svg"] = PICTURE.format(name, book.count)
    elif kind in {"include", "literal"}:
        book.files[f"parts/{name}.txt"] = f"Part {name}.\n"
    elif kind == "csv":
        book.files[f"parts/{name}.csv"] = f"a,{name}\n"


@edit
def remove_block(book: Book, chance: random.Random) -> None:
    """Remove a block."""
    _, section = _section(book, chance)
    section.blocks.remove(chance.choice(section.blocks))


@edit
def move_block(book: Book, chance: random.Random) -> None:
    """Move a block to another section."""
    (_, source), (_, target) = _section(book, chance), _section(book, chance)
    block = chance.choice(source.blocks)
    source.blocks.remove(block)
    target.blocks.insert(0, block)


@edit
def swap_blocks(book: Book, chance: random.Random) -> None:
    """Turn the order of a section round."""
    _section(book, chance)[1].blocks.reverse()


@edit
def swap_sections(book: Book, chance: random.Random) -> None:
    """Turn the order of a chapter round."""
    _chapter(book, chance).sections.reverse()


@edit
def edit_paragraph(book: Book, chance: random.Random) -> None:
    """Change the words of a paragraph."""
    chance.choice(book.blocks("paragraph", "note", "index"))[1].text = f"New words, {book.fresh('word')}"


# labels, sections, chapters


@edit
def change_section_label(book: Book, chance: random.Random) -> None:
    """Give a section another label, and redirect the old one."""
    _, section = _section(book, chance)
    old, section.label = section.label, book.fresh("label")
    _redirect(book, old, section.label)


@edit
def change_chapter_label(book: Book, chance: random.Random) -> None:
    """Give a chapter another label, and redirect the old one."""
    chapter = _chapter(book, chance)
    old, chapter.label = chapter.label, book.fresh("chapter-label")
    _redirect(book, old, chapter.label)


@edit
def move_section(book: Book, chance: random.Random) -> None:
    """Move a section to another chapter, and redirect its address."""
    source, section = _section(book, chance)
    target = _chapter(book, chance)
    source.sections.remove(section)
    target.sections.insert(chance.randrange(len(target.sections) + 1), section)
    _redirect(book, f"{source.page}#{section.label}", section.label)


@edit
def add_section(book: Book, chance: random.Random) -> None:
    """Write a new section that refers to others."""
    label = book.fresh("section")
    refers = [reference(book, chance) for _ in range(3)]
    section = Section(label, label, f"Section {label}", [Block("paragraph", label, "New.")], refers)
    _chapter(book, chance).sections.insert(0, section)


@edit
def remove_section(book: Book, chance: random.Random) -> None:
    """Remove a section, and let its label lead to the chapter."""
    chapter, section = _section(book, chance)
    chapter.sections.remove(section)
    _redirect(book, section.label, chapter.label)


@edit
def rename_page(book: Book, chance: random.Random) -> None:
    """Give the file of a chapter another name, earlier or later in the alphabet, and redirect its address."""
    chapter = _chapter(book, chance)
    old = chapter.page
    chapter.page = f"{chance.choice(['chapters', 'more'])}/{chance.choice('amz')}-{book.fresh('page')}"
    for pages in [part.pages for part in book.parts] + [above.below for above in book.chapters]:
        pages[:] = [chapter.page if page == old else page for page in pages]
    _redirect(book, f"{old}#", chapter.label)


@edit
def add_chapter(book: Book, chance: random.Random) -> None:
    """Write a new chapter."""
    name = book.fresh("added")
    page = f"{chance.choice(['chapters', 'more'])}/{chance.choice('amz')}-{name}"
    section = Section(f"in-{name}", f"in-{name}", f"In {name}", [], [reference(book, chance) for _ in range(3)])
    book.chapters.append(Chapter(name, page, name, f"The {name}", [section]))
    pages = chance.choice(book.parts).pages
    pages.insert(chance.randrange(len(pages) + 1), page)


@edit
def remove_chapter(book: Book, chance: random.Random) -> None:
    """Remove a chapter, and redirect its address and its labels."""
    chapter, heir, *others = chance.sample(book.chapters, len(book.chapters))
    if chapter.below or not others:
        raise IndexError
    book.chapters.remove(chapter)
    for pages in [part.pages for part in book.parts] + [above.below for above in book.chapters]:
        pages[:] = [page for page in pages if page != chapter.page]
    book.parts[:] = [part for part in book.parts if part.pages]
    _redirect(book, f"{chapter.page}#", heir.label)
    for label in [chapter.label, *(section.label for section in chapter.sections)]:
        _redirect(book, label, heir.label)


# contents


@edit
def reorder_toctree(book: Book, chance: random.Random) -> None:
    """Put the chapters of a part into another order."""
    chance.shuffle(chance.choice(book.parts).pages)


@edit
def move_chapter_to_part(book: Book, chance: random.Random) -> None:
    """Move a chapter to another part."""
    source = chance.choice([part for part in book.parts if len(part.pages) > 1])
    chance.choice(book.parts).pages.insert(0, source.pages.pop(chance.randrange(len(source.pages))))


@edit
def nest_chapter(book: Book, chance: random.Random) -> None:
    """Put a chapter below another."""
    above, below = chance.sample(book.chapters, 2)
    part = next(iter(part for part in book.parts if below.page in part.pages and len(part.pages) > 1), None)
    if below.below or part is None or not any(above.page in other.pages for other in book.parts):
        raise IndexError
    part.pages.remove(below.page)
    above.below.append(below.page)


@edit
def rename_part(book: Book, chance: random.Random) -> None:
    """Give a part another caption."""
    chance.choice(book.parts).caption = f"Part {book.fresh('caption')}"


@edit
def split_part(book: Book, chance: random.Random) -> None:
    """Make two parts of one."""
    part = chance.choice([part for part in book.parts if len(part.pages) > 1])
    book.parts.insert(0, Part(f"Part {book.fresh('caption')}", [part.pages.pop()]))


@edit
def change_toctree_options(book: Book, chance: random.Random) -> None:
    """Change what a toctree shows."""
    options = chance.choice([[], [":maxdepth: 1"], [":titlesonly:"], [":hidden:"], [":maxdepth: 3"]])
    chance.choice(book.parts).options = [":numbered:", *options]


# terms


@edit
def recapitalise_term(book: Book, chance: random.Random) -> None:
    """Write a term with other capitals."""
    key = chance.choice(sorted(book.terms))
    book.terms[key] = book.terms[key].swapcase()


@edit
def move_term(book: Book, chance: random.Random) -> None:
    """Move an entry of the glossary to another chapter."""
    source = chance.choice([chapter for chapter in book.chapters if chapter.terms])
    _chapter(book, chance).terms.append(source.terms.pop())


@edit
def add_term(book: Book, chance: random.Random) -> None:
    """Explain a new term, and refer to it."""
    word = book.fresh("aterm")
    book.terms[word] = word
    _chapter(book, chance).terms.insert(0, word)
    _section(book, chance)[1].refers.append((ROLES["term"][0], word))


# references


@edit
def add_reference(book: Book, chance: random.Random) -> None:
    """Refer to something."""
    _section(book, chance)[1].refers.append(reference(book, chance))


@edit
def remove_references(book: Book, chance: random.Random) -> None:
    """Refer to nothing."""
    _section(book, chance)[1].refers.clear()


# sources, another project, translations


@edit
def add_source(book: Book, chance: random.Random) -> None:
    """Enter a source before all others, and cite it."""
    key = book.fresh("source").replace("-", "")
    book.sources.append(key)
    book.files[BIBLIOGRAPHY] = ENTRY.format(key, key, "1901") + book.files[BIBLIOGRAPHY]
    _section(book, chance)[1].refers.append((ROLES["source"][0], f"source:{key}"))


@edit
def change_source(book: Book, chance: random.Random) -> None:
    """Correct the title, the year, or both of a source."""
    key = chance.choice(book.sources)
    year = str(1900 + chance.randrange(99))
    _replace_entry(book, key, ENTRY.format(key, chance.choice([key, book.fresh("title")]), year))


@edit
def rename_source(book: Book, chance: random.Random) -> None:
    """Give a source another key, where it is cited too."""
    key = chance.choice(book.sources)
    new = book.fresh("renamed").replace("-", "")
    _replace_entry(book, key, ENTRY.format(new, new, "1902"))
    book.sources[book.sources.index(key)] = new
    for _, section in book.sections():
        section.refers = [(role, f"source:{new}" if to == f"source:{key}" else to) for role, to in section.refers]


@edit
def remove_source(book: Book, chance: random.Random) -> None:
    """Take a source out of the bibliography; the others get other numbers."""
    key = chance.choice(book.sources)
    book.sources.remove(key)
    _replace_entry(book, key, "")


@edit
def swap_sources(book: Book, chance: random.Random) -> None:
    """Turn the bibliography round."""
    del chance
    book.files[BIBLIOGRAPHY] = "".join(reversed(book.files[BIBLIOGRAPHY].splitlines(keepends=True)))


def _replace_entry(book: Book, key: str, entry: str) -> None:
    lines = book.files[BIBLIOGRAPHY].splitlines(keepends=True)
    book.files[BIBLIOGRAPHY] = "".join(entry if line.startswith(f"@misc{{{key},") else line for line in lines)


@edit
def change_inventory(book: Book, chance: random.Random) -> None:
    """Let the other project have another title for something, or something more."""
    label = chance.choice([*book.inventory, book.fresh("there")])
    book.inventory[label] = f"There {book.fresh('title')}"


@edit
def remove_from_inventory(book: Book, chance: random.Random) -> None:
    """Let the other project have something no more; nobody refers to it any more."""
    del book.inventory[chance.choice(sorted(book.inventory))]


@edit
def translate(book: Book, chance: random.Random) -> None:
    """Write or change a catalogue of a page."""
    chapter = _chapter(book, chance)
    words = f'msgid "It begins."\nmsgstr "It starts, {book.fresh("word")}."\n'
    book.files[f"locale/en/LC_MESSAGES/{chapter.page}.po"] = PO + words


@edit
def forget_translation(book: Book, chance: random.Random) -> None:
    """Remove a catalogue."""
    del book.files[chance.choice(sorted(path for path in book.files if path.endswith(".po")))]


# other files


@edit
def edit_included_file(book: Book, chance: random.Random) -> None:
    """Change a file that chapters include, or offer as a download."""
    path = chance.choice(sorted(path for path in book.files if path.startswith("parts/")))
    book.files[path] = f"{book.fresh('changed')}\n"


@edit
def redraw_picture(book: Book, chance: random.Random) -> None:
    """Change a picture."""
    path = chance.choice(sorted(path for path in book.files if path.endswith(".svg")))
    book.files[path] = PICTURE.format(path, book.fresh("2")[2:])


@edit
def rename_picture(book: Book, chance: random.Random) -> None:
    """Move a picture to another folder, where it may have the name of another."""
    _, block = chance.choice(book.blocks("paragraph"))
    folder = f"pictures/{chance.choice('amz')}-{book.fresh('folder')}"
    book.files[f"{folder}/same.svg"] = PICTURE.format(folder, book.count)
    block.text = f"A picture ![one](/{folder}/same.svg) in a paragraph."


@edit
def restyle(book: Book, chance: random.Random) -> None:
    """Change a style sheet of the volume."""
    book.files["_static/own.css"] = f"{chance.choice('pab')} {{ --own: {book.fresh('style')} }}\n"


@edit
def add_download(book: Book, chance: random.Random) -> None:
    """Offer a file."""
    name = book.fresh("offer")
    book.files[f"parts/{name}.txt"] = f"Offered {name}.\n"
    _section(book, chance)[1].blocks.append(Block("download", name, "a file"))


@edit
def change_setting(book: Book, chance: random.Random) -> None:
    """Change a setting."""
    name = chance.choice(sorted(SETTINGS))
    book.settings[name] = chance.choice(SETTINGS[name])


@edit
def unset(book: Book, chance: random.Random) -> None:
    """Take a setting back."""
    del book.settings[chance.choice(sorted(book.settings))]


@edit
def change_data(book: Book, chance: random.Random) -> None:
    """Change what records, sources or the title page say."""
    path, pattern, words = chance.choice(CHANGES)
    text, changed = re.subn(
        pattern, words.format(book.fresh("Aa").replace("-", ""), chance.randrange(10)), book.files[path], count=1
    )
    assert changed, pattern
    book.files[path] = text


def begin(volume: Path, chance: random.Random) -> Book:
    """Return a book of several chapters, which takes over data and chapters of the small volume."""
    names = [BIBLIOGRAPHY, "data/relations.yaml", *(f"chapters/{page}.md" for page in FIXED)]
    files = {name: (volume / name).read_text("utf-8") for name in names}
    chapters = [
        Chapter(
            f"c{number}",
            f"chapters/{letter}-page",
            f"chapter-{letter}",
            f"Chapter {letter}",
            [
                Section(f"s{number}{place}", f"{letter}-{place}", f"Section {letter} {place}")
                for place in ("one", "two")
            ],
        )
        for number, letter in enumerate("bnz")
    ]
    files["_static/own.css"] = "p { --own: none }\n"
    half = Part("One", [*(f"chapters/{page}" for page in FIXED[:1]), chapters[0].page, chapters[1].page])
    book = Book(chapters, [half, Part("Two", [chapters[2].page, f"chapters/{FIXED[1]}"])], {}, files)
    for kind in ("paragraph", "table", "figure", "equation", "note"):
        for _ in range(2):
            put_block(book, chance, kind)
    for word in ("Envoy", "mission", "Treaty"):
        book.terms[word] = word
        chapters[0 if word == "Envoy" else 2].terms.append(word)
    book.inventory["there-one"] = "There one"
    chapters[0].sections[0].refers += [(role, "other:there-one") for role in ROLES["other"]]
    add_source(book, chance)
    translate(book, chance)
    for _, section in book.sections():
        section.refers += [reference(book, chance) for _ in range(4)]
    for chapter in chapters:
        named = [(chapter.label, "chapter"), *((section.label, "section") for section in chapter.sections)]
        book.ledger += [f"{label} {kind} {chapter.page} {VERSION}" for label, kind in named]
    return book
