"""A browser without a window, and a server that sends the web book as a web server would: compressed."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


PAGES = (
    "index",
    "chapters/visits",
    "chapters/chronology",
    "chapters/sources",
    "chapters/glossary",
    "genindex",
    "search",
)
"""One page of each kind."""


class Site:
    """The web book on a server; ``sent`` are the addresses that were asked for, with the bytes that went out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent: list[tuple[str, int]] = []
        self.root = ""

    def answer(self, address: str) -> tuple[int, str, bytes]:
        path = self.folder / unquote(urlsplit(address).path).lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return 404, "text/plain", b""
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return 200, kind, gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    site = Site(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, content = site.answer(self.path)
            site.sent.append((self.path, len(content)))
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name that http.server gives)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.root = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


class Reader:
    """Opens pages of the book, from the server or from the disk, and keeps what the browser complains of."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def open(self, page: str, *, disk: bool = False, width: int = 1280, height: int = 900, **options: object) -> Page:
        tab = self._tab(width, height, **options)
        tab.goto(self._address(page, disk=disk))
        return tab

    def tour(self, pages: Iterable[str], *, disk: bool = False, width: int = 1280) -> Iterator[tuple[str, Page]]:
        """Open pages one after another in one tab, which is quicker than one each."""
        tab = self._tab(width, 900)
        for page in pages:
            tab.goto(self._address(f"{page}.html", disk=disk))
            yield page, tab

    def _tab(self, width: int, height: int, **options: object) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]  # options by name
        self.contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: self.complaints.append(message.text))
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        return tab

    def _address(self, page: str, *, disk: bool) -> str:
        return f"{self.site.folder.resolve().as_uri() if disk else self.site.root}/{page}"

    def close(self) -> None:
        for context in self.contexts:
            context.close()
