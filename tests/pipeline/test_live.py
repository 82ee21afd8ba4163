"""The book while it is being written: on this machine alone, new with each save, alive in any case."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from bilateral.formats import Format
from bilateral_cli.building.books import rebuild
from bilateral_cli.building.copies import in_copy
from bilateral_cli.building.publishing import Show
from pipeline.conftest import SmallVolume
from pipeline.test_survival import EDIT, undo

pytestmark = pytest.mark.process

LIMIT = 60
"""Seconds after which what is waited for will not happen any more, on a machine with much to do."""


class Live:
    """``make live`` on a small volume."""

    def __init__(self, small: SmallVolume, port: int, said: Path) -> None:
        self.small, self.port, self._said = small, port, said
        self.pages = small.folder.parent / "build/html"

    @property
    def said(self) -> str:
        return self._said.read_text("utf-8")

    def get(self, path: str, host: str = "localhost") -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def wait(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + LIMIT
        while not done():
            assert time.monotonic() < end, self.said
            time.sleep(0.05)


@contextmanager
def serving(small: SmallVolume, tmp_path: Path, *options: str) -> Iterator[Live]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = tmp_path / "said.txt"
    command = [sys.executable, "-m", "bilateral_cli", "live", str(small.folder), "--output", str(tmp_path / "build")]
    with said.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port), *options],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "NO_COLOR": "1"},
        )
        running = Live(small, port, said)
        try:
            yield running
        finally:
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(timeout=LIMIT) == 0
    assert "Traceback" not in running.said


@pytest.fixture
def live(small: SmallVolume, tmp_path: Path) -> Iterator[Live]:
    with serving(small, tmp_path) as running:
        running.wait(lambda: "built in" in running.said)
        yield running


def test_a_saved_record_is_on_the_page(live: Live) -> None:
    page = live.pages / "chapters/chapter.html"
    before = page.read_text("utf-8")
    assert "1899" in before
    live.small.edit("data/relations.yaml", "date: 1899", "date: 1898")
    live.wait(lambda: page.read_text("utf-8").count("1898") > before.count("1898"))
    status, served = live.get("/chapters/chapter.html")
    assert status == 200
    assert "_live/live.js" in served
    assert "_live" not in page.read_text("utf-8")


def test_faults_are_told_in_the_terminal_and_to_the_page_and_the_last_good_page_stays(
    live: Live, browser: Browser
) -> None:
    tab = browser.new_page()
    tab.goto(f"http://localhost:{live.port}/chapters/chapter.html")
    expect(tab.locator("#live-faults")).to_be_hidden()
    good = (live.pages / "chapters/chapter.html").read_bytes()
    live.small.edit("data/relations.yaml", "date: 1899", "date: 1899-02-30")
    expect(tab.locator("#live-faults")).to_contain_text("MOD006", timeout=LIMIT * 1000)
    live.wait(lambda: "MOD006" in live.said and "not built" in live.said)
    assert (live.pages / "chapters/chapter.html").read_bytes() == good
    live.small.edit("chapters/chapter.md", "# A chapter", "# A chapter renamed")
    live.small.edit("data/relations.yaml", "date: 1899-02-30", "date: 1899")
    expect(tab.locator("h1")).to_contain_text("A chapter renamed", timeout=LIMIT * 1000)
    expect(tab.locator("#live-faults")).to_be_hidden()
    tab.close()


def test_a_chapter_with_a_fault_is_told_and_mended(live: Live) -> None:
    live.small.edit("chapters/chapter.md", "{fact}`F01`", "{fact}`F01` {rec}`nobody`")
    live.wait(lambda: "no record 'nobody' in the data" in live.said)
    builds = live.said.count("built in")
    live.small.edit("chapters/chapter.md", " {rec}`nobody`", "")
    live.wait(lambda: live.said.count("built in") > builds)


def test_what_is_saved_during_the_first_build_is_seen(small: SmallVolume, tmp_path: Path) -> None:
    with serving(small, tmp_path) as live:
        live.wait((tmp_path / "build/work/html/chapters/chapter.html").exists)  # all is read by now
        live.small.edit("data/relations.yaml", "date: 1899", "date: 1898")
        page = live.pages / "chapters/chapter.html"
        live.wait(lambda: page.exists() and "1898" in page.read_text("utf-8"))
        assert "1899" not in page.read_text("utf-8")


CATALOGUE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgctxt "volume title"
msgid "{title}"
msgstr "Šiaurė ir Pietūs"
"""


def test_a_translation_follows_its_catalogue(small: SmallVolume, tmp_path: Path) -> None:
    catalogue = small.folder / "locale/lt/LC_MESSAGES/relations.po"
    catalogue.parent.mkdir(parents=True)
    title = yaml.safe_load((small.folder / "data/relations.yaml").read_text("utf-8"))["volume"]["title"]
    catalogue.write_text(CATALOGUE.format(title=title), "utf-8")
    with serving(small, tmp_path, "--language", "lt") as live:
        live.wait(lambda: "built in" in live.said)
        status, page = live.get("/index.html")
        assert status == 200
        assert '<html lang="lt"' in page
        assert "Šiaurė ir Pietūs" in page
        small.edit("locale/lt/LC_MESSAGES/relations.po", "Šiaurė ir Pietūs", "Šiaurė ir Rytai")
        live.wait(lambda: "Šiaurė ir Rytai" in live.get("/index.html")[1])


def test_nobody_else_can_read_it(live: Live) -> None:
    assert live.get("/chapters/chapter.html", host="evil.example")[0] == 400
    addresses = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in [address for address in addresses if not address.startswith("127.")]:
        with socket.socket() as other:
            other.settimeout(2)
            assert other.connect_ex((address, live.port)) != 0
    for path in ("/../said.txt", "/%2e%2e/said.txt", "/..%2fsaid.txt", "/_live/status.py"):
        assert live.get(path)[0] == 404


def test_what_a_build_has_come_to_is_told_as_it_happens(live: Live) -> None:
    with closing(http.client.HTTPConnection("localhost", live.port, timeout=30)) as connection:
        connection.request("GET", "/_live/events")
        _read_news(connection.getresponse(), live)


def _read_news(events: http.client.HTTPResponse, live: Live) -> None:
    assert events.headers["Content-Type"].startswith("text/event-stream")
    assert json.loads(events.readline()[len("data: ") :]) == {"number": 1, "faults": ""}
    events.readline()
    live.small.edit("data/relations.yaml", "date: 1899", "date: 1898")
    assert json.loads(events.readline()[len("data: ") :]) == {"number": 2, "faults": ""}


FINISHING = """
import time
from pathlib import Path

def finish(app, exception):
    go = Path(app.srcdir).with_name("go")  # beside the volume, where nobody watches it
    while not go.exists():
        time.sleep(0.01)
    assert go.read_text() == "well"

def setup(app):
    app.connect("build-finished", finish, priority=1)
"""


def held(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_page_is_shown_before_the_book_is_finished(small: SmallVolume, tmp_path: Path) -> None:
    small.append("conf.py", FINISHING)
    (small.folder / "chapters/čia.md").write_text("(here)=\n# Here\n\nText.\n", "utf-8")  # an address encodes its name
    small.edit("index.md", "chapters/reference", "chapters/reference\nchapters/čia")
    go, edits = small.folder.with_name("go"), iter("abc")
    go.write_text("well")

    def edit() -> str:
        text = f"Paragraph {next(edits)}."
        small.append("chapters/čia.md", f"\n{text}\n")
        return text

    with (
        serving(small, tmp_path) as live,
        closing(http.client.HTTPConnection("localhost", live.port, timeout=LIMIT)) as connection,
    ):
        live.wait(lambda: "built in" in live.said)
        connection.request("GET", "/_live/events?page=/chapters/%C4%8Dia.html")
        events = connection.getresponse()

        def news() -> tuple[int, str]:
            told = json.loads(events.readline()[len("data: ") :])
            events.readline()
            return told["number"], told["faults"]

        def has(text: str) -> list[str]:
            return [name for name, content in held(live.pages).items() if text.encode() in content]

        assert news() == (1, "")
        go.unlink()
        text = edit()
        assert news() == (2, "")
        assert has(text) == ["chapters/čia.html"]  # and nothing else, such as the index for the search
        go.write_text("well")
        live.wait(lambda: live.said.count("built in") == 2)
        assert len(has(text)) > 1
        go.write_text("badly")
        text = edit()
        assert news() == (3, "")  # the second build told it once
        number, faults = news()
        assert (number, "build-finished" in faults) == (2, True)
        assert has(text) == ["chapters/čia.html"]
        go.write_text("well")
        edit()
        assert news() == (3, faults)
        assert news() == (3, "")
        published = held(live.pages)
    words = [sys.executable, "-m", "bilateral_cli", "build", small.folder, "--output", tmp_path / "anew"]
    subprocess.run([*map(str, words), "--format", "html"], check=True)
    assert published == held(tmp_path / "anew/html")


def test_a_page_with_a_warning_is_not_shown(live: Live) -> None:
    page = live.pages / "chapters/chapter.html"
    good = page.read_bytes(), page.stat().st_mtime_ns
    live.small.append("chapters/chapter.md", "\n{ref}`nowhere`\n")  # found when the page is written
    live.wait(lambda: "nowhere" in live.said and "not built" in live.said)
    assert (page.read_bytes(), page.stat().st_mtime_ns) == good


def test_the_page_that_is_open_is_written_first(small: SmallVolume, tmp_path: Path) -> None:
    told = tmp_path / "told.txt"

    def pages(name: str, kind: Format, written: list[str]) -> None:
        with told.open("a", encoding="utf-8") as file:
            print(name, kind.name, *written, file=file)

    def build(*opened: str) -> list[str]:
        told.write_text("", "utf-8")
        show = Show(pages, frozenset(opened))
        status, said = in_copy(lambda: rebuild(small.folder, tmp_path / "out", ["html"], "", show))
        assert status == 0, said
        return [line.removeprefix("northland-southland html ") for line in told.read_text("utf-8").splitlines()]

    build()
    both = "chapters/chapter.html chapters/reference.html"
    all_of_them = f"{both} index.html"
    small.edit(*EDIT)
    assert build() == [all_of_them]
    undo(small)
    assert build("chapters/reference.html", "index.html") == ["chapters/reference.html index.html", all_of_them]
    small.edit(*EDIT)
    assert build(*both.split()) == [both, all_of_them]
    small.append("chapters/reference.md", "\n{ref}`nowhere`\n")  # found when the page is written
    small.append("chapters/chapter.md", "\nMore.\n")
    told.write_text("", "utf-8")
    show = Show(pages, frozenset({"chapters/reference.html"}))
    assert in_copy(lambda: rebuild(small.folder, tmp_path / "out", ["html"], "", show))[0] == 1
    assert told.read_text("utf-8") == ""
