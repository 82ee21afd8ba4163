"""The state of the domain of records: where each record and fact has its anchor, and which pages show what.

Directives and roles are registered by the package, and use the domain like any other part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import ObjType
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from bilateral.anchors import fact_anchor
from bilateral.pictures import Picture
from bilateral.render import Table, mention_text
from bilateral.volume import Volume
from bilateral_sphinx.citations import AnsweringDomain, entries
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.records.dependencies import Dependency, digest, digest_of
from bilateral_sphinx.records.locations import CitingSection, FactLocation, Location


class RecordDomain(AnsweringDomain):
    """Records of the data file as objects of the book."""

    name = "record"
    label = "Records"
    object_types: ClassVar[dict[str, ObjType]] = {
        "fact": ObjType("fact", "fact"),
        "source": ObjType("source", "source"),
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "homes": {},
        "facts": {},
        "dependencies": {},
        "citing": {},
        "backlinks": {},
    }
    data_version = 3  # raise it when what is noted changes its form

    def __init__(self, env: BuildEnvironment) -> None:
        """Take the kinds of records from the volume."""
        super().__init__(env)
        for kind in self.volume.kinds:
            self.add_object_type(kind.name, ObjType(kind.name, "rec"))

    @property
    def volume(self) -> Volume:
        """The volume that is being built."""
        return volume_of(self.env)

    @property
    def locale(self) -> str:
        """The locale in which the book speaks."""
        return self.volume.locale

    @property
    def home_places(self) -> dict[str, list[Location]]:
        """Where tables claim to be the home of each record; more than one place is a fault."""
        found: dict[str, list[Location]] = self.data["homes"]
        return found

    @property
    def fact_places(self) -> dict[str, list[FactLocation]]:
        """Where each fact is stated; more than one place is a fault."""
        found: dict[str, list[FactLocation]] = self.data["facts"]
        return found

    @property
    def homes(self) -> dict[str, str]:
        """The page on which each record has its anchor."""
        return {key: places[0].docname for key, places in self.home_places.items()}

    @property
    def dependencies(self) -> dict[str, dict[Dependency, str]]:
        """What each page shows, with the digest of each answer."""
        found: dict[str, dict[Dependency, str]] = self.data["dependencies"]
        return found

    @property
    def citing(self) -> dict[str, list[CitingSection]]:
        """Which sections of each page cite which sources, in the order of the page."""
        found: dict[str, list[CitingSection]] = self.data["citing"]
        return found

    def note_dependency(self, docname: str, dependency: Dependency, answer: Table | Picture | None = None) -> None:
        """Note that a page shows the answer to ``dependency``, which is ``answer`` where it is known already."""
        found = digest_of(answer, self.volume) if answer else digest(dependency, self.volume, self.locale)
        self.dependencies.setdefault(docname, {})[dependency] = found

    def note_home(self, key: str, place: Location) -> None:
        """Note where a record has its anchor."""
        self.home_places.setdefault(key, []).append(place)

    def note_fact(self, number: str, location: FactLocation) -> None:
        """Note where a fact is stated."""
        self.fact_places.setdefault(number, []).append(location)

    def clear_doc(self, docname: str) -> None:
        """Forget what was noted of a page."""
        self.dependencies.pop(docname, None)
        self.citing.pop(docname, None)
        tables: tuple[dict[str, list[Any]], ...] = (self.home_places, self.fact_places)
        for table in tables:
            for key in list(table):
                table[key] = [place for place in table[key] if place.docname != docname]
                if not table[key]:
                    del table[key]

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process noted of ``docnames``."""
        for name in ("homes", "facts"):
            for key, places in otherdata[name].items():
                self.data[name].setdefault(key, []).extend(place for place in places if place.docname in docnames)
        for name in ("dependencies", "citing"):
            self.data[name].update({page: noted for page, noted in otherdata[name].items() if page in docnames})

    def resolve_xref(  # noqa: PLR0917  (Sphinx's signature)
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Link to the home of a record or to the sentence that states a fact."""
        page = self.answer(typ, target)
        anchor = fact_anchor(target) if typ == "fact" else target
        return make_refnode(builder, fromdocname, page, anchor, contnode) if page else None

    def answer(self, kind: str, target: str) -> str | None:
        """Return the page that a reference leads to."""
        places: Mapping[str, Sequence[Location | FactLocation]]
        places = self.fact_places if kind == "fact" else self.home_places
        return places[target][0].docname if target in places else None

    def resolve_any_xref(  # noqa: PLR0917  (as above)
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
        """Yield each record, fact and source for the inventory; records for the search too."""
        for key, docname in sorted(self.homes.items()):
            if key in self.volume.records:
                text = mention_text(self.volume.records[key], self.volume)
                yield key, text, self.volume.collections[key], docname, key, 1
        for number, locations in sorted(self.fact_places.items()):
            yield number, number, "fact", locations[0].docname, fact_anchor(number), -1
        for entry in entries(self.env):
            title = self.volume.sources[entry.source].title
            yield entry.source, title, "source", entry.docname, entry.anchor, -1


def domain_of(env: BuildEnvironment) -> RecordDomain:
    """Return the domain of an environment."""
    return cast("RecordDomain", env.get_domain(RecordDomain.name))
