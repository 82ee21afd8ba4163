"""What is wrong with the input, where, and what to do about it."""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from unicodedata import category

from bilateral.text import shown

KeyPath = tuple[str | int, ...]
"""The way to a value inside the data file, such as ``("agreements", 3, "milestones", 1)``."""

CODES: dict[str, str] = {
    "DAT001": "the file cannot be read",
    "DAT002": "the file is not UTF-8",
    "DAT003": "the YAML cannot be parsed",
    "DAT004": "a tab is used for indentation",
    "DAT005": "the file is empty",
    "DAT006": "the top level is not a mapping",
    "DAT007": "a key stands twice in one mapping",
    "DAT008": "an anchor, an alias or a merge key is used",
    "DAT009": "the file holds more than one document",
    "DAT010": "a YAML tag is used",
    "DAT011": "a value is too long",
    "DAT012": "a kind of record that the volume brings is not allowed to run, or does not work",
    "MOD001": "a key is unknown",
    "MOD002": "a key is missing",
    "MOD003": "a value is of the wrong shape",
    "MOD004": "a value is not one of those allowed",
    "MOD005": "an id is badly formed",
    "MOD006": "a date is not EDTF or does not exist",
    "MOD007": "a number is not a number, or out of range",
    "MOD008": "a text is empty or has characters that cannot be seen",
    "REL001": "an id is used twice",
    "REL002": "a reference leads nowhere",
    "REL003": "a reference leads to a record of another kind",
    "REL004": "a source is not in the bibliography",
    "REL005": "a numbered fact is covered twice",
    "REL006": "a numbered fact is covered by no record",
    "REL007": "a fact has no source that supports it and is not from the base source",
    "REL008": "a fact has a number outside the registers of the volume",
    "REL010": "a period ends before it starts",
    "REL011": "milestones are not in the order of time",
    "REL012": "a milestone comes before the step that it presupposes",
    "REL013": "a person holds no office at the date of the record",
    "REL014": "a person holds several offices in turn at the date of the record",
    "REL015": "a membership that a record relies on is not in force at its date",
    "REL016": "a sum runs across units or currencies",
    "REL017": "a sum does not add up",
    "REL018": "a person acts for a country that is not the person's",
    "REL019": "a record leads from a country to itself, or names a party twice",
    "REL020": "an id does not start with the prefix of its collection",
    "REL021": "a date stands as an alternative though the statement that gives it is contradicted",
    "REL022": "a state takes the place of one that did not begin before it",
    "REL023": "a visit has neither visitors nor a delegation",
    "REL024": "a step of an agreement is that of a party that it does not have",
    "REL025": "relations end or resume before they have been established",
    "REL026": "a person is in one office twice at once",
    "BIB001": "the bibliography cannot be read",
    "BIB002": "a bibliography key stands twice",
    "BIB003": "a bibliography entry lacks a field",
    "BIB004": "a bibliography field has a value that is not allowed",
    "BIB005": "a bibliography entry is of an unknown kind",
    "BIB006": "a field stands twice in a bibliography entry",
    "BIB007": "a bibliography field has TeX that cannot be written as text",
    "BIB008": "a bibliography entry takes fields from one that does not exist, or from itself",
    "BIB009": "a bibliography field has nearly the name of one that is known",
    "ANC001": "a line of the ledger or of the redirects cannot be read",
    "ANC002": "an address stands twice in the ledger, or is redirected twice",
    "ANC003": "redirects go in a circle",
    "ANC004": "a redirect is for something that no edition has published",
    "ANC005": "a redirect claims the id of a record",
    "ANC006": "a page of an edition begins with an anchor that no edition has published",
    "ANC007": "a published paragraph stands in, or leads to, what no edition has published",
    "ANC008": "an entry of the ledger is older than what it depends on, or of an edition that is still to come",
    "ANC009": "the pages of an edition do not stand in their order",
    "ANC010": "what an edition has published is missing in the ledger",
    "EDI001": "the file of an edition cannot be read",
    "EDI002": "the file of an edition is not as it was frozen",
    "EDI003": "two files are one edition, or one has the name of another",
    "EDI004": "what is published under a version has been changed",
    "EDI005": "editions are not in the order of time",
    "FIL001": "a file has a name that some systems cannot have",
    "FIL002": "two files have names that are one on some systems",
    "FIL003": "a text file is not UTF-8",
    "FIL004": "a text file has a character that is no text",
    "FIL005": "a picture is no well-formed SVG",
    "FIL006": "the picture of a flag is missing, or is more than a picture",
    "FIL007": "a picture is not of the kind that its name says, or not whole",
    "FIL008": "the settings of the volume, conf.py, cannot be run",
    "FIL009": "a chapter has the name of what a format has of its own",
    "FNT001": "no font of the book has a character of its texts",
    "IMP001": "a spreadsheet cannot be read",
    "IMP002": "a column of a spreadsheet is unknown, missing or stands twice",
    "IMP003": "a row of a spreadsheet differs from what the data file has",
    "PRO001": "a date in a chapter is none of the records that its sentence names",
    "PRO002": "a number in a chapter is none of the records that its sentence names",
    "PRO003": "a count in a chapter is not that of the data",
    "PRO004": "a line of a chapter looks like a directive and is printed as text",
    "PRO005": "a role of a chapter does not find in the data what it prints",
    "TRA001": "a catalogue of translations cannot be read",
    "TRA002": "a translation has other roles or links than its message",
    "TRA003": "a number of a message is not in its translation",
}
"""Every problem code with its meaning. Codes are permanent: never reused, never renumbered."""

_BESIDE = frozenset("'’*%")
"""What stands between digits or behind them, beside spaces and the signs of currencies."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the input. ``line`` and ``column`` count from 1; 0 where the fault has no place."""

    file: str
    line: int
    column: int
    code: str
    message: str

    def __post_init__(self) -> None:
        """Refuse a code that is not in the list."""
        if self.code not in CODES:
            raise ValueError(f"unknown problem code {self.code}")

    def __str__(self) -> str:
        """Write the problem on one line, as compilers do."""
        message = " ".join(self.message.split())  # a value with line breaks must not break the line of its problem
        return shown(f"{self.file}:{self.line}:{self.column}: {self.code} {message}")


def format_path(path: KeyPath) -> str:
    """Write a path as a reader of the file would: ``agreements[3].milestones[1]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the closest known word, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


def plain_numbers(text: str) -> tuple[str, ...]:
    """Return how the data have a number that is written otherwise; more than one where a sign may mean either.

    Spreadsheets group digits by spaces, points, commas or apostrophes, and print currencies, per cent and brackets.
    """
    digits = text.strip().replace("−", "-")
    if digits.startswith("(") and digits.endswith(")"):
        digits = f"-{digits[1:-1]}"
    digits = "".join(sign for sign in digits if sign not in _BESIDE and not sign.isspace() and category(sign) != "Sc")
    found: list[str] = []
    if re.fullmatch(r"-?\d+,\d+", digits, re.ASCII):
        found = [digits.replace(",", ".")]
        if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", digits, re.ASCII):
            found.insert(0, digits.replace(",", ""))
    elif re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits, re.ASCII):
        found = [digits.replace(",", "")]
    elif re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+,\d+|-?\d{1,3}(?:\.\d{3}){2,}", digits, re.ASCII):
        found = [digits.replace(".", "").replace(",", ".")]
    elif re.fullmatch(r"-?\d+(?:\.\d+)?", digits, re.ASCII):
        found = [digits]
    elif re.fullmatch(r"-?\d(?:\.\d+)?[Ee][+-]?\d{1,2}", digits, re.ASCII):
        found = [f"{Decimal(digits):f}"]
    return tuple(one for one in found if one != text)


def no_number(text: str) -> str:
    """Return what is to be said of a text that is no number as the data have them."""
    ways = plain_numbers(text)
    if len(ways) > 1:
        return f"'{text}' can be read in two ways; write {' or '.join(ways)}, whichever it is"
    if ways:
        return f"'{text}' is not written as a number of the data; write {ways[0]}"
    return f"'{text}' is no number; write one such as 1234.5, and nothing at all where none is known"


def line_of(error: BaseException, path: Path) -> int:
    """Return the line of a program at which it fails or lets another fail; 0 where it is none of its lines."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno or 0
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename == str(path)), 0)


def shown_path(path: Path) -> str:
    """Return ``path`` relative to the working directory where it lies below it: what an editor can click."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
