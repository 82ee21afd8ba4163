"""Enter the anchors and paragraphs of a volume into its ledger, and the pages of its PDF; what is published stays."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilateral_cli import options

if TYPE_CHECKING:
    from bilateral.ledger import Ledger


@click.command()
@options.volume()
@click.option(
    "--freeze", is_flag=True, help="The edition is published: its anchors, pages and paragraphs stay for ever."
)
@options.output()
@options.jobs()
def command(volume: Path, freeze: bool, output: Path, jobs: int) -> int:
    """Enter new anchors into the ledger.

    It is anchors.txt in VOLUME. The web book, which lists them, is built first; to freeze an edition, its PDF too: the
    pages of that are kept in pages.txt.
    """
    from bilateral_cli.building import books  # late: see the docstring of the package

    status = books.build(volume, output, ["html", "pdf"] if freeze else ["html"], jobs)
    status = status or enter(volume, output / "html/anchors.json", freeze=freeze)
    if freeze and not status:
        keep(volume, output / "html/pages.json")
    return status


def keep(volume: Path, listing: Path | None = None) -> None:
    """Write what the edition tells, for later ones to be compared with; the web book has a list of printed pages."""
    from bilateral.changes import state_of  # late: see the docstring of the package
    from bilateral.editions import Print, write_edition
    from bilateral.reading import read_volume

    listed = json.loads(listing.read_text("utf-8")) if listing and listing.exists() else {"begins": {}, "anchors": {}}
    printed = Print(listed["begins"], listed["anchors"])
    print(write_edition(volume, state_of(read_volume(volume), printed)))


def enter(volume: Path, listing: Path, *, freeze: bool) -> int:
    """Write the ledger, from the list of anchors in the web book. Return 1 where the one there cannot be read."""
    from bilateral.ledger import LEDGER, NEXT, Entry, ledger_text, read_ledger  # late: see the docstring of the package

    ledger, problems = read_ledger(volume)
    if problems:
        print("\n".join(map(str, problems)), file=sys.stderr)
        return 1
    listed = json.loads(listing.read_text("utf-8"))
    since = listed["edition"] if freeze else NEXT
    built = {
        entry.address: entry
        for name, anchor in listed["anchors"].items()
        for entry in [Entry(name, anchor["kind"], anchor["page"], since)]
    }
    published = {address: entry for address, entry in ledger.entries.items() if entry.since != NEXT}
    entries = {**built, **published}
    path = volume / LEDGER
    path.write_text(ledger_text(entries.values()), "utf-8")
    added = len(built.keys() - ledger.entries.keys())
    dropped = len(ledger.entries.keys() - published.keys() - built.keys())
    frozen = f", {len(built.keys() - published.keys())} frozen as {since}" if freeze else ""
    print(f"{path}: {len(entries)} anchors, {added} added, {dropped} dropped{frozen}")
    enter_paragraphs(volume, listing.with_name("paragraphs.json"), ledger, freeze=freeze)
    if freeze:
        keep_pages(volume, listing.with_name("pages.json"), ledger)
    return 0


def enter_paragraphs(volume: Path, listing: Path, ledger: Ledger, *, freeze: bool) -> None:
    """Bring the words of the published paragraphs up to date, from the list in the web book; freeze what is new."""
    from bilateral.ledger import PARAGRAPHS, paragraphs_text  # late: see the docstring of the package
    from bilateral.paragraphs import Paragraph, entered, place_of

    listed = json.loads(listing.read_text("utf-8"))
    paragraphs = [Paragraph(place_of(name), one["words"]) for name, one in listed["paragraphs"].items()]
    published = list(ledger.paragraphs.values())
    entries = entered(paragraphs, published, listed["edition"] if freeze else "")
    if entries:
        path = volume / PARAGRAPHS
        path.write_text(paragraphs_text(entries), "utf-8")
        print(f"{path}: {len(entries)} paragraphs, {len(entries) - len(published)} added")


def keep_pages(volume: Path, listing: Path, ledger: Ledger) -> None:
    """Write the pages of this edition beside those of the others, from the list in the web book."""
    from bilateral.ledger import PAGES, PrintedPage, pages_text  # late: see the docstring of the package

    path = volume / PAGES
    if not listing.exists():
        print(f"{path}: left as it is, for the web book names no pages of a PDF")
        return
    listed = json.loads(listing.read_text("utf-8"))
    edition = listed["edition"]
    pages = [page for page in ledger.printed.values() if page.edition != edition]
    pages += [PrintedPage(edition, page["page"], page["anchor"]) for page in listed["pages"]]
    path.write_text(pages_text(pages), "utf-8")
    print(f"{path}: {len(listed['pages'])} pages of {edition}")
