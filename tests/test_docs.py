"""The documentation against the code: what it says is there is there, and what it shows as an example works."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cogapp import Cog
from lxml import html

from bilateral.bibliography import GRADES, read_bibliography
from bilateral.dates import parse_edtf
from bilateral.formats import FORMATS
from bilateral.kinds import KINDS
from bilateral.problems import CODES
from bilateral.reading import FaultyVolumeError, read_volume
from bilateral.render import format_date
from bilateral.schema import schema_text
from bilateral_sphinx.records.directives import TABLES, RecordTable
from bilateral_sphinx.records.pictures import PICTURES
from bilateral_sphinx.records.roles import ROLES
from bilateral_workshop.documentation import schema_file as write_schema
from builds import Built, sphinx

ROOT = Path(__file__).parents[1]
README, DATA, WRITING = ROOT / "README.md", ROOT / "docs/data.md", ROOT / "docs/writing.md"
PAGES = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(
    r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>\w+)\n(?P<body>.*?)^(?P=indent)(?P=ticks)$", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"\]\((?P<file>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")


def fences(page: Path, info: str) -> list[str]:
    """Return the fenced blocks of a page that have this info string."""
    found = FENCE.finditer(page.read_text("utf-8"))
    return [textwrap.dedent(block["body"]) for block in found if block["info"] == info]


def without_fences(page: Path) -> str:
    return FENCE.sub("", page.read_text("utf-8"))


def normal(text: str) -> str:
    """Fold white space, and leave out word joiners, which nobody sees."""
    return " ".join(text.replace("\u2060", "").split())


# The files that the code writes


def test_schema_is_current() -> None:
    assert write_schema.main([str(ROOT / "source/data/relations.schema.json"), "--check"]) == 0


def cog(*arguments: str | Path) -> int:
    """Run cog on pages of the documentation; it tells what it checks on standard output."""
    status: int = Cog().main(["cog", *map(str, arguments)])
    return status


def test_reference_is_current() -> None:
    assert cog("--check", *sorted((ROOT / "docs").glob("*.md"))) == 0


def test_every_prefix_of_a_code_is_explained() -> None:
    text = DATA.read_text("utf-8").partition("## Problem codes")[2].partition("<!--")[0]
    assert set(re.findall(r"`([A-Z]{3})`", text)) == {code[:3] for code in CODES}


def test_stale_reference_is_found_and_mended(tmp_path: Path) -> None:
    page = tmp_path / "data.md"
    block = re.search(r"<!-- \[\[\[cog\nfrom [^\n]+ codes_text\n.*?\]\]\] -->\n", DATA.read_text("utf-8"), re.DOTALL)
    assert block is not None
    page.write_text(f"Before.\n{block[0]}old\n<!-- [[[end]]] -->\nAfter.\n", "utf-8")
    assert cog("--check", page) != 0
    assert "old" in page.read_text("utf-8")
    assert cog("-r", page) == 0
    assert "| `REL001` |" in page.read_text("utf-8")
    assert cog("--check", page) == 0


# The schema


class EditorLoader(yaml.SafeLoader):
    """Reads as an editor does (YAML 1.2): numbers and true and false have their types, dates are texts."""

    yaml_implicit_resolvers = {
        char: [pair for pair in pairs if not pair[0].endswith((":timestamp", ":bool"))]
        for char, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def schema_faults(data: Any) -> list[str]:
    from jsonschema import Draft202012Validator  # here: it takes more than a second to load

    return [error.json_path for error in Draft202012Validator(json.loads(schema_text())).iter_errors(data)]


@pytest.mark.parametrize("loader", [yaml.BaseLoader, EditorLoader])
@pytest.mark.parametrize("folder", ["source", "tests/volume"])
def test_data_fits_schema(folder: str, loader: type[yaml.SafeLoader]) -> None:
    text = (ROOT / folder / "data/relations.yaml").read_text("utf-8")
    assert schema_faults(yaml.load(text, Loader=loader)) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda data: data["visits"][0].update(frm="XN"), "$.visits[0]"),
        (lambda data: data["visits"][0].pop("form"), "$.visits[0]"),
        (lambda data: data["visits"][0].update(date="May 1900"), "$.visits[0].date"),
        (lambda data: data["visits"][0].update(date=19000), "$.visits[0].date"),
        (lambda data: data["visits"][0].update(form="journey"), "$.visits[0].form"),
        (lambda data: data["visits"][0].update(purpose=None), "$.visits[0].purpose"),
        (lambda data: data["registers"][0].update(count="many"), "$.registers[0].count"),
        (lambda data: data["series"][0]["points"][0].update(value="much"), "$.series[0].points[0].value"),
        (lambda data: data["people"][0]["terms"][0].update(acting="perhaps"), "$.people[0].terms[0].acting"),
    ],
)
def test_schema_finds_faults(change: Callable[[Any], Any], place: str) -> None:
    data = yaml.load((ROOT / "tests/volume/data/relations.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    change(data)
    assert schema_faults(data) == [place]


# The page on data


def test_every_collection_has_an_example() -> None:
    shown = {name for block in fences(DATA, "yaml") for name in yaml.load(block, Loader=yaml.BaseLoader) or {}}
    assert {kind.name for kind in KINDS} <= shown


def test_dates_print_as_documented() -> None:
    section = DATA.read_text("utf-8").partition("\n## Dates\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)
    assert len(rows) > 10
    assert rows == [(typed, format_date(parse_edtf(typed), "en_GB")) for typed, _ in rows]


def test_bibliography_fields_are_documented(tmp_path: Path) -> None:
    empty = tmp_path / "references.bib"
    empty.write_text("@misc{empty,}\n", "utf-8")
    _, problems = read_bibliography(empty)
    required = [found[1] for problem in problems if (found := re.search(r"field '(\w+)' is missing", problem.message))]
    text = DATA.read_text("utf-8")
    assert required
    assert [name for name in [*required, *GRADES, "titlelangid", "base", "archived"] if f"`{name}`" not in text] == []


def test_example_problem_is_real(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/volume", tmp_path / "volume")
    data = tmp_path / "volume/data/relations.yaml"
    text = re.sub(r"(- id: visit-aaa-1900\n(?:  .*\n)*?  date: ).*", r"\g<1>1900-02-29", data.read_text("utf-8"))
    data.write_text(text, "utf-8")
    with pytest.raises(FaultyVolumeError) as caught:
        read_volume(tmp_path / "volume")
    message = str(caught.value.problems[0]).rpartition("/data/")[2]
    shown = next(block for block in fences(DATA, "text") if "MOD006" in block)
    line = re.compile(r":\d+:\d+:")  # the stock volume may grow
    assert line.sub(":", f"data/{message}\n") == line.sub(":", shown)


# The examples, built


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a copy of the stock volume with the records of the examples, and their chapter in place of its own."""
    folder = tmp_path_factory.mktemp("docs") / "volume"
    shutil.copytree(ROOT / "tests/volume", folder)
    shutil.copy(ROOT / "source/conf.py", folder)
    path = folder / "data/relations.yaml"
    data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    for block in fences(DATA, "yaml") + fences(README, "yaml"):
        for name, records in (yaml.load(block, Loader=yaml.BaseLoader) or {}).items():
            if name == "vocabularies":
                data[name] = records
            else:
                data.setdefault(name, []).extend(records)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    with (folder / "references.bib").open("a", encoding="utf-8") as bibliography:
        bibliography.writelines(fences(DATA, "bibtex"))
    chapter = "\n".join(fences(WRITING, "markdown"))
    rest = "(reference)=\n# Reference\n"
    for number, label in _facts(data):
        if number in re.findall(r"[A-Z]\d+", "".join(re.findall(r"\{fact\}`([^`]+)`", chapter))):
            continue  # the examples tell it
        told = f"Another fact.{{fact}}`{number}`\n"
        if f"({label})=\n" in chapter:
            chapter = re.sub(rf"(\({label}\)=\n#+ .*\n)", rf"\1\n{told}", chapter)
        else:
            rest += f"\n({label})=\n## {label}\n\n{told}"
    (folder / "chapters/chapter.md").write_text(chapter, "utf-8")
    (folder / "chapters/reference.md").write_text(rest, "utf-8")
    return folder


def _facts(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in (kind.name for kind in KINDS):
        for record in data.get(name, []):
            for fact in record.get("facts", []):
                yield fact["fact"], fact["section"]


def built(folder: Path, *options: str) -> Built:
    words = ["-n", "-q", *options, "-b", "html", "-d", "../doctrees", ".", "../html"]
    return sphinx(*words, out=folder.parent / "html", cwd=folder)


@pytest.fixture(scope="module")
def printed(volume: Path) -> str:
    """Build the examples, and return the text of their chapter as it is seen: the names of marks are not."""
    done = built(volume, "-W", "--keep-going")
    assert done.status == 0, done.said
    page = html.parse(str(done.out / "chapters/chapter.html")).getroot()
    for name in page.xpath("//*[contains(@class, 'standing')]/*[@class='unseen']"):
        name.drop_tree()
    return normal(page.get_element_by_id("main-content").text_content())


def test_example_records_fit_schema(volume: Path) -> None:
    assert schema_faults(yaml.load((volume / "data/relations.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)) == []


def test_examples_print_what_is_said(printed: str) -> None:
    quotes = re.findall(r"^(?:> .*\n)+", without_fences(WRITING), re.MULTILINE)
    assert len(quotes) > 15
    assert [quote for quote in quotes if normal(quote.replace("\n> ", " ")[2:]) not in printed] == []


def test_every_role_has_an_example() -> None:
    examples = "".join(fences(WRITING, "markdown"))
    assert [role for role in ROLES if f"{{{role}}}`" not in examples] == []


def test_every_directive_has_an_example() -> None:
    examples = "".join(fences(WRITING, "markdown"))
    assert [name for name in (*TABLES, *PICTURES) if f"```{{{name}}} " not in examples] == []


def test_every_option_is_explained_and_shown() -> None:
    text, examples = without_fences(WRITING), "".join(fences(WRITING, "markdown"))
    options = list(RecordTable.option_spec)
    assert [name for name in options if f"`:{name}:`" not in text] == []
    assert [name for name in options if f"\n:{name}:" not in examples] == []


def test_warnings_are_worded_as_documented(volume: Path, tmp_path: Path) -> None:
    folder = tmp_path / "volume"
    shutil.copytree(volume, folder)
    page = (folder / "chapters/chapter.md").read_text("utf-8")
    page = page.replace("{fact}`F02`", "").replace(":from: XN\n:canonical:\n", ":from: XN\n", 1)
    page += "\n{rec}`visit-aa-1900` {office}`person-bbb-bo @ 1950`\n"
    page += "\n```{visits} Wrong\n:name: table-wrong\n:columns: visitor\n```\n\n```{visits} Nameless\n```\n"
    (folder / "chapters/chapter.md").write_text(page, "utf-8")
    done = built(folder)
    expected = [line for block in fences(WRITING, "text") for line in block.splitlines()]
    assert len(expected) > 4
    assert [line for line in expected if line not in done.said] == [], done.said


def test_every_warning_of_anchors_is_documented() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "scripts/bilateral_sphinx/anchors").glob("*.py"))
    given = set(re.findall(r'(?:_warn\([^\n]*|\bplace, |yield |subtype=)"(\w+)"', code))
    given |= set(re.findall(r'_warn\([^()]*?"(\w+)",?\s*\)', code, re.DOTALL))
    told = set(re.findall(r"`anchor\.(\w+)`", (ROOT / "docs/anchors.md").read_text("utf-8")))
    assert told == given


def test_every_refusal_is_documented() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "scripts/bilateral_sphinx/guard").glob("*.py"))
    told = set(re.findall(r"^\| `guard\.(\w+)` \|", (ROOT / "docs/writing.md").read_text("utf-8"), re.MULTILINE))
    assert told == set(re.findall(r'refuse\(\s*"(\w+)"', code))


# The rest


def make_targets() -> dict[str, str | None]:
    """Return the targets that can be asked for, with their help."""
    text = (ROOT / "Makefile").read_text("utf-8")
    known = " ".join(re.findall(r"^KNOWN := (.*)$", text, re.MULTILINE)).split()
    helps = dict(re.findall(r"^([a-z-]+):.*?## +(\S.*)$", text, re.MULTILINE))
    formats = {name: kind.title for name, kind in FORMATS.items()}
    return {**formats, "latexpdf": FORMATS["latex"].title, **{target: helps.get(target) for target in {*known, *helps}}}


def test_every_target_has_help() -> None:
    assert [target for target, help_ in make_targets().items() if not help_] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_named_targets_exist(page: Path) -> None:
    code = re.findall(r"`([^`\n]+)`", without_fences(page)) + "\n".join(fences(page, "sh")).splitlines()
    commands = [shlex.split(line, comments=True) for line in code if re.match(r"make\b", line)]
    named = {word for command in commands for word in command[1:] if "=" not in word}
    assert named <= set(make_targets())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.finditer(without_fences(page)):
        if link["file"].startswith(("https:", "inv:")):  # the latter are examples
            continue
        target = (page.parent / link["file"]).resolve() if link["file"] else page
        assert target.exists(), link[0]
        if link["anchor"]:
            headings = re.findall(r"^#+ (.*)$", without_fences(target), re.MULTILINE)
            anchors = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
            assert link["anchor"] in anchors, link[0]


def test_version_is_the_same_everywhere() -> None:
    edition = read_volume(ROOT / "source").edition
    citation = yaml.load((ROOT / "CITATION.cff").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert citation["version"] == edition.version
    assert citation["date-released"] == str(edition.published)
    assert citation["title"] == edition.title
    assert [author["name"] for author in citation["authors"]] == [author.name for author in edition.authors]
    assert f"\n## [{edition.version}] - {edition.published}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("name", [".github/workflows/book.yml", ".readthedocs.yaml", "CITATION.cff"])
def test_settings_of_services_are_yaml(name: str) -> None:
    assert isinstance(yaml.safe_load((ROOT / name).read_text("utf-8")), dict)


def test_no_trace_of_a_machine() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a clone")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    folders = "home|root|tmp|work|Users"
    hosts = "|".join(host.replace(" ", r"\.") for host in ("pypi org", "pythonhosted org", "registry npmjs org"))
    trace = re.compile(rf"(?<![\w.)}}*-])/(?:{folders})/\w|{hosts}|\b{'sha' + 'red'}/")
    found = []
    for name in filter(None, names):
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".woff2"):
            text = path.read_text("utf-8", errors="replace")
            hits = [match[0] for match in trace.finditer(text)]
            # The check may call a validator that lies beside the project; nothing else may know of it.
            found += [f"{name}: {hit}" for hit in hits if (name, hit) != (".ci/run", "sha" + "red/")]
    assert found == []
