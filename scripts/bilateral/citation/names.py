"""Names in citations: what the Citation Style Language asks for and citeproc-py leaves out.

Without it, styles that print given names print initials, and terms such as "Ed." lose their capital. Where there is no
author, the names of editors and translators run together, and what stands in the author's place is printed twice.
Source: https://docs.citationstyles.org/en/stable/specification.html#names
"""

from __future__ import annotations

from typing import Any, NamedTuple

from citeproc.model import Label, Name, Names, Substitute, Text
from citeproc.source import VariableError

_initialize, _process, _delimiter = Name.initialize, Names.process, Names.get_parent_delimiter
_case, _render, _variable = Label.case, Substitute.render, Text._variable  # noqa: SLF001  (there is no other way in)
_TEXT = "{http://purl.org/net/xbiblio/csl}text"


class _Substitution(NamedTuple):
    """What stands in the place of names that there are none of, and the roles and texts that have been told in it."""

    names: Names
    roles: list[str]
    texts: list[str]


def complete() -> None:
    """Complete the elements of citeproc."""
    Name.initialize = _initialized
    Names.process, Names.get_parent_delimiter = _processed, _delimited
    Label.case, Substitute.render, Text._variable = _cased, _substituted, _told  # noqa: SLF001


def _initialized(self: Name, given: str, mark: str, context: Any) -> str:
    """Shorten given names, unless the style asks not to."""
    short: str = given if self.get("initialize") == "false" else _initialize(self, given, mark, context)
    return short


def _delimited(self: Names, context: Any = None) -> str:
    """Return what stands between names of different roles: the names themselves may say it."""
    delimiter: str = self.get("delimiter") or _delimiter(self, context)
    return delimiter


def _cased(self: Label, text: Any, language: str | None = None) -> Any:
    """Write a term in title case too: it is in the language of the locale, which citeproc does not ask for."""
    return text.capitalize_first() if self.get("text-case") == "title" else _case(self, text, language)


def _processed(self: Names, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any) -> Any:
    """Write names, but none that stand in the place of others already, and one role alone in the place of others."""
    repressed = (self if context is None else context).get_layout().repressed
    substitution, asked = repressed.get(Substitute), self.get("variable")
    left = [role for role in asked.split() if role not in repressed.get(Names, ())]
    if not left or (substitution and substitution.roles):
        raise VariableError
    if substitution and self.name is None:
        names_context = substitution.names
    self.set("variable", " ".join(left))
    try:
        text = _process(self, item, names_context=names_context, context=context, **kwargs)
    finally:
        self.set("variable", asked)
    if text and substitution:
        substitution.roles.extend(left)
    return text


def _told(self: Text, item: Any, context: Any) -> Any:
    """Write a variable, and keep in mind that it stands in the place of names."""
    text, substitution = _variable(self, item, context), context.get_layout().repressed.get(Substitute)
    if text and substitution:
        substitution.texts.append(self.get("variable"))
    return text


def _substituted(self: Substitute, item: Any, context: Any = None, **kwargs: Any) -> Any:
    """Write what stands in the place of names; it is not written a second time."""
    repressed = context.get_layout().repressed
    outer, inner = repressed.get(Substitute), _Substitution(self.getparent(), [], [])
    repressed[Substitute] = inner
    try:
        return _render(self, item, context=context, **kwargs)
    finally:
        repressed[Substitute] = outer
        repressed.setdefault(Names, []).extend(inner.roles)
        repressed.setdefault(_TEXT, []).extend(inner.texts)
