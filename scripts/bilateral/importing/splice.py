"""Items put at the end of lists in the text of a YAML file, in which everything else stays as it is.

A parser that keeps comments (ruamel.yaml) keeps neither line breaks nor quotes, and an import would change every line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from bilateral.problems import KeyPath


class _Plain(yaml.SafeDumper):
    """Quotes what is syntax, and nothing else: every scalar of a data file is read as text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def appended(text: str, lists: Iterable[tuple[KeyPath, list[Any]]]) -> str:
    """Return the text with items at the end of each list; a list that is not there is made at the end of the file."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    edits = []
    for path, items in lists:
        node = _node(root, path)
        if items:
            # What ends at one place is put there from the outside in: the inner text stands before the outer.
            edits.append((*_edit(text, node, items, path), node is None, -len(path)))
    for start, end, new, *_ in sorted(edits, key=lambda edit: (edit[0], *edit[3:]), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _node(node: Any, path: KeyPath) -> Any:
    for part in path:
        if isinstance(part, int):
            node = node.value[part]
        else:
            node = next((value for key, value in node.value if key.value == part), None)
        if node is None:
            return None
    return node


def _edit(text: str, node: Any, items: list[Any], path: KeyPath) -> tuple[int, int, str]:
    """Return what of the text is replaced, and by what."""
    if node is None:
        gap = "" if text.endswith("\n") else "\n"
        return len(text), len(text), f"{gap}\n{path[-1]}:\n{_block(items, 2, top=True)}"
    start, end = node.start_mark.index, node.end_mark.index
    if node.flow_style:
        inner = ", ".join(map(_flow, items))
        return end - 1, end, f", {inner}]" if node.value else f"{inner}]"
    end = _end(node)
    end = text.index("\n", end - 1 if text[end - 1] == "\n" else end) + 1 if "\n" in text[end - 1 :] else len(text)
    gap = "" if text[end - 1] == "\n" else "\n"
    apart = "\n" if len(path) == 1 and "\n\n" in text[start:end] else ""
    return end, end, gap + "".join(apart + _block([item], node.start_mark.column, top=len(path) == 1) for item in items)


def _end(node: Any) -> int:
    """Return where the last value below a node ends; a block list itself ends before what follows it."""
    while node.value and not isinstance(node, yaml.ScalarNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _block(items: list[Any], indent: int, *, top: bool) -> str:
    """Write items as a block list: a record with a line for each key, a part of one in a line."""
    lines = []
    for item in items:
        if not top:
            lines.append(f"{' ' * indent}- {_flow(item)}")
            continue
        lead = "- "
        for key, value in item.items():
            lines.append(f"{' ' * indent}{lead}{key}:")
            lead = "  "
            if isinstance(value, list) and value and isinstance(value[0], dict):
                lines += [f"{' ' * (indent + 4)}- {_flow(one)}" for one in value]
            else:
                lines[-1] += f" {_flow(value)}"
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    options: dict[str, Any] = {
        "default_flow_style": True,
        "sort_keys": False,
        "allow_unicode": True,
        "width": float("inf"),
    }
    return str(yaml.dump(value, Dumper=_Plain, **options)).removesuffix("...\n").strip()
