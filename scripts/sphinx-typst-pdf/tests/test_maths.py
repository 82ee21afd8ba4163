"""LaTeX mathematics in Typst: it looks as Typst's own, it is all there, and nothing in it gets power."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
import typst
from docutils import frontend, nodes
from docutils.utils import new_document
from docutils.utils.math import latex2mathml
from hypothesis import example, given
from hypothesis import strategies as st
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer

from sphinx_typst_pdf.macros import LONGEST, Macro, read_mathjax, read_preamble
from sphinx_typst_pdf.maths import TYPST_FUNCTIONS, MathError, _string, typst_content, typst_math
from sphinx_typst_pdf.tex import mathml
from sphinx_typst_pdf.transforms import replace_macros
from tests.projects import Project

# All that may remain of a formula when its escapes and strings are taken away.
ESCAPED = re.compile(r'"(?:[^"\\]|\\u\{[0-9a-f]+\})*"|\\u\{[0-9a-f]+\}')
FONTS = typst.Fonts(include_system_fonts=False)
"""Typst's own fonts, read once: to look for those of the machine takes a tenth of a second for each formula."""
VOCABULARY = re.compile(
    rf"(?:(?:{'|'.join(TYPST_FUNCTIONS)})\(|[,;)& ]|(?:b|t|size|delim|align|limits|row-gap|inverted|cross): "
    r"|augment: #\((?:[vh]line: \((?:\d+, )+\), )+\)"
    r"|#(?:none|true|left|right|\d+(?:\.\d+)?em)|#h\(-?\d+(?:\.\d+)?(?:em|pt|mm|cm|in)\)|#hide\(\$|\$"
    r"|#box\(stroke: \((?:(?:left|right|top|bottom): 0\.5pt(?:, )?)+\), inset: 0\.3em, \{set par\(leading: 0pt\);"
    r"|#box\(stroke: \(0\.5pt\), inset: 0\.3em, \{set par\(leading: 0pt\)|\})*"
)


def queried(text: str, selector: str) -> list[Any]:
    """Return what Typst finds in ``text``."""
    found: list[Any] = json.loads(typst.query(text.encode(), selector, font_paths=FONTS))
    return found


def check(*sources: str) -> None:
    """Fail unless each of ``sources`` is one formula, and made of our own words only."""
    for source in sources:
        assert VOCABULARY.fullmatch(ESCAPED.sub("", source)), source
    text = "".join(f"\n$ {source} $\n\n= After\n" for source in sources)
    formulas = queried(text, "math.equation")
    # Typst shows no formula that is hidden, and one more for each that is in a box.
    assert 0 <= len(formulas) - len(sources) <= text.count("#box(")
    assert len(queried(text, "heading")) == len(sources)


def picture(source: str) -> bytes:
    text = f"#set page(width: auto, height: auto, margin: 3pt)\n$ {source} $"
    image = typst.compile(text.encode(), font_paths=FONTS, format="png", ppi=144)
    assert isinstance(image, bytes)
    return image


def characters(tex: str) -> list[LTChar]:
    """Return what an accessible PDF shows of ``tex``, in the order of its content."""
    text = f'#set document(title: "T")\n#math.equation(block: true, alt: "x", $ {typst_math(tex)} $)'
    pdf = typst.compile(text.encode(), font_paths=FONTS, pdf_standards=["ua-1"])
    found = []
    stack: list[object] = [*extract_pages(io.BytesIO(pdf), laparams=None)]
    while stack:
        item = stack.pop(0)
        if isinstance(item, LTChar):
            found.append(item)
        elif isinstance(item, LTContainer):
            stack[:0] = list(item)
    return found


def plain(found: list[LTChar]) -> str:
    """Return the characters without their styles and without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", "".join(item.get_text() for item in found)))


@pytest.mark.parametrize(
    ("tex", "typst_source"),
    [
        ("x + y - z = -1", "x + y - z = -1"),
        (r"a \le b \ne c \approx d \in E \subset F", "a <= b != c approx d in E subset F"),
        (r"x^2 + x_i + x_i^2 + x^{a+b}", "x^2 + x_i + x_i^2 + x^(a+b)"),
        ("x^23", "x^2 3"),
        (r"\frac{a + 1}{b}", "(a + 1)/b"),
        (r"\frac12", "1/2"),
        (r"\tfrac{a}{b} + {\displaystyle\sum_i}", "inline(a/b) + display(sum_i)"),
        (r"\sqrt{x + 1} + \sqrt[3]{x} + \sqrt2 3", "sqrt(x + 1) + root(3, x) + sqrt(2) 3"),
        (r"\sum_{i=1}^n i^2", "sum_(i=1)^n i^2"),
        (r"\sum\nolimits_i^n x", "scripts(sum)_i^n x"),
        (r"\int_0^\infty f \mathrm{d} x", "integral_0^infinity f upright(d) x"),
        (r"\int\limits_0^1 f", "limits(integral)_0^1 f"),
        (r"\prod_{k} \bigcup_i", "product_k union.big_i"),
        (r"\lim_{x \to 0} \sin x", "lim_(x -> 0) sin x"),
        (r"\sin^2 x + \log(x)", "sin^2 x + log(x)"),
        (r"\limsup_{n} a_n, \det A", "limsup_n a_n, det A"),
        (r"\operatorname{abs} x", 'op("abs") x'),
        (r"\operatorname*{argmax}_x f", 'op("argmax", limits: #true)_x f'),
        (r"\left( \frac{a}{b} \right)^2", "lr((a/b))^2"),
        (r"\left[ \frac{a}{b} \right\}", r"lr(\[a/b\})"),
        (r"\left. \frac{a}{b} \right|_0", "lr(a/b |)_0"),
        (r"\left\langle \frac{a}{b} \right\rangle", "lr(chevron.l a/b chevron.r)"),
        (r"(\frac{a}{b})", r"\(a/b\)"),
        (r"\bigl( x \bigr)", "lr(size: #1.2em, \\() x lr(size: #1.2em, \\))"),
        (r"\binom{n}{k}", "binom(n, k)"),
        (r"\begin{matrix} a & b \\ c & d \end{matrix}", "mat(delim: #none, a, b; c, d)"),
        (r"\begin{pmatrix} a & b \\ c & d \\ \end{pmatrix}", r"lr(\(mat(delim: #none, a, b; c, d)\))"),
        (r"\begin{bmatrix} a & \\ c & d \end{bmatrix}", r"lr(\[mat(delim: #none, a, ; c, d)\])"),
        (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}", r"lr(|mat(delim: #none, a, b; c, d)|)"),
        (r"\begin{cases} 1 & x \\ -1 & y \end{cases}", "lr(\\{ mat(delim: #none, align: #left, 1, x; -1, y))"),
        (r"\hat{x} \bar x \vec v \tilde n \dot q \ddot q", "hat(x) macron(x) arrow(v) tilde(n) dot(q) dot.double(q)"),
        (r"\hat{x}_i^2", "hat(x)_i^2"),
        (r"\overline{AB}_i + \underline{x}^2", "overline(A B)_i + underline(x)^2"),
        (r"\underbrace{a + b}_{n} \overbrace{a + b}^{n}", "underbrace(a + b, n) overbrace(a + b, n)"),
        (r"\overset{!}{=} \underset{x}{A} \stackrel{?}{<}", r"limits(=)^! limits(A)_x limits(<)^\?"),
        (r"a \xrightarrow{f} b", "a limits(stretch(->))^f b"),
        (r"f'(x) + f''_0 + f_0' + f'^2", r"f^prime \(x\) + f_0^(prime prime) + f_0^prime + f^(prime 2)"),
        (r"\mathbf{x} \mathbb{R} \mathcal{L} \mathfrak{g}", "upright(bold(x)) RR cal(L) frak(g)"),
        (r"\mathsf{T} \mathtt{c} \mathit{i} \mathrm{d}", "upright(sans(T)) mono(c) i upright(d)"),
        (r"\boldsymbol{\alpha x} + y", "bold(alpha x) + y"),
        (r"\mathrm{out}_\mathrm{in}", '"out"_"in"'),
        (r"\alpha \beta \Gamma \Omega \varepsilon \vartheta", "alpha beta Gamma Omega epsilon theta.alt"),
        (r"a \to b \Rightarrow c \mapsto d \iff e", "a -> b => c |-> d <==> e"),
        (r"\not= \not\in", "eq.not in.not"),
        (r"f\colon A \to B", 'f class("punctuation", :) A -> B'),
        (r"a \bmod b", 'a class("binary", "mod") b'),
        (r"a\quad b\!c\hspace{1cm}d", "a quad b #h(-0.1667em) c #h(1cm) d"),
        (r"a \phantom{b} c", "a#hide($b$)c"),
        (r"\cancel{a} \bcancel{b} \xcancel{c}", "cancel(a) cancel(b, inverted: #true) cancel(c, cross: #true)"),
        (
            r"\begin{array}{l|r} a & b \\ \hline c & d \end{array}",
            "mat(delim: #none, augment: #(vline: 1, hline: 1), &a, b&; &c, d&)",
        ),
        (r"a \xmapsto[u]{f} b", "a limits(stretch(|->))_u^f b"),
        (r"\cancelto{0}{x}", "cancel(x)^0"),
        (r"\textcolor{red}{x} + \color{blue} y", "x + y"),
        (r"x \text{ if } y", 'x"\u00a0if\u00a0"y'),
        ("f(1,2) = 3.14 + 1{,}5", 'f\\(1,2\\) = 3.14 + "1,5"'),
        (r"x^{,} + f'^{,}", 'x^"," + f^(prime",")'),
        ("a * b / c", r"a ast.op b \/ c"),
    ],
)
def test_a_formula_looks_as_typst_s_own(tex: str, typst_source: str) -> None:
    check(typst_math(tex))
    assert picture(typst_math(tex)) == picture(typst_source)


def test_aligned_lines_stand_under_their_relation() -> None:
    line, other = "a &= b &\\qquad", "cc &= d + e &"
    for tex in (rf"{line} \\ {other}", rf"\begin{{align*}}{line} \\ {other} \\ \end{{align*}}", f"{line}\n\n{other}"):
        signs = [item for item in characters(tex) if plain([item]) == "="]
        assert len({round(sign.x0, 2) for sign in signs}) == 1
        assert len({round(sign.y0, 2) for sign in signs}) == 2


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("a + 2b = (c)", "a+2b=(c)"),
        (r"\frac{a + b}{c}", "a+bc"),
        (r"\boxed{E = mc^2} + 1", "E=mc2+1"),
        (r"\{x\} \% \$ \# \& \_", "{x}%$#&_"),
        (r"\text{it's 50\% of ``x'' \& \#1, naïve}", "it's50%of``x''&#1,naïve"),
        (r'\text{\#read("/etc/passwd") $a$ // [b] @c <d> *e*}', '#read("/etc/passwd")a//[b]@c<d>*e*'),
        (r"a \equiv b \pmod{n}", "a≡b(modn)"),
        (r"\begin{equation} \label{q} a = b \nonumber \end{equation}", "a=b"),
        (r"\operatorname{arg\,max} x", "argmaxx"),
        (r"\alpha \in \mathbb{R} \quad \mathbf{12}", "α∈R12"),
    ],
)
def test_a_line_is_printed_in_its_order(tex: str, text: str) -> None:
    check(typst_math(tex))
    assert plain(characters(tex)) == text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}", "x1,2=−b±√b2−4ac2a"),
        (r"a &= \begin{cases} 1 & x \\ 2 & y \end{cases}", "a={12xy"),
        (r"\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}", "abcd"),
        (r"\begin{aligned} a &= b & c &= d \\ e &= f \end{aligned}", "a=bc=de=f"),
        (r"\left\{ \begin{aligned} a &= b \\ c &= d \end{aligned} \right.", "{a=bc=d"),
        (r"\sum_{i=1}^n \binom{k}{l}", "∑i=1n(kl)"),
    ],
)
def test_every_character_of_a_plane_formula_is_printed(tex: str, text: str) -> None:
    check(typst_math(tex))
    assert sorted(plain(characters(tex))) == sorted(text)


def test_every_command_of_docutils_is_set() -> None:
    tables = (
        latex2mathml.letters,
        latex2mathml.ordinary,
        latex2mathml.functions,
        latex2mathml.operators,
        latex2mathml.thick_operators,
        latex2mathml.small_operators,
        latex2mathml.spaces,
        latex2mathml.accents,
        latex2mathml.over,
        latex2mathml.under,
        latex2mathml.math_alphabets,
        latex2mathml.fractions,
        latex2mathml.modulo_functions,
        latex2mathml.layout_styles,
    )
    check(*(typst_math(rf"\{name} {{a}}{{b}}_i^2") for table in tables for name in table))


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\foo{x}", r"\\foo"),
        (r"a + \input{/etc/passwd}", r"\\input"),
        (r"\begin{array}{l>{a}l} a \end{array}", "columns"),
        (r"\begin{array}{l@{=}l} a & b \end{array}", "'='"),
        (r"\begin{array}{*{999999}{l}} a \end{array}", "999999"),
        (r"a \hline", "rule"),
        (r"\text{a \ref{b}}", r"\\ref"),
        (r"\text{costs $5}", r"opened and not closed"),
        (r"\newcommand{\a}{\a} \a", "stands for itself"),
        (r"\def\a{\a} \a", "stands for itself"),
        (r"\def\a(#1){#1} \a(b)", "newcommand"),
        (r"\newcommand{\a}[1]{#1} \a", "argument"),
        (r"a \over b \over c", "twice"),
        (r"\ce{a & b}", "&"),
        (r"\ce{Ca(OH)₂}", "₂"),
        (r"\ce{²H}", "²"),
        (r"\hspace{#read}", "#read"),
        (r"\hspace{nanmu}", "width"),
        (r"\frac{a}", "missing"),
        (r"{\frac{a}}}", "argument"),
        ("_", "not a LaTeX formula"),
        ("{a", "opened and not closed"),
        ("a}", "closed"),
        ("a}b", "Unbalanced"),
        (r"\left( a", "opened and not closed"),
        (r"a \right)", "closed"),
        (r"\begin{matrix} a", "opened and not closed"),
        (r"\begin{matrix} {a & b} \end{matrix}", "no table|opened"),
        ("a & b", "not a LaTeX formula"),
        ("2 ⌘", "⌘"),
        ("\\text{\ud800}", "not a LaTeX formula"),
        (r"\sqrt{" * 60 + "x" + "}" * 60, "deep"),
        (r"\frac{1}{" * 5000 + "x" + "}" * 5000, "deep"),
    ],
)
def test_what_cannot_be_set_is_named(tex: str, words: str) -> None:
    with pytest.raises(MathError, match=words):
        typst_math(tex)


ALSO = {
    r"\begin{eqnarray} a & = & b \\ c & \le & d \end{eqnarray}": r"\begin{align} a &= b \\ c &\le d \end{align}",
    r"\begin{multline*} a \\ b \end{multline*}": r"\begin{gather} a \\ b \end{gather}",
    r"\begin{alignat}{2} a &= b \end{alignat}": r"\begin{align} a &= b \end{align}",
    r"\left(\begin{array}[t]{c c} a & b \end{array}\right)": r"\left(\begin{matrix} a & b \end{matrix}\right)",
    r"\begin{displaymath} a \end{displaymath}": "a",
    "a % of b\n+ c": "a + c",
    r"50\% \text{of 50\%}": r"50\%\text{of 50\%}",
    r"a = b \tag{3}": r"a = b \qquad\text{(3)}",
    r"\sum_{\substack{a < b \\ c}} d": r"\sum_{{\begin{matrix} a < b \\ c \end{matrix}}} d",
    r"\textbf{if} \hbox{and}": r"\text{if} \text{and}",
    r"{\rm d} {\bf xy}": r"{\mathrm{d}} {\mathbf{xy}}",
    r"{n \choose k}": r"\binom{n}{k}",
    r"\mathop{a} \mathrel{=} \mathbin b": r"{a} {=} b",
    r"\left\langle a \middle| b \right\rangle": r"\left\langle a | b \right\rangle",
    r"\Big( a \Big) \big|": r"\Bigl( a \Bigr) |",
    r"\Bbb R \mathbbm{1}": r"\mathbb R \mathbb{1}",
    r"\nicefrac12 \sfrac{a}{b}": r"\frac12 \frac{a}{b}",
    r"90\degree": r"90{}^{\circ}",
    r"a \mkern3mu b \kern -2pt c": r"a \, b \, c",
    r"\require{x} a \vphantom{b_{c}}": "a",
    r"a \\[1ex] b \\* c \\ [d]": r"a \\ b \\ c \\ {[}d]",
    r"{a \over b + c} + {n \atop k}": r"{\frac{a}{b + c}} + {\begin{matrix}n \\ k\end{matrix}}",
    r"\left(a + b \over c\right)": r"\left(\frac{a + b}{c}\right)",
    r"a \rm bc & \it d \\ e": r"a \mathrm{bc} & \mathit{d} \\ e",
    r"x \displaystyle y": r"x {\displaystyle y}",
    r"\text{if $x_{a^{b}}$ is \emph{so}, \$5}": r"{\text{if }{x_{a^{b}}}\text{ is so, }\$\text{5}}",
    r"$\displaystyle x$": r"\displaystyle x",
    r"\[ x \]": "x",
    r"a \tag*{3}": r"a \qquad\text{3}",
    r"\Alpha \TeX \fbox{if $x$}": r"\mathrm{A} \text{TeX} \boxed{\text{if }x}",
    r"\begin{pmatrix*}[r] a \\ b \end{pmatrix*}": r"\left(\begin{array}{r} a \\ b \end{array}\right)",
    r"\begin{rcases} a \\ b \end{rcases}": r"\left.\begin{array}{ll} a \\ b \end{array}\right\}",
    r"\begin{array}{*{2}{c}@{\,}p{1cm}} a & b & c \end{array}": r"\begin{array}{ccl} a & b & c \end{array}",
    r"\newcommand{\R}{\mathbb{R}} \newcommand\f[2][x]{f_{#1}(#2)} \R \f{y} \f[z]{y}": r"\mathbb{R} f_{x}(y) f_{z}(y)",
    r"\def\a#1#2{#2#1} \let\b=\a \b{c}d": "dc",
    r"\DeclareMathOperator*{\argmin}{arg\,min} \argmin_x": r"\operatorname*{arg\,min}_x",
    r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert} \abs{x}": r"\left\lvert x \right\rvert",
    r"\providecommand{\a}{b} \providecommand{\a}{c} \renewcommand{\vec}[1]{\mathbf{#1}} \a \vec{x}": r"b \mathbf{x}",
    r"\ce{H2O} \ce{2 SO4^2-} \ce{Fe^{III}}": r"\mathrm{H}_2\mathrm{O} 2\,\mathrm{SO}_4^{2-} \mathrm{Fe}^{\mathrm{III}}",
    r"\ce{A + B ->[x] C v}": r"\mathrm{A} \, + \, \mathrm{B} \, \xrightarrow{\mathrm{x}} \, \mathrm{C} \, \downarrow",
    r"\ce{^14C} \ce{^227_90Th} \ce{C_12H}": r"{}^{14}\mathrm{C} {}^{227}_{90}\mathrm{Th} \mathrm{C}_{12}\mathrm{H}",
    r"a \xmapsto{} b": r"a \xmapsto{{}} b",
    r"\ce{Fe^3+} \ce{Y^{99}+} \ce{A{+}B}": r"\mathrm{Fe}^{3+} \mathrm{Y}^{99}^{+} \mathrm{A}{+}\mathrm{B}",
    r"\newcommand{\dd}{d} \int\dd x \newcommand{\R}{R} \mathbb\R": r"\int d x \mathbb R",
    r"\newcommand{\pd}[2]{\frac{\partial#1}{\partial#2}} \pd{f}{x}": r"\frac{\partial f}{\partial x}",
    r"\newcommand{\x}[1]{#1x} \x{\alpha} \alpha\def\a{b}c": r"\alpha x \alpha c",
    r"\let\old\vec \renewcommand{\vec}[1]{\old{\mathbf{#1}}} \vec{x}": r"\vec{\mathbf{x}}",
    r"\let\t\phi\let\phi\varphi\let\varphi\t \phi\varphi": r"\varphi\phi",
    r"\DeclarePairedDelimiter{\abs}{|}{|} \abs*{x}": r"\left|x\right|",
    "a % \\newcommand\n% {\n+ \\%b \\\\% }\nc": r"a + \%b \\ c",
    "a % b\n\n\\textbf{50% of}": r"a \\ \text{50% of}",
    r"\hbox to 3em{x}": r"\text{x}",
}
"""What users of TeX write, and what it is read as."""


@pytest.mark.parametrize("tex", ALSO)
def test_what_docutils_does_not_read_is_said_otherwise(tex: str) -> None:
    assert typst_math(tex) == typst_math(ALSO[tex])
    check(typst_math(tex))


@pytest.mark.parametrize(
    "tex", [r"\begin{array}{c} \multicolumn{1}{c}{a} \end{array}", r"\Big( a", r"\text{a \ref{b}}", r"\let\a\b \a"]
)
def test_what_would_lose_something_is_refused(tex: str) -> None:
    with pytest.raises(MathError):
        typst_math(tex)


@pytest.mark.parametrize(
    "form", [r"\boxed{%s}", r"\hat{%s}_1^2", r"\begin{cases} %s \end{cases}", r"\left(%s\right)", r"\underset{a}{%s}"]
)
def test_what_nests_as_deep_as_may_be_still_compiles(form: str) -> None:
    sources = []
    tex = "x"
    try:
        while True:
            sources.append(typst_math(tex))
            tex = form.replace("%s", tex)
    except MathError:
        check(sources[-1])
    assert len(sources) > 5


HOSTILE = [
    '#read("/etc/passwd")',
    '"#read("/etc/passwd")"',
    '"); #panic(); ("',
    r"\"#panic()\"",
    "$ #panic() $",
    "$#panic()$",
    r"\u{22}",
    r"\\",
    "\\",
    "// comment",
    "/* comment */",
    "@cite <label>",
    "`raw`",
    "[a] {b} (c)",
    "a^b_c&d'e/f",
    "a\n= Heading\n",
    ")",
    "),",
    ";",
    "a, b: c",
    "sin pi box none #none",
    "\u202e\u0000\u2028\u0301\ufe0f",
]


@pytest.mark.parametrize("form", ["{}", r"\text{{{}}}", r"\operatorname{{{}}}", r"\mathrm{{{}}}", r"\frac{{{}}}{{a}}"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_input_is_printed_or_refused(form: str, hostile: str) -> None:
    try:
        source = typst_math(form.format(hostile))
    except MathError:
        return
    check(source)


def test_rules_around_an_array_are_drawn() -> None:
    source = typst_math(r"\begin{array}{|c|c|} \hline a & b \\ \hline c & d \\ \hline \end{array}")
    check(source)
    assert "stroke: (left: 0.5pt, right: 0.5pt, top: 0.5pt, bottom: 0.5pt)" in source
    assert "augment: #(vline: (1, ), hline: (1, ), )" in source
    assert source.count(";") == 2  # the row that only has a rule is none


def test_both_editions_have_the_same_tables() -> None:
    root = mathml(r"\begin{array}{l|r} \hline a & b \\ c & d \\ \hline \end{array} \cancel{x}")
    assert [[cell.get("class") for cell in row] for row in root.iter("mtr")] == [
        ["left rule-above", "right rule-before rule-above"],
        ["left rule-below", "right rule-before rule-below"],
    ]
    assert [element.get("notation") for element in root.iter("menclose")] == ["updiagonalstrike"]
    assert {name for table in root.iter("mtable") for name in table.attrib} == set()
    (gathered,) = mathml(r"\begin{gather} a \\ b \\ \end{gather}").iter("mtable")
    assert (gathered.get("class"), len(gathered)) == ("ams-align centred", 2)


def in_order(*blocks: nodes.Node) -> list[str]:
    """Return what is left of blocks when the commands in them are replaced."""
    document = new_document("", frontend.get_default_settings())
    document += list(blocks)
    replace_macros(document, {})
    return [f"{type(node).__name__} {node.astext()}".strip() for node in document.children]


DEFINED = r"\def\a{b}"


def test_a_definition_holds_for_what_stands_after_it() -> None:
    before, after = (nodes.paragraph("", "", nodes.math("", r"\a")) for _ in range(2))
    assert in_order(before, nodes.math_block("", DEFINED), after) == [r"paragraph \a", "paragraph b"]


def test_what_only_defines_takes_no_anchor_and_no_picture_with_it() -> None:
    formulas = [nodes.math("", DEFINED) for _ in range(3)]
    anchored = nodes.paragraph("", "", formulas[0], ids=["x"])
    pictured = nodes.paragraph("", "", nodes.image(uri="x"), formulas[1])
    gone = nodes.paragraph("", "", nodes.Text(" "), formulas[2])
    assert in_order(nodes.math_block("", DEFINED, ids=["y"]), anchored, pictured, gone) == [
        "math_block",
        "paragraph",
        "paragraph",
    ]


SETTINGS = r"""
imgmath_latex_preamble = r"\newcommand{\one}{1}"
latex_elements = {"preamble": r"\usepackage{x} \def\x@y#1.{} \newcommand{\two}[1]{2#1} % \newcommand{\no}{}"}
mathjax3_config = {"tex": {"macros": {"three": "3", "four": ["4#1#2", 2, "x"], "none": 5}}}
"""


def test_commands_that_a_project_defines_are_known(project: Callable[..., Project]) -> None:
    page = (
        "# Book\n\n{math}`\\newcommand{\\five}{5}`\n\n{math}`\\one\\two{y}\\three\\four{z}\\five`\n\n"
        "```{math}\n:label: first\na = \\five\n```\n\n{math}`b \\eqref{first}, \\ref{first}`\n"
    )
    conf = f'extensions += ["sphinx.ext.imgmath"]\n{SETTINGS}'
    built = project(page, conf=conf).build("-W")
    assert built.status == 0, built.said
    code = next(built.out.rglob("documents/index.typ")).read_text("utf-8")
    assert [json.loads(f'"{tex}"') for tex in re.findall(r'#formula\("((?:[^"\\]|\\.)*)"', code)] == [
        r"12y34xz5",
        r"a = 5",
        r"b \text{(1)}, \text{1}",
    ]


def test_settings_that_define_no_commands_are_passed_over() -> None:
    for settings in (None, "x", {}, {"tex": None}, {"tex": {"macros": ["a"]}}, {"tex": {"macros": {"a": [1, "b"]}}}):
        assert dict(read_mathjax(settings)) == {}
    assert read_preamble(r"\newcommand{\b}{1} \providecommand{\b}{2}") == {r"\b": Macro("1")}
    assert read_preamble(rf"\def\b{{{'1' * LONGEST}}} \def\c{{2}}") == {r"\c": Macro("2")}
    assert read_preamble(r"\newcommand 5 \def\a(#1){} \newcommand{\b}") == {}


EVERY_FUNCTION = (
    r"\hat{x} x_1 \binom{a}{b} a \bmod b \not= \sum_{\textstyle x} \dfrac12 {\scriptstyle a} {\scriptscriptstyle b} "
    r"\underset{a}{b} \left(\frac{a}{b}\right) \begin{matrix} a & b \end{matrix} \overbrace{a}^{b} \overline{a} "
    r"\cancel{x} \sqrt[3]{x} \sqrt{x} \int\nolimits_a \xrightarrow{a} \underbrace{a}_{b} \underline{a} \mathrm{d} \lim"
)


def test_a_template_takes_no_function_from_formulas(project: Callable[..., Project]) -> None:
    """As that of the builder has an ``accent``, which is a colour: a hat was printed as one."""
    content = typst_content(typst_math(EVERY_FUNCTION))
    assert [name for name in sorted(TYPST_FUNCTIONS) if not re.search(rf"\b{name}[,;]", content)] == []
    made = project(f"# Book\n\n{{math}}`{EVERY_FUNCTION}`\n", conf='typst_template = "own.typ"\n')
    made.write("own.typ", '#import "/base.typ": *\n')
    plain = made.build("-W").structure.text
    made.write("own.typ", made.read("own.typ") + "".join(f'#let {name} = "shadow"\n' for name in TYPST_FUNCTIONS))
    built = made.build("-W")
    assert built.status == 0, built.said
    assert built.structure.text == plain
    assert "rgb" not in plain


PIECES = r"""\frac \sqrt \sqrt[ ] { } {} {a} ^ _ ' & \\ \begin{matrix} \end{matrix} \begin{aligned} \end{aligned}
    \begin{cases} \end{cases} \left( \right) \left. \right| \text{ \mathrm{ \operatorname{ \operatorname*{ \hat
    \overline \underbrace \overset \sum \int \lim \limits \nolimits \not = \mathbf \boldsymbol \phantom \boxed \binom
    \xrightarrow \displaystyle \hspace{1em} \hspace{ \quad \, \! \% \# \$ \\# # $ " / , ; : ( ) a b 12 3.4
    \newcommand{\a}{ \newcommand\b[1][x]{#1\a} \def\a#1{ \a \b \let \over \atop \rm \ce{ \cancel{ \xmapsto[
    \tag*{ \hline \begin{array}{c|c} \begin{array}{|l|} \end{array} \begin{gather} \end{gather} \DeclareMathOperator*
    #read("/etc/passwd") \color{red} \bigl( \prime \alpha \notacommand""".split()  # fmt: skip


@given(st.lists(st.sampled_from([*PIECES, " ", "\n\n"]) | st.text(max_size=4), max_size=12).map("".join) | st.text())
@example("")
@example(r"\hat{x}_{\leftarrow}")
@example(r"\begin{matrix}\\\end{matrix}")
def test_any_text_is_one_formula_or_refused(tex: str) -> None:
    try:
        source = typst_math(tex)
    except MathError:
        return
    check(source)


@given(st.text())
@example(r"\u{22}")
@example('\\"')
def test_a_string_says_what_it_was_made_of(text: str) -> None:
    (found,) = queried(f"#metadata({_string(text)})", "metadata")
    assert found["value"] == text
