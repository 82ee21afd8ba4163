"""What every table must show, worked out from the YAML and the chapters by a few lines of the tests' own.

Nothing of the pipeline is imported here: a test that asked the renderer what to expect would repeat its mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
Data = dict[str, Any]
Row = tuple[str | None, dict[str, "Cell"]]
COLLECTIONS = [
    "countries",
    "organisations",
    "places",
    "people",
    "events",
    "visits",
    "consultations",
    "agreements",
    "missions",
    "memberships",
    "series",
    "products",
    "community",
]


@dataclass(frozen=True)
class Cell:
    text: str = ""
    marks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass
class Directive:
    kind: str
    caption: str
    label: str
    options: dict[str, str] = field(default_factory=dict)


def directives(folder: Path, kinds: set[str]) -> list[Directive]:
    """Return the table directives of all chapters, read from the Markdown."""
    found = []
    for page in sorted(folder.rglob("*.md")):
        for block in re.finditer(r"^```\{([\w-]+)\} (.+)\n((?::.*\n)*)```$", page.read_text("utf-8"), re.MULTILINE):
            if block[1] in kinds:
                options = dict(re.findall(r"^:(\w+):[ ]?(.*)$", block[3], re.MULTILINE))
                found.append(Directive(block[1], block[2], options["name"], options))
    return found


def bib_keys(folder: Path) -> list[str]:
    return re.findall(r"^@\w+\{([^,]+),", (folder / "references.bib").read_text("utf-8"), re.MULTILINE)


def bib_fields(folder: Path) -> dict[str, dict[str, str]]:
    text = (folder / "references.bib").read_text("utf-8")
    entries = re.split(r"^@\w+\{", text, flags=re.MULTILINE)[1:]
    return {
        entry.split(",", 1)[0]: {
            name: " ".join(value.replace("{", "").replace("}", "").split())
            for name, value in re.findall(r"^\s*(\w+)\s*=\s*\{(.*?)\},?$", entry, re.MULTILINE | re.DOTALL)
        }
        for entry in entries
    }


# --- dates ---------------------------------------------------------------------------------------------------------


def day(text: str) -> str:
    """``2002-01-23`` → ``23 January 2002``, at its own precision."""
    plain = text.rstrip("?~%")
    about = "about " if text[-1] in "~%" else ""
    doubt = " (?)" if text[-1] in "?%" else ""
    if plain.endswith("X"):
        return f"{about}{plain[:3]}0s{doubt}"
    parts = plain.split("-")
    words = [str(int(parts[2]))] if len(parts) > 2 else []
    words += [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return about + " ".join([*words, parts[0]]) + doubt


def date(text: str) -> str:
    if "/" not in text:
        return day(text)
    start, end = text.split("/")
    if end in ("..", ""):
        return f"{'since' if end else 'from'} {day(start)}"
    if start in ("..", ""):
        return f"until {day(end)}"
    first, last = start.split("-"), end.split("-")
    if len(first) == len(last) == 1 and "X" not in start + end:
        return f"{start}–{end}"
    if len(first) == len(last) and first[0] == last[0]:
        if len(first) == 3 and first[1] == last[1]:
            return f"{int(first[2])}–{day(end)}"
        return f"{day(start).rsplit(' ', 1)[0]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def bounds(text: str) -> tuple[str, str]:
    """The first and last possible day, as strings that compare."""
    start, _, end = text.partition("/")
    end = end if "/" in text else start
    low = "0000" if start in ("..", "") else start.rstrip("?~%").replace("X", "0")
    high = "9999" if end in ("..", "") else end.rstrip("?~%").replace("X", "9")
    return low + "-01-01"[len(low) - 4 :] if len(low) < 10 else low, high + "-12-31"[len(high) - 4 :] if len(
        high
    ) < 10 else high


def fold(text: str) -> str:
    return text.casefold().translate(str.maketrans("ąčęėįšųūžáéíóúüñö", "aceeisuuzaeiouuno"))


# --- records -------------------------------------------------------------------------------------------------------


class Wanted:
    """The rows of each kind of table, from the plain data."""

    def __init__(self, data: Data, folder: Path) -> None:
        self.data = data
        self.folder = folder
        self.keys = bib_keys(folder)
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
        return list(maker(directive))

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

    def sources(self, record: Data) -> Cell:
        keys = {link["source"] for link in self.links(record)}
        keys |= {base for f in record.get("facts", []) if (base := self.bases[f["fact"][0]])}
        return Cell(sources=self.ordered(keys))

    def judged(self, links: list[Data], base: str | None) -> str:
        links = [link for link in links if link["source"] != base]
        whole = {link["stance"] for link in links if "part" not in link}
        some = {link["stance"] for link in links}
        if "contradicts" in whole:
            return "disputed"
        if "contradicts" in some or ("supports" in some and "supports" not in whole):
            return "partly confirmed"
        return "confirmed" if "supports" in whole else "reported by the article alone"

    def standing_of_fact(self, fact: Data) -> str:
        return self.judged(fact.get("sources", []), self.bases[fact["fact"][0]])

    def standing(self, record: Data) -> Cell:
        found = {self.standing_of_fact(f) for f in record.get("facts", []) if f.get("weighs") != "false"}
        if not found:
            return Cell(marks=(self.judged(list(self.links({k: v for k, v in record.items() if k != "facts"})), None),))
        mark = "disputed" if "disputed" in found else found.pop() if len(found) == 1 else "partly confirmed"
        return Cell(marks=(mark,))

    def base(self, record: Data) -> dict[str, Cell]:
        return {"standing": self.standing(record), "sources": self.sources(record)}

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
        if "only" in d.options:
            ids = [key.strip() for key in d.options["only"].split(",")]
            found = sorted((r for r in found if r["id"] in ids), key=lambda r: ids.index(r["id"]))
        return found

    def by_date(self, records: list[Data]) -> list[Data]:
        return sorted(records, key=lambda r: (*self.date_key(r.get("date")), r["id"]))

    def date_key(self, text: str | None) -> tuple[str, int, str]:
        if text is None:
            return ("9999-99-99", 9, "9")
        coarse = min((len(p.rstrip("?~%")) if "X" not in p else 3) for p in text.split("/") if p not in ("..", ""))
        return (bounds(text)[0], coarse, bounds(text)[1])

    # kinds

    def visits(self, d: Directive) -> Iterator[Row]:
        for r in self.by_date(self.chosen("visits", d)):
            met = ", ".join(self.officer(p, r["date"]) for p in r.get("met", []))
            company = ", ".join(self.officer(p, r["date"]) for p in r.get("accompanied", []))
            parts = [
                self.name(r["occasion"]) if "occasion" in r else "",
                met and f"met {met}",
                company and f"with {company}",
            ]
            yield (
                r["id"],
                {
                    "visitors": Cell("; ".join(self.officer(p, r["date"]) for p in r["visitors"])),
                    "date": self.dated(r),
                    "goal": Cell(self.names(r.get("places") or [r["to"]])),
                    "programme": Cell("; ".join(filter(None, [*parts, r.get("purpose", "")]))),
                    **self.base(r),
                },
            )

    def consultations(self, d: Directive) -> Iterator[Row]:
        for r in self.by_date(self.chosen("consultations", d, "form")):
            chairs = [f"{self.officer(p, r['date'])} (chair)" for p in r.get("chairs", [])]
            others = [self.officer(p, r["date"]) for p in r.get("people", [])]
            yield (
                r["id"],
                {
                    "title": Cell(r["title"]),
                    "date": self.dated(r),
                    "place": Cell(self.names(r.get("places", []))),
                    "people": Cell("; ".join(chairs + others)),
                    **self.base(r),
                },
            )

    def step(self, agreement: Data, step: str) -> Cell:
        cells = [self.dated(m) for m in agreement["milestones"] if m["step"] == step]
        return Cell("; ".join(c.text for c in cells), sources=tuple(k for c in cells for k in c.sources))

    def agreements(self, d: Directive) -> Iterator[Row]:
        for r in self.chosen("agreements", d, "field"):
            yield (
                r["id"],
                {
                    "title": Cell(r["title"]),
                    "parties": Cell(self.names(r["parties"])),
                    "signed": self.step(r, "signed"),
                    "in-force": self.step(r, "in-force"),
                    **self.base(r),
                },
            )

    STEPS = {
        "in-force": "entered into force",
        "applied": "applied from",
        "negotiations-opened": "negotiations opened",
        "negotiations-concluded": "negotiations concluded",
    }

    def milestones(self, d: Directive) -> Iterator[Row]:
        for m in self.records[d.options["of"]]["milestones"]:
            by = f" by {self.name(m['by'])}" if "by" in m else ""
            where = f"in {self.name(m['place'])}" if "place" in m else ""
            yield (
                d.options["of"],
                {
                    "date": self.dated(m),
                    "step": Cell(self.STEPS.get(m["step"], m["step"]) + by),
                    "detail": Cell(", ".join(filter(None, [m.get("detail", ""), where]))),
                    "sources": self.cited(m),
                },
            )

    def cited(self, part: Data) -> Cell:
        return Cell(sources=self.ordered({link["source"] for link in part.get("sources", [])}))

    def provisions(self, d: Directive) -> Iterator[Row]:
        for p in self.records[d.options["of"]]["provisions"]:
            yield d.options["of"], {"label": Cell(p["label"]), "value": Cell(p["value"]), "sources": self.cited(p)}

    def missions(self, d: Directive) -> Iterator[Row]:
        for r in self.chosen("missions", d):
            yield (
                r["id"],
                {
                    "title": Cell(r["title"]),
                    "from": Cell(self.name(r["from"])),
                    "to": Cell(self.name(r["to"])),
                    "seat": Cell(self.name(r["seat"]) if "seat" in r else ""),
                    "period": self.dated(r),
                    **self.base(r),
                },
            )

    def heads(self, d: Directive) -> Iterator[Row]:
        for r in self.chosen("missions", d):
            for h in r.get("heads", []):
                presented = self.records[h["credentials"]]["date"] if "credentials" in h else ""
                yield (
                    r["id"],
                    {
                        "person": Cell(self.name(h["person"])),
                        "mission": Cell(r["title"]),
                        "date": Cell(("attested " if h.get("attested") == "true" else "") + date(h["date"])),
                        "credentials": Cell(presented and date(presented)),
                        "sources": self.cited(h),
                    },
                )

    def memberships(self, d: Directive) -> Iterator[Row]:
        for r in self.chosen("memberships", d):
            yield (
                r["id"],
                {
                    "organisation": Cell(self.name(r["organisation"])),
                    "country": Cell(self.name(r["country"])),
                    "status": Cell(r["status"]),
                    "period": Cell(("attested " if r.get("attested") == "true" else "") + date(r["date"])),
                    **self.base(r),
                },
            )

    def amount(self, s: Data, p: Data) -> str:
        whole, _, rest = p["value"].partition(".")
        number = f"{int(whole):,}" + (f".{rest}" if rest else "")
        sign = {"USD": "US$", "EUR": "€"}.get(s.get("currency", ""), "")
        scale = f" {s['unit']}" if s["unit"] != "people" else ""
        named = f" {s['currency']}" if s.get("currency", "A").islower() else ""
        return (f"{p['qualifier']} " if "qualifier" in p else "") + sign + number + scale + named

    def series(self, d: Directive, subject: str) -> Iterator[Row]:
        for s in [s for s in self.chosen("series", d) if s["subject"] == subject]:
            for p in s["points"]:
                own = p.get("sources", []) + s.get("sources", [])
                links = own or [link for f in s.get("facts", []) for link in f.get("sources", [])]
                yield (
                    s["id"],
                    {
                        "title": Cell(s["title"]),
                        "period": Cell(date(p["date"])),
                        "value": Cell(self.amount(s, p)),
                        "standing": self.standing(s) if s.get("facts") else Cell(marks=(self.judged(own, None),)),
                        "sources": Cell(sources=self.ordered({link["source"] for link in links})),
                    },
                )

    def trade(self, d: Directive) -> Iterator[Row]:
        return self.series(d, "trade")

    def population(self, d: Directive) -> Iterator[Row]:
        return self.series(d, "population")

    def products(self, d: Directive) -> Iterator[Row]:
        for r in sorted(self.chosen("products", d), key=lambda r: int(r["rank"])):
            yield r["id"], {"label": Cell(r["label"]), **self.base(r)}

    def community(self, d: Directive) -> Iterator[Row]:
        for r in self.chosen("community", d):
            summary = " ".join(filter(None, [r.get("summary", ""), self.names(r.get("people", []))]))
            yield (
                r["id"],
                {
                    "title": Cell(r["title"]),
                    "date": self.dated(r),
                    "place": Cell(self.names(r.get("places", []))),
                    "summary": Cell(summary),
                    **self.base(r),
                },
            )

    def people_by_name(self) -> list[Data]:
        return sorted(self.data["people"], key=lambda p: (fold(self.sorted_name(p)), self.sorted_name(p)))

    def people(self, d: Directive) -> Iterator[Row]:
        del d
        for p in self.people_by_name():
            terms = []
            for t in p.get("terms", []):
                body = (
                    self.name(t["organisation"]) if "organisation" in t else self.country.get(t.get("country", ""), "")
                )
                office = ("Acting " if t.get("acting") == "true" else "") + t["office"]
                seen = "attested " if t.get("attested") == "true" else ""
                terms.append(f"{office}{f' ({body})' if body else ''}, {seen}{date(t['date'])}")
            yield (
                p["id"],
                {
                    "name": Cell(self.sorted_name(p)),
                    "country": Cell(self.country[p["country"]]),
                    "offices": Cell(". ".join(filter(None, ["; ".join(terms), p.get("about", "")]))),
                    "sources": Cell(sources=self.ordered({link["source"] for link in self.links(p)})),
                },
            )

    def person_index(self, d: Directive) -> Iterator[Row]:
        del d
        for p in self.people_by_name():
            named = [r["id"] for key, r in self.records.items() if key != p["id"] and p["id"] in set(self.strings(r))]
            if named:
                terms += [f"also written {', '.join(p['variants'])}"] if "variants" in p else []
            yield p["id"], {"name": Cell(self.sorted_name(p)), "records": Cell(self.names(named))}

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
                        "number": Cell(f["fact"]),
                        "says": Cell(f["says"]),
                        "finding": Cell(f.get("finding", "")),
                        "standing": Cell(marks=(self.standing_of_fact(f),)),
                        "told": Cell(self.titles()[f["told"]]),
                        "sources": Cell(sources=self.fact_sources(f)),
                    },
                )

    def titles(self) -> dict[str, str]:
        pages = "\n".join(page.read_text("utf-8") for page in self.folder.rglob("*.md"))
        return dict(re.findall(r"^\(([\w-]+)\)=\n#+ (.+)$", pages, re.MULTILINE))

    def standings(self, d: Directive) -> Iterator[Row]:
        del d
        for name in ("confirmed", "partly confirmed", "disputed", "reported by the article alone"):
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
        for key in self.keys:
            bearing = [f["fact"] for f, _ in self.facts if key in {link["source"] for link in f.get("sources", [])}]
            yield (
                None,
                {
                    "title": Cell(fields[key]["title"]),
                    "number": Cell(sources=(key,)),
                    "grade": Cell(fields[key]["grade"]),
                    "language": Cell(self.LANGUAGES[fields[key]["langid"]]),
                    "seen": Cell(fields[key]["seen"]),
                    "facts": Cell(", ".join(bearing)),
                },
            )

    def chronology(self, d: Directive) -> Iterator[Row]:
        del d
        entries: list[tuple[Any, str, Data, Cell, str]] = []
        for name in ("events", "visits", "consultations", "agreements", "missions", "memberships", "community"):
            for r in self.data[name]:
                if name == "agreements":
                    for m in r["milestones"]:
                        by = f" by {self.name(m['by'])}" if "by" in m else ""
                        text = f"{r['short']}: {self.STEPS.get(m['step'], m['step'])}{by}"
                        entries.append(
                            (self.date_key(m["date"]), r["id"], r, self.dated(m), text[0].upper() + text[1:])
                        )
                elif "date" in r or name == "events":
                    text = self.name(r["id"]) + (f" ({r['status']})" if name == "memberships" else "")
                    shown = self.dated(r) if "date" in r else Cell("undated")
                    entries.append((self.date_key(r.get("date")), r["id"], r, shown, text[0].upper() + text[1:]))
        for _, key, r, shown, text in sorted(entries, key=lambda e: e[:2]):
            yield key, {"date": shown, "title": Cell(text), **self.base(r)}
