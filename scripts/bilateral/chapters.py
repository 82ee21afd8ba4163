"""Read the text of chapters without building them: their sentences, with the roles in each and the place of each word.

The parser is that of MyST, markdown-it-py, with the extensions that volumes use; it knows neither Sphinx nor docutils.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from operator import attrgetter, itemgetter
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from bilateral.editions import Section, WrittenTable
from bilateral.problems import Problem, shown_path

OWN = "own"
"""The class of a span whose dates and numbers are the author's own."""
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a sentence for words that the author has not typed: those that a role brings."""

_OURS = re.compile(r"^(?:record|std):")
"""The domains that a role need not name."""
_INVISIBLE = frozenset({"fact", "source", "mark", "index"})
"""Roles that print no words."""
_LITERAL = frozenset({"code", "code-block", "sourcecode", "math", "raw", "literalinclude", "toctree", "index"})
"""Directives whose content is no text."""
_NO_MARKDOWN = frozenset({"eval-rst", "meta", "parsed-literal", "graphviz", "mermaid"})
"""Directives whose content is written in something else."""
_OPTION = re.compile(r":(?P<name>[a-z-]+):\s*(?P<value>.*)$")
_END = re.compile(r"(?P<stop>[.!?…][\"”’')\]]*)\s+(?=[\"“‘'(\[]*(?:[^\W\d_a-z]|[\d" + HOLE + "]))")
_SHOWN = frozenset({"text", "text_special", "code_inline", "softbreak", "hardbreak"})
"""Tokens that print words or a space."""
_ABBREVIATED = 5
_LABEL = re.compile(r"\((?P<label>[A-Za-z0-9-]+)\)=")
_HEADING = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*#*$")
_ROLE = re.compile(r"\{[\w:-]+\}`(?P<words>[^`<]*)(?:<[^`]*>)?`|\[(?P<link>[^\]]*)\](?:\([^)]*\)|\{[^}]*\})")
_MARKS = re.compile(r"[`*]|(?<!\w)_|_(?!\w)")
"""What is left of the marks of Markdown in a heading: a title is told in plain words."""
_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,}|:{3,})")
_ITEM = re.compile(r"\s*(?:[-*+:]|\d+[.)])\s+")
"""What an item of a list begins with, or a definition."""
_QUOTE = re.compile(r"\s*>\s?")
_TABLES = {"table", "list-table", "csv-table"}
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}(?P<argument>.*)")
_OPENING = re.compile(r"(?P<fence>`{2,}|~{2,}|:{2,})\s*\{[a-z][\w:-]*\}(?!`)")
"""What a line begins with that is meant to be a directive."""
_FENCED = re.compile(r"(?:``|~~|::)[^\S\n]*\{")
"""What stands before the name of any directive."""
_LISTED_ROW = re.compile(r"\s*[*+-]\s+(?P<cell>[*+-])(?:\s|$)")
_LISTED_CELL = re.compile(r"\s*[*+-](?:\s|$)")
_HEAD = re.compile(r"[0-9]{1,3}")
_BAR = re.compile(r"(?<!\\)\|")
_NO_PARAGRAPH = re.compile(r"\s*(?:$|%|\+{3}|\|)")
"""Blank lines, remarks, and rows of tables."""
_NO_END = re.compile(r"(?:^|[\s.(])(?:[^\W\d_]|\d{1,2}|[Nn]os?|pp|[Vv]ol|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)$")
"""What a full stop follows without ending a sentence: an initial, an ordinal number of many languages, or what is
shortened before a number."""


Wanted = Callable[[str], bool]
KEPT = 10_000
"""Of so many chapters, more than books have, is kept what was found in them: `make live` reads all of them again when
one has been edited."""


@dataclass(frozen=True)
class Role:
    """A role: its name, what it leads to, where in its block it stands, and the words that are typed for it.

    ``piece`` is the number of the piece of its block that it prints; None of a record that an option names.
    """

    name: str
    target: str
    offset: int
    title: str = ""
    piece: int | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence, a heading or a caption, or the row of a table, as it is read.

    ``HOLE`` stands in ``text`` for what the author has not typed; a role with words of the author's own shows them.
    """

    file: str
    text: str
    roles: tuple[Role, ...]
    block: Block
    start: int

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, counted from 1, of a character of the text."""
        return self.block.place(self.start + offset)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    for plugin in (front_matter_plugin, myst_block_plugin, myst_role_plugin, colon_fence_plugin, deflist_plugin):
        parser.use(plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False)
    return parser.use(attrs_plugin, spans=True).disable("inline")  # blocks first: each is read where it stands


def read_chapters(source: Path) -> dict[str, str]:
    """Return the text of each chapter of a volume by its path there."""
    chapters: dict[str, str] = {}
    for path in sorted(source.rglob("*.md")):
        name = path.relative_to(source)
        # Links may lead out of the volume; what begins with a dot or a bar is no chapter.
        if path.is_file() and not path.is_symlink() and not any(part[0] in "._" for part in name.parts):
            chapters[name.as_posix()] = path.read_text("utf-8-sig", errors="replace")
    return chapters


def _shown(chapters: Mapping[str, str], source: Path) -> Iterator[tuple[str, str]]:
    """Yield the path of each chapter as messages show it, and its text."""
    root = shown_path(source)
    return ((f"{root}/{name}".removeprefix("./"), text) for name, text in chapters.items())


def sentences_of(chapters: Mapping[str, str], source: Path, wanted: Wanted) -> Iterator[Sentence]:
    """Yield the sentences of all chapters of the volume at ``source``."""
    for file, text in _shown(chapters, source):
        yield from _stated(text, file, wanted)


@lru_cache(KEPT)
def _stated(text: str, file: str, wanted: Wanted) -> tuple[Sentence, ...]:
    return tuple(sentences(text, file, wanted))


def sections_of(chapters: Mapping[str, str]) -> dict[str, Section]:
    """Return the labelled sections of all chapters, by their labels."""
    return {
        label: section
        for name, text in chapters.items()
        for label, section in _sections(text, name.removesuffix(".md"))
    }


def judge_directives(chapters: Mapping[str, str], source: Path) -> Iterator[Problem]:
    """PRO004: what looks like a directive is one."""
    for file, text in _shown(chapters, source):
        if _FENCED.search(text):  # else there is nothing to parse for
            yield from _astray(text, file)


@lru_cache(KEPT)
def _astray(text: str, file: str) -> tuple[Problem, ...]:
    lines = text.split("\n")
    return tuple(
        Problem(
            file,
            line + 1,
            len(lines[line]) - len(lines[line].lstrip()) + 1,
            "PRO004",
            f"the line looks like a directive and is printed as text; {message}",
        )
        for line, message in _printed(text, lines, 0)
    )


def _printed(text: str, lines: list[str], offset: int, around: str = "") -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that look like directives and are none, counted from 0, and what to do about each.

    ``text`` begins with the line ``offset`` of the file, in a block of the signs ``around``.
    """
    astray = False  # the end of what is no directive begins a block
    for token in _parser().parse(text, {}):
        if token.map is None:  # a cell
            continue
        first, end = token.map[0] + offset, token.map[1] + offset
        if token.type in ("inline", "code_block"):
            for line, typed in enumerate(token.content.split("\n"), first):
                opening = _OPENING.match(typed.lstrip())
                if opening and not (opening["fence"] == "``" and "``" in typed[opening.end() :]):  # code among words
                    astray = len(opening["fence"]) > 2  # noqa: PLR2004
                    yield line, _remedy(opening["fence"], typed)
        elif token.type in ("fence", "colon_fence"):
            directive = _DIRECTIVE.fullmatch(token.info.strip())
            last = lines[min(end, len(lines)) - 1].strip(" \t>")
            if directive and (end - first == 1 or not last.startswith(token.markup) or last.strip(token.markup[0])):
                missing = f"the block before it, of line {offset}, has no end: {around}"
                yield first, missing if token.markup.startswith(around or " ") else f"end it with a line {token.markup}"
            elif directive and directive["argument"][:1].strip():
                yield first, "put a space before its title"
            elif token.type == "colon_fence" or (directive and directive["name"] not in _LITERAL):
                yield from _printed(token.content, lines, first + 1, token.markup)
            elif astray and not token.info.strip():
                astray = False
            else:
                for line, typed in enumerate(token.content.split("\n"), first + 1):
                    if (opening := _OPENING.match(typed.lstrip())) and opening["fence"].startswith(token.markup):
                        yield line, f"the block before it, of line {first + 1}, has no end: {token.markup}"


def _remedy(fence: str, line: str) -> str:
    if len(fence) == 2:  # noqa: PLR2004
        return f"write {fence[0] * 3}"
    if fence[0] == "`" and "`" in line.lstrip().lstrip("`"):
        return "a title with ` stands behind colons: write :::"
    return "let it begin where the text around it does"


def _sections(text: str, page: str) -> Iterator[tuple[str, Section]]:
    """Yield the sections of a chapter; each ends where the next begins, be it above or below it."""
    labels: list[str] = []
    title, words, fence = "", list[str](), ""
    found: list[tuple[list[str], str, list[str]]] = []
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if fence or mark:
            words.append(line)
            if mark and not fence:
                fence = mark["fence"]
            elif fence and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif label := _LABEL.fullmatch(line.strip()):
            labels.append(label["label"])
        elif heading := _HEADING.match(line):
            title, words = (
                _MARKS.sub(
                    "", _ROLE.sub(lambda role: (role["words"] or "").strip() or role["link"] or "", heading["title"])
                ),
                [],
            )
            found.append((labels, title, words))
            labels = []
        else:
            words.append(line)
            labels = labels if not line.strip() else []
    for names, title, words in found:
        digest = sha256(" ".join(" ".join(words).split()).encode()).hexdigest()
        section = Section(page, title, digest, tuple(_paragraphs(words)), tuple(_tables(words)))
        yield from ((name, section) for name in names)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Yield the paragraphs among lines, items of lists for themselves; tables and directives are none."""
    fence, words = "", list[str]()
    for typed in [*lines, ""]:
        line = _QUOTE.sub("", typed, count=1)
        mark = _FENCE.match(line)
        if fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
            continue
        item = _ITEM.match(line)
        if words and (mark or item or not line.strip()):
            yield " ".join(words)
            words = []
        if mark:
            fence = mark["fence"]
        elif words or not _NO_PARAGRAPH.match(line):
            words.append(line[item.end() if item else 0 :].strip())


def _tables(lines: list[str]) -> Iterator[WrittenTable]:
    """Yield the tables among lines: those between bars, of lists and of CSV, also inside other directives."""
    fence, opened, inside = "", "", list[str]()
    for line in [*lines, ""]:
        mark = _FENCE.match(line)
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
                yield from _tables_of(opened, inside)
                inside = []
            else:
                inside.append(line)
        elif line.lstrip().startswith("|"):
            inside.append(line)
        else:
            if inside:
                yield _written_table("table", "", inside)
            fence, opened, inside = (mark["fence"], line[mark.end() :].strip(), []) if mark else ("", "", [])


def _tables_of(opened: str, lines: list[str]) -> Iterator[WrittenTable]:
    """Yield the tables of a directive: itself, or those in it, unless it is shown as it is typed."""
    directive = _DIRECTIVE.match(opened)
    if directive and directive["name"] in _TABLES:
        yield _written_table(directive["name"], directive["argument"].strip(), lines)
    elif directive and directive["name"] not in _LITERAL:
        yield from _tables(lines)


def _written_table(kind: str, caption: str, lines: list[str]) -> WrittenTable:
    options = {found["name"]: found["value"].strip() for line in lines if (found := _OPTION.match(line.strip()))}
    body = [line for line in lines if line.strip() and not _OPTION.match(line.strip())]
    head = int(found[0]) if (found := _HEAD.match(options.get("header-rows", ""))) else 0
    rows: list[list[str]] = []
    if kind == "table":
        bars = [line.strip() for line in body if line.lstrip().startswith("|")]
        rows = [[cell.strip() for cell in _BAR.split(line.strip("|"))] for line in bars if line.strip("|:- ")]
        head = 1
    elif kind == "csv-table":
        with suppress(csv.Error):  # such as a cell that no quotation mark ends: docutils tells of it
            rows = list(csv.reader((line.strip() for line in body), skipinitialspace=True))
    else:
        rows = _listed_rows(body)
    return WrittenTable(options.get("name", ""), caption, tuple(map(tuple, rows)), head)


def _listed_rows(lines: list[str]) -> list[list[str]]:
    """Return the rows of a list of lists; what is indented further, such as a list in a cell, is part of the cell."""
    rows: list[list[str]] = []
    outer = inner = -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        row, cell = _LISTED_ROW.match(line), _LISTED_CELL.match(line)
        if row and indent == (outer if rows else indent):
            outer, inner = indent, row.start("cell")
            rows.append([line[inner + 1 :].strip()])
        elif cell and rows and indent == inner:
            rows[-1].append(line[inner + 1 :].strip())
        elif rows:
            rows[-1][-1] += f" {line.strip()}"
    return rows


def plain(source: str, shown: Callable[[str, str], str]) -> str:
    """Return a paragraph as it is read; ``shown`` says what stands there for a role, by its name and its target."""
    children: list[Token] = []
    _parser().inline.parse(source, _parser(), {}, children)
    words = ""
    for child in children:
        if child.type == "myst_role":
            name, typed, target = _typed(child)
            words += typed or ("" if name in _INVISIBLE else shown(name, target))
        elif child.type in _SHOWN:
            words += child.content or " "
    return " ".join(words.split())


def _typed(role: Token) -> tuple[str, str, str]:
    """Return the name of a role, the words that the author has typed for it, and its target."""
    title, _, target = role.content[:-1].rpartition("<") if role.content.endswith(">") else ("", "", role.content)
    return _OURS.sub("", str(role.meta["name"])), title.rstrip(), target


def sentences(text: str, file: str, wanted: Wanted = bool) -> Iterator[Sentence]:
    """Yield the sentences of one chapter, from the blocks whose source is wanted: to parse the others takes time."""
    yield from _Reading(file, text.split("\n"), wanted).blocks(text, 0)


class _Reading:
    """One pass over the tokens of a chapter."""

    def __init__(self, file: str, lines: list[str], wanted: Wanted) -> None:
        self.file = file
        self.lines = lines
        self.wanted = wanted
        self.env: dict[str, object] = {}
        self.section = ""
        self.level = ""
        """How deep the section lies that has the label: ``h2``."""

    def blocks(self, text: str, offset: int) -> Iterator[Sentence]:
        """Yield the sentences of ``text``, whose first line is the line ``offset`` of the file, counted from 0."""
        row: Block | None = None
        label = ""  # of what comes next: a table or a picture in the midst of a section may have one, too
        for token in _parser().parse(text, self.env):
            if token.type == "heading_open" and (label or token.tag <= self.level):
                self.section, self.level = label, token.tag
            elif label and not self.level:  # text before all headings
                self.section = label
            label = token.content if token.type == "myst_target" else ""
            if token.type in ("fence", "colon_fence"):
                yield from self._directive(token, offset)
            elif token.type == "tr_open":
                row = self._block((token.map or [0])[0] + offset)
            elif token.type == "tr_close" and row is not None:
                yield from row.whole()
                row = None
            elif token.type == "inline" and row is not None:
                self._add(row, token.content + " ")
            elif token.type == "inline" and self.wanted(token.content):
                block = self._block((token.map or [0])[0] + offset)
                self._add(block, token.content)
                yield from block.sentences()

    def _directive(self, token: Token, offset: int) -> Iterator[Sentence]:
        """Yield the caption of a directive, which speaks of the records that its options name, and its content."""
        name, _, argument = token.info.strip().partition("}")
        if not name.startswith("{") or name[1:] in _LITERAL | _NO_MARKDOWN:
            return
        first = (token.map or [0])[0] + offset
        lines = token.content.splitlines(keepends=True)
        named: list[Role] = []
        skipped = 0
        for line in lines:
            option = _OPTION.match(line.strip())
            if not option:
                break
            skipped += 1
            if option["name"] in ("ids", "parent"):
                named += [Role("rec", key.strip(), 0) for key in option["value"].split(",")]
        if argument.strip() and named:
            block = self._block(first)
            block.roles += named
            self._add(block, argument.strip())
            yield from block.whole()
        yield from self.blocks("".join(lines[skipped:]), first + 1 + skipped)

    def _block(self, line: int) -> Block:
        return Block(self.file, self.lines, line, self.section)

    def _add(self, block: Block, content: str) -> None:
        parser = _parser()
        children: list[Token] = []
        parser.inline.parse(content, parser, self.env, children)
        block.add(content, children)


class Block:
    """The text of a block laid out on one line, with the place of each piece in the file, and its section's label."""

    def __init__(self, file: str, lines: list[str], line: int, section: str) -> None:
        self.file = file
        self.lines = lines
        self.line = line
        self.section = section
        self.text = ""
        self.roles: list[Role] = []
        self._contents: list[str] = []
        self._pieces: list[tuple[int, int, int]] = []  # offset in the text, number of the content, offset in it

    def add(self, content: str, children: list[Token]) -> None:
        """Append inline content, parsed into ``children``."""
        self._contents.append(content)
        cursor = own = 0
        for child in children:
            if child.type == "span_open":
                own += int(bool(own) or OWN in str(child.attrs.get("class", "")).split())
            elif child.type == "span_close" and own:
                own -= 1
            elif child.type == "myst_role":
                start = max(content.find(f"{{{child.meta['name']}}}", cursor), cursor)
                cursor = max(content.find(child.content, start + len(child.meta["name"]) + 2), cursor)
                self._append(self._words(child), cursor, hidden=bool(own))
                cursor += len(child.content)
            elif child.type in _SHOWN:
                cursor = max(content.find(child.content, cursor), cursor)
                self._append(child.content or " ", cursor, hidden=bool(own))
                cursor += len(child.content)

    def _words(self, role: Token) -> str:
        """Note a role, and return what stands in the text for it."""
        name, typed, target = _typed(role)
        self.roles.append(Role(name, target, len(self.text), typed, len(self._pieces)))
        if typed:
            return typed
        return role.content if name == "term" else "" if name in _INVISIBLE else HOLE

    def _append(self, words: str, cursor: int, *, hidden: bool) -> None:
        self._pieces.append((len(self.text), len(self._contents) - 1, cursor))
        self.text += HOLE * len(words) if hidden else words.replace("\n", " ")

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, counted from 1, of a character of the text."""
        start, number, cursor = self._pieces[max(bisect_right(self._pieces, offset, key=itemgetter(0)) - 1, 0)]
        return self._place(number, cursor + offset - start)

    def place_of(self, role: Role) -> tuple[int, int]:
        """Return line and column of what a role leads to."""
        _, number, cursor = self._pieces[role.piece or 0]
        return self._place(number, cursor)

    def _place(self, number: int, cursor: int) -> tuple[int, int]:
        content = self._contents[number]
        cursor = min(cursor, len(content))
        row = content.count("\n", 0, cursor)
        line = self.lines[self.line + row] if self.line + row < len(self.lines) else ""
        column = 0
        for before in self._contents[:number]:  # cells of the row of a table
            column = max(line.find(before.strip(), column), column)
        words = content.split("\n")[row]
        lead = len(words) - len(words.lstrip())
        inside = cursor - (content.rfind("\n", 0, cursor) + 1) - lead
        return self.line + row + 1, max(line.find(words.strip(), column), 0) + inside + 1

    def whole(self) -> Iterator[Sentence]:
        """Yield all of it as one sentence."""
        if self.text or self.roles:
            yield Sentence(self.file, self.text, tuple(self.roles), self, 0)

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences; what stands directly after a full stop, such as sources, belongs before it."""
        start = 0
        for match in _END.finditer(self.text):
            before = self.text[max(start, match.start() - _ABBREVIATED) : match.start()]
            if not (match["stop"].startswith(".") and _NO_END.search(before)):
                yield from self._part(start, match.end("stop"), match.end())
                start = match.end()
        yield from self._part(start, len(self.text), len(self.text) + 1)

    def _part(self, start: int, end: int, following: int) -> Iterator[Sentence]:
        first, last = (bisect_left(self.roles, at, key=attrgetter("offset")) for at in (start, following))
        if end > start or last > first:  # what is cited alone has no words
            yield Sentence(self.file, self.text[start:end], tuple(self.roles[first:last]), self, start)
