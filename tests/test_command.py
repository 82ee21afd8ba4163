"""The command ``bilateral``: help, completion, exit codes, which volume, and what one fault does to the others."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import click
import pikepdf
import pytest

from bilateral.formats import FORMATS
from bilateral_cli.building.books import forget_pages
from bilateral_cli.building.progress import Progress
from bilateral_cli.building.title_page import read_title_page
from bilateral_cli.main import bilateral, main
from builds import run_module
from pipeline.conftest import SmallVolume, copied_volume
from pipeline.test_make import environment_of_its_own

COMMAND = [sys.executable, "-m", "bilateral_cli"]
NAME = "northland-southland"
LACKING = "\nA word that the fonts of the PDF do not have: 漢字.\n"
HEAVY = ("sphinx", "docutils", "pydantic", "pikepdf", "typst")


@pytest.fixture
def small(tmp_path: Path) -> SmallVolume:
    return copied_volume(tmp_path / "small")


def run(*words: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {**environment_of_its_own(), "NO_COLOR": "1", **environment}
    return run_module("bilateral_cli", *words, cwd=cwd or Path.cwd(), environment=own)


def subcommands() -> dict[str, click.Command]:
    context = click.Context(bilateral)
    found = {name: bilateral.get_command(context, name) for name in bilateral.list_commands(context)}
    return {name: command for name, command in found.items() if command}


class TestFace:
    def test_every_subcommand_is_there_with_its_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        wanted = {
            "anchors",
            "build",
            "check",
            "cite",
            "formats",
            "gettext",
            "import",
            "languages",
            "linkcheck",
            "live",
            "new",
            "standby",  # for builds alone: no help names it
            "translate",
            "verify",
        }
        assert subcommands().keys() == wanted
        assert main(["--help"]) == 0
        said = capsys.readouterr().out
        for name, command in subcommands().items():
            assert command.help
            told = re.search(rf"^  {name} +\S.*[^.]\.$", said, re.MULTILINE)
            assert bool(told) != command.hidden, f"the help of {name} is cut off"
            assert main([name, "--help"]) == 0
            assert f"Usage: bilateral {name} [OPTIONS]" in capsys.readouterr().out
            assert [
                option.name for option in command.params if isinstance(option, click.Option) and not option.help
            ] == []

    def test_help_says_how_it_ends(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["--help"])
        said = capsys.readouterr().out
        assert re.findall(r"^    (\d+) +where", said, re.MULTILINE) == ["0", "1", "2", "130"]

    @pytest.mark.process
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_shells_complete_subcommands_and_formats(self, shell: str) -> None:
        begun = {"COMP_WORDS": "bilateral build --format e", "COMP_CWORD": "e" if shell == "fish" else "3"}
        program = str(Path(sys.executable).with_name("bilateral"))
        asked = {**os.environ, "_BILATERAL_COMPLETE": f"{shell}_complete", **begun}
        said = subprocess.run([program], env=asked, capture_output=True, text=True, check=True).stdout
        assert re.findall(r"^(?:plain,)?(\w+)$", said.replace("plain\n", ""), re.MULTILINE)[:1] == ["epub"]
        assert "html" not in said

    @pytest.mark.process
    def test_help_and_a_build_with_nothing_to_do_load_nothing_heavy(self, small: SmallVolume, tmp_path: Path) -> None:
        output = tmp_path / "built"
        words = ["build", str(small.folder), "-f", "html", "-o", str(output)]
        assert run(*words).returncode == 0
        program = "import sys; from bilateral_cli.main import main; status = main(sys.argv[1:]); "
        program += f"print([name for name in {HEAVY!r} if name in sys.modules]); sys.exit(status)"
        for asked in (["--help"], ["build", "--help"], words):
            done = subprocess.run([sys.executable, "-c", program, *asked], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            assert done.stdout.splitlines()[-1] == "[]"
        assert "Nothing to be done: html is up to date." in done.stdout

    def test_an_extra_that_is_missing_is_named(
        self, small: SmallVolume, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for extra, package, words in (("live", "uvicorn", [str(small.folder)]), ("verify", "playwright", [])):
            for module in [
                name
                for name in sys.modules
                if name.startswith((package, "bilateral_cli.live", "bilateral_workshop.verification"))
            ]:
                monkeypatch.delitem(sys.modules, module)
            monkeypatch.setitem(sys.modules, package, None)
            assert main([extra, *words, "--output", str(small.folder.parent / "out")]) == 2
            (line,) = capsys.readouterr().err.splitlines()
            assert line == f"Error: {package} is missing; install the press with it: pip install 'WHEEL[{extra}]'"


class TestWhichVolume:
    @pytest.mark.process
    @pytest.mark.parametrize("inside", ["source", "."])
    def test_source_or_the_current_folder(self, inside: str, small: SmallVolume, tmp_path: Path) -> None:
        folder = tmp_path / "project"
        folder.mkdir()
        small.folder.rename(folder / inside if inside != "." else tmp_path / "volume")
        done = run("check", cwd=folder if inside != "." else tmp_path / "volume")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{inside}: ")

    @pytest.mark.parametrize("command", ["check", "build"])
    def test_the_folder_around_a_volume_is_told_as_such(
        self, command: str, small: SmallVolume, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([command, str(small.folder.parent)]) == 2
        said = " ".join(capsys.readouterr().err.split())
        assert said.endswith(f"for it has no data/relations.yaml; did you mean {small.folder}?")

    @pytest.mark.process
    def test_none_at_all_is_wrong_usage(self, tmp_path: Path) -> None:
        done = run("build", cwd=tmp_path)
        assert done.returncode == 2
        assert "There is no volume here: neither source/data/relations.yaml nor data/relations.yaml" in done.stderr
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.process
    def test_a_folder_with_spaces_and_the_output_inside_it(self, small: SmallVolume, tmp_path: Path) -> None:
        folder = small.folder.rename(tmp_path / "a volume")
        done = run("build", "-f", "html", cwd=folder)
        assert done.returncode == 0, done.stderr
        assert (folder / "build/html/chapters/chapter.html").exists()
        assert "Nothing to be done" in run("build", "-f", "html", cwd=folder).stdout

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("volume: {name: a, title: {name: b}, authors: [c, d], edition: e}\n", {"name": "a", "edition": "e"}),
            ("notes:\n- {name: b}\nvolume:\n  name: a\n", {"name": "a"}),
            ("records: {volume: {name: b}}\nvolume:\n  authors:\n  - x\n  name: 'a'\nlater: [", {"name": "a"}),
            ("volume: [name, a]\n", {}),
            ("volume: text\n", {}),
            ("- volume\n- {name: a}\n", {}),
            ("volume: {name: a", {}),
            ("\x00", {}),
            ("", {}),
        ],
    )
    def test_the_title_page_is_found_without_reading_on(self, text: str, found: dict[str, str], tmp_path: Path) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "data/relations.yaml").write_text(text, "utf-8")
        assert read_title_page(tmp_path) == found


@pytest.mark.process
class TestExitCodes:
    def test_a_fault_of_the_volume_is_1(self, small: SmallVolume, tmp_path: Path) -> None:
        small.edit("data/relations.yaml", "date: 1899", "date: 1899-02-30")
        for words in (["check"], ["build", "-o", str(tmp_path / "out")], ["cite"]):
            done = run(*words, small.folder)
            assert done.returncode == 1
            assert "MOD006" in done.stderr
            assert "Traceback" not in done.stderr

    def test_a_wrong_word_and_a_machine_that_lacks_something_are_2(self, small: SmallVolume, tmp_path: Path) -> None:
        assert run("biuld").returncode == 2
        assert run("build", tmp_path / "nowhere").returncode == 2
        (tmp_path / "file").touch()
        done = run("build", small.folder, "-o", tmp_path / "file/out")
        assert done.returncode == 2
        assert "Traceback" not in done.stderr

    def test_an_interrupted_build_is_130(self, small: SmallVolume, tmp_path: Path) -> None:
        small.append("conf.py", "import signal\nprint('begun', flush=True)\nsignal.pause()\n")
        # What a shell starts in the background is told to ignore the signal, and tells so whatever it starts itself.
        program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        program += "import sys; from bilateral_cli.main import start; sys.exit(start())"
        words = [sys.executable, "-c", program, "build", str(small.folder), "-o", str(tmp_path / "out")]
        pipe = subprocess.PIPE
        with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as process:
            assert process.stdout is not None
            assert any(line == "begun\n" for line in process.stdout)
            os.killpg(process.pid, signal.SIGINT)
            said = process.communicate()[1]
        assert process.returncode == 130
        assert "Traceback" not in said


@pytest.mark.process
class TestOneFault:
    """A fault that one format alone has: the others are published, and it keeps its last good book."""

    def build(self, small: SmallVolume, *formats: str) -> subprocess.CompletedProcess[str]:
        output = small.folder.parent / "build"
        return run("build", small.folder, *(word for name in formats for word in ("-f", name)), "-o", output)

    def test_the_others_are_published(self, small: SmallVolume) -> None:
        build = small.folder.parent / "build"
        assert self.build(small, "html", "epub", "pdf").returncode == 0
        pdf = (build / f"pdf/{NAME}.pdf").read_bytes()
        small.append("chapters/chapter.md", LACKING)
        for _ in range(2):  # it is told again
            failed = self.build(small, "html", "epub", "pdf")
            assert failed.returncode == 1
            assert "漢" in failed.stderr
            assert "not published, because of what is said above: pdf" in failed.stderr
            assert "漢字" in (build / "html/chapters/chapter.html").read_text("utf-8")
            with ZipFile(build / f"epub/{NAME}.epub") as book:
                assert "漢字" in book.read("chapters/chapter.xhtml").decode()
            assert (build / f"pdf/{NAME}.pdf").read_bytes() == pdf
            assert (build / f"html/downloads/pdf/{NAME}.pdf").read_bytes() == pdf
        assert self.build(small, "html", "epub").returncode == 0
        small.edit("chapters/chapter.md", LACKING, "\nA word.\n")
        mended = self.build(small, "html", "epub", "pdf")
        assert mended.returncode == 0, mended.stderr
        assert (build / f"pdf/{NAME}.pdf").read_bytes() != pdf

    def test_what_has_never_been_whole_is_not_offered(self, small: SmallVolume) -> None:
        small.append("chapters/chapter.md", LACKING)
        failed = self.build(small, "html", "epub", "pdf")
        assert failed.returncode == 1
        build = small.folder.parent / "build"
        assert not (build / "pdf").exists()
        page = (build / "html/index.html").read_text("utf-8")
        assert f"downloads/epub/{NAME}.epub" in page
        assert "downloads/pdf" not in page
        assert [path.name for path in (build / "html/downloads").rglob("*.*")] == [f"{NAME}.epub"]
        small.edit("chapters/chapter.md", LACKING, "\nA word.\n")
        assert self.build(small, "html", "epub", "pdf").returncode == 0
        assert f"downloads/pdf/{NAME}.pdf" in (build / "html/index.html").read_text("utf-8")

    def test_an_exception_in_one_format_is_told_and_ends_it_alone(self, small: SmallVolume) -> None:
        small.append(
            "conf.py",
            "import bilateral_sphinx.epub.builder as e\n"
            "def fail(self):\n    raise OSError(28, 'No space left on device', 'a.epub')\n"
            "e.BookEpubBuilder.build_epub = fail\n",
        )
        failed = self.build(small, "html", "epub", "pdf")
        assert failed.returncode == 2
        assert "cannot use 'a.epub': No space left on device; free some space, then build again" in failed.stderr
        assert "Traceback" not in failed.stderr
        build = small.folder.parent / "build"
        assert (build / f"pdf/{NAME}.pdf").exists()
        assert "downloads/epub" not in (build / "html/index.html").read_text("utf-8")

    def test_a_fault_in_reading_publishes_nothing(self, small: SmallVolume) -> None:
        small.edit("chapters/chapter.md", "{fact}`F01`", "{fact}`F01` {rec}`nobody`")
        failed = self.build(small, "html", "epub")
        assert failed.returncode == 1
        assert "not published, because of what is said above: html, epub" in failed.stderr
        assert not (small.folder.parent / "build/html").exists()

    def test_a_fault_in_writing_is_told_again_though_the_page_is_new_in_another_format(
        self, small: SmallVolume
    ) -> None:
        """A format that is made later writes all its pages; one with a fault is not taken for whole the next time."""
        assert self.build(small, "html").returncode == 0
        small.append(
            "conf.py",
            "from sphinx.util import logging\n"
            "def warn(app, pagename, *_):\n"
            "    if app.builder.name == 'epub' and pagename == 'chapters/chapter':\n"
            "        logging.getLogger('test').warning('odd page')\n"
            "def setup(app):\n    app.connect('html-page-context', warn)\n",
        )
        for _ in range(2):
            failed = self.build(small, "epub")
            assert failed.returncode == 1
            assert "odd page" in failed.stderr
            assert not (small.folder.parent / "build/epub").exists()


@pytest.mark.process
class TestWhatIsStale:
    def test_each_format_by_itself_and_the_web_book_with_its_downloads(self, small: SmallVolume) -> None:
        output = small.folder.parent / "build"

        def built(*formats: str) -> list[str]:
            done = run("build", small.folder, *(word for name in formats for word in ("-f", name)), "-o", output)
            assert done.returncode == 0, done.stderr
            found = re.search(r"^building: (.+)$", done.stdout, re.MULTILINE)
            return found[1].split() if found else []

        assert built("html", "epub") == ["html", "epub"]
        assert built("html", "epub") == []
        assert built("tablet") == ["tablet"]
        assert built("html", "epub") == ["html"]  # one more to offer
        (output / f"tablet/{NAME}.pdf").unlink()
        assert built("html", "epub") == ["html"]
        small.edit("chapters/chapter.md", "# A chapter", "# A chapter renamed")
        assert built("epub") == ["epub"]
        assert built("html", "epub") == ["html"]
        (small.folder / "more.txt").touch()  # a folder that has changed
        assert built("html", "epub") == ["html", "epub"]
        small.edit("data/relations.yaml", f"name: {NAME}", "name: north")
        assert built("epub") == ["epub"]
        assert [path.name for path in (output / "epub").glob("*.epub")] == ["north.epub"]

    def test_newer_code_begins_anew(self, small: SmallVolume) -> None:
        output = small.folder.parent / "build"
        words = ("build", small.folder, "-f", "html", "-o", output)
        assert run(*words).returncode == 0
        (output / "work/left").touch()
        stamp = output / ".code"
        older = stamp.stat().st_mtime_ns - 10**9
        for path in (stamp, output / "html/index.html"):
            os.utime(path, ns=(older, older))
        assert "building: html" in run(*words).stdout
        assert not (output / "work/left").exists()

    def test_the_date_in_files_is_that_of_the_edition(self, small: SmallVolume) -> None:
        small.append("conf.py", "import os\nprint('dated', os.environ.get('SOURCE_DATE_EPOCH'), flush=True)\n")
        output = small.folder.parent / "build"
        assert "dated 981158400\n" in run("build", small.folder, "-f", "html", "-o", output).stdout
        given = run("build", small.folder, "-f", "epub", "-o", output, SOURCE_DATE_EPOCH="86400")
        assert "dated 86400\n" in given.stdout


def test_a_book_that_loses_its_pages_says_so_once(
    stock: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, book = tmp_path / f"work/pdf/{NAME}.pages.json", tmp_path / f"pdf/{NAME}.pdf"
    for file in (listed, book):
        file.parent.mkdir(parents=True)
        file.touch()
    made = book.stat().st_mtime_ns
    forget_pages(stock, tmp_path, ["html", "epub"], made)  # the PDF is current
    forget_pages(stock, tmp_path, ["html", "pdf"], made + 1)  # it is made again
    assert capsys.readouterr().out == ""
    for _ in range(2):
        forget_pages(stock, tmp_path, ["html", "epub", "data"], made + 1)
    said = "html, epub: pages are not named, for the PDF is older than the book; run make\n"
    assert capsys.readouterr().out == said


@pytest.mark.process
class TestByWhichPress:
    def test_every_format_says_so_in_one_place(self, stock_books: Path) -> None:
        press = f"bilateral {version('bilateral')}"
        for page in ("index", "chapters/chapter", "genindex"):
            text = (stock_books / f"html/{page}.html").read_text("utf-8")
            assert text.count(f'<meta name="generator" content="{press}" />') == 1
        with ZipFile(stock_books / f"epub/{NAME}.epub") as book:
            assert book.read("content.opf").decode().count(f'<meta name="generator" content="{press}"/>') == 1
        with pikepdf.open(stock_books / f"pdf/{NAME}.pdf") as pdf, pdf.open_metadata() as metadata:
            typst = f"{press}, Typst "
            assert str(pdf.docinfo.Creator).startswith(typst)
            assert str(metadata["xmp:CreatorTool"]).startswith(typst)


class TestTerminal:
    def test_the_line_tells_how_far_it_is(self) -> None:
        progress = Progress(["html", "pdf"])
        progress._pages = 4
        assert progress.line() == "[" + "-" * 24 + "] reading: 0 of 4 pages"
        progress._read.value = 2
        assert progress.line() == "[######------------------] reading: 2 of 4 pages"
        progress._read.value = 4
        assert progress.line() == "[############------------] writing: html, pdf"
        progress._add(None, FORMATS["html"])  # type: ignore[arg-type]
        assert progress.line() == "[##################------] writing: pdf"

    @staticmethod
    def on_a_terminal(words: list[str]) -> tuple[int, str]:
        """Run a command on a terminal of its own; return its exit status and what it shows."""
        process, terminal = pty.fork()
        if not process:
            os.execve(words[0], words, {**environment_of_its_own(), "TERM": "xterm", "COLUMNS": "80"})
        shown = b""
        try:
            while part := os.read(terminal, 4096):
                shown += part
        except OSError:  # the other end is closed
            pass
        _, status = os.waitpid(process, 0)
        return os.waitstatus_to_exitcode(status), shown.decode()

    @pytest.mark.process
    def test_a_build_that_takes_some_seconds_shows_a_line_that_goes(self, small: SmallVolume) -> None:
        slow = "import time\ndef setup(app):\n    app.connect('source-read', lambda *_: time.sleep(1.2))\n"
        small.append("conf.py", slow)
        words = ["build", str(small.folder), "-f", "html", "-o", str(small.folder.parent / "build"), "-j", "1"]
        status, shown = self.on_a_terminal([*COMMAND, *words])
        assert status == 0, shown
        assert re.search(r"\r\x1b\[K\[#*-+\] reading: [123] of 3 pages", shown)
        assert re.search(r"\r\x1b\[K(\x1b\S+)?html: ", shown)
        assert len(shown.split("\n")) < 5
        piped = run(*words, "-f", "epub")
        assert piped.returncode == 0
        assert "\r" not in piped.stdout + piped.stderr
