"""The builder: each document becomes a fragment of Typst, the fragments a book, and Typst makes a PDF of it."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import NoUri, SphinxError
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.osutil import copyfile

from sphinx_typst_pdf import seams
from sphinx_typst_pdf.assembly import ATTACHMENTS, CARRIED, IMPORT, write_if_changed
from sphinx_typst_pdf.compilation import Compilation
from sphinx_typst_pdf.fragments import Fragment, resolve_marks
from sphinx_typst_pdf.transforms import macros_of
from sphinx_typst_pdf.translator import TypstTranslator
from sphinx_typst_pdf.verification import texts_of

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
INDEX = "genindex"


@contextmanager
def gc_frozen() -> Iterator[None]:
    """Let the garbage collector leave alone what is there already, such as the environment.

    It would walk through all of that again and again while documents are loaded: a third of the time of writing.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class TypstBuilder(Builder):
    """Writes ``typst/*.typ``, one for each document, and compiles the books of ``typst_documents``."""

    name = "typst"
    format = "typst"
    epilog = __("The PDF is in %(outdir)s.")
    allow_parallel = True
    default_translator_class = TypstTranslator
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]
    supported_remote_images = True  # they are named, not fetched

    def init(self) -> None:
        """Find out where the code goes and at which documents books begin."""
        self.images: dict[str, str] = {}
        self.code_dir = Path(self.outdir) / "typst"
        self.books = [tuple(document) for document in self.config.typst_documents]

    @cached_property
    def documents(self) -> set[str]:
        """The documents that stand in some book."""
        found: set[str] = set()
        starts = [*(name for name, *_ in self.books), *self.config.typst_appendices]
        waiting = [name for name in starts if name in self.env.all_docs]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [below for below in seams.included(self.env, name) if below in self.env.all_docs]
        return found

    @cached_property
    def indices(self) -> set[str]:
        """The names of indices that Sphinx generates and books print."""
        general = {INDEX} if self.config.typst_use_index else set()
        return general | {name for name, _index in seams.domain_indices(self.env)}

    # which fragments to write

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield documents without a fragment that is as new as they are; all of them when the settings have changed.

        Where only a file has changed that the PDF carries, yield a document all the same: without one, Sphinx stops.
        """
        fresh = self._fresh()
        note = self.code_dir / CARRIED
        if self.books and (not note.exists() or note.read_text("utf-8") != self._carried()):
            yield str(self.books[0][0])
        for docname in self.env.found_docs:
            path = self._note_of(docname)
            source = Path(self.env.doc2path(docname))
            if not fresh or not path.exists() or not source.exists() or source.stat().st_mtime > path.stat().st_mtime:
                yield docname

    def _carried(self) -> str:
        """Return a digest of the files that the PDF carries."""
        found = hashlib.sha256(repr(self.config.typst_attachments).encode())
        for file, *_ in self.config.typst_attachments:
            found.update(Path(self.confdir, file).read_bytes())
        return found.hexdigest()

    def _fresh(self) -> bool:
        """Tell whether the fragments were written under these settings."""
        note = self.code_dir / "settings.json"
        return note.exists() and note.read_text("utf-8") == self._settings

    @cached_property
    def _settings(self) -> str:
        """Return what fragments depend on beside their documents, as text."""
        names = ["language", "numfig", "numfig_format", "pygments_style", "highlight_language", "highlight_options"]
        names += ["typst_show_pagerefs", "typst_show_urls", "typst_verify_text", "extensions", "project", "release"]
        values = {name: repr(getattr(self.config, name)) for name in names}
        code = "".join(path.read_text("utf-8") for path in sorted(HERE.rglob("*.py")))
        values["macros"] = repr(sorted(macros_of(self.config).items()))
        values["tags"] = repr(sorted(self.tags))
        return json.dumps({**values, "code": hashlib.sha256(code.encode()).hexdigest()}, sort_keys=True, indent=1)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a document inside a book. In a book that has it not, a link to it is mere words.

        Raises:
            NoUri: where there is no such document.

        """
        if docname not in self.env.all_docs and docname not in self.indices:
            raise NoUri(docname, typ)
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same: one book is one file."""
        return self.get_target_uri(to, typ)

    # writing

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the fragments of documents that stand in a book.

        All of them, where a place that can be referred to has moved or changed its title or number: Sphinx knows which
        documents have changed, not which refer to them.
        """
        self.__dict__.pop("documents", None)  # what was known before reading may have changed
        note, places = self.code_dir / "places.txt", self._places()
        moved = not self._fresh() or not note.exists() or note.read_text("utf-8") != places
        wanted = self.documents if moved else set(docnames) & self.documents
        if wanted:
            with gc_frozen():
                super().write_documents(wanted)
        write_if_changed(note, places)

    def _places(self) -> str:
        """Return a digest of everything in the project that can be referred to."""
        return hashlib.sha256(repr(list(seams.places(self.env))).encode()).hexdigest()

    def write_doc_serialized(self, docname: str, doctree: nodes.document) -> None:
        """Choose the pictures that can be set."""
        self.post_process_images(doctree)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write the fragment of a document and what must be known of it."""
        texts = texts_of(doctree) if self.config.typst_verify_text else []
        visitor = self.create_translator(doctree, self, docname)
        assert isinstance(visitor, TypstTranslator)
        try:
            doctree.walkabout(visitor)
        except SphinxError:
            raise
        except Exception as error:
            # A visitor that an extension registered left its node half written.
            message = __("%s cannot be written for Typst (%s: %s); extensions: %s")
            names = ", ".join(self.config.extensions)
            path = self.env.doc2path(docname)
            raise SphinxError(message % (path, type(error).__name__, error, names)) from error
        code, lines = resolve_marks(IMPORT + visitor.code, visitor.places)
        write_if_changed(self.code_dir / "documents" / f"{docname}.typ", code)
        anchors, headings = list(visitor.anchors), visitor.headings
        fragment = Fragment(lines, anchors, visitor.references, headings, visitor.toctrees, visitor.images, texts)
        fragment.save(self._made(self._note_of(docname)))

    def _note_of(self, docname: str) -> Path:
        return self.code_dir / "notes" / f"{docname}.json"

    # putting together

    def copy_assets(self) -> None:
        """Copy the templates and what they need."""
        copyfile(HERE / "base.typ", self._made(self.code_dir / "base.typ"), force=True)
        own = self.config.typst_template
        text = (Path(self.confdir) / own).read_text("utf-8") if own else '#import "/base.typ": *\n'
        write_if_changed(self.code_dir / "template.typ", text)
        logo = [self.config.typst_logo] if self.config.typst_logo else []
        for file in map(Path, [*self.config.typst_additional_files, *logo]):
            copyfile(Path(self.confdir) / file, self._made(self.code_dir / file.name), force=True)
        for file, *_ in self.config.typst_attachments:
            copyfile(Path(self.confdir) / file, self._made(self.code_dir / ATTACHMENTS / Path(file).name), force=True)
        write_if_changed(self.code_dir / CARRIED, self._carried())

    def _copy_images(self, fragments: dict[str, Fragment]) -> None:
        used = {name for fragment in fragments.values() for name in fragment.images}
        for uri, name in seams.pictures(self.env):
            if name in used:
                copyfile(Path(self.srcdir) / uri, self._made(self.code_dir / "images" / name), force=True)

    @staticmethod
    def _made(path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def finish(self) -> None:
        """Compile each book. A book that cannot be set leaves the last one where it is."""
        # Only now are all fragments written under these settings.
        write_if_changed(self.code_dir / "settings.json", self._settings)
        fragments = {name: Fragment.load(self._note_of(name)) for name in sorted(self.documents)}
        self._copy_images(fragments)
        targets = {Path(str(target)).stem for _, target, *_ in self.books}
        for job in (self.code_dir / "books").glob("*.json"):
            if job.stem not in targets:
                job.unlink()
        with gc_frozen():
            for book in self.books:
                if not Compilation(self, self.code_dir, fragments, book).run():
                    seams.fail(self)
