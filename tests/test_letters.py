"""Text that is copied from the PDF set by LaTeX has letters, and neither ligatures nor forms of letters."""

from __future__ import annotations

from bilateral_sphinx.latex.letters import with_letters

HEAD = b"/x def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
END = b"endcmap\nend\n"


def test_a_map_without_forms_stays_as_it_is() -> None:
    cmap = HEAD + b"1 beginbfchar\n<0061> <00660069>\nendbfchar\n" + END
    assert with_letters(cmap) is cmap


def test_ligatures_and_forms_become_letters() -> None:
    blocks = b"2 beginbfchar\n<0001> <0041>\n<0002> <FB000069>\nendbfchar\n"
    blocks += b"1 beginbfrange\n<0010> <0012> <FE8D>\nendbfrange\n"
    entries = b"<0001> <0041>\n<0002> <006600660069>\n<0010> <0627>\n<0011> <0627>\n<0012> <0628>\n"
    assert with_letters(HEAD + blocks + END) == HEAD + b"5 beginbfchar\n" + entries + b"endbfchar\n" + END


def test_blocks_have_a_hundred_entries_at_the_most() -> None:
    cmap = HEAD + b"1 beginbfrange\n<0000> <00C7> <0100>\nendbfrange\n1 beginbfchar\n<0200> <FB01>\nendbfchar\n" + END
    made = with_letters(cmap)
    assert [made.count(head) for head in (b"100 beginbfchar", b"\n1 beginbfchar", b"<0200> <00660069>")] == [2, 1, 1]
