"""Setting a book with Typst: its code becomes a PDF, and the places of what is in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import typst

from sphinx_typst_pdf.engine.job import PICTURES, Job, Setting

POSITIONS = """
let ours = ("anchor", "table", "frame")
query(metadata).filter(m => type(m.value) == dictionary and ours.any(key => key in m.value)).map(m => {
  let v = m.value
  if "frame" in v { v } else if "table" in v { (table: v.table, stubs: v.stubs) } else {
    let at = if "at" in v { query(label(v.at)).first().location() } else { m.location() }
    let p = at.position()
    (anchor: v.anchor, page: p.page, x: p.x / 1pt, y: p.y / 1pt)
  }
})
"""
"""Typst code that says where every anchor is, and lists the tables in their order."""


LOST = "was ignored"
"""What a warning says of content that is not in the PDF."""

OF_PICTURE = "warning: image"
"""How Typst begins to say that a picture has what it does not draw."""


def compiler_of(job: Job) -> typst.Compiler:
    """Return a compiler for the code of a book."""
    inputs = {**job.inputs, "spare-fonts": json.dumps(families(job.fonts))}
    return typst.Compiler(job.main, root=job.root, font_paths=job.fonts, ignore_system_fonts=True, sys_inputs=inputs)


def set_book(job: Job, compiler: typst.Compiler) -> tuple[Setting, bytes]:
    """Compile the code of a book. Where it has faults, or Typst leaves something out, there is no PDF."""
    try:
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=job.standards)  # type: ignore[arg-type]  # Typst says which it knows
    except ValueError as error:  # of a standard that Typst does not know
        return Setting([f"error: typst_pdf_standards: {str(error).splitlines()[0]}"], whole=False), b""
    except typst.TypstError as error:
        return Setting([error.diagnostic], whole=False, pictures=told_of_pictures(job, "error")), b""
    assert isinstance(pdf, bytes)  # of a PDF, all pages are in one
    reports = [warning.diagnostic for warning in warnings]
    lost = [report.replace("warning: ", "error: ", 1) for report in reports if LOST in report]
    if lost:
        return Setting(lost, whole=False), b""
    pictures = told_of_pictures(job, "warning") if any(report.startswith(OF_PICTURE) for report in reports) else []
    return Setting(reports, whole=True, places=json.loads(compiler.eval(POSITIONS)), pictures=pictures), pdf


def families(folders: list[str]) -> list[str]:
    """Return the names of the fonts in these folders."""
    if not folders:
        return []
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return sorted(found.families())


def told_of_pictures(job: Job, kind: Literal["error", "warning"]) -> list[tuple[str, str]]:
    """Return the pictures of which Typst says something of this kind, below the root, each with what it says.

    Of a picture, Typst names the place where the template draws it. So each is tried alone, when something was said.
    """
    found = []
    root = Path(job.root)
    own = (path for path in root.glob("*") if path.suffix.lower() in PICTURES)  # the logo, and those of a template
    for path in sorted([*root.glob("images/*"), *own]):
        code: bytes = f'#set document(title: "T")\n#image({json.dumps(path.name)}, alt: "A")'.encode()
        said: Sequence[typst.TypstError | typst.TypstWarning] = []
        try:
            _pdf, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]  # as above
                code,
                root=str(path.parent),
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=job.standards,
            )
            said = warnings if kind == "warning" else []
        except typst.TypstError as error:
            said = [error] if kind == "error" else []
        found += [(path.relative_to(root).as_posix(), message.message) for message in said]
    return found
