"""What the tables that show records must show."""

from __future__ import annotations

from collections.abc import Iterator

from book.judged import Judged
from book.plain import Cell, Data, Directive, Row, date


class RecordTables(Judged):
    """The rows of each kind of table of records."""

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

    def agreement_citations(self, d: Directive) -> Iterator[Row]:
        for r in sorted(self.data["agreements"], key=lambda r: d.options["ids"].split(", ").index(r["id"])):
            steps = {m["step"]: m for m in reversed(r["milestones"])}
            cells: list[str] = []
            sources: list[str] = []
            for step, words in (("signed", "signed"), ("in-force", "in force"), ("applied", "applied from")):
                if step in steps:
                    told = self.dated(steps[step])
                    place = f" at {self.name(steps[step]['place'])}," if "place" in steps[step] else ""
                    cells.append(f"{words}{place} {told.text}")
                    sources += told.sources
            cells += r.get("numbers", [])
            published = []
            for one in r.get("publications", []):
                day = f", {date(one['date'])}" if "date" in one else ""
                published.append(f"{one['name']}{day}")
                sources += [link["source"] for link in one["sources"]]
            text = ", ".join([f"{' and '.join(self.name(p) for p in r['parties'])}, {r['title']}", *cells])
            text = f"{text}. {'; '.join(published)}." if published else f"{text}."
            name = self.name(r["id"])
            yield (
                r["id"],
                {"agreement": Cell(name[0].upper() + name[1:]), "citation": Cell(text, sources=tuple(sources))},
            )

    def milestones(self, d: Directive) -> Iterator[Row]:
        ids = (d.options.get("ids") or d.options["parent"]).split(", ")
        for key, m in ((agreement, step) for agreement in ids for step in self.records[agreement]["milestones"]):
            by = f" by {self.name(m['by'])}" if "by" in m else ""
            where = f"in {self.name(m['place'])}" if "place" in m else ""
            yield (
                key,
                {
                    **({"agreement": Cell(self.name(key))} if "ids" in d.options else {}),
                    "date": self.dated(m),
                    "step": Cell(self.STEPS.get(m["step"], m["step"]) + by),
                    "detail": Cell(", ".join(filter(None, [m.get("detail", ""), where]))),
                    **self.part(m),
                },
            )

    def provisions(self, d: Directive) -> Iterator[Row]:
        for p in self.records[d.options["parent"]]["provisions"]:
            yield d.options["parent"], {"label": Cell(p["label"]), "value": Cell(p["value"]), **self.part(p)}

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
                        **self.part(h),
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
                        "standing": self.standing(s) if s.get("facts") else Cell(marks=(self.judged_part(own),)),
                        "sources": self.grouped(self.located(links)),
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
