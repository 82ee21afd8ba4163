"""Words as a search sees them, without case and accents: the same rules in Python and in the reader's browser."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache

import icu

from bilateral.text import characters_of

LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ə": "e",
    "ς": "σ", "ŧ": "t", "ŋ": "n", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه", "ـ": "",
    "ʻ": "", "ʼ": "", "ʽ": "", "ʾ": "", "ʿ": "", "ʹ": "", "ʺ": "",
}  # fmt: skip
"""Letters that Unicode does not take apart into a letter and an accent, forms that a letter has in a language or at the
end of a word, and signs that readers leave out: Hawaiʻi, ʿAbd, Gorʹkij, and what draws Arabic words out."""
MARKS = frozenset(icu.UnicodeSet("[[:M:]&[[:sc=Zinh:][:sc=Hebr:][:sc=Arab:]]]"))
"""Accents of any script, and the points of Hebrew and Arabic; vowels of Indian scripts are marks, and stay."""
_PLAIN = str.maketrans(LETTERS | dict.fromkeys(MARKS, ""))
_DIGIT = re.compile("[" + characters_of(r"[[:Nd:]&[\u0080-\uffff]]") + "]")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)
SPACELESS = ("Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr")
"""Scripts without spaces between words: any two characters that follow each other may begin a word, and end one."""


_FOLD = """const LETTERS = %s;
const MARKS = /(?=\\p{M})[\\p{sc=Zinh}\\p{sc=Hebr}\\p{sc=Arab}]/gu;
const fold = (text) => {
  const plain = text.toLowerCase().normalize("NFD").replace(MARKS, "");
  const digit = (sign) => {
    const place = sign.codePointAt(0) & 15;
    return /\\p{Nd}/u.test(String.fromCodePoint(sign.codePointAt(0) - place)) ? place : place - 6;
  };
  return plain
    .replace(/[^\\x00-\\x7f]/g, (sign) => LETTERS[sign] ?? sign)
    .replace(/(?![0-9])(?=[\\u0000-\\uffff])\\p{Nd}/gu, digit)
    .normalize("NFC");
};
"""
_WORDS = """const WORD = /[%(spaceless)s]+|(?:(?![%(spaceless)s])[\\p{L}\\p{N}\\p{M}_])+/gu;
const wordsIn = function* (text) {
  for (const { 0: found, index } of text.matchAll(WORD)) {
    if (!/^[%(spaceless)s]/u.test(found)) yield { text: found, index };
    else {
      let place = index;
      const signs = [...found];
      for (const [at, sign] of signs.entries()) {
        yield { text: sign + (signs[at + 1] ?? ""), index: place, single: at + 1 === signs.length };
        place += sign.length;
      }
    }
  }
};
"""


@lru_cache(maxsize=1 << 16)  # a book says most of its words many times
def fold(text: str) -> str:
    """Return a text in lower case without accents: ``Šiauliai`` becomes ``siauliai``, ``Łódź`` becomes ``lodz``.

    Digits are those of ASCII: a year in Persian digits is the same year.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.lower()).translate(_PLAIN)
    if not plain.isascii():
        plain = _DIGIT.sub(lambda sign: str(unicodedata.decimal(sign[0])), plain)
    return unicodedata.normalize("NFC", plain)  # syllables of Korean are whole again


@cache
def spaceless() -> str:
    """Return the characters of scripts without spaces, as a regular expression lists them."""
    return characters_of("[" + "".join(f"[:sc={script}:]" for script in SPACELESS) + "]")


@cache
def _spaceless() -> re.Pattern[str]:
    return re.compile(f"[{spaceless()}]+")


@cache
def _word() -> re.Pattern[str]:
    """Return what a word is, in text that has spaces between words."""
    return re.compile(rf"[\w{characters_of('[:M:]')}]+")


def words_in(text: str) -> list[str]:
    """Return the words of a text; of a script without spaces each two characters, and the last one."""
    if text.isascii():
        return _ASCII_WORD.findall(text)
    text = unicodedata.normalize("NFC", text)
    found: list[str] = []
    end = 0
    for run in _spaceless().finditer(text):
        found += _word().findall(text, end, run.start())
        found += (text[at : min(at + 2, run.end())] for at in range(*run.span()))
        end = run.end()
    return found + _word().findall(text, end)


def fold_script() -> str:
    """Return the rule of letters as a JavaScript function, ``fold``."""
    return _FOLD % json.dumps(LETTERS, ensure_ascii=False)


def words_script() -> str:
    """Return the rule of words as a JavaScript function, ``wordsIn``, which yields them with their places.

    ``single`` tells that a word is one character of which the index has pairs.
    """
    return _WORDS % {"spaceless": "".join(rf"\p{{sc={name}}}" for name in SPACELESS)}
