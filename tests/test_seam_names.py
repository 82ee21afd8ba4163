"""What each seam imports and takes hold of is there, by name.

``test_seams.py`` tries what the seams do, for which it builds a small book. Where that cannot be built, because a new
version has no longer what a seam uses, these tests say which seam and which name.
"""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

SEAMS = Path(__file__).parents[1] / "scripts/bilateral_sphinx/seams"
MODULES = {path.stem: path for path in sorted(SEAMS.glob("*.py")) if path.stem != "__init__"}
OURS = ("__", "bilateral", "sphinx_typst_pdf")
ENVIRONMENT = "sphinx.environment:BuildEnvironment"
BUILDER = "sphinx.builders:Builder"
APPLICATION = "sphinx.application:Sphinx"
HTML = "sphinx.writers.html5:HTML5Translator"
USED: dict[str, dict[str, str]] = {
    "application": {ENVIRONMENT: "_app", APPLICATION: "_warncount"},
    "defaults": {"sphinx.config:Config": "_raw_config overrides"},
    "directives": {"myst_parser.mocking:MockState": "_renderer"},
    "epub": {
        "sphinx.builders.epub3:Epub3Builder": "template_dir build_content build_navigation_doc toc_metadata build_epub "
        "content_metadata navigation_doc_metadata files coverpage_name"
    },
    "figure_numbers": {
        "sphinx.environment.collectors.toctree:TocTreeCollector": "assign_figure_numbers",
        ENVIRONMENT: "get_doctree",
        "sphinx.domains.std:StandardDomain": "enumerable_nodes get_numfig_title _resolve_numref_xref",
    },
    "general_index": {"sphinx.environment.adapters.indexentries:IndexEntries": "create_index"},
    "images": {ENVIRONMENT: "images dlfiles", "sphinx.util._files:FilenameUniqDict": "_existing add_file"},
    "labels": {"sphinx.domains.std:StandardDomain": "is_enumerable_node get_enumerable_node_type get_numfig_title"},
    "latex": {"sphinx.writers.latex:LaTeXTranslator": "hypertarget"},
    "page_times": {ENVIRONMENT: "all_docs"},
    "reading": {
        BUILDER: "_read_parallel _read_serial read_doc events build read phase write finish",
        ENVIRONMENT: "_app merge_info_from clear_doc check_dependents check_consistency",
        "sphinx.util.parallel:ParallelTasks": "add_task _process _pworking _precvs _join_one terminate",
    },
    "references": {
        ENVIRONMENT: "_app current_document toc_fignumbers toc_secnumbers",
        APPLICATION: "builder",
        "sphinx.domains.std:StandardDomain": "labels anonlabels",
    },
    "rendering": {
        "sphinx.builders.html:StandaloneHTMLBuilder": "_settings docsettings render_partial prepare_writing init",
        BUILDER: "get_relative_uri",
        "docutils.writers._html_base:HTMLTranslator": "encode special_characters",
    },
    "search_index": {
        "sphinx.search:IndexBuilder": "lang get_js_stemmer_code _index_entries _word_collector",
        "sphinx.search:WordStore": "words",
    },
    "section_numbers": {ENVIRONMENT: "toc_secnumbers tocs titles"},
    "single_nodes": {"docutils.nodes:Node": "setup_child document", "docutils.nodes:Text": "astext"},
    "static_files": {
        "sphinx.builders.html:StandaloneHTMLBuilder": "copy_theme_static_files theme templates",
        "sphinx.theming:Theme": "get_theme_dirs",
    },
    "templates": {"sphinx.jinja2glue:BuiltinTemplateLoader": "environment", "jinja2:Environment": "bytecode_cache"},
    "titles": {
        "sphinx.builders.html:StandaloneHTMLBuilder": "index_page",
        "sphinx.transforms:SphinxContentsFilter": "parent get_entry_text default_visit",
    },
    "toctrees": {ENVIRONMENT: "tocs numbered_toctrees toctree_includes get_doctree collect_relations"},
    "translations": {APPLICATION: "_init_i18n", "sphinx.transforms:i18n": "_publish_msgstr extract_messages"},
    "visitors": {
        HTML: "visit_entry visit_title visit_reference visit_definition_list_item visit_citation body starttag attval"
    },
    "writing": {
        APPLICATION: "preload_builder create_builder is_parallel_allowed parallel tags",
        BUILDER: "phase parallel_ok finish_tasks write finish cleanup init",
        ENVIRONMENT: "_builder_cls",
        "sphinx.util.tags:Tags": "remove",
    },
}
"""The classes of which a seam uses undocumented names, private ones and others."""


def is_there(owner: type, name: str) -> bool:
    """Tell whether a class, or what it sets on its instances, has a name."""
    bases = [base for base in getattr(owner, "__mro__", ()) if base is not object]
    annotated = any(name in inspect.get_annotations(base) for base in bases)
    return (
        hasattr(owner, name)
        or annotated
        or any(re.search(rf"self\.{name}(: [^=\n]+)? = ", _source(base)) for base in bases)
    )


def _source(owner: type) -> str:
    try:
        return inspect.getsource(owner)
    except (OSError, TypeError):
        return ""


@pytest.mark.parametrize("seam", MODULES)
def test_what_a_seam_imports_is_there(seam: str) -> None:
    missing = []
    for node in ast.walk(ast.parse(MODULES[seam].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith(OURS):
            module = __import__(node.module, fromlist=[alias.name for alias in node.names])
            missing += [f"{node.module}.{alias.name}" for alias in node.names if not hasattr(module, alias.name)]
    assert missing == []


@pytest.mark.parametrize("seam", USED)
def test_what_a_seam_takes_hold_of_is_there(seam: str) -> None:
    assert seam in MODULES
    missing = []
    for place, names in USED[seam].items():
        module, _, owner = place.partition(":")
        found: Any = getattr(import_module(module), owner)
        missing += [f"{place}.{name}" for name in names.split() if not is_there(found, name)]
    assert missing == []


def test_every_private_name_is_listed() -> None:
    for seam, path in MODULES.items():
        listed = {name for names in USED.get(seam, {}).values() for name in names.split()}
        private = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__")
        }
        own = {"_key", "_last", "_pack", "_with_own_templates"}
        assert private - own <= listed, seam
