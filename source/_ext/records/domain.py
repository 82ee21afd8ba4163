"""The domain of records: where each record and fact has its anchor, and which pages show what."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any, ClassVar

from bilateral.model import COLLECTIONS
from bilateral.render import mention_text
from bilateral.volume import Volume
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from records.directives import TABLES
from records.loading import volume_of
from records.roles import FactRole, MarkRole, PhraseRole, SourceRole, fact_anchor
from records.uses import Use, digest

logger = logging.getLogger(__name__)


class RecordDomain(Domain):
    """Records of the data file as objects of the book."""

    name = "record"
    label = "Records"
    object_types: ClassVar[dict[str, ObjType]] = {  # type: ignore[misc]  # Sphinx declares an instance attribute
        **{name: ObjType(name, "rec") for name in COLLECTIONS},
        "fact": ObjType("fact", "fact"),
    }
    roles: ClassVar[dict[str, Any]] = {  # type: ignore[misc]  # as above
        **{name: PhraseRole() for name in ("rec", "office", "date", "value")},
        "fact": FactRole(),
        "mark": MarkRole(),
        "source": SourceRole(),
    }
    directives: ClassVar[dict[str, Any]] = dict(TABLES)  # type: ignore[misc]  # as above
    initial_data: ClassVar[dict[str, Any]] = {"homes": {}, "facts": {}, "uses": {}}  # type: ignore[misc]  # as above
    data_version = 1

    @property
    def volume(self) -> Volume:
        """The volume that is being built."""
        return volume_of(self.env._app)  # noqa: SLF001  (Sphinx 9 has no public way from env to app)

    @property
    def locale(self) -> str:
        """The locale of dates and numbers."""
        return str(self.env.config.records_locale)

    @property
    def homes(self) -> dict[str, str]:
        """The page on which each record has its anchor."""
        found: dict[str, str] = self.data["homes"]
        return found

    @property
    def facts(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The page that tells each fact, and the labels of the sections around it."""
        found: dict[str, tuple[str, tuple[str, ...]]] = self.data["facts"]
        return found

    @property
    def uses(self) -> dict[str, dict[Use, str]]:
        """What each page shows, with the digest of each answer."""
        found: dict[str, dict[Use, str]] = self.data["uses"]
        return found

    def note_use(self, docname: str, use: Use) -> None:
        """Remember that a page shows the answer to ``use``."""
        self.uses.setdefault(docname, {})[use] = digest(use, self.volume, self.locale)

    def note_home(self, key: str, docname: str, location: tuple[str, int]) -> None:
        """Remember where a record has its anchor; a second home is a fault."""
        if self.homes.get(key, docname) != docname:
            message = f"{key} already has its home in {self.homes[key]}; remove ':home:' from one of the tables"
            logger.warning(message, location=location, type="record", subtype="home")
            return
        self.homes[key] = docname

    def note_fact(self, number: str, docname: str, labels: tuple[str, ...], location: nodes.Node) -> None:
        """Remember where a fact is told; a second place is a fault."""
        if number in self.facts:
            message = f"{number} is already told in {self.facts[number][0]}; cite its sources there, or link to it"
            logger.warning(message, location=location, type="record", subtype="fact")
            return
        self.facts[number] = (docname, labels)

    def clear_doc(self, docname: str) -> None:
        """Forget what was noted of a page."""
        self.uses.pop(docname, None)
        for table in (self.homes, self.facts):
            for key in [key for key, value in table.items() if docname in (value, value[0])]:
                del table[key]

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process noted of ``docnames``."""
        for key, docname in otherdata["homes"].items():
            if docname in docnames:
                self.note_home(key, docname, (docname, 1))
        for number, (docname, labels) in otherdata["facts"].items():
            if docname in docnames:
                self.facts[number] = (docname, labels)
        self.uses.update({docname: uses for docname, uses in otherdata["uses"].items() if docname in docnames})

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Link to the home of a record or to the sentence that tells a fact."""
        del env, node  # the handler's signature
        if typ == "fact":
            place = self.facts.get(target)
            return make_refnode(builder, fromdocname, place[0], fact_anchor(target), contnode) if place else None
        home = self.homes.get(target)
        return make_refnode(builder, fromdocname, home, target, contnode) if home else None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Let ``any`` find records."""
        found = self.resolve_xref(env, fromdocname, builder, "rec", target, node, contnode)
        return [("record:rec", found)] if found is not None else []

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield each record and fact for the inventory and the search."""
        for key, docname in sorted(self.homes.items()):
            if key in self.volume.records:
                text = mention_text(self.volume.records[key], self.volume)
                yield key, text, self.volume.collections[key], docname, key, 1
        for number, (docname, _) in sorted(self.facts.items()):
            yield number, number, "fact", docname, fact_anchor(number), -1
