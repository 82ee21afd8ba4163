r"""Commands that writers of TeX define: read where they are defined, and replaced by what they stand for.

They are defined in formulas, in preambles and in the settings of MathJax. As with MathJax, a definition in a formula
holds for those after it in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

MOST = 2000
"""Commands that are replaced in a formula; one that needs more stands for itself."""
LARGEST = 100_000
"""Characters of a formula with its commands replaced."""
LONGEST = 2_000
"""Characters of a definition in a preamble: where many are not closed, each would be looked for to the end."""
DEFINITION = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?"
    r"|(?P<operator>DeclareMathOperator)(?P<limits>\*?)|(?P<pair>DeclarePairedDelimiter)"
    r"|(?P<define>g?def)|(?P<let>let))(?![A-Za-z])"
)
COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
NAME = re.compile(r"\s*(?:\{\s*(?P<braced>\\(?:[A-Za-z]+|.))\s*\}|(?P<bare>\\(?:[A-Za-z]+|.)))", re.DOTALL)
PARAMETERS = re.compile(r"\s*(?P<signs>(?:#\d\s*)*)(?=\{)")
COUNT = re.compile(r"\s*\[(\d)\]")
PARAMETER = re.compile(r"#(\d)")
SPACE = re.compile(r"\s*")
# Where the next line is blank, the end of the line stays: a blank line begins another formula. A text holds no comment.
COMMENT = re.compile(r"(\\(?:text[a-z]*|emph|[hm]box)\s*\{[^{}\n]*\}|\\.)|%[^\n]*(?:\n(?![ \t]*\n))?", re.DOTALL)


class MathError(ValueError):
    """What stands in a formula cannot be set; the message says what."""


@dataclass(frozen=True)
class Macro:
    """What a command stands for, with #1 and so on for its arguments; the first one may be optional."""

    body: str
    arguments: int = 0
    default: str | None = None
    final: bool = False
    """Whether it is TeX's own, which no later definition changes."""


Macros = dict[str, Macro]
"""Commands by their names, with the backslash; the form with a star is another."""


def argument(tex: str, at: int) -> tuple[str, int]:
    """Return an argument of a command, a group or one sign, and where it ends.

    Raises:
        MathError: where there is none.

    """
    at = SPACE.match(tex, at).end()  # type: ignore[union-attr]  # it matches nothing, too
    if tex.startswith("{", at):
        end = end_of_group(tex, at)
        return tex[at + 1 : end - 1], end
    if found := COMMAND.match(tex, at):
        return found[0], found.end()
    if at == len(tex):
        raise MathError(f"a command lacks an argument: {tex!r}")
    return tex[at], at + 1


def end_of_group(tex: str, at: int, signs: str = "{}") -> int:
    """Return where the group ends that begins here.

    Raises:
        MathError: where it does not end.

    """
    depth = 0
    for found in re.compile(r"\\.|[" + re.escape(f"{signs}{{}}") + "]", re.DOTALL).finditer(tex, at):
        depth += (found[0] in {"{", signs[0]}) - (found[0] in {"}", signs[1]})
        if not depth:
            return found.end()
    raise MathError(f"something is opened and not closed: {tex!r}")


def without_comments(tex: str) -> str:
    """Return ``tex`` with a space in the place of each comment, which could hold definitions and half a group."""
    return COMMENT.sub(lambda found: found[1] or " ", tex)


def expanded(tex: str, macros: Macros) -> str:
    """Return ``tex`` with its commands replaced and without its definitions, which are added to ``macros``.

    Raises:
        MathError: where a definition cannot be read, or a command stands for itself.

    """
    if not macros and not DEFINITION.search(tex):
        return tex
    done, left = "", MOST
    while found := COMMAND.search(tex):
        done, rest = _joined(done, tex[: found.start()]), tex[found.start() :]
        if defined := DEFINITION.match(rest):
            tex = rest[_define(rest, defined, macros) :]
            continue
        starred = f"{found[0]}*" in macros and rest[len(found[0]) :].startswith("*")
        name = f"{found[0]}*" if starred else found[0]
        if name not in macros:
            done, tex = done + name, rest[len(name) :]
            continue
        body, end = _replaced(macros[name], rest, len(name))
        left -= 1
        if not left or len(rest) > LARGEST:
            raise MathError(f"{name} stands for itself")
        if macros[name].final:
            done, tex = _joined(done, body), rest[end:]
        else:
            tex = _joined(body, rest[end:])
    return _joined(done, tex)


def _joined(before: str, after: str) -> str:
    """Return both, so that a command at the end of the first one takes no letter of the other for its own."""
    return before + (" " if after[:1].isalpha() and re.search(r"\\[A-Za-z]+$", before[-80:]) else "") + after


def _optional(tex: str, at: int) -> tuple[str | None, int]:
    """Return what stands in brackets, if anything does, and where it ends."""
    begin = SPACE.match(tex, at).end()  # type: ignore[union-attr]  # as above
    if not tex.startswith("[", begin):
        return None, at
    end = end_of_group(tex, begin, "[]")
    return tex[begin + 1 : end - 1], end


def _replaced(macro: Macro, tex: str, at: int) -> tuple[str, int]:
    """Return what a command stands for with the arguments that follow it, and where those end."""
    given = []
    if macro.default is not None:
        told, at = _optional(tex, at)
        given.append(macro.default if told is None else told)
    while len(given) < macro.arguments:
        one, at = argument(tex, at)
        given.append(one)
    body = ""
    for place, part in enumerate(PARAMETER.split(macro.body)):
        if place % 2:  # the number of an argument
            body = _joined(body, given[int(part) - 1] if 0 < int(part) <= len(given) else "")
        else:
            body = _joined(body, part)
    return body, at


def _define(tex: str, found: re.Match[str], macros: Macros) -> int:
    """Add the command that is defined at the beginning of ``tex``, and return where the definition ends."""
    name, macro, end = _definition(tex, found, macros)
    if not (found["new"] == "providecommand" and name in macros):
        macros[name] = macro
        if found["pair"]:
            macros[f"{name}*"] = macro  # delimiters grow with what they hold, with the star and without it
    return end


def _definition(tex: str, found: re.Match[str], macros: Mapping[str, Macro]) -> tuple[str, Macro, int]:
    """Return a command that is defined at the beginning of ``tex``, and where the definition ends."""
    named = NAME.match(tex, found.end())
    if named is None:
        raise MathError(f"a definition names no command: {tex[:80]!r}")
    name, at = named["braced"] or named["bare"], named.end()
    if found["let"]:
        same, at = argument(tex, re.compile(r"\s*=?").match(tex, at).end())  # type: ignore[union-attr]  # as above
        return name, macros.get(same, Macro(same, final=True)), at
    if found["pair"]:
        left, at = argument(tex, at)
        right, at = argument(tex, at)
        return name, Macro(rf"\left{left} #2 \right{right}", 2, ""), at  # its first argument is a size
    count, default = 0, None
    if found["define"]:
        parameters = PARAMETERS.match(tex, at)
        if parameters is None:
            raise MathError(f"{found[0]}{name} takes arguments in a way of its own; define it by \\newcommand")
        count, at = parameters["signs"].count("#"), parameters.end()
    elif counted := COUNT.match(tex, at):
        count, at = int(counted[1]), counted.end()
        default, at = _optional(tex, at)
    body, at = argument(tex, at)
    if found["operator"]:
        body = rf"\operatorname{found['limits']}{{{body}}}"
    return name, Macro(body, count, default), at


def read_preamble(text: str) -> Macros:
    """Return the commands that a preamble of TeX defines, save those that cannot be read: they are not for formulas."""
    macros: Macros = {}
    left = without_comments(text)
    while found := DEFINITION.search(left):
        left, end = left[found.start() :], len(found[0])
        defined = DEFINITION.match(left)
        assert defined is not None
        with suppress(MathError):
            end = _define(left[:LONGEST], defined, macros)
        left = left[end:]
    return macros


def read_mathjax(settings: object) -> Iterator[tuple[str, Macro]]:
    """Yield the commands of MathJax's settings: a name without its backslash, and a body, or that with arguments."""
    tex = (settings.get("tex") or settings.get("TeX")) if isinstance(settings, dict) else None
    macros = (tex.get("macros") or tex.get("Macros")) if isinstance(tex, dict) else None
    for name, told in macros.items() if isinstance(macros, dict) else ():
        match told:
            case str(body) | [str(body)]:
                yield f"\\{name}", Macro(body)
            case [str(body), int(count)]:
                yield f"\\{name}", Macro(body, count)
            case [str(body), int(count), str(default)]:
                yield f"\\{name}", Macro(body, count, default)
