"""Format records in CSL-JSON by an official style of the Citation Style Language: pandoc's citeproc does it.

Records go to pandoc as metadata of a document that cites them, and come back as its text. So titles keep their language
and their markup, and nothing in a record is read as markup of another kind.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from bilateral.bibliography import NOCASE, WORDS, Item, tokens, unprotected
from bilateral.messages import say
from bilateral.model.styles import style_file

TITLE_CASE = "title-case"
"""A style of our own that writes titles alone, as styles with title case do."""
_SCRIPT = Path(__file__).with_name("citeproc.lua")
_CSL = "{http://purl.org/net/xbiblio/csl}"
_SECTION = {"ca": "secció ", "es": "sección ", "fr": "section "}
"""What pandoc knows a section by in languages whose locales have the sign for paragraphs."""
_MARKS = {"<i>": "i", "<b>": "b", "<sup>": "sup", "<sub>": "sub"}
_ELEMENTS = {"i": "Emph", "b": "Strong", "sup": "Superscript", "sub": "Subscript", "sc": "SmallCaps"}
_MARK_OF = {element: mark for mark, element in _ELEMENTS.items()}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
_PARTS = ("chapter", "entry-encyclopedia")
"""Types of parts of this book."""
UNSAID = ("note", "annote")
"""Variables that no citation has."""
_NAMES = ("container-title", "container-title-short", "collection-title", "publisher")
"""Variables whose letters stay as they are: names of publications and of those who publish."""
_QUOTED = re.compile(r"‘([^‘’]+)’(?!\w)|“([^“”]+)”")

Node = dict[str, Any]
"""A node of pandoc's document."""


class Run(NamedTuple):
    """A piece of formatted text.

    ``marks`` are of i, b, sup, sub and sc (small capitals); ``address`` is where it leads, ``language`` is that of a
    title; both may be "".
    """

    text: str
    marks: frozenset[str] = frozenset()
    address: str = ""
    language: str = ""


class Request(NamedTuple):
    """Records to be cited beside each other, as in a book, or each ``alone``, by its section."""

    items: Sequence[Item]
    style: str
    locale: str
    alone: bool = False


class Answer(NamedTuple):
    """The citation of each record in the text or in a note, and its entry in the list; empty where a style has none."""

    cited: list[list[Run]]
    listed: list[list[Run]]


def formatted(requests: Sequence[Request]) -> list[Answer]:
    """Format all requests in one process of pandoc; it reads once what several in a row ask for in different styles."""
    if not requests:
        return []
    with tempfile.TemporaryDirectory() as folder:
        sheets = {key: _sheet(*key, Path(folder)) for key in {(request.style, request.alone) for request in requests}}
        lines: list[str] = []
        for _, alike in groupby(requests, lambda request: (id(request.items), request.locale, request.alone)):
            in_styles = list(alike)
            used = [sheets[request.style, request.alone].as_posix() for request in in_styles]
            lines += json.dumps(used), json.dumps(_document(in_styles[0]))
        done = subprocess.run(  # noqa: S603  (a program of ours, and its script)
            [_program(), "lua", _SCRIPT],
            input="\n".join(lines),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode:  # what it says else is that a style leaves a record out, which is dealt with
        raise RuntimeError(f"pandoc: {done.stderr}")
    # Not splitlines(), for which a line ends at signs that citations may have.
    answers = map(json.loads, filter(None, done.stdout.split("\n")))
    return [_answer(request, answer) for request, answer in zip(requests, answers, strict=True)]


@lru_cache
def _program() -> Path:
    """Return pandoc; the package that has it takes a quarter of a second to import."""
    spec = find_spec("pypandoc")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("files") / "pandoc"


def _sheet(name: str, alone: bool, folder: Path) -> Path:
    """Return the style as a file without its order: entries stand in that of the book, and none refers to the last."""
    tree = ET.parse(_SCRIPT.with_name(f"{name}.csl") if name == TITLE_CASE else style_file(name))  # noqa: S314  (ours)
    for part in tree.getroot().findall(f"{_CSL}bibliography"):
        part.attrib.pop("subsequent-author-substitute", None)
        for order in part.findall(f"{_CSL}sort"):
            part.remove(order)
    for term in tree.iter(f"{_CSL}text"):
        if term.get("term") == "circa":
            term.attrib.pop("text-case", None)  # it stands within a line
    for substitute in tree.iter(f"{_CSL}substitute"):
        substitute[:] = _one_by_one(substitute)
    if alone:
        _leave_alone(tree)
    path = folder / f"{name}-{alone}.csl"
    tree.write(path, "utf-8", xml_declaration=True)
    return path


def _one_by_one(elements: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """Yield elements so that each condition decides on one: of several, citeproc takes one, and then forgets all.

    So Chicago lost the translator of a book that stands under its editor.
    """
    for element in elements:
        if element.tag != f"{_CSL}choose":
            yield element
            continue
        branches = [list(_one_by_one(branch)) for branch in element]
        for at in range(max(map(len, branches), default=0)):
            choose = ET.Element(element.tag)
            for branch, inner in zip(element, branches, strict=True):
                ET.SubElement(choose, branch.tag, branch.attrib).extend(inner[at : at + 1])
            yield choose


def _leave_alone(tree: ET.ElementTree[ET.Element]) -> None:
    """Take out of a style what tells records apart that are cited beside each other."""
    for element in tree.iter():
        for name in [name for name in element.attrib if name.startswith("disambiguate-") or name == "collapse"]:
            del element.attrib[name]
        if element.attrib.pop("disambiguate", None):  # a condition; none is that of a variable that no record has
            element.set("variable", f"{element.get('variable', '')} none".strip())


def _document(request: Request) -> Node:
    meta = {
        "references": {"t": "MetaList", "c": [_record(item, request.locale) for item in request.items]},
        "lang": {"t": "MetaString", "c": request.locale.replace("_", "-")},
        "link-citations": {"t": "MetaBool", "c": False},
    }
    sections = [item.get("section", "") if request.alone and "custom" not in item else "" for item in request.items]
    sign = _SECTION.get(request.locale.partition("_")[0], "§")
    places = [f"{{{sign}{section}}}" if section else "" for section in sections]
    cited = [_citation(item["id"], place) for item, place in zip(request.items, places, strict=True)]
    return {"meta": meta, "blocks": [{"t": "Para", "c": [citation]} for citation in cited]}


def _citation(key: str, place: str) -> Node:
    """Return the citation of a record; pandoc reads in braces where in it."""
    citation = {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": _words(place) if place else [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 1,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[citation], [{"t": "Str", "c": "?"}]]}


def _record(item: Item, locale: str) -> Node:
    """Return a record as metadata of pandoc's, with the words of biblatex in those of the locale."""
    language = item.get("custom", {}).get("titlelangid") or item.get("language", "")
    fields: dict[str, Node] = {}
    for variable, value in item.items():
        if variable == "custom" or variable in UNSAID:
            continue
        if isinstance(value, list):
            names = [{part: _string(text) for part, text in name.items()} for name in value]
            fields[variable] = {"t": "MetaList", "c": [{"t": "MetaMap", "c": name} for name in names]}
        elif isinstance(value, Mapping):
            fields[variable] = _date(value)
        elif variable == "language":
            fields[variable] = _string(language)  # letters of a title change by the language that it is in
        elif variable in ("id", "type", "URL", "DOI", "page", "volume", "issue", "number"):
            fields[variable] = _string(str(value))
        else:
            said = say(locale, value) if value in WORDS.values() else str(value)
            text = f"{NOCASE[0]}{unprotected(said)}{NOCASE[1]}" if _keeps_letters(variable, item) else said
            published = item.get("language", "") if variable in _NAMES[:-1] else ""
            spoken: str = language if variable == "title" else published
            fields[variable] = {"t": "MetaInlines", "c": _inlines(text, spoken)}
    return {"t": "MetaMap", "c": fields}


def _keeps_letters(variable: str, item: Item) -> bool:
    """Tell whether a variable is a name; what a part of this book stands in is a title as others are."""
    is_part = variable == "container-title" and "custom" not in item and item["type"] in _PARTS
    return variable in _NAMES and not is_part


def _date(date: Mapping[str, Any]) -> Node:
    found: dict[str, Node] = {}
    if "date-parts" in date:
        parts = [[_string(str(number)) for number in part] for part in date["date-parts"]]
        found["date-parts"] = {"t": "MetaList", "c": [{"t": "MetaList", "c": part} for part in parts]}
    if "literal" in date:
        found["literal"] = _string(date["literal"])
    if "season" in date:
        found["season"] = _string(str(date["season"]))
    if date.get("circa"):
        found["circa"] = {"t": "MetaBool", "c": True}
    return {"t": "MetaMap", "c": found}


def _string(text: str) -> Node:
    return {"t": "MetaString", "c": text}


def _inlines(text: str, language: str) -> list[Node]:
    """Return a text with the markup of CSL-JSON as pandoc has it."""
    stack: list[tuple[str, list[Node]]] = [("", [])]
    for part, is_markup in tokens(text):
        if not is_markup:
            stack[-1][1].extend(_quoted(part))
        elif not part.startswith("</"):
            stack.append((part, []))
        elif len(stack) > 1:
            opening, inner = stack.pop()
            stack[-1][1].append(_element(opening, inner))
    while len(stack) > 1:
        opening, inner = stack.pop()
        stack[-1][1].append(_element(opening, inner))
    found = stack[0][1]
    return [{"t": "Span", "c": [["", [], [["lang", language]]], found]}] if language else found


def _element(opening: str, inner: list[Node]) -> Node:
    mark = mark_of(opening)
    return {"t": _ELEMENTS[mark], "c": inner} if mark else {"t": "Span", "c": [["", ["nocase"], []], inner]}


def mark_of(opening: str) -> str:
    """Return the mark of what begins with some markup; "" for that which protects letters."""
    return "" if opening == NOCASE[0] else _MARKS.get(opening, "sc")


def _quoted(text: str) -> Iterator[Node]:
    """Yield words, and quotations as such: a style sets one in another by the rules of its language."""
    at = 0
    for match in _QUOTED.finditer(text):
        yield from _words(text[at : match.start()])
        kind, inner = ("SingleQuote", match[1]) if match[1] else ("DoubleQuote", match[2])
        yield {"t": "Quoted", "c": [{"t": kind}, _words(inner)]}
        at = match.end()
    yield from _words(text[at:])


def _words(text: str) -> list[Node]:
    """Return words and spaces: only between them does citeproc look for the ends of words."""
    found: list[Node] = []
    for at, word in enumerate(text.split(" ")):
        if at:
            found.append({"t": "Space"})
        if word:
            found.append({"t": "Str", "c": word})
    return found


def _answer(request: Request, answer: Node) -> Answer:
    blocks = answer["blocks"]
    lists = {block["c"][0][0]: block for block in _divisions(blocks)}
    entries = [lists.get(f"ref-{item['id']}") for item in request.items]
    listed = [merged(_of_blocks(entry["c"][1])) if entry else [] for entry in entries]
    cited = [merged(_runs(block["c"])) for block in blocks if block["t"] == "Para"]
    return Answer(*(list(map(_tidied, request.items, runs)) for runs in (cited, listed)))


def _tidied(item: Item, runs: list[Run]) -> list[Run]:
    """Mend what citeproc does to dates in words, which stand for year and for day, and to names without capitals.

    It ends such a name as an initial.
    """
    words = item.get("issued", {}).get("literal", "")
    twice = [(f"{words}, {words}", words)] if words else []
    given = {name.get("given", "") for value in item.values() if isinstance(value, list) for name in value}
    ended = [(f"{name}.,", f"{name},") for name in given if name[-1:].isalpha() and name.lower() == name.upper()]
    for wrong, right in (*twice, *ended):
        runs = [run._replace(text=run.text.replace(wrong, right)) for run in runs]
    return runs


def _divisions(blocks: Iterable[Node]) -> Iterator[Node]:
    for block in blocks:
        if block["t"] == "Div":
            yield block
            yield from _divisions(block["c"][1])


def _of_blocks(blocks: Iterable[Node]) -> Iterator[Run]:
    for at, block in enumerate(blocks):
        if at:
            yield Run(" ")
        if block["t"] == "Div":
            yield from _of_blocks(block["c"][1])
        else:
            yield from _runs(block["c"])


def _runs(inlines: Iterable[Node], base: Run = Run("")) -> Iterator[Run]:  # noqa: B008  (it never changes)
    for node in inlines:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in ("Str", "Code"):
            yield Run(content if kind == "Str" else content[1], *base[1:])
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield Run(" ", *base[1:])
        elif kind in _MARK_OF:
            mark = _MARK_OF[kind]  # emphasis in emphasis stands upright
            yield from _runs(content, base._replace(marks=base.marks ^ {mark}))
        elif kind == "Quoted":
            before, after = _QUOTES[content[0]["t"]]
            yield base._replace(text=before)
            yield from _runs(content[1], base)
            yield base._replace(text=after)
        elif kind == "Link":
            yield from _runs(content[1], base._replace(address=content[2][0]))
        elif kind == "Cite":
            yield from _runs(content[1], base)
        elif kind == "Note":
            yield from _of_blocks(content)
        elif kind == "Span":
            (_, classes, attributes), inner = content
            if "csl-left-margin" not in classes:  # the number, which the book prints itself
                yield from _runs(inner, base._replace(language=dict(attributes).get("lang", base.language)))
        else:
            raise ValueError(f"citeproc has written {kind}, which no citation has")


def merged(runs: Iterable[Run]) -> list[Run]:
    """Return the pieces of a text, those that are set alike as one."""
    alike = groupby(runs, key=itemgetter(slice(1, None)))
    found = [Run("".join(map(itemgetter(0), group)), *rest) for rest, group in alike]
    if found:
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip())
    return found
