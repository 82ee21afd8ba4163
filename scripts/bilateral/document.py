"""Read a YAML file into plain data, keeping the place of every value.

Every scalar stays the text that was typed: the country ``NO`` is not false and 1938-05-31 is not a timestamp.
Parsing is libyaml's (its composer is linear and fast at 10,000 records); only the walk over its nodes is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bilateral.problems import Path_, Problem, shown_path

Position = tuple[int, int]
_PLAIN_TAGS = {
    "tag:yaml.org,2002:str",
    "tag:yaml.org,2002:seq",
    "tag:yaml.org,2002:map",
    "tag:yaml.org,2002:null",
    "tag:yaml.org,2002:bool",
    "tag:yaml.org,2002:int",
    "tag:yaml.org,2002:float",
    "tag:yaml.org,2002:timestamp",
    "tag:yaml.org,2002:value",
}


@dataclass(frozen=True)
class Document:
    """The plain data of one file (dicts, lists and texts) and the position of each value by its path."""

    file: str
    data: dict[str, Any]
    positions: dict[Path_, Position]

    def problem(self, path: Path_, code: str, message: str) -> Problem:
        """Return a problem at ``path``, or at the closest place above it that the file has."""
        place = path
        while place and place not in self.positions:
            place = place[:-1]
        line, column = self.positions.get(place, (1, 1))
        return Problem(self.file, line, column, code, message)


def read_document(path: Path) -> tuple[Document | None, list[Problem]]:
    """Read the YAML mapping in ``path``. Return it, or None with the problems that stand in the way."""
    file = shown_path(path)

    def fail(code: str, message: str, line: int = 1, column: int = 1) -> tuple[None, list[Problem]]:
        return None, [Problem(file, line, column, code, message)]

    try:
        raw = path.read_bytes()
    except OSError as error:
        return fail("DAT001", f"cannot read the file: {error.strerror}", 0, 0)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        return fail("DAT002", f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8", line, column)
    for number, line_text in enumerate(text.splitlines(), 1):
        indent = line_text[: len(line_text) - len(line_text.lstrip())]
        if "\t" in indent and line_text.strip():
            return fail("DAT004", "a tab in the indentation; use spaces", number, indent.index("\t") + 1)
    try:
        loader = yaml.CSafeLoader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = error.problem or str(error)
        if "single document" in (error.context or ""):
            return fail("DAT009", "a second document starts here; the file holds one mapping", *place)
        if "alias" in what:
            return fail("DAT008", f"{what}; write the value out instead of an alias", *place)
        context = f" {error.context}" if error.context else ""
        return fail("DAT003", f"{what}{context}; check quotes, colons and indentation", *place)
    except yaml.YAMLError as error:
        return fail("DAT003", f"{error}".splitlines()[0] + "; remove the characters that YAML forbids")
    if root is None:
        return fail("DAT005", "the file is empty; it needs at least the key 'volume'")
    if not isinstance(root, yaml.MappingNode):
        kind = "a list" if isinstance(root, yaml.SequenceNode) else "a single value"
        return fail("DAT006", f"the file is {kind}; it must be a mapping of collections")
    walk = _Walk(file)
    data = walk.value(root, ())
    return (None, walk.problems) if walk.problems else (Document(file, data, walk.positions), [])


class _Walk:
    """One pass over the composed nodes, gathering data, positions and problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.positions: dict[Path_, Position] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path_) -> Any:
        """Return the plain value of ``node`` and note its position."""
        mark = node.start_mark
        place = (mark.line + 1, mark.column + 1)
        self.positions[path] = place
        if id(node) in self._seen:
            self._problem(place, "DAT008", "an alias stands here; write the value out")
            return None
        self._seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            self._problem(place, "DAT010", f"the tag {node.tag} has no meaning here; remove it")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        return node.value

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key_node.value == "<<":
                self._problem(place, "DAT008", "a merge key stands here; write the keys out")
                continue
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(place, "DAT003", "a key must be a single word; check the indentation")
                continue
            if key_node.value in result:
                first = self.positions[*path, key_node.value][0]
                self._problem(place, "DAT007", f"the key '{key_node.value}' already stands at line {first}; keep one")
                continue
            value = self.value(value_node, (*path, key_node.value))
            result[key_node.value] = value
            self.positions[*path, key_node.value] = place
        return result

    def _problem(self, place: Position, code: str, message: str) -> None:
        self.problems.append(Problem(self.file, *place, code, message))
