"""The files of a volume as files: names that every system has and tells apart, texts that can be read, whole pictures.

Windows and macOS take ``Chapter.md`` and ``chapter.md`` for one file, Windows has no ``aux.md``; a volume is written on
all of them, and what it becomes is unpacked on all of them.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from bilateral.formats.folders import FOLDERS
from bilateral.image_files import IMAGES, image_fault
from bilateral.problems import Problem, shown_path

UNSEEN = r"\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
FORBIDDEN = re.compile(rf"[<>:\"|?*\\\x00-\x1f\x7f;&`!{{}}$'{UNSEEN}]")
"""Signs that no name has on Windows, that are code in a shell, or that nobody sees: macOS may pass over those."""
CODE = re.compile(r"[\]%#=\[]")
"""Signs that are code in an address or in TeX; the name of a chapter is part of both."""
DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Names that are devices on Windows, whatever follows their first dot."""
LONGEST = 200
"""Bytes of a name: systems have 255, and some are added where a book is made."""
LONGEST_PATH = 220
"""Characters of a path below the volume: some systems have 260 for all of it."""
CHAPTERS = frozenset({".md", ".rst"})
PAGES = frozenset({"epub-cover", "genindex", "nav", "pages", "search"})
"""Pages that a web book or an e-book has beside its chapters."""
TEXTS = CHAPTERS.union(
    [".txt", ".bib", ".po", ".csv", ".tsv", ".svg", ".py", ".css", ".js", ".json", ".geojson", ".html", ".xml", ".csl"],
    [".yml", ".toml", ".ini", ".log", ".tex", ".typ"],
)
"""How names of text files end."""
BESIDE_CHAPTERS = TEXTS - CHAPTERS | {".yaml"}
OWN = frozenset({"references.bib", "anchors.txt", "redirects.txt", "pages.txt", "paragraphs.txt"})
"""Texts that the press reads itself, and judges their encoding there."""
MARKED = frozenset({".md", ".py", ".svg", ".xml"})
"""Files whose readers skip a mark of byte order; elsewhere it would be taken for text."""
BUILT = frozenset({".code", ".buildinfo", "environment.pickle"})
"""What lies in a folder of output, where such a folder is inside the volume."""
LOCALE = "locale"
"""The folder of translations, with a folder for each language."""
MARK = "\ufeff"
SVG = "http://www.w3.org/2000/svg svg"
"""The root of a drawing, as the parser names it: browsers draw none that has no namespace."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def judge_files(source: Path) -> list[Problem]:
    """Return what is wrong with the files of a volume; links out of it are not followed."""
    root = shown_path(source)
    problems: list[Problem] = []
    same: dict[str, str] = {}
    told: set[str] = set()
    languages = languages_of(source)
    for name in _files(source):
        file = f"{root}/{name}".removeprefix("./")
        problems += [Problem(file, 0, 0, "FIL001", message) for message in _name_faults(name)]
        problems += [Problem(file, 0, 0, "FIL009", message) for message in _taken(name, languages)]
        for path in (*[str(folder) for folder in PurePosixPath(name).parents[:-1]], name):
            other = same.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
            if other != path and path not in told:
                told.add(path)
                what = "file" if path == name else f"folder '{path}'"
                message = f"some systems take this {what} and '{other}' for one; give one of them another name"
                problems.append(Problem(file, 0, 0, "FIL002", message))
        suffix, place = PurePosixPath(name).suffix.lower(), source / name
        if suffix in {*TEXTS, *IMAGES} and not place.is_file() and not place.is_symlink():
            message = "it is a pipe or a device, which may never be filled; move it out of the volume"
            problems.append(Problem(file, 0, 0, "FIL003", message))
            continue
        if suffix in IMAGES:
            problems += _image_faults(place, file, suffix)
        if suffix in TEXTS:
            found = text_faults(place, file)
            problems += [problem for problem in found if name not in OWN or problem.message.startswith("the character")]
    return sorted(problems)


def languages_of(source: Path) -> list[str]:
    """Return the languages into which a volume is translated, as its folders are called."""
    return sorted(path.name for path in (source / LOCALE).glob("*/") if (path / "LC_MESSAGES").is_dir())


def digest_beside_chapters(source: Path) -> str:
    """Return a digest of all texts of a volume but its chapters: of what they are, and not of how old.

    Returns "" where not all can be seen: a folder is a link, or books are built into the volume itself.
    """
    links = (Path(around, name).is_symlink() for around, folders, _ in _walk(source) for name in folders)
    if any((source / name).exists() for name in BUILT) or any(links):
        return ""
    found = sha256()
    for name in _files(source):
        if PurePosixPath(name).suffix.lower() in BESIDE_CHAPTERS and (source / name).is_file():
            found.update(f"{name}\0{sha256((source / name).read_bytes()).hexdigest()}\0".encode())
    return found.hexdigest()


def _files(source: Path) -> Iterator[str]:
    """Yield the files, by their paths below the volume."""
    for around, _, names in _walk(source):
        below = Path(around).relative_to(source)
        yield from ((below / name).as_posix() for name in names)


def _walk(source: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield each folder with its folders and files, without those of output; what begins with a dot is an editor's."""
    for around, folders, names in os.walk(source):
        if not BUILT.isdisjoint(names):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        yield around, folders, sorted(name for name in names if not name.startswith("."))


def _name_faults(name: str) -> Iterator[str]:
    """Yield what is wrong with a name."""
    *folders, last = parts = name.split("/")
    for part in parts:
        shown = part.encode("utf-8", "replace").decode()
        if found := FORBIDDEN.search(part):
            yield f"'{shown}' has a sign in its name that no name may have; rename it without {found[0]!r}"
        elif DEVICES.fullmatch(part):
            yield f"'{shown}' is the name of a device on Windows; rename it"
        elif part.endswith((".", " ")):
            yield f"'{shown}' ends in a dot or a space, which Windows leaves out; rename it"
        if len(os.fsencode(part)) > LONGEST:
            yield f"'{shown[:40]}…' is longer than {LONGEST} bytes; give it a shorter name"
    if len(name) > LONGEST_PATH:
        yield f"the path is longer than {LONGEST_PATH} characters; give its folders shorter names"
    if PurePosixPath(last).suffix in CHAPTERS:
        found = next(filter(None, (CODE.search(part) for part in [*folders, last])), None)
        if found:
            yield f"the name of a chapter may not have {found[0]!r}, which is code in an address; rename it"


def _taken(name: str, languages: Iterable[str]) -> Iterator[str]:
    """Tell of a chapter that would lie where a format has something of its own: one of the two would be lost."""
    path = PurePosixPath(name.casefold())
    if path.suffix not in CHAPTERS:
        return
    if len(path.parts) > 1 and path.parts[0] in FOLDERS:
        yield f"the web book has a folder '{path.parts[0]}' of its own; give that of this chapter another name"
    elif len(path.parts) > 1 and path.parts[0] in map(str.casefold, languages):
        yield f"the translation into '{path.parts[0]}' has this folder; give that of this chapter another name"
    elif len(path.parts) == 1 and path.stem in PAGES:
        yield f"a book has a page '{path.stem}' of its own; give this chapter another name"


def text_faults(path: Path, file: str) -> Iterator[Problem]:
    """Yield what is wrong with a text: one problem a file, for others may follow from it."""
    try:
        raw = path.read_bytes() if not path.is_symlink() else b""
    except OSError as error:
        yield Problem(file, 0, 0, "FIL003", f"cannot read the file: {error.strerror}; let this user read it")
        return
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(raw, error.start)
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        yield Problem(file, line, column, "FIL003", message)
        return
    if text.startswith(MARK) and path.suffix.lower() not in MARKED:
        message = "the file begins with a mark of byte order (U+FEFF); save it as UTF-8 without one"
        yield Problem(file, 1, 1, "FIL004", message)
    elif found := CONTROL.search(text):
        line, column = _place(text.encode(), len(text[: found.start()].encode()))
        yield Problem(file, line, column, "FIL004", f"the character U+{ord(found[0]):04X} is no text; remove it")
    elif path.suffix.lower() == ".svg":
        yield from _svg_faults(raw, file)


def _place(raw: bytes, offset: int) -> tuple[int, int]:
    """Return line and column of a byte, counted from 1; columns are characters."""
    start = raw.rfind(b"\n", 0, offset) + 1
    return raw.count(b"\n", 0, offset) + 1, len(raw[start:offset].decode("utf-8", "replace")) + 1


def _image_faults(path: Path, file: str, suffix: str) -> Iterator[Problem]:
    try:
        fault = None if path.is_symlink() else image_fault(path.read_bytes(), suffix)
    except OSError as error:
        fault = f"cannot read the picture: {error.strerror}; let this user read it"
    if fault:
        yield Problem(file, 0, 0, "FIL007", fault)


def _svg_faults(raw: bytes, file: str) -> Iterator[Problem]:
    parser = expat.ParserCreate(namespace_separator=" ")
    roots: list[tuple[str, int, int]] = []

    def start(name: str, _: object) -> None:
        parser.StartElementHandler = None
        roots.append((name, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser.StartElementHandler = start
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        message = f"the picture is no well-formed XML ({reason}); save it anew from the program that drew it"
        yield Problem(file, error.lineno, error.offset + 1, "FIL005", message)
        return
    ((root, line, column),) = roots
    if root != SVG:
        message = f"the picture is no SVG: its root is <{root.rpartition(' ')[2]}>"
        yield Problem(file, line, column, "FIL005", f'{message}; it has to be <svg xmlns="{SVG.partition(" ")[0]}">')
