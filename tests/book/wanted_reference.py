"""What the tables for looking things up must show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from book.judged import Judged
from book.plain import Cell, Data, Directive, Row, bib_fields, bounds, date, fold


class ReferenceTables(Judged):
    """The rows of each kind of table for looking things up."""

    def people_by_name(self) -> list[Data]:
        return sorted(self.data["people"], key=lambda p: (fold(self.sorted_name(p)), self.sorted_name(p)))

    def people(self, d: Directive) -> Iterator[Row]:
        del d
        for p in self.people_by_name():
            terms: list[str] = []
            marks: list[str] = []
            for t in p.get("terms", []):
                body = (
                    self.name(t["organisation"]) if "organisation" in t else self.country.get(t.get("country", ""), "")
                )
                office = ("Acting " if t.get("acting") == "true" else "") + t["office"]
                seen = "attested " if t.get("attested") == "true" else ""
                mark = self.judged_part(t.get("sources", []))
                marks += [mark] if mark != "confirmed" else []
                terms.append(f"{office}{f' ({body})' if body else ''}, {seen}{date(t['date'])}")
            terms += [f"also written {', '.join(p['variants'])}"] if "variants" in p else []
            yield (
                p["id"],
                {
                    "name": Cell(self.sorted_name(p)),
                    "country": Cell(self.country[p["country"]] if "country" in p else ""),
                    "offices": Cell(
                        ". ".join(filter(None, ["; ".join(terms), p.get("about", "")])), marks=tuple(marks)
                    ),
                    "sources": self.sources(p),
                },
            )

    def person_index(self, d: Directive) -> Iterator[Row]:
        del d
        for p in self.people_by_name():
            named = [r["id"] for key, r in self.records.items() if key != p["id"] and p["id"] in set(self.strings(r))]
            if named:
                names = "; ".join(self.listed(key) for key in named)
                yield p["id"], {"name": Cell(self.sorted_name(p)), "records": Cell(names)}

    def listed(self, key: str) -> str:
        name = self.name(key)
        year = f", {bounds(self.records[key]['date'])[0][:4]}" if self.kind_of[key] == "visits" else ""
        return name[0].upper() + name[1:] + year

    def strings(self, value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for item in value.values() if isinstance(value, dict) else value:
                yield from self.strings(item)

    LANGUAGES = {
        "be": "Belarusian", "de": "German", "en": "English", "es": "Spanish", "it": "Italian", "lt": "Lithuanian",
        "lv": "Latvian", "pl": "Polish", "ru": "Russian", "sk": "Slovak", "sv": "Swedish", "yi": "Yiddish",
    }  # fmt: skip

    def places(self, d: Directive) -> Iterator[Row]:
        del d
        for p in sorted(self.data["places"], key=lambda p: (fold(p["name"]), p["name"])):
            within = f" in {self.name(p['within'])}" if "within" in p else ""
            names = "; ".join(f"{name} ({self.LANGUAGES[code]})" for code, name in p.get("names", {}).items())
            yield (
                p["id"],
                {
                    "name": Cell(p["name"] + within),
                    "names": Cell(names),
                    "country": Cell(self.country[p["country"]]),
                },
            )

    def organisations(self, d: Directive) -> Iterator[Row]:
        del d
        for o in sorted(self.data["organisations"], key=lambda o: fold(o["name"])):
            yield o["id"], {"name": Cell(o["name"]), "abbreviation": Cell(o.get("abbreviation", ""))}

    def countries(self, d: Directive) -> Iterator[Row]:
        del d
        for c in sorted(self.data["countries"], key=lambda c: fold(c["name"])):
            yield c["id"], {"name": Cell(c["name"]), "code": Cell(c["code"])}

    def fact_sources(self, fact: Data) -> tuple[str, ...]:
        base = self.bases[fact["fact"][0]]
        return self.ordered({link["source"] for link in fact.get("sources", [])} | ({base} if base else set()))

    def facts_table(self, d: Directive) -> Iterator[Row]:
        for f, _ in self.facts:
            if f["fact"][0] == d.options["register"]:
                yield (
                    None,
                    {
                        "number": Cell(f"{f['fact']} {self.numbers[f['section']]}", marks=(self.standing_of_fact(f),)),
                        "statement": Cell(f["statement"]),
                        "finding": Cell(f.get("finding", "")),
                        "sources": self.grouped(self.of_fact(f)),
                    },
                )

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The numbers of sections by their labels: chapters stand in the order of the home page."""
        found: dict[str, str] = {}
        names = re.findall(r"^chapters/.+$", (self.folder / "index.md").read_text("utf-8"), re.MULTILINE)
        for chapter, name in enumerate(names, 1):
            counts = [chapter - 1, 0, 0]
            text = (self.folder / f"{name}.md").read_text("utf-8")
            for label, marks in re.findall(r"^\(([\w-]+)\)=\n(#+) ", text, re.MULTILINE):
                counts[len(marks) - 1 :] = [counts[len(marks) - 1] + 1, *[0] * (3 - len(marks))]
                found[label] = ".".join(str(count) for count in counts if count)
        return found

    def standings(self, d: Directive) -> Iterator[Row]:
        del d
        for name in ("confirmed", "partly confirmed", "disputed", "contradicted", "no independent source"):
            counts = {
                letter: Cell(
                    str(sum(self.standing_of_fact(f) == name for f, _ in self.facts if f["fact"][0] == letter))
                )
                for letter in self.bases
            }
            yield None, {"standing": Cell(name, marks=(name,)), **counts}

    def source_register(self, d: Directive) -> Iterator[Row]:
        del d
        fields = bib_fields(self.folder)
        for grade in "ABCD":
            keys = tuple(key for key in self.keys if fields[key]["grade"][0] == grade)
            yield None, {"grade": Cell(grade), "sources": Cell(sources=keys, stances={"": keys})}

    def chronology(self, d: Directive) -> Iterator[Row]:
        del d
        entries: list[tuple[Any, str, dict[str, Cell]]] = []
        for name in ("events", "visits", "consultations", "missions", "memberships", "community"):
            for r in self.data[name]:
                if "date" not in r and name != "events":
                    continue
                text = self.name(r["id"])
                text += f" ({r['status']})" if name == "memberships" else ""
                shown = self.dated(r) if "date" in r else Cell("undated")
                cells = {"date": shown, "title": Cell(text[0].upper() + text[1:]), **self.base(r)}
                entries.append((self.date_key(r.get("date")), r["id"], cells))
        for r in self.data["agreements"]:
            entries += [(self.date_key(m["date"]), r["id"], self.step_cells(r, m)) for m in r["milestones"]]
        for _, key, cells in sorted(entries, key=lambda e: e[:2]):
            yield key, cells

    def step_cells(self, agreement: Data, m: Data) -> dict[str, Cell]:
        """A step has its own mark and sources where it names any, else those of the agreement."""
        by = f" by {self.name(m['by'])}" if "by" in m else ""
        detail = f", {m['detail']}" if "detail" in m else ""
        text = f"{agreement['short']}: {self.STEPS.get(m['step'], m['step'])}{by}{detail}"
        bare = [(link["source"], link["stance"], "") for link in m.get("sources", [])]
        own = {**self.part(m), "sources": self.grouped(bare)}
        rest = own if "sources" in m else self.base(agreement)
        return {"date": self.dated(m), "title": Cell(text[0].upper() + text[1:]), **rest}
