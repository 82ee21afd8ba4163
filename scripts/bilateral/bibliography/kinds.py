"""The kinds of entries that BibTeX, biblatex and reference managers have, and what each is in CSL.

Sources: the manual of biblatex 3.20, chapter 2; https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

from typing import NamedTuple

from bilateral.messages import N_


class Kind(NamedTuple):
    """A kind of entry.

    ``csl`` is its type in CSL; ``container`` is the field with what it is a part of, ``publishers`` are the fields with
    who has published it; of each group in ``required``, one field must be there.
    """

    csl: str
    container: str = ""
    publishers: tuple[str, ...] = ("publisher", "organization", "institution", "howpublished")
    required: tuple[tuple[str, ...], ...] = ()


_JOURNAL = (("journaltitle",),)
_BOOK = (("booktitle", "maintitle"),)
_WORK = ("institution", "publisher", "organization")

KINDS: dict[str, Kind] = {
    "article": Kind("article-journal", "journaltitle", required=_JOURNAL),
    "artwork": Kind("graphic"),
    "audio": Kind("song"),
    "book": Kind("book"),
    "bookinbook": Kind("chapter", "booktitle", required=_BOOK),
    "booklet": Kind("pamphlet"),
    "collection": Kind("book"),
    "commentary": Kind("document", "booktitle"),
    "dataset": Kind("dataset"),
    "image": Kind("graphic"),
    "inbook": Kind("chapter", "booktitle", required=_BOOK),
    "incollection": Kind("chapter", "booktitle", required=_BOOK),
    "inproceedings": Kind("paper-conference", "booktitle", required=(("booktitle", "maintitle", "eventtitle"),)),
    "inreference": Kind("entry-encyclopedia", "booktitle", required=_BOOK),
    "interview": Kind("interview", "journaltitle"),
    "jurisdiction": Kind("legal_case", "journaltitle"),
    "legal": Kind("treaty", "journaltitle"),
    "legislation": Kind("legislation", "journaltitle"),
    "letter": Kind("personal_communication"),
    "manual": Kind("book"),
    "map": Kind("map"),
    "misc": Kind("document"),
    "movie": Kind("motion_picture"),
    "music": Kind("song"),
    "mvbook": Kind("book"),
    "mvcollection": Kind("book"),
    "mvproceedings": Kind("book"),
    "mvreference": Kind("book"),
    "online": Kind("webpage", "titleaddon", required=(("url", "doi", "eprint"),)),
    "patent": Kind("patent", required=(("number",),)),
    "performance": Kind("performance"),
    "periodical": Kind("periodical"),
    "proceedings": Kind("book"),
    "reference": Kind("book"),
    "report": Kind("report", publishers=_WORK, required=(("institution", "author", "organization", "publisher"),)),
    "review": Kind("review", "journaltitle"),
    "software": Kind("software"),
    "standard": Kind("standard"),
    "suppbook": Kind("chapter", "booktitle", required=_BOOK),
    "suppcollection": Kind("chapter", "booktitle", required=_BOOK),
    "suppperiodical": Kind("article-journal", "journaltitle", required=_JOURNAL),
    "thesis": Kind("thesis", publishers=_WORK, required=(("institution", "publisher"),)),
    "unpublished": Kind("manuscript"),
    "video": Kind("motion_picture"),
}
"""What a kind is; those that are other names of one are in ``ALIASES``."""

ALIASES: dict[str, tuple[str, str]] = {
    "conference": ("inproceedings", ""),
    "electronic": ("online", ""),
    "film": ("movie", ""),
    "mastersthesis": ("thesis", "mathesis"),
    "phdthesis": ("thesis", "phdthesis"),
    "techreport": ("report", "techreport"),
    "treaty": ("legal", ""),
    "www": ("online", ""),
}
"""Other names of kinds, each with the type that it means."""

SUBTYPES: dict[tuple[str, str], str] = {
    ("article", "magazine"): "article-magazine",
    ("article", "newspaper"): "article-newspaper",
    ("inreference", "dictionary"): "entry-dictionary",
    ("online", "blog"): "post-weblog",
    ("online", "post"): "post",
    ("unpublished", "speech"): "speech",
    ("video", "broadcast"): "broadcast",
    ("audio", "broadcast"): "broadcast",
    ("legislation", "bill"): "bill",
    ("misc", "interview"): "interview",
    ("misc", "map"): "map",
    ("unpublished", "letter"): "personal_communication",
}
"""What a kind is in CSL where its field ``entrysubtype`` says more."""

SERIALS = frozenset({"article-journal", "article-magazine", "article-newspaper", "periodical", "review", "interview"})
"""Types whose number is that of an issue."""
PARTS_OF_SERIES = frozenset(
    {"book", "chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary", "pamphlet"}
)
"""Types whose number is that in a series."""

WORDS = {
    "phdthesis": N_("PhD thesis"),
    "mathesis": N_("Master’s thesis"),
    "bathesis": N_("Bachelor’s thesis"),
    "candthesis": N_("Candidate thesis"),
    "techreport": N_("Technical report"),
    "resreport": N_("Research report"),
    "patent": N_("Patent"),
    "patentde": N_("German patent"),
    "patenteu": N_("European patent"),
    "patentfr": N_("French patent"),
    "patentuk": N_("British patent"),
    "patentus": N_("U.S. patent"),
    "patreq": N_("Patent application"),
    "patreqde": N_("German patent application"),
    "patreqeu": N_("European patent application"),
    "patreqfr": N_("French patent application"),
    "patrequk": N_("British patent application"),
    "patrequs": N_("U.S. patent application"),
    "software": N_("Computer software"),
    "audiocd": N_("Audio CD"),
    "datacd": N_("Data CD"),
    "forthcoming": N_("forthcoming"),
    "inpreparation": N_("in preparation"),
    "inpress": N_("in press"),
    "prepublished": N_("pre-published"),
    "submitted": N_("submitted"),
}
"""What the keys of biblatex mean in the fields ``type`` and ``pubstate``."""

UNKNOWN = {
    "newspaper": "@article with entrysubtype = {newspaper}",
    "magazine": "@article with entrysubtype = {magazine}",
    "webpage": "@online",
    "website": "@online",
    "archival": "@unpublished with archive and archivelocation",
    "manuscript": "@unpublished",
    "set": "each work as an entry of its own",
    "bibnote": "@misc",
}
"""What to write in the place of kinds that nobody knows, or that are no works."""


def kind_of(name: str) -> tuple[str, str] | None:
    """Return the kind that a name means, and the type that comes with it; nothing for an unknown name."""
    if name in ALIASES:
        return ALIASES[name]
    return (name, "") if name in KINDS else None
