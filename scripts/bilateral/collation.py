"""The order of names as readers of a language look them up: by the Common Locale Data Repository, through ICU."""

from __future__ import annotations

from functools import lru_cache

import icu

UNSORTED = icu.UnicodeSet("[[:Quotation_Mark:]ʻʼ’[:Bidi_Control:]]")
"""What stands around or within names and is no part of their order: O'Neill stands with Oneill, “Peace” under P."""
_SCRIPT = r"""const UNSORTED = /[\p{Quotation_Mark}ʻʼ’\p{Bidi_Control}]/gu;
const collation = (language) => {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const sorted = (text) => text.replace(UNSORTED, "") || text;
  return (one, other) => compare(sorted(one), sorted(other));
};
"""


def collation_key(text: str, locale: str) -> tuple[bytes, str]:
    """Return the sort key of a text in a locale, such as ``lt_LT``; equal ones go by their characters."""
    return _collator(locale).getSortKey(_sorted_part(text)), text


def index_letter(text: str, locale: str) -> str:
    """Return the heading of an index under which a text stands: a letter of the language, or of the text's own script.

    Where ICU has no headings for a script, it is the first character.
    """
    words = _sorted_part(text)
    headings = _headings(locale, icu.Script.getScript(words[:1]).getShortName())
    heading, kind = headings.getBucket(headings.getBucketIndex(words))
    return words[:1] if kind != icu.UAlphabeticIndexLabelType.NORMAL else str(heading)


def collation_script() -> str:
    """Return the order of a language as a JavaScript function, ``collation``, which returns how two texts compare."""
    return _SCRIPT


def _sorted_part(text: str) -> str:
    return "".join(sign for sign in text if sign not in UNSORTED) or text


@lru_cache(maxsize=8)
def _collator(locale: str) -> icu.Collator:
    collator = icu.Collator.createInstance(icu.Locale(locale))
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)  # 2 before 10
    return collator


@lru_cache(maxsize=64)
def _headings(locale: str, script: str) -> icu.ImmutableIndex:
    """Return the headings of an index in a locale, with those of a script."""
    index = icu.AlphabeticIndex(icu.Locale(locale))
    likely = icu.Locale.addLikelySubtags(icu.Locale(f"und_{script}"))
    index.addLabels(icu.Locale(likely.getLanguage()))
    return index.buildImmutableIndex()
