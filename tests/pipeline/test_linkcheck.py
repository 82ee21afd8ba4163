"""``make linkcheck`` asks real addresses, those of a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from lxml import html

from pipeline.conftest import SmallVolume
from pipeline.test_make import make

pytestmark = pytest.mark.process

FIELDS = "grade = {B}, seen = {whole}, langid = {en}"


class Pages(BaseHTTPRequestHandler):
    """One good page, one that has moved, a PDF, and none else."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response({"/good": 200, "/moved": 301, "/paper": 200}.get(self.path, 404))
        self.send_header("Content-Type", "application/pdf" if self.path == "/paper" else "text/html")
        if self.path == "/moved":
            self.send_header("Location", "/good")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815  (the name that the server calls)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("Asked", (Pages,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
        thread = Thread(target=host.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{host.server_port}", asked
        host.shutdown()
        thread.join()


def source(key: str, url: str, more: str = "") -> str:
    return f"@misc{{{key}, title = {{{{{key}}}}}, {FIELDS}, url = {{{url}}}{more}}}\n"


@pytest.fixture
def asking(small: SmallVolume, server: tuple[str, list[str]]) -> SmallVolume:
    """The small volume, with addresses of the server in place of its own."""
    home, _ = server
    path = small.folder / "references.bib"
    path.write_text(path.read_text("utf-8").partition(", url")[0] + "}\n", "utf-8")
    small.append("references.bib", source("kept", f"{home}/good") + source("moved", f"{home}/moved"))
    own = "[this book](https://northland.example/book/gone.html#old), [its home](https://northland.example/book)"
    small.append("chapters/chapter.md", f"\nSee {own}.{{source}}`moved`\n")
    return small


@dataclass(frozen=True)
class Asked:
    """One run of the target: its exit status, what it said, and the rows of its table."""

    status: int
    said: str
    table: list[list[str]]


def run(small: SmallVolume, tmp_path: Path) -> Asked:
    done = make("linkcheck", f"SOURCE={small.folder}", f"BUILD={tmp_path / 'made'}", NO_PROXY="127.0.0.1")
    report = tmp_path / "made/linkcheck/report.html"
    rows = html.parse(str(report)).getroot().xpath("//tbody/tr") if report.exists() else []
    table = [[" ".join(cell.itertext()).strip() for cell in row] for row in rows]
    return Asked(done.returncode, done.stdout + done.stderr, table)


def test_good_and_moved_pages_are_no_failure(
    asking: SmallVolume, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    home, asked = server
    done = run(asking, tmp_path)
    assert done.status == 0, done.said
    assert set(asked) == {"/good", "/moved"}
    line = len((asking.folder / "chapters/chapter.md").read_text("utf-8").splitlines())
    assert done.table == [
        [f"redirected moved to {home}/good (for good)", "moved", f"{home}/moved", "1.2", ""],
        ["ignored", f"chapters/chapter.md:{line}", "https://northland.example/book", "", ""],
        ["ignored", f"chapters/chapter.md:{line}", "https://northland.example/book/gone.html#old", "", ""],
        ["working", "kept", f"{home}/good", "", ""],
    ]
    assert f"redirected: moved\n  {home}/moved\n  moved to {home}/good (for good)\n  cited in 1.2\n" in done.said


def test_a_missing_page_is_reported_and_fails(
    asking: SmallVolume, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    home, _ = server
    asking.append("references.bib", source("lost", f"{home}/missing", f", archived = {{{home}/copy}}"))
    asking.append("chapters/chapter.md", "\nLost.{source}`lost`\n")
    done = run(asking, tmp_path)
    assert done.status != 0
    refused = "broken 404 Client Error: Not Found"
    assert done.table[:2] == [
        [refused, "lost", f"{home}/missing", "1.2", f"{home}/copy"],
        [refused, "lost, archived copy", f"{home}/copy", "1.2", ""],
    ], done.said
    assert f"broken: lost\n  {home}/missing\n" in done.said
    assert f"  archived: {home}/copy\n" in done.said


def test_what_is_no_page_of_html_has_no_anchors(
    asking: SmallVolume, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    home, _ = server
    asking.append("chapters/chapter.md", f"\nSee [page 12]({home}/paper#page=12) and [none]({home}/good#none).\n")
    done = run(asking, tmp_path)
    assert {row[2]: row[0].split()[0] for row in done.table if "#" in row[2] and "northland" not in row[2]} == {
        f"{home}/paper#page=12": "working",
        f"{home}/good#none": "broken",
    }, done.said


def test_a_machine_without_a_network_says_so(small: SmallVolume, tmp_path: Path) -> None:
    """Its addresses end in .example, which no host has."""
    done = run(small, tmp_path)
    assert done.status != 0
    assert "NOT CHECKED: none of the 2 addresses was reached" in done.said
    assert len(done.table) == 2


def test_faulty_data_leaves_no_report(asking: SmallVolume, tmp_path: Path) -> None:
    assert run(asking, tmp_path).status == 0
    asking.edit("data/relations.yaml", "date: 1899", "date: 1899-13")
    done = run(asking, tmp_path)
    assert done.status != 0
    assert "MOD006" in done.said
    assert done.table == []
