"""Every kind of node that docutils and Sphinx have is handled, or named with the reason why it prints nothing."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest
from docutils import nodes
from sphinx import addnodes

from sphinx_typst_pdf.transforms import included_documents
from sphinx_typst_pdf.translator import SILENT, TypstTranslator

BASES = {nodes.Node, nodes.Element, nodes.TextElement, nodes.FixedTextElement, nodes.PureTextElement}
"""What others are made of; no document holds them."""
NEVER: dict[type[nodes.Node], str] = {
    addnodes._desc_classes_injector: "is a base class of signatures",
}


def classes(module: ModuleType) -> list[type[nodes.Node]]:
    found = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, nodes.Node)]
    return [kind for kind in found if kind not in BASES and kind.__module__ == module.__name__]


EVERY = [*classes(nodes), *classes(addnodes), included_documents]


def handled(kind: type[nodes.Node]) -> bool:
    return all(hasattr(TypstTranslator, f"{way}_{kind.__name__}") for way in ("visit", "depart"))


def test_the_walk_finds_the_nodes() -> None:
    assert {nodes.paragraph, nodes.Text, addnodes.toctree, addnodes.desc_signature} <= set(EVERY)
    assert len(EVERY) > 140


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_a_node_is_handled_or_named_with_a_reason(kind: type[nodes.Node]) -> None:
    skips = f"visit_{kind.__name__}"
    assert kind in NEVER or kind in SILENT or hasattr(TypstTranslator, skips), f"{kind} would be unknown"


def test_no_reason_is_stale() -> None:
    assert set(NEVER) | set(SILENT) <= set(EVERY)
    assert all(len(reason) > 10 for reason in [*NEVER.values(), *SILENT.values()])


def test_a_node_that_begins_also_ends() -> None:
    """What only skips or raises needs no end; anything else would end in the handler of unknown nodes."""
    open_ended = [kind.__name__ for kind in EVERY if kind not in SILENT and kind not in NEVER and not handled(kind)]
    sources = {name: inspect.getsource(getattr(TypstTranslator, f"visit_{name}")) for name in open_ended}
    assert [name for name, code in sources.items() if "SkipNode" not in code] == []
