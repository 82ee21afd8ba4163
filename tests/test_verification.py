"""Each check finds a fault that was planted for it, names what is missing, and lets pass what is explained."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pikepdf
import pytest

from bilateral_cli.main import main
from bilateral_workshop.verification import browser, epub, exemptions, pdf, table, web
from bilateral_workshop.verification.checks import JUDGES, Check, checks_for, run_all
from bilateral_workshop.verification.findings import BrokenToolError, Finding, MissingToolError, Report
from bilateral_workshop.verification.tools import Tools, chromium
from tools import need, need_verapdf

NODE = Path(__file__).parents[1] / ".venv/node"
NAME = "northland-southland"
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1>A page</h1><p>{}</p></main></body></html>
"""
Altered = Callable[..., Path]


@pytest.fixture(scope="session")
def tools() -> Tools:
    need(*([] if (NODE / "node_modules").exists() else ["validators from npm (make verify installs them)"]))
    need("java", Path(chromium() or "chromium").name)
    return Tools(NODE)


@pytest.fixture
def none() -> Tools:
    """No validator at all, for what needs none."""
    return Tools(Path())


@pytest.fixture
def altered(stock_books: Path, tmp_path: Path) -> Altered:
    """Return a function that copies the e-book with a change in one of its files."""

    def change(name: str, old: str, new: str) -> Path:
        copy = tmp_path / "altered.epub"
        with ZipFile(stock_books / f"epub/{NAME}.epub") as before, ZipFile(copy, "w") as after:
            for entry in before.infolist():
                content = before.read(entry)
                if entry.filename == name:
                    assert old in content.decode()
                    content = content.decode().replace(old, new, 1).encode()
                kind = ZIP_STORED if entry.filename == "mimetype" else None
                after.writestr(entry.filename, content, kind)
        return copy

    return change


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes a web book of one page."""

    def write(content: str) -> Path:
        folder = tmp_path / "site"
        folder.mkdir(exist_ok=True)
        (folder / "page.html").write_text(content, "utf-8")
        return folder

    return write


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


class TestEpub:
    def test_epubcheck_finds_a_package_without_a_title(self, altered: Altered, tools: Tools) -> None:
        report = epub.epubcheck(altered("content.opf", "<dc:title", "<dc:subtitle"), tools)
        assert report.version.startswith("5.")
        assert "RSC-005" in codes(report)
        assert all(finding.file == "content.opf" and finding.line for finding in report.findings if finding.line)

    def test_epubcheck_counts_its_usage_notes(self, altered: Altered, tools: Tools) -> None:
        report = epub.epubcheck(altered("index.xhtml", "<head>", '<head><meta name="viewport" content="x"/>'), tools)
        assert [finding.weight for finding in report.findings if finding.code.startswith("HTM")] == ["warning"]

    def test_ace_finds_a_picture_without_an_alternative(self, altered: Altered, tools: Tools) -> None:
        report = epub.ace(altered("epub-cover.xhtml", ' alt="', ' data-alt="'), tools)
        assert "image-alt" in codes(report)

    def test_ace_finds_metadata_that_are_missing(self, altered: Altered, tools: Tools) -> None:
        report = epub.ace(altered("content.opf", "schema:accessibilityHazard", "schema:other"), tools)
        told = [finding.message for finding in report.findings if finding.code == "metadata"]
        assert told == ["the package does not say schema:accessibilityHazard"]

    def test_a_file_that_is_none_breaks_the_gate(self, tmp_path: Path, tools: Tools) -> None:
        (tmp_path / "none.epub").write_text("no book", "utf-8")
        with pytest.raises(BrokenToolError):
            epub.ace(tmp_path / "none.epub", tools)


class TestWeb:
    def test_a_good_page_is_let_pass(self, site: Callable[[str], Path], tools: Tools) -> None:
        folder = site(PAGE.format("Text."))
        for judge in (web.nu, web.lychee, browser.axe):
            assert judge(folder, tools).findings == []

    def test_nu_finds_a_stray_tag_and_its_place(self, site: Callable[[str], Path], tools: Tools) -> None:
        (finding, *_) = web.nu(site(PAGE.format("A</b> word")), tools).findings
        assert str(finding).startswith("page.html:4:")
        assert "b" in finding.message

    def test_lychee_finds_a_fragment_that_is_not_there(self, site: Callable[[str], Path], tools: Tools) -> None:
        folder = site(PAGE.format('<a href="page.html#gone">x</a> <a href="page.html#here" id="here">y</a>'))
        (finding,) = web.lychee(folder, tools).findings
        assert finding.message.startswith("page.html#gone: ")

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            ('<span style="color:#bbb;background:#fff">pale</span>', "color-contrast"),
            ('<img src="data:," >', "image-alt"),
            ('<span style="display:block;width:40rem">wide</span>', "sideways"),
            ("<script>console.warn('something')</script>", "console"),
            ("<script>nothing()</script>", "console"),
            ('<button style="width:9px;height:9px;padding:0;border:0" aria-label="a"></button>' * 2, "target-size"),
        ],
    )
    def test_the_browser_finds(self, site: Callable[[str], Path], tools: Tools, content: str, code: str) -> None:
        assert code in codes(browser.axe(site(PAGE.format(content)), tools))

    def test_the_browser_looks_by_night_too(self, site: Callable[[str], Path], tools: Tools) -> None:
        style = "<style>@media (prefers-color-scheme: dark){p{color:#777;background:#555}}</style>"
        (finding,) = browser.axe(site(PAGE.format(f"{style}text")), tools).findings
        assert finding.message.endswith("(dark 1280, dark 768, dark 320)")


class TestPdf:
    def test_a_file_without_tags_is_found(self, tmp_path: Path, none: Tools) -> None:
        book = pikepdf.new()
        book.add_blank_page()
        book.save(tmp_path / "plain.pdf")
        assert codes(pdf.structure(tmp_path / "plain.pdf", none)) == {"untagged"}

    def test_a_figure_without_an_alternative_is_found(self, stock_books: Path, tmp_path: Path, none: Tools) -> None:
        whole = stock_books / f"pdf/{NAME}.pdf"
        assert pdf.structure(whole, none).findings == []
        with pikepdf.open(whole) as book:
            for item in book.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "/Alt" in item:
                    del item["/Alt"]
                    break
            book.save(tmp_path / "altered.pdf")
        assert "figure-alt" in codes(pdf.structure(tmp_path / "altered.pdf", none))

    def test_the_verdict_of_verapdf_counts(self, tmp_path: Path, none: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
        judge = tmp_path / "judge"
        judge.write_text('#!/bin/sh\necho "$1 $2 is not what it says"\nexit 1\n', "utf-8")
        judge.chmod(judge.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("BOOK_VERAPDF", str(judge))
        (finding,) = pdf.verapdf(tmp_path / "book.pdf", "ua1,2a", none).findings
        assert (finding.file, finding.code) == ("book.pdf", "ua1,2a")
        assert "is not what it says" in finding.message

    @pytest.mark.verapdf
    def test_verapdf_itself_refuses_a_plain_file(self, tmp_path: Path, none: Tools) -> None:
        need_verapdf()
        book = pikepdf.new()
        book.add_blank_page()
        book.save(tmp_path / "plain.pdf")
        assert pdf.verapdf(tmp_path / "plain.pdf", "ua1", none).findings


class TestGate:
    def test_every_format_has_its_gates(self, tmp_path: Path) -> None:
        for name in ("html/index.html", "epub/a.epub", "pdf/a.pdf", "tablet/a.pdf", "latex/a.pdf", "latex/a.tex"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        found = {(check.format, check.tool) for check in checks_for(tmp_path)}
        data = {f"{tool} data" for tool in ("frictionless", "SQLite", "JSON-LD", "GeoJSON")}
        assert {tool for kind, tool in found if kind == "html"} == {"axe", "Nu", "lychee"} | data
        assert {tool for kind, tool in found if kind == "epub"} == {"Ace", "EPUBCheck"}
        assert ("tablet", "veraPDF ua1,3a") in found
        assert ("latex", "veraPDF 2u") in found

    def test_what_is_missing_is_named_and_what_breaks_is_a_finding(self) -> None:
        def missing(_: Tools) -> Report:
            raise MissingToolError("apt-get install judge")

        def broken(_: Tools) -> Report:
            raise BrokenToolError("it fell over")

        checks = [Check("PDF", "judge", missing), Check("PDF", "other", broken)]
        first, second = run_all(checks, Tools(Path()))
        assert first.missing == "apt-get install judge"
        assert codes(second) == {"broken"}
        lines = list(table.lines([first, second]))
        assert lines[-1] == "judge is not on this machine. To install it: apt-get install judge"
        assert lines[1].split() == ["PDF", "judge", "missing", "0.0"]
        assert lines[2].split() == ["PDF", "other", "1", "0", "0.0"]

    @pytest.mark.parametrize(("required", "status"), [("", 0), ("1", 1)])
    def test_a_missing_tool_fails_only_where_all_are_required(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, required: str, status: int
    ) -> None:
        (tmp_path / "pdf").mkdir()
        book = pikepdf.new()
        book.add_blank_page()
        book.save(tmp_path / "pdf/a.pdf")
        monkeypatch.setitem(JUDGES, "tags", lambda *_: Report("PDF", "tags"))
        monkeypatch.delenv("BOOK_VERAPDF", raising=False)
        monkeypatch.setenv("BOOK_REQUIRE_TOOLS", required)
        assert main(["verify", "--output", str(tmp_path), "--node", str(tmp_path)]) == status

    def test_a_tool_can_be_left_out_by_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "latex").mkdir()
        (tmp_path / "latex/a.pdf").touch()
        (tmp_path / "latex/a.tex").touch()
        monkeypatch.delenv("BOOK_VERAPDF", raising=False)
        monkeypatch.setenv("BOOK_REQUIRE_TOOLS", "1")
        assert main(["verify", "--output", str(tmp_path), "--node", str(tmp_path)]) == 1
        assert main(["verify", "--output", str(tmp_path), "--node", str(tmp_path), "--without", "veraPDF"]) == 0

    def test_findings_fail(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "pdf").mkdir()
        book = pikepdf.new()
        book.add_blank_page()
        book.save(tmp_path / "pdf/a.pdf")
        assert main(["verify", "--output", str(tmp_path), "--node", str(tmp_path)]) == 1
        assert "tags: a.pdf: untagged the file has no structure tree" in capsys.readouterr().out


class TestExemptions:
    FINDING = Finding("chapters/a.html", 3, 1, "html", "An odd thing")

    def test_what_is_explained_is_let_pass(self) -> None:
        report = Report("HTML", "Nu", findings=[self.FINDING])
        exemptions.apply([report], [exemptions.Exemption("Nu", "chapters/*.html", "html", "^An odd", "why")])
        assert report.findings == []

    @pytest.mark.parametrize(
        ("tool", "file", "code", "message"),
        [("axe", "*", "html", ""), ("Nu", "other/*", "html", ""), ("Nu", "*", "css", ""), ("Nu", "*", "html", "^odd")],
    )
    def test_nothing_else_is(self, tool: str, file: str, code: str, message: str) -> None:
        report = Report("HTML", "Nu", findings=[self.FINDING])
        exemptions.apply([report], [exemptions.Exemption(tool, file, code, message, "why")])
        assert self.FINDING in report.findings

    def test_one_that_is_not_needed_is_a_finding(self) -> None:
        report = Report("HTML", "Nu")
        exemptions.apply([report], [exemptions.Exemption("Nu", "*", "html", "x", "why")])
        assert codes(report) == {"exemption"}

    def test_each_gives_a_reason(self) -> None:
        assert all(len(exemption.reason) > 40 for exemption in exemptions.read())
