"""Judge the web book as it is seen: axe-core on every page in Chromium, light and dark, narrow and wide.

Besides the rules of axe, a page must not scroll sideways, and must have nothing to say on the console. What depends on
the width of letters is looked at with two sets of fonts: all that this machine has, and the few that any machine has.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from bilateral_workshop.verification.findings import BrokenToolError, Finding, Report, unique
from bilateral_workshop.verification.serving import served
from bilateral_workshop.verification.tools import Tools

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1280, 768, 320)
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
FEW = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/truetype/dejavu</dir>
  <include ignore_missing="yes">/etc/fonts/conf.d</include>
  <selectfont>
    <rejectfont><glob>*texmf*</glob></rejectfont>
    <rejectfont><glob>*texlive*</glob></rejectfont>
  </selectfont>
</fontconfig>
"""
"""Fonts of a machine without any but DejaVu, as fontconfig is told; TeX brings directories of its own."""
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN = """(tags) => axe.run(document, {
  runOnly: {type: "tag", values: tags},
  rules: {"target-size": {enabled: true}},
  resultTypes: ["violations"],
  elementRef: false,
})"""
_SIZES = """() => axe.run(document, {
  runOnly: {type: "rule", values: ["target-size"]},
  resultTypes: ["violations"],
  elementRef: false,
})"""
_SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide <= 0) return null;
  const far = [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.tagName.toLowerCase() + (element.className ? "." + element.className : ""));
  return `${wide} px wider than the window: ${far.slice(-1)[0] || ""}`;
}"""
Seen = dict[tuple[str, str, str], list[str]]
"""Where each fault was seen, by page, code and message: scheme and width."""


def axe(book: Path, tools: Tools, workers: int = 2) -> Report:
    """Look at every page but those of permanent addresses, which lead on before they are seen."""
    pages = sorted(path for path in book.rglob("*.html") if path.relative_to(book).parts[0] != "a")
    script = (tools.package("axe-core") / "axe.min.js").read_text("utf-8")
    program = tools.browser()
    names = [path.relative_to(book).as_posix() for path in pages]
    parts = [part for index in range(workers) if (part := names[index::workers])]
    try:
        with served(book) as root, ThreadPoolExecutor(workers) as pool:
            found = list(pool.map(lambda part: _look(part, root, script, program), parts))
            found += pool.map(lambda part: _look_with_few_fonts(part, root, script, program), parts)
    except Error as error:
        raise BrokenToolError(error.message) from None
    return Report("HTML", "axe", tools.version_of("axe-core"), unique(finding for part in found for finding in part))


def _look(pages: Sequence[str], root: str, script: str, program: str) -> list[Finding]:
    """Look at some pages in a browser of their own."""
    seen: Seen = defaultdict(list)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        for name in pages:
            for scheme in SCHEMES:
                for code, message, where in _faults(browser, f"{root}{name}", scheme, script):
                    seen[name, code, message].append(where)
        browser.close()
    return [
        Finding(file, 0, 0, code, f"{message} ({', '.join(dict.fromkeys(places))})")
        for (file, code, message), places in seen.items()
    ]


def _look_with_few_fonts(pages: Sequence[str], root: str, script: str, program: str) -> list[Finding]:
    """Look at the sizes of targets and the width of some pages."""
    found = []
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = Path(folder, "fonts.conf")
        settings.write_text(FEW, "utf-8")
        fonts: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(settings)}
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS), env=fonts)
        page = browser.new_context(reduced_motion="reduce", bypass_csp=True).new_page()
        for name in pages:
            page.goto(f"{root}{name}", wait_until="load")
            page.evaluate(script)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                _settle(page)
                if wide := page.evaluate(_SIDEWAYS):
                    found.append(Finding(name, 0, 0, "sideways", f"{wide} (few fonts, {width})"))
                for rule in page.evaluate(_SIZES)["violations"]:
                    found += [
                        Finding(name, 0, 0, rule["id"], f"{rule['help']}: {_target(node)} (few fonts, {width})")
                        for node in rule["nodes"]
                    ]
        browser.close()
    return found


def _faults(
    browser: Browser, address: str, scheme: Literal["light", "dark"], script: str
) -> Iterator[tuple[str, str, str]]:
    """Yield code and message of each fault of a page, and where it was seen."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(_told(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.goto(address, wait_until="load")
    _settle(page)
    page.evaluate(script)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        _settle(page)
        if wide := page.evaluate(_SIDEWAYS):
            yield "sideways", wide, f"{scheme} {width}"
        for rule in page.evaluate(_RUN, list(_TAGS))["violations"]:
            for node in rule["nodes"]:
                yield rule["id"], f"{rule['help']}: {_target(node)}", f"{scheme} {width}"
    for text in said:
        yield "console", text, scheme
    context.close()


def _settle(page: Page) -> None:
    """Wait until what changes with the window has changed; at the top, where the bar of the page covers nothing."""
    page.evaluate(
        """() => {
          scrollTo(0, 0);
          return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }"""
    )


def _told(message: ConsoleMessage) -> str:
    return f"{message.type}: {message.text}"


def _target(node: dict[str, Any]) -> str:
    return " ".join(str(part) for part in node["target"])
