"""Report on the addresses of a book: what Sphinx's linkcheck builder found, with the sources that they belong to."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape

from bilateral.bibliography import Source

FAULTS = ("broken", "timeout")
"""The statuses that make a check fail."""
STATUSES = (*FAULTS, "rate-limited", "redirected", "ignored", "working")
"""All statuses of an address that is asked, the worst first. Places in the book itself are not asked."""
PERMANENT = (301, 308)
SHORT = (
    ("NameResolutionError", "no such host"),
    ("ConnectTimeout", "no answer in time"),
    ("Read timed out", "no answer in time"),
    ("Connection refused", "connection refused"),
    ("CERTIFICATE_VERIFY_FAILED", "certificate not valid"),
)
"""What the libraries say at length, in a few words."""
NO_NETWORK = (
    "NOT CHECKED: none of the {count} addresses was reached. This machine has no network, or lets no program use it.\n"
    "That says nothing about the addresses; run it again where there is a network."
)


@dataclass(frozen=True)
class Link:
    """An address of the book and what became of the question for it; ``source`` and what follows may be empty."""

    status: str
    address: str
    answer: str
    reached: bool
    place: str
    source: str = ""
    cited: str = ""
    archived: str = ""


def read_links(lines: Iterable[str], sources: Mapping[str, Source], cited: Mapping[str, list[str]]) -> tuple[Link, ...]:
    """Read the lines of Sphinx's ``output.json``; return the links to the web, the worst first, by source.

    An address that belongs to two sources is two links. ``cited`` says which sections cite a source.
    """
    found = []
    for entry in map(json.loads, filter(str.strip, lines)):
        if entry["status"] not in STATUSES:
            continue
        line = max(0, int(entry["lineno"]))
        link = Link(entry["status"], entry["uri"], _answer(entry), _reached(entry), entry["filename"])
        owners = [
            source for source in sources.values() if entry["uri"] in (source.fields.get("url"), _archived(source))
        ]
        for source in owners:
            copy = entry["uri"] == _archived(source)
            name, archived = (f"{source.key}, archived copy", "") if copy else (source.key, _archived(source))
            sections = ", ".join(cited.get(source.key, ()))
            found.append(((source.number, copy), replace(link, source=name, cited=sections, archived=archived)))
        if not owners:
            place = f"{link.place}:{line}" if line else link.place
            found.append(((0, False), replace(link, place=place)))
    found.sort(key=lambda pair: (STATUSES.index(pair[1].status), pair[0], pair[1].place, pair[1].address))
    return tuple(link for _, link in found)


def no_network(links: Iterable[Link]) -> bool:
    """Tell whether addresses have been asked and not a single host has answered."""
    asked = [link for link in links if link.status != "ignored" or link.reached]
    return bool(asked) and not any(link.reached for link in asked)


def text_report(links: tuple[Link, ...]) -> str:
    """Return how many addresses have which status, and each one that is at fault or has moved."""
    if no_network(links):
        return f"{_unreached(links)}\n"
    counts = Counter({link.address: link.status for link in links}.values())
    parts = ["\n".join(f"{counts[status]:>5}  {status}" for status in STATUSES if counts[status]) or "no addresses"]
    for link in links:
        if link.status in ("ignored", "working"):
            continue
        lines = [f"{link.status}: {link.source or link.place}", f"  {link.address}", f"  {link.answer}"]
        lines += [f"  cited in {link.cited}"] if link.cited else []
        lines += [f"  archived: {link.archived}"] if link.archived else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def page_report(links: tuple[Link, ...], title: str) -> str:
    """Return a web page with a table of all addresses."""
    head = f"<p class='broken'>{_unreached(links)}</p>" if no_network(links) else ""
    rows = "\n".join(_row(link) for link in links)
    return PAGE.format(title=escape(title), head=head, rows=rows)


def _unreached(links: tuple[Link, ...]) -> str:
    return NO_NETWORK.format(count=len({link.address for link in links}))


def _row(link: Link) -> str:
    answer = f"<br><small>{escape(link.answer)}</small>" if link.answer else ""
    source = escape(link.source) or f"<small>{escape(link.place)}</small>"
    cells = (source, _anchor(link.address), escape(link.cited), _anchor(link.archived) if link.archived else "")
    columns = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<tr><th scope='row' class='{link.status}'>{link.status}{answer}</th>{columns}</tr>"


def _anchor(address: str) -> str:
    return f"<a href='{escape(address)}'>{escape(address)}</a>"


def _archived(source: Source) -> str:
    return source.fields.get("archived", "")


def _answer(entry: Mapping[str, str | int]) -> str:
    """Return the answer of the host, or why there is none, in a few words."""
    info = " ".join(str(entry["info"]).split())
    if entry["status"] == "redirected":
        return f"moved to {info} ({'for good' if entry['code'] in PERMANENT else 'for a time'})"
    short = next((words for sign, words in SHORT if sign in info), None)
    return short or info.partition(" for url: ")[0]


def _reached(entry: Mapping[str, str | int]) -> bool:
    """Tell whether a host has answered, be it with a refusal."""
    refusal = re.match(r"\d{3} |unauthorized|service unavailable|Anchor ", str(entry["info"]))
    return entry["status"] in ("working", "redirected", "rate-limited") or refusal is not None


PAGE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }}
body {{ margin: 1.5rem; }}
p {{ white-space: pre-line; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ padding: .4rem .6rem; border-bottom: 1px solid #8886; text-align: left; vertical-align: top; }}
th {{ font-weight: 600; }}
td {{ overflow-wrap: anywhere; min-width: 5rem; }}
th small {{ font-weight: 400; overflow-wrap: anywhere; }}
.broken, .timeout {{ color: light-dark(#a3122b, #ff8f9c); }}
.redirected, .rate-limited {{ color: light-dark(#7a5200, #f0c060); }}
.ignored {{ color: light-dark(#595959, #b0b0b0); }}
@media (max-width: 40rem) {{
  thead {{ display: none; }}
  tr, th, td {{ display: block; border: 0; padding: .1rem 0; }}
  tr {{ padding: .6rem 0; border-bottom: 1px solid #8886; }}
  td:empty {{ display: none; }}
  td:nth-child(4)::before {{ content: "cited in "; }}
  td:nth-child(5)::before {{ content: "archived: "; }}
}}
</style>
<h1>{title}</h1>
{head}
<table>
<thead><tr><th scope="col">Status</th><th scope="col">Source</th><th scope="col">Address</th>
<th scope="col">Cited in</th><th scope="col">Archived copy</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</html>
"""
