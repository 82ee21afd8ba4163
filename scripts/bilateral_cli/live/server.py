"""Serve the web book with a script that shows what builds come to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from bilateral_cli.live.status import BuildStatus

HERE = Path(__file__).parent
OWN = "/_live/"
SCRIPT = '<link rel="stylesheet" href="/_live/live.css" /><script defer src="/_live/live.js"></script></head>'
WAITING = (
    "<!DOCTYPE html><html lang='en'><head><title>Not built yet</title></head><body><p>Not built yet.</p></body></html>"
)
HOSTS = ["localhost", "127.0.0.1", "[::1]"]
"""Under which names pages are served: another that leads here is that of a page elsewhere that wants to read them."""
FRESH = {"Cache-Control": "no-store"}


def application(folder: Path, status: BuildStatus) -> Starlette:
    """Return the server of the pages in ``folder``."""
    root = folder.resolve()

    async def page(request: Request) -> Response:
        path = (root / request.path_params["path"]).resolve()
        if path.is_dir():
            path /= "index.html"
        if not path.is_relative_to(root) or not path.is_file():
            return HTMLResponse(with_script(WAITING), status_code=404, headers=FRESH)
        if path.suffix == ".html":
            return HTMLResponse(with_script(path.read_text("utf-8")), headers=FRESH)
        return FileResponse(path, headers=FRESH)

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        return (
            FileResponse(HERE / name, headers=FRESH) if name in ("live.js", "live.css") else Response(status_code=404)
        )

    async def events(request: Request) -> Response:
        page = request.query_params.get("page", "").removeprefix("/")
        page += "index.html" if page.endswith("/") or not page else ""
        return StreamingResponse(told(status, page), media_type="text/event-stream", headers=FRESH)

    routes = [
        Route(f"{OWN}events", events),
        Route(f"{OWN}{{name}}", own),
        Route("/{path:path}", page),
    ]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)])


def with_script(page: str) -> str:
    """Return a page that listens to the status; the file on disk stays what it is."""
    return page.replace("</head>", SCRIPT, 1)


async def told(status: BuildStatus, page: str) -> AsyncIterator[str]:
    """Yield the news for a page as server-sent events."""
    async for number, faults in status.read(page):
        yield f"data: {json.dumps({'number': number, 'faults': faults})}\n\n"
