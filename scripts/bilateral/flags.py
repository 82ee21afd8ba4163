"""The pictures of flags: files of the volume, which are drawn and never run.

A file that would do more than be drawn is refused at its place: what draws it would leave that out without a word.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from bilateral.document import Document
from bilateral.model import Country
from bilateral.problems import Problem, did_you_mean, shown_path

LARGEST = 500_000
"""Bytes of a file: a flag with arms has 200,000."""
_PROGRAMS = frozenset({"script", "handler", "set", "animate", "animatecolor", "animatemotion", "animatetransform"})
_PROGRAMS |= {"foreignobject", "iframe", "object", "embed", "audio", "video", "discard"}
"""Elements that run, move or play something, or hold another document."""
_ELSEWHERE = re.compile(r"(?!#|data:image/(?:png|jpeg);)")
_URL = re.compile(r"url\((?!\s*['\"]?#)|@import", re.IGNORECASE)


@dataclass(frozen=True)
class Flag:
    """The picture of a flag as SVG, and its width in heights."""

    svg: str
    shape: float


def read_flags(
    source: Path, countries: tuple[Country, ...], document: Document
) -> tuple[dict[str, Flag], list[Problem]]:
    """Return the picture of each country's flag that has a file, by the country's code."""
    flags: dict[str, Flag] = {}
    problems: list[Problem] = []
    for index, country in enumerate(countries):
        if country.flag is None:
            continue
        path = source / country.flag
        if not path.is_file() or not path.resolve().is_relative_to(source.resolve()):
            there = [one.relative_to(source).as_posix() for one in source.rglob("*.svg")]
            hint = did_you_mean(country.flag, there) or "; put it there, or remove the key"
            message = f"the volume has no file '{country.flag}'{hint}"
            problems.append(document.problem(("countries", index, "flag"), "FIL006", message))
            continue
        shown = f"{shown_path(source)}/{country.flag}".removeprefix("./")
        flag, faults = read_flag(path.read_bytes())
        problems += [Problem(shown, line, column, "FIL006", message) for line, column, message in faults]
        if flag:
            flags[country.code] = flag
    return flags, problems


def read_flag(raw: bytes) -> tuple[Flag | None, list[tuple[int, int, str]]]:
    """Return the picture in a file, or None with line, column and message for all that it may not have."""
    if len(raw) > LARGEST:
        return None, [(0, 0, f"the picture has {len(raw):,} bytes; take one with {LARGEST:,} at most")]
    parser = expat.ParserCreate()
    found: list[tuple[int, int, str]] = []
    root: list[Mapping[str, str]] = []

    def fault(message: str) -> None:
        found.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, message))

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        root.append(attributes) if not root else None
        if local.casefold() in _PROGRAMS:
            fault(f"<{name}> does not belong into a picture that stands still; remove it")
        for key, value in attributes.items():
            if key.casefold().startswith("on"):
                fault(f"'{key}' runs a program; remove it")
            elif key.rpartition(":")[2] == "href" and _ELSEWHERE.match(value.strip()):
                fault(f"'{key}' loads '{value[:40]}' from elsewhere; draw it in the file")
            elif _URL.search(value):
                fault(f"'{key}' loads something from elsewhere; draw it in the file")

    def text(data: str) -> None:
        if _URL.search(data):
            fault("a style loads something from elsewhere; draw it in the file")

    def entity(name: str, *_: object) -> None:
        fault(f"the entity '{name}' is declared; write out what it stands for")

    def instruction(target: str, _: str) -> None:
        fault(f"<?{target}> tells a program what to do or to load; remove it")

    parser.StartElementHandler = start
    parser.ProcessingInstructionHandler = instruction
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = entity
    parser.buffer_text = True
    try:
        svg = raw.decode("utf-8-sig")
        parser.Parse(svg, True)
    except (UnicodeDecodeError, expat.ExpatError) as error:  # FIL003 and FIL005, where the folder is judged
        place = (error.lineno, error.offset + 1) if isinstance(error, expat.ExpatError) else (0, 0)
        return None, [(*place, f"the picture cannot be read ({error}); save it anew from the program that drew it")]
    shape = _shape(root[0])
    if shape is None:
        found.insert(0, (1, 1, 'the picture has no size; give <svg> a viewBox, such as viewBox="0 0 3 2"'))
    return Flag(svg, shape) if shape and not found else None, found


def _shape(attributes: Mapping[str, str]) -> float | None:
    """Return width by height, by the view box or else by the size."""
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    sizes = box[2:] if len(box) == 4 else [attributes.get("width", ""), attributes.get("height", "")]  # noqa: PLR2004
    try:
        width, height = (float(re.sub(r"(?:px|pt|mm|cm|in)$", "", size)) for size in sizes)
    except ValueError:
        return None
    return width / height if 0 < width < math.inf and 0 < height < math.inf else None
