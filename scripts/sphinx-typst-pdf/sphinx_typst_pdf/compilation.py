"""One book: its main file, what Typst makes of it, and what is added to the PDF."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.locale import _, __
from sphinx.util import logging

from sphinx_typst_pdf.assembly import ATTACHMENTS, IMPORT, Assembly, assemble, toctree_path, write_if_changed
from sphinx_typst_pdf.diagnostics import Sources, read_diagnostics
from sphinx_typst_pdf.engine.interruption import interrupted_later
from sphinx_typst_pdf.engine.job import Job, Setting, encode, environment, finishing, keep_job, set_beside
from sphinx_typst_pdf.engine.kept import set_again
from sphinx_typst_pdf.engine.layout import Anchor, Layout, Table
from sphinx_typst_pdf.fragments import Fragment, Heading
from sphinx_typst_pdf.genindex import domain_indices, general_index
from sphinx_typst_pdf.names import destination_names
from sphinx_typst_pdf.pages import list_of, opened, write_list
from sphinx_typst_pdf.syntax import dictionary, literal, string
from sphinx_typst_pdf.verification import verify

logger = logging.getLogger(__name__)

COMMAND = [sys.executable, "-m", "sphinx_typst_pdf.engine"]


def _begun(command: list[str]) -> subprocess.Popen[str]:
    """Begin a program of ours; it inherits what is meant to be inherited, such as the lock of whoever builds."""
    pipe = subprocess.PIPE
    with interrupted_later():
        return subprocess.Popen(  # noqa: S603  (our own)
            command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", env=environment(), close_fds=False
        )


REGION = 2
"""Letters of a region in the tag of a language; a script has four."""


def _tag(language: str | None) -> str:
    """Return the tag of a language without what belongs to the machine's own names of locales."""
    return (language or "en").partition("@")[0].replace("-", "_")


def _direction(language: str | None) -> str:
    """Return in which direction a language is written."""
    try:
        return str(Locale.parse(_tag(language)).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


class Compilation:
    """A book that is being set: ``(start, target, title, author, toctree_only)``."""

    def __init__(self, builder: Builder, code_dir: Path, fragments: dict[str, Fragment], book: tuple[Any, ...]) -> None:
        self.builder = builder
        self.code_dir = code_dir
        self.config = builder.config
        self.fragments = fragments
        start, target, title, author, toctree_only = (*book, False)[:5]
        self.start, self.title, self.author = str(start), str(title), str(author)
        self.toctree_only = bool(toctree_only)
        self.target = Path(builder.outdir) / target
        words = {"p.": _("p."), "Part": _("Part"), "Chapter": _("Chapter"), "Contents": _("Contents")}
        words["continued"] = _("continued from previous page")
        words |= self.config.typst_elements.get("words", {})
        self.words = {key: str(word) for key, word in words.items()}  # those of a conf.py are lazy
        self.main = code_dir / "books" / f"{Path(target).stem}.typ"

    def run(self) -> bool:
        """Set the book and write the PDF. Return whether that was possible."""
        if self.start not in self.fragments:
            message = __("typst_documents: there is no document %r; the book %s is not written")
            logger.warning(message, self.start, self.target.name, type="typst", subtype="config")
            return False
        for name in self.config.typst_appendices:
            if name not in self.fragments:
                message = __("typst_appendices: there is no document %r")
                logger.warning(message, name, type="typst", subtype="config")
        appendices = [name for name in self.config.typst_appendices if name in self.fragments]
        book = assemble(self.start, self.fragments, appendices, parts=self.config.typst_use_parts)
        for path, code in book.toctrees.items():
            write_if_changed(self.code_dir / path, code)
        anchors = {anchor for name in book.documents for anchor in self.fragments[name].anchors}
        general = general_index(self.builder, anchors) if self.config.typst_use_index else None
        indices = domain_indices(self.builder, set(book.documents), anchors)
        indices |= {"genindex#": general} if general else {}
        book.headings += [Heading(1, None, index.title) for index in indices.values()]
        write_if_changed(self.main, self._main_code(book, "".join(index.code for index in indices.values())))
        known = anchors | set(indices)
        missing = {label for name in book.documents for label in self.fragments[name].references} - known
        self._warn_of(missing, book)
        whole = False
        try:
            whole = self._set(missing, book, [label.partition("#")[0] for label in indices])
        finally:
            if not whole:  # it is written before all is well
                list_of(self.target).unlink(missing_ok=True)
        return whole

    # the main file

    def _main_code(self, book: Assembly, indices: str) -> str:
        depth = 3 if book.has_parts else 2
        chapters = f"#include {string(f'/documents/{self.start}.typ')}\n"
        if self.toctree_only:
            first = self.fragments[self.start]
            own = [toctree_path(self.start, index) for index in range(len(first.toctrees))]
            anchors = ", ".join(map(string, first.anchors))
            chapters = f"#anchor({anchors})\n" + "".join(f"#include {string(f'/{path}')}\n" for path in own)
        code = f"{IMPORT}#show: book.with({dictionary(self._about())}, front: front, depth: {depth})\n{chapters}"
        return code + book.appendices + indices + "".join(map(self._attached, self.config.typst_attachments))

    @staticmethod
    def _attached(file: tuple[str, str, str, str]) -> str:
        """Return the code that lets the PDF carry a file."""
        path, relationship, media_type, description = file
        name = string(f"/{Path(path).name}")  # without the folder of the code that says so
        told = {"relationship": relationship, "mime-type": media_type, "description": description}
        options = ", ".join(f"{key}: {string(value)}" for key, value in told.items())
        return f"#pdf.attach({name}, read({string(f'/{ATTACHMENTS}/{Path(path).name}')}, encoding: none), {options})\n"

    def _about(self) -> dict[str, str]:
        """Return what the template is told of the book, as code."""
        elements = dict(self.config.typst_elements)
        language, *parts = _tag(self.config.language).split("_")
        published = self.published(elements.pop("date", None))
        authors = elements.pop("authors", [self.author] if self.author else [])
        about: dict[str, Any] = {
            "title": self.title,
            "subtitle": None,
            "authors": authors,
            "description": None,
            "keywords": [],
            "edition": f"{_('Release')} {self.config.release}" if self.config.release else "",
            "imprint": [f"© {self.config.copyright}"] if self.config.copyright else [],
            "language": language,
            "region": next((part.upper() for part in parts if len(part) == REGION), None),
            "logo": f"/{Path(self.config.typst_logo).name}" if self.config.typst_logo else None,
            **{key: value for key, value in elements.items() if key != "words"},
        }
        code = {key: literal(value) for key, value in about.items()}
        code["date"] = f"datetime(year: {published.year}, month: {published.month}, day: {published.day})"
        return code

    @staticmethod
    def published(day: str | None) -> date:
        """Return the date of the book: SOURCE_DATE_EPOCH, else the date of the edition, else today."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if epoch:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        return date.fromisoformat(day) if day else datetime.fromtimestamp(time.time(), UTC).date()

    def _warn_of(self, missing: set[str], book: Assembly) -> None:
        """Warn of links that lead nowhere; their words are printed all the same."""
        for name in book.documents:
            for label, place in self.fragments[name].references.items():
                if label in missing and label.rpartition("#")[0] in book.documents:
                    location = f"{Path(self.builder.srcdir, place.file)}:{place.line}"
                    message = __("%r is in no document of %s; the reference to it is printed without a link")
                    logger.warning(message, label, self.target.name, location=location, type="typst", subtype="ref")

    # Typst

    def _set(self, missing: set[str], book: Assembly, indices: list[str]) -> bool:
        """Let a process of its own set the book and finish the PDF. Return whether that was possible.

        ``indices`` are the names of what stands behind the documents.
        """
        job = Job(
            main=str(self.main),
            root=str(self.code_dir),
            target=str(self.target),
            fonts=[str(Path(self.builder.confdir, path)) for path in self.config.typst_font_paths],
            inputs={
                "headings": json.dumps(book.headings),
                "lost": json.dumps(sorted(missing)),
                "fonts": json.dumps(self.config.typst_fonts, sort_keys=True),
                "page": json.dumps(self.config.typst_page, sort_keys=True),
                "papersize": self.config.typst_papersize,
                "direction": _direction(self.config.language),
                "two-sided": str(self.config.typst_two_sided).lower(),
                "start": self.start,
                "words": json.dumps(self.words, sort_keys=True),
                **{key: value for key, value in self.config.typst_elements.items() if key == "accent"},
            },
            standards=list(self.config.typst_pdf_standards),
            creator=self.config.typst_creator,
            metadata=dict(self.config.typst_metadata),
        )
        list_of(self.target).unlink(missing_ok=True)  # until the pages are set, nobody may name them
        kept = self.main.with_suffix(".json")
        keep_job(job, kept)
        setting = set_again(kept, set_beside(self.target))
        with _begun(finishing(job) if setting else COMMAND) as process:
            setting = setting or Setting(**self._asked(process, job))
            self._report(setting)
            if not setting.whole:
                return False
            layout = self._layout(setting.places)
            if self.config.typst_page_list:
                # The list of pages is written from what is set, while the process finishes that.
                with opened(set_beside(self.target)) as pages:  # before the process takes it away
                    contents = self._asked(process, layout)
                    write_list(self.target, [*book.documents, *indices], self._pages_of(setting), pages, contents)
            else:
                self._asked(process, layout)
            for warning in self._answer(process):
                logger.warning("%s", warning, type="typst", subtype="structure")
        return not self.config.typst_verify_text or self._verified(setting, book)

    @staticmethod
    def _pages_of(setting: Setting) -> dict[str, int]:
        """Return the page of each label."""
        return {place["anchor"]: place["page"] for place in setting.places if "anchor" in place}

    def _verified(self, setting: Setting, book: Assembly) -> bool:
        """Hold the PDF against its documents. Return whether nothing is wrong."""
        frame = next(((place["left"], place["right"]) for place in setting.places if "frame" in place), None)
        start = {self.start} if self.toctree_only else set()
        texts = {name: self.fragments[name].texts for name in book.documents if name not in start}
        pages = self._pages_of(setting)
        faults = verify(self.target, texts, frame, {name: pages.get(f"{name}#", 0) for name in texts})
        for fault in faults:
            message = __("text is not in %s: %r") if fault.lost else __("text stands outside its column in %s: %r")
            location = f"{self.builder.env.doc2path(fault.docname)}:{fault.line}"
            logger.error(message, self.target.name, fault.text[:80], location=location, type="typst", subtype="text")
        return not faults

    def _asked(self, process: subprocess.Popen[str], message: Job | Layout) -> Any:
        """Send a message, and return the answer.

        Raises:
            OSError: where the process could not write.
            SphinxError: where the process has ended without one, as it does when memory runs out.

        """
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.write(encode(message))
            process.stdin.flush()
        return self._answer(process)

    def _answer(self, process: subprocess.Popen[str]) -> Any:
        """Return the next answer of a process."""
        assert process.stdin is not None
        assert process.stdout is not None
        answer = process.stdout.readline()
        if not answer:
            with suppress(BrokenPipeError):
                process.stdin.close()  # what it has not read is not written again at the end
            end = process.wait()
            reason = f"signal {-end}; is there memory enough?" if end < 0 else f"exit status {end}"
            raise SphinxError(__("%s: the process that sets it has stopped with %s") % (self.target.name, reason))
        found = json.loads(answer)
        if isinstance(found, dict) and "errno" in found:
            raise OSError(found["errno"], os.strerror(found["errno"]), found["file"] or str(self.target))
        return found

    def _report(self, setting: Setting) -> None:
        """Log what Typst says, at the lines of the documents that it concerns."""
        source = Path(self.builder.srcdir)
        conf = Path(self.builder.confdir, "conf.py")
        template = Path(self.builder.confdir, self.config.typst_template or "template.typ")
        sources = Sources(self.code_dir, self.main, source, conf, template, self.fragments)
        for path, reason in setting.pictures:
            for name, location in self._places_of_picture(path, sources):
                if setting.whole:
                    message = __("picture %s may be set wrong: %s; save it anew as PNG, or as SVG without this")
                    logger.warning(message, name, reason, location=location, type="typst", subtype="image")
                else:
                    message = __("picture %s cannot be set: %s; save it anew as PNG, JPEG in RGB, or SVG")
                    logger.error(message, name, reason, location=location, type="typst", subtype="error")
        for report in setting.reports:
            for found in read_diagnostics(report, sources):
                if setting.pictures and not found.known:
                    continue  # what is wrong in the template is a picture, which has been named
                log = logger.error if found.kind == "error" else logger.warning
                log("%s", found.text, location=found.place, type="typst", subtype=found.kind)

    def _places_of_picture(self, path: str, sources: Sources) -> list[tuple[str, str]]:
        """Return what a picture is called, and each place that has it: those in documents, or the setting."""
        name = Path(path).name
        if path == name:
            told = {
                "typst_logo": [self.config.typst_logo or ""],
                "typst_additional_files": self.config.typst_additional_files,
            }
            settings = [setting for setting, files in told.items() if name in [Path(file).name for file in files]]
            return [(f"{name} ({setting})", sources.setting(name)) for setting in settings]
        places = [fragment.images[name] for fragment in self.fragments.values() if name in fragment.images]
        return [(name, f"{sources.source / place.file}:{place.line}") for place in places]

    def _layout(self, found: list[dict[str, Any]]) -> Layout:
        """Return where everything is that the PDF is to name."""
        names = destination_names([item["anchor"] for item in found if "anchor" in item], self.builder.env)
        anchors = [
            Anchor(name, item["page"], item["x"], item["y"])
            for item in found
            if "anchor" in item
            for name in names.get(item["anchor"], [])
        ]
        tables = [
            Table(next((name for label in item["table"] for name in names.get(label, [])), None), item["stubs"])
            for item in found
            if "table" in item
        ]
        return Layout(anchors, names, self._titles(found), tables)

    def _titles(self, found: list[dict[str, Any]]) -> dict[str, str]:
        """Return for each label what a link to it leads to: its title where the project knows one, and the page."""
        known: dict[str, str] = {}
        for domain in self.builder.env.domains.sorted():
            for _name, title, _kind, docname, anchor, _priority in domain.get_objects():
                known.setdefault(f"{docname}#{anchor}", title if title != "-" else "")
        pages = {item["anchor"]: f"{self.words['p.']} {item['page']}" for item in found if "anchor" in item}
        return {label: f"{known[label]}, {page}" if known.get(label) else page for label, page in pages.items()}
