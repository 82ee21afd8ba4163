"""Names, offices, sources and standings, worked out from the plain data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from book.plain import COLLECTIONS, Cell, Data, Directive, Row, bib_fields, bib_keys, bounds, date


def place_in(locator: str, seen: str) -> str:
    """Return what a locator says beyond the part of its source that was seen, which the bibliography tells."""
    return re.sub(rf"(^|(?<=: )){re.escape(seen)}(: |$)", "", locator).removesuffix(": ")


class Judged:
    """The plain data, with what follows from it."""

    STEPS = {
        "in-force": "entered into force",
        "applied": "applied from",
        "negotiations-opened": "negotiations opened",
        "negotiations-concluded": "negotiations concluded",
    }

    def __init__(self, data: Data, folder: Path) -> None:
        self.data = data
        self.folder = folder
        self.keys = bib_keys(folder)
        self.grades = {key: fields["grade"] for key, fields in bib_fields(folder).items()}
        self.seen = {key: fields["seen"] for key, fields in bib_fields(folder).items()}
        self.records: dict[str, Data] = {r["id"]: r for name in COLLECTIONS for r in data.get(name, [])}
        self.kind_of = {r["id"]: name for name in COLLECTIONS for r in data.get(name, [])}
        self.country = {c["code"]: c["name"] for c in data["countries"]}
        self.bases = {r["letter"]: r.get("source") for r in data["registers"]}
        self.facts = sorted(
            ((f, r) for r in self.records.values() for f in r.get("facts", [])),
            key=lambda item: ("FE".index(item[0]["fact"][0]), item[0]["fact"]),
        )

    def rows(self, directive: Directive) -> list[Row]:
        kind = {"facts": "facts_table"}.get(directive.kind, directive.kind.replace("-", "_"))
        maker: Callable[[Directive], Iterator[Row]] = getattr(self, kind)
        rows = list(maker(directive))
        asked = directive.options.get("columns")
        columns = [column.strip() for column in asked.split(",")] if asked else list(rows[0][1])
        shown = [column for column in columns if any(cells[column] != Cell() for _, cells in rows)]
        return [(record, {column: cells[column] for column in shown}) for record, cells in rows]

    # names

    def name(self, key: str) -> str:
        r = self.records.get(key) or next(c for c in self.data["countries"] if c["code"] == key)
        if self.kind_of[r["id"]] == "people":
            return f"{r['given']} {r['family']}" if "given" in r else str(r["family"])
        if self.kind_of[r["id"]] == "visits":
            goal = self.name(r["places"][0] if r.get("places") else r["to"])
            return f"visit of {self.officer(r['visitors'][0], r['date'])} to {goal}"
        if self.kind_of[r["id"]] == "memberships":
            return f"{self.country[r['country']]} in {self.name(r['organisation'])}"
        return str(r.get("short") or r.get("name") or r.get("title") or r.get("label"))

    def names(self, keys: list[str], between: str = "; ") -> str:
        return between.join(self.name(key) for key in keys)

    def sorted_name(self, person: Data) -> str:
        return f"{person['family']}, {person['given']}" if "given" in person else str(person["family"])

    def officer(self, key: str, when: str | None) -> str:
        low, high = bounds(when) if when else ("9", "0")
        terms = [
            t
            for t in self.records[key].get("terms", [])
            if bounds(t["date"])[0] <= high and low <= bounds(t["date"])[1]
        ]
        whole = [t for t in terms if bounds(t["date"])[0] <= low and high <= bounds(t["date"])[1]]
        held = whole or terms
        office = (
            ("Acting " if held[0].get("acting") == "true" else "") + held[0]["office"] + " " if len(held) == 1 else ""
        )
        return office + self.name(key)

    # sources and marks

    def ordered(self, keys: set[str]) -> tuple[str, ...]:
        return tuple(sorted(keys, key=self.keys.index))

    def links(self, value: Any) -> Iterator[Data]:
        if isinstance(value, dict):
            if "stance" in value:
                yield value
            for item in value.values():
                yield from self.links(item)
        elif isinstance(value, list):
            for item in value:
                yield from self.links(item)

    WORDS = {"supports": "", "contradicts": "against", "context": "see also"}

    def by_stance(self, bearing: list[tuple[str, str, str]]) -> dict[str, dict[str, list[str]]]:
        """Return the sources of each stance with the places in each, in the order in which they are printed."""
        found: dict[str, dict[str, list[str]]] = {}
        for stance in self.WORDS:
            places: dict[str, dict[str, None]] = {}
            for source, does, place in bearing:
                if does == stance:
                    places.setdefault(source, {}).update({place: None} if place else {})
            firm = {source for source, does, _ in bearing if does in ("supports", "contradicts")}
            if stance == "context":
                places = {source: at for source, at in places.items() if at or source not in firm}
            if places:
                found[stance] = {key: list(places[key]) for key in self.ordered(set(places))}
        return found

    def grouped(self, bearing: list[tuple[str, str, str]]) -> Cell:
        """Return sources as they are printed: first those that support, those with the same places in them together."""
        texts: list[str] = []
        stances: dict[str, tuple[str, ...]] = {}
        for stance, places in self.by_stance(bearing).items():
            listed: dict[str, list[str]] = {}
            for key, at in places.items():
                words = ", ".join(filter(None, (place_in(text, self.seen[key]) for text in at)))
                listed.setdefault(words, []).append(key)
            texts.append(f"{self.WORDS[stance]} {'; '.join(listed)}")
            stances[self.WORDS[stance]] = tuple(key for keys in listed.values() for key in keys)
        keys = tuple(key for ordered in stances.values() for key in ordered)
        return Cell("; ".join(texts), sources=keys, stances=stances)

    def located(self, links: list[Data]) -> list[tuple[str, str, str]]:
        return [
            (
                link["source"],
                link["stance"],
                ": ".join(filter(None, [f"for {link['part']}" if "part" in link else "", link.get("locator", "")])),
            )
            for link in links
        ]

    def of_fact(self, fact: Data) -> list[tuple[str, str, str]]:
        found = self.located(fact.get("sources", []))
        base = self.bases[fact["fact"][0]]
        return found + ([(base, "supports", "")] if base and base not in {source for source, *_ in found} else [])

    def sources(self, record: Data) -> Cell:
        return self.grouped(self.bearing(record))

    def bearing(self, record: Data) -> list[tuple[str, str, str]]:
        """Where the record does not follow a statement, what contradicts all of that supports the record."""
        turned = {"supports": "contradicts", "contradicts": "supports", "context": "context"}
        found = []
        for fact in record.get("facts", []):
            follows = fact.get("counts") != "false"
            whole = [link for link in fact.get("sources", []) if "part" not in link]
            errs = "contradicts" in {link["stance"] for link in whole}
            weighs = {link["source"] for link in whole if errs} | ({self.bases[fact["fact"][0]]} if errs else set())
            for source, does, _ in self.of_fact(fact):
                other = turned[does] if source in weighs else "context"
                found.append((source, does if follows else other, ""))
        tabled = ("milestones", "provisions", "publications", "heads", "points")
        found += self.located(list(self.links({k: v for k, v in record.items() if k not in ("facts", *tabled)})))
        found += [(link["source"], link["stance"], "") for key in tabled for link in self.links(record.get(key, []))]
        return found

    def judged(self, links: list[Data], base: str | None) -> str:
        links = [link for link in links if link["source"] != base]
        whole = {link["stance"] for link in links if "part" not in link}
        some = {link["stance"] for link in links}
        if "contradicts" in whole:
            against = [link["source"] for link in links if link["stance"] == "contradicts" and "part" not in link]
            weak = all(self.grades[source].startswith("D") for source in against)
            return "disputed" if weak or "supports" in some else "contradicted"
        if "contradicts" in some or ("supports" in some and "supports" not in whole):
            return "partly confirmed"
        return "confirmed" if "supports" in whole else "no independent source"

    def judged_part(self, links: list[Data]) -> str:
        return self.judged([link for link in links if link["source"] not in self.bases.values()], None)

    def standing_of_fact(self, fact: Data) -> str:
        return self.judged(fact.get("sources", []), self.bases[fact["fact"][0]])

    def standing(self, record: Data) -> Cell:
        found = {self.standing_of_fact(f) for f in record.get("facts", []) if f.get("counts") != "false"}
        if not found:
            return Cell(marks=(self.judged_part(list(self.links({k: v for k, v in record.items() if k != "facts"}))),))
        return Cell(marks=(self.together(found),))

    def together(self, found: set[str]) -> str:
        if len(found) == 1:
            return next(iter(found))
        return "disputed" if found & {"disputed", "contradicted"} else "partly confirmed"

    def base(self, record: Data) -> dict[str, Cell]:
        return {"standing": self.standing(record), "sources": self.sources(record)}

    def cited(self, part: Data) -> Cell:
        return self.grouped(self.located(part.get("sources", [])))

    def part(self, part: Data) -> dict[str, Cell]:
        return {"standing": Cell(marks=(self.judged_part(part.get("sources", [])),)), "sources": self.cited(part)}

    def dated(self, part: Data) -> Cell:
        others = part.get("also_dated", [])
        texts = ([date(part["date"])] if "date" in part else []) + [f"or {date(o['date'])}" for o in others]
        keys = tuple(key for o in others for key in self.ordered({link["source"] for link in o["sources"]}))
        return Cell(", ".join(texts), sources=keys)

    # selection

    def chosen(self, collection: str, d: Directive, kind: str = "kind") -> list[Data]:
        found = [
            r
            for r in self.data.get(collection, [])
            if all(r.get(o) == d.options[o] for o in ("from", "to") if o in d.options)
            and (d.options.get("kind") is None or r[kind] in d.options["kind"].split(", "))
        ]
        if "ids" in d.options:
            ids = [key.strip() for key in d.options["ids"].split(",")]
            found = sorted((r for r in found if r["id"] in ids), key=lambda r: ids.index(r["id"]))
        return found

    def by_date(self, records: list[Data]) -> list[Data]:
        return sorted(records, key=lambda r: (*self.date_key(r.get("date")), r["id"]))

    def date_key(self, text: str | None) -> tuple[str, int, str]:
        if text is None:
            return ("9999-99-99", 9, "9")
        coarse = min((len(p.rstrip("?~%")) if "X" not in p else 3) for p in text.split("/") if p not in ("..", ""))
        return (bounds(text)[0], coarse, bounds(text)[1])
