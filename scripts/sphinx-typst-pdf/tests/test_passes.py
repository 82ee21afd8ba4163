"""Typst sets a book in passes and keeps what each has set: the first one must set what the last one will."""

from __future__ import annotations

from collections.abc import Callable

from tests.projects import Project

TEMPLATE = """
#import "/base.typ": *
#import "/base.typ"
#let book(about, ..more, body) = base.book(about, ..more, {
  body
  context {
    let seen = query(<seen>).map(it => it.value).at(0, default: ())
    let pages = query(heading).map(it => it.location().page())
    [#metadata(seen + (pages,))<seen>]
    par[The first pass was #if seen.len() > 3 and pages.len() > 60 and seen.at(1) == pages [right] else [wrong].]
  }
})
"""
"""Code that remembers what each pass was told of the pass before, so that there are as many as Typst allows."""


def test_the_first_pass_sets_each_heading_on_its_page(project: Callable[..., Project]) -> None:
    names = [f"chapter{number}" for number in range(6)]
    pages = {
        name: f"# {name}\n\n"
        + "\n\n".join(
            f"({name}-{number})=\n## Section {number}\n\n{'Words of this. ' * 20} See {{ref}}`{other}-{number}`."
            for number in range(12)
        )
        for name, other in zip(names, reversed(names), strict=True)
    }
    made = project("# Book", 'typst_template = "template.typ"\n', **pages)
    made.write("template.typ", TEMPLATE)
    built = made.build()
    assert built.status == 0, built.said
    assert "The first pass was right." in built.structure.text
