"""Whatever looks like a directive and is printed as text is told, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bilateral.chapters import judge_directives, read_chapters


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("```{visits} Of {rec}`x`\n:name: x\n```", 1, "write :::"),
        ("Text.\n\n    ```{visits} V\n    ```", 3, "let it begin where the text around it does"),
        ("Text.\n    :::{note}\n    :::", 2, "let it begin where the text around it does"),
        ("``{visits} V\n:name: x\n``", 1, "write ```"),
        ("::{note}\nText.\n::", 1, "write :::"),
        ("```{visits} V\n:name: x\n\nText.", 1, "end it with a line ```"),
        ("````{visits} V\n:name: x\n```\n\nText.\n", 1, "end it with a line ````"),
        ("```{visits}V\n:name: x\n```", 1, "put a space before its title"),
        ("```\ncode\n\n```{visits} V\n```", 4, "the block before it, of line 1, has no end: ```"),
        (":::{note}\n\n    ```{visits} V\n    ```\n:::", 3, "let it begin where the text around it does"),
        (":::: wide\n```{visits} Of `x`\n```\n::::", 2, "write :::"),
        ("- one\n\n  ```{visits} V\n  :name: x\n\ntext", 3, "end it with a line ```"),
        (
            "```{visits} V\n:name: x\n\nText.\n\n```{people} P\n```\n",
            6,
            "the block before it, of line 1, has no end: ```",
        ),
        ("> ::{note}\n> x", 1, "write :::"),
    ],
)
def test_it_is_told_at_its_line(text: str, line: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "chapter.md").write_text(text, "utf-8")
    first = next(judge_directives(read_chapters(tmp_path), tmp_path))
    assert (first.line, first.code) == (line, "PRO004")
    assert first.message.endswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "```{visits} V\n:name: x\n```",
        "``` {visits} V\n```\n",
        "::: {note} Of {rec}`x`\nText.\n:::",
        "~~~{note} Of `x`\n~~~",
        "````{note}\n```{visits} V\n```\n````",
        "````text\n```{visits} V\n```\n````",
        "- one\n\n  ```{visits} V\n  ```\n",
        "> ```{visits} V\n> ```\n\ntext",
        "``{visits} V`` is how it begins.",
        "``{rec}`x` `` is a role.",
        "{rec}`x` and ::: are text.",
        "```{code-block} text\n:::{visits}\n```",
        "% ``{visits}",
    ],
)
def test_what_is_one_and_what_is_shown_as_code_is_not_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "chapter.md").write_text(text, "utf-8")
    assert list(judge_directives(read_chapters(tmp_path), tmp_path)) == []
