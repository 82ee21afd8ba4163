"""Read the text of chapters without building them: their sentences, with the roles in each and the place of each word.

The parser is that of MyST, markdown-it-py, with the extensions that volumes use; it knows neither Sphinx nor docutils.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from bilateral.problems import shown_path

OWN = "own"
"""The class of a span whose dates and numbers are the author's own."""
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a sentence for words that the author has not typed: those that a role brings."""

_INVISIBLE = frozenset({"fact", "source", "mark", "index"})
"""Roles that print no words."""
_LITERAL = frozenset({"code", "code-block", "sourcecode", "math", "raw", "literalinclude", "toctree", "index"})
"""Directives whose content is no text."""
_OPTION = re.compile(r":(?P<name>[a-z-]+):\s*(?P<value>.*)$")
_END = re.compile(r"(?P<stop>[.!?…][\"”’')\]]*)\s+(?=[\"“‘'(\[]*(?:[^\W\d_a-z]|[\d" + HOLE + "]))")
_NO_END = re.compile(r"(?:^|[\s.(])(?:[^\W\d_]|\d{1,2})$")
"""What a full stop follows without ending a sentence: an initial, or an ordinal number of many languages."""


Wanted = Callable[[str], bool]


@dataclass(frozen=True)
class Role:
    """A role: its name, what it leads to, and where in the sentence it stands."""

    name: str
    target: str
    offset: int


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a heading, a caption or the row of a table, as it is read.

    ``HOLE`` stands in ``text`` for what the author has not typed; a role with words of the author's own shows them.
    """

    file: str
    text: str
    roles: tuple[Role, ...]
    places: tuple[tuple[int, int, int], ...] = field(repr=False)

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, counted from 1, of a character of the text."""
        start, line, column = self.places[max(bisect_right(self.places, offset, key=lambda place: place[0]) - 1, 0)]
        return line, column + max(offset - start, 0)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    for plugin in (front_matter_plugin, myst_block_plugin, myst_role_plugin, colon_fence_plugin, deflist_plugin):
        parser.use(plugin)
    return parser.use(attrs_plugin, spans=True).disable("inline")  # blocks first: each is read where it stands


def read_sentences(source: Path, wanted: Wanted) -> Iterator[Sentence]:
    """Yield the sentences of all chapters of a volume."""
    root = shown_path(source)
    for path in sorted(source.rglob("*.md")):
        name = path.relative_to(source)
        # Links may lead out of the volume; what begins with a dot or a bar is no chapter.
        if path.is_file() and not path.is_symlink() and not any(part[0] in "._" for part in name.parts):
            text = path.read_text("utf-8-sig", errors="replace")
            yield from sentences(text, f"{root}/{name.as_posix()}".removeprefix("./"), wanted)


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

    def blocks(self, text: str, offset: int) -> Iterator[Sentence]:
        """Yield the sentences of ``text``, whose first line is the line ``offset`` of the file, counted from 0."""
        row: _Flat | None = None
        for token in _parser().parse(text, self.env):
            if token.type in ("fence", "colon_fence"):
                yield from self._directive(token, offset)
            elif token.type == "tr_open":
                row = _Flat(self.file, self.lines, (token.map or [0])[0] + offset)
            elif token.type == "tr_close" and row is not None:
                yield from row.whole()
                row = None
            elif token.type == "inline" and row is not None:
                self._add(row, token.content + " ")
            elif token.type == "inline" and self.wanted(token.content):
                flat = _Flat(self.file, self.lines, (token.map or [0])[0] + offset)
                self._add(flat, token.content)
                yield from flat.sentences()

    def _directive(self, token: Token, offset: int) -> Iterator[Sentence]:
        """Yield the caption of a directive, which speaks of the records that its options name, and its content."""
        name, _, argument = token.info.strip().partition("}")
        if not name.startswith("{") or name[1:] in _LITERAL:
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
            flat = _Flat(self.file, self.lines, first)
            flat.roles += named
            self._add(flat, argument.strip())
            yield from flat.whole()
        yield from self.blocks("".join(lines[skipped:]), first + 1 + skipped)

    def _add(self, flat: _Flat, content: str) -> None:
        parser = _parser()
        children: list[Token] = []
        parser.inline.parse(content, parser, self.env, children)
        flat.add(content, children)


class _Flat:
    """The text of a block laid out on one line, with the place of each piece."""

    def __init__(self, file: str, lines: list[str], line: int) -> None:
        self.file = file
        self.lines = lines
        self.line = line
        self.roles: list[Role] = []
        self.places: list[tuple[int, int, int]] = []
        self._text = ""
        self._column = 0

    def add(self, content: str, children: list[Token]) -> None:
        """Append inline content, parsed into ``children``."""
        rows = content.split("\n")
        columns = [self._find(row.strip(), self.line + number) for number, row in enumerate(rows)]
        starts = [0]
        for row in rows:
            starts.append(starts[-1] + len(row) + 1)
        cursor = own = 0
        for child in children:
            if child.type == "span_open":
                own += int(bool(own) or OWN in str(child.attrs.get("class", "")).split())
            elif child.type == "span_close" and own:
                own -= 1
            elif child.type in ("text", "text_special", "code_inline", "myst_role", "softbreak", "hardbreak"):
                wanted = f"{{{child.meta['name']}}}" if child.type == "myst_role" else child.content
                found = content.find(wanted, cursor)
                cursor = found if found >= 0 else cursor
                number = bisect_right(starts, cursor) - 1
                lead = len(rows[number]) - len(rows[number].lstrip()) if number < len(rows) else 0
                column = columns[min(number, len(rows) - 1)] + cursor - starts[number] - lead
                self._piece(child, (self.line + number + 1, column + 1), hidden=bool(own))
                cursor += len(wanted)

    def _find(self, words: str, line: int) -> int:
        """Return the column of ``words`` in a line of the file, from where the last were found in it."""
        text = self.lines[line] if line < len(self.lines) else ""
        found = text.find(words, self._column if line == self.line else 0)
        if found >= 0 and line == self.line:
            self._column = found
        return max(found, 0)

    def _piece(self, child: Token, place: tuple[int, int], *, hidden: bool) -> None:
        line, column = place
        words = child.content
        if child.type == "myst_role":
            name = str(child.meta["name"]).rpartition(":")[2]
            title, _, target = words[:-1].rpartition("<") if words.endswith(">") else ("", "", words)
            self.roles.append(Role(name, target, len(self._text)))
            column += len(str(child.meta["name"])) + 3
            if title.strip():
                words = title.rstrip()
            elif name != "term":
                words = "" if name in _INVISIBLE else HOLE
        elif child.type.endswith("break"):
            words = " "
        self.places.append((len(self._text), line, column))
        self._text += HOLE * len(words) if hidden else words.replace("\n", " ")

    def whole(self) -> Iterator[Sentence]:
        """Yield all of it as one sentence."""
        if self._text:
            yield Sentence(self.file, self._text, tuple(self.roles), tuple(self.places))

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences; what stands directly after a full stop, such as sources, belongs before it."""
        start = 0
        for match in _END.finditer(self._text):
            if match["stop"].startswith(".") and _NO_END.search(self._text, start, match.start()):
                continue
            yield from self._part(start, match.end("stop"), match.end())
            start = match.end()
        yield from self._part(start, len(self._text), len(self._text) + 1)

    def _part(self, start: int, end: int, following: int) -> Iterator[Sentence]:
        first, last = (bisect_left(self.roles, at, key=lambda role: role.offset) for at in (start, following))
        head = max(bisect_right(self.places, start, key=lambda place: place[0]) - 1, 0)
        tail = bisect_left(self.places, following, key=lambda place: place[0])
        roles = tuple(Role(role.name, role.target, role.offset - start) for role in self.roles[first:last])
        places = tuple((offset - start, line, column) for offset, line, column in self.places[head:tail])
        if end > start:
            yield Sentence(self.file, self._text[start:end], roles, places)
