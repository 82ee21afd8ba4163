"""Say the words of scripts in the language of the book, when they are written: pages load no catalogue for them.

In a script ``_("Filter")`` is a message, ``_n("{number} row", "{number} rows", count)`` one that depends on a number,
and ``fill`` puts values into its places.
"""

from __future__ import annotations

import json
import re
from gettext import GNUTranslations

from bilateral.messages import catalogue, say

TEXT = r"\"(?:[^\"\\\\]|\\\\.)*\""
MESSAGE = re.compile(rf"\b_\(({TEXT})\)")
MANY = re.compile(rf"\b_n\(({TEXT}), ({TEXT}), (\w+)\)")
_PLURAL = re.compile(r"plural=([^;]+)")
SAMPLES = 200
"""Numbers among which each form of any language occurs."""
FILL = "const fill = (text, places) => text.replace(/\\{(\\w+)\\}/g, (_, name) => places[name]);\n"


def said(script: str, locale: str) -> str:
    """Return a script that says its messages in the language of a locale."""
    script = MESSAGE.sub(lambda found: _quoted(say(locale, json.loads(found[1]))), script)
    return MANY.sub(lambda found: _many(json.loads(found[1]), json.loads(found[2]), found[3], locale), script)


def _many(one: str, many: str, number: str, locale: str) -> str:
    """Return the choice among the forms of a message, by the rule of its catalogue, which JavaScript can read."""
    words = catalogue(locale)
    rule = _PLURAL.search(words.info().get("plural-forms", ""))
    if rule is None or not isinstance(words, GNUTranslations):
        return f"[{_quoted(one)}, {_quoted(many)}][Number({number} !== 1)]"
    forms = {words.plural(sample): words.ngettext(one, many, sample) for sample in range(SAMPLES)}  # type: ignore[attr-defined]
    listed = ", ".join(_quoted(forms[place]) for place in sorted(forms))
    return f"[{listed}][((n) => Number({rule[1]}))({number})]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
