"""Extensions and directives that documentations of programs use most: all their words are in the PDF."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec

import pytest

from sphinx_typst_pdf.readback.comparison import squashed
from tests.conftest import Validator
from tests.projects import EXTENSIONS, Built, Project

pytestmark = pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")  # Sphinx's own
OTHERS = ("sphinx_design", "sphinx_tabs", "sphinx_copybutton", "sphinxcontrib.mermaid")


def there(name: str) -> bool:
    parent = name.partition(".")[0]
    return find_spec(parent) is not None and find_spec(name) is not None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Built]:
    project = Project(tmp_path_factory.mktemp("extensions") / "project")
    shutil.copytree(EXTENSIONS, project.folder)
    return project, project.build(*(["-t", "others"] if all(map(there, OTHERS)) else []))


@pytest.fixture(scope="module")
def text(made: tuple[Project, Built]) -> str:
    return " ".join(made[1].structure.text.replace("\u00a0", " ").split())


def test_nothing_is_lost_or_stands_outside(made: tuple[Project, Built]) -> None:
    """As ``typst_verify_text`` says, which conf.py has switched on."""
    assert made[1].status == 0, made[1].said
    assert "[typst.text]" not in made[1].said


def test_each_kind_of_node_that_is_unknown_is_named_once(made: tuple[Project, Built]) -> None:
    rows = [row for row in made[1].said.splitlines() if "WARNING" in row or "ERROR" in row]
    kinds = re.findall(r"'[\w.]+\.(\w+)' is unknown to Typst", "\n".join(rows))
    assert len(kinds) == len(rows) == len(set(kinds)), rows
    assert (
        {"graphviz", "inheritance_diagram"}
        <= set(kinds)
        <= {
            "graphviz",
            "inheritance_diagram",
            "mermaid",
            "PassthroughTextElement",
        }
    )


def test_the_words_of_the_text_writer_are_all_there(made: tuple[Project, Built]) -> None:
    project, built = made
    written = project.build(*(["-t", "others"] if "others" in built.said else []), builder="text")
    assert written.status == 0, written.said
    tree = built.structure
    book = squashed(tree.text + "".join(each.alt or "" for each in tree.all("Formula", "Figure")))
    pages = sorted(written.out.glob("*.txt"))
    assert len(pages) >= 5
    for page in pages:
        words = set(re.findall(r"\w{2,}", page.read_text("utf-8"))) - {"image"}  # it says so of pictures
        assert len(words) > 10 or page.stem == "index"
        assert [word for word in sorted(words) if squashed(word) not in book] == [], page.name


@pytest.mark.parametrize(
    ("there", "words"),
    [
        (True, "Only in Typst."),
        (True, "Everywhere else."),
        (True, "Configured text."),
        (False, "Only on the web."),
        (False, "Text of another configuration."),
        (False, "import nothing"),  # testsetup
        (True, "See Table 3.3.1 (p. "),  # numfig, two levels deep
        (True, "Fig. 3.3.2A figure of a deeper section"),
        (True, "Counter, sample.Better"),  # of a diagram
        (True, "Keep silent about everything."),  # in the table of autosummary
        (True, "A page that only the toctree of a summary names."),
        (True, "40def first() -> str:"),
        (True, "Two nodes and an arrow"),
        (True, "async send(sender, /, recipient: str = "),
        (True, "template<typename T, std::size_t N>"),
    ],
)
def test_what_is_meant_for_print_is_printed(there: bool, words: str, text: str) -> None:
    assert (words in text) is there


@pytest.mark.parametrize(
    "entry",
    [
        "plain entry, ",
        "second entry, ",
        "upper wordlower word, ",
        "left wordright word, ",
        "right wordleft word, ",
        "alpha wordbeta word gamma word, ",
        "beta wordgamma word, alpha word, ",
        "gamma wordalpha word beta word, ",
        "missing word, see plain entry",
        "see also second entry",
        "indexed word, ",
        "spokenwritten, ",
        "hidden entry, ",
        "ant, ",
        "COUNT_LIMIT, ",
        "sample, ",
    ],
)
def test_every_form_of_an_entry_is_in_the_index(entry: str, text: str) -> None:
    assert entry in text.rpartition("Index")[2]


@pytest.mark.verapdf
def test_it_is_accessible_and_archival(made: tuple[Project, Built], validate: Validator) -> None:
    done = validate(made[1].pdf, "ua1,2a")
    assert done.returncode == 0, done.stdout + done.stderr
