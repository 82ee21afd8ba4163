"""Make an archival file of a PDF that TeX has set: PDF/A-2u, in which every id is the name of a place.

TeX does not write archival files, and hyperref names places by number (``section.1.2``), not by id. The finished file
is completed: with what an archive asks for, and with the ids as further names of hyperref's places.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import typst
from pikepdf import Array, Dictionary, Name, NameTree, Pdf

from bilateral_sphinx.latex.letters import write_letters
from sphinx_typst_pdf.engine.trees import extend_names

START = "Doc-Start"
"""Hyperref's name for the beginning of the book."""
PRINTED = 4
"""The flag of an annotation that is printed with its page, and not hidden."""
_LABEL = re.compile(r"^\\newlabel\{[^{}:]*:([^{}:]+)\}\{.*\{([^{}]+)\}\{[^{}]*\}\}$", re.MULTILINE)
_ENTRY = re.compile(r"^\\bibcite\{([^{}:]*:([^{}:]+))\}", re.MULTILINE)


def read_places(notes: Path) -> dict[str, str]:
    """Return the ids of labels and bibliography entries with hyperref's names for them, from TeX's ``.aux`` file.

    An id is unique in its chapter. Where several chapters have it, the first place of which it is the first id has it:
    the label of a section comes before the ids that Sphinx makes of its title.
    """
    text = notes.read_text("utf-8")
    found: list[tuple[str, str]] = _LABEL.findall(text)
    found += [(key, f"cite.{label}") for label, key in _ENTRY.findall(text)]
    first = {name: key for key, name in reversed(found)}
    found.sort(key=lambda pair: first[pair[1]] != pair[0])
    return dict(reversed(found))


def archive(source: Path, target: Path, *, metadata: Mapping[str, str | list[str]], places: Mapping[str, str]) -> None:
    """Write the PDF ``source`` to ``target`` as PDF/A-2u; each id in ``places`` leads to where its name leads.

    It says ``metadata`` by the names of XMP, which have a title and a language.
    Equal files give equal bytes, and a file that is archival already gives itself.

    Raises:
        KeyError: a name in ``places`` is not in the file.

    """
    with Pdf.open(source) as pdf:
        _name_places(pdf, places)
        _describe(pdf, metadata)
        _define_colours(pdf)
        write_letters(pdf)
        for page in pdf.pages:
            for annotation in page.get(Name.Annots, Array()):
                annotation[Name.F] = PRINTED
                page[Name.Tabs] = Name.S
        if Name.ID in pdf.trailer:
            del pdf.trailer[Name.ID]  # TeX makes it of the date and the name; the new one is made of the content
        pdf.save(target, deterministic_id=True)


def _name_places(pdf: Pdf, places: Mapping[str, str]) -> None:
    """Add the ids to the names that the file has."""
    tree = NameTree(pdf.Root.Names.Dests)
    extend_names(pdf.Root.Names, Name.Dests, {key: tree[name] for key, name in places.items()})


def _describe(pdf: Pdf, metadata: Mapping[str, str | list[str]]) -> None:
    """Say in which language the file is to be read aloud, what its window is called, and all else as XMP."""
    pdf.Root[Name.Lang] = metadata["dc:language"][0]
    pdf.Root[Name.ViewerPreferences] = Dictionary(DisplayDocTitle=True)
    pdf.docinfo[Name.Title] = metadata["dc:title"]
    with pdf.open_metadata(set_pikepdf_as_editor=False) as told:  # as editor, pikepdf notes the day and hour
        told.load_from_docinfo(pdf.docinfo)
        told.update(metadata)
        told["pdfaid:part"] = "2"
        told["pdfaid:conformance"] = "U"


def _define_colours(pdf: Pdf) -> None:
    """Say that red, green and blue are those of sRGB, with the profile that Typst puts into its own archival files."""
    file = typst.compile(b"", format="pdf", pdf_standards="a-2u", ignore_system_fonts=True)
    with Pdf.open(io.BytesIO(file)) as empty:
        pdf.Root[Name.OutputIntents] = Array([pdf.copy_foreign(intent) for intent in empty.Root.OutputIntents])
