"""Whatever a machine reads of the book says the same: each carrier is read back and compared with the title page.

What is wanted is written here anew, from the data file; the readers know nothing of what the press is made of.
"""

from __future__ import annotations

import codecs
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import latexcodec  # noqa: F401  (registers the codec "ulatex")
import pikepdf
import pytest
import rispy
import yaml
from lxml import etree, html
from pybtex.database import Person, parse_string
from referencing import Registry, Resource

from bilateral.citation.onix import language_code
from bilateral_cli.main import main
from pipeline.conftest import ROOT, copied_volume

if TYPE_CHECKING:
    from jsonschema import Draft7Validator

SCHEMAS = ROOT / "tests/schemas"
PEOPLE = """
  authors:
  - {family: Vega, given: María José, particle: de la, orcid: 0000-0002-1825-0097}
  - {family: King, given: Martin, suffix: Jr.}
  - {name: The Institute of Two}
  - {family: Žemaitė}
  editors: [{family: Petraitis, given: Jonas}]
  translators: [{family: Šimkus, given: Ona}]
  keywords: [north, south & west]"""
MAKERS = [
    ("author", "de la Vega", "María José", ""),
    ("author", "King", "Martin", "Jr."),
    ("author", "The Institute of Two", "", ""),
    ("author", "Žemaitė", "", ""),
    ("editor", "Petraitis", "Jonas", ""),
    ("translator", "Šimkus", "Ona", ""),
]
ORCID = "https://orcid.org/0000-0002-1825-0097"
ADDRESS = "https://northland.example/book/"
BOOK = {
    "title": "Northland and Southland: A small book",
    "makers": MAKERS,
    "orcid": ORCID,
    "date": "2001-02-03",
    "language": "en",
    "address": ADDRESS,
    "identifier": "urn:uuid:6f1ed002-ab59-5f3f-8bd0-000000000001",
    "licence": "CC BY 4.0",
    "licence address": "https://creativecommons.org/licenses/by/4.0/",
    "edition": "Test edition",
    "version": "0.1.0",
    "summary": "A small volume for tests.",
    "keywords": ["north", "south & west"],
    "kind": "book",
}
Told = dict[str, Any]
PARTS = {
    "chapter": ("chapter", "A chapter", "1"),
    "second": ("section", "Second", "1.2"),
    "visit-aaa-1900": ("record", "Visit of Acting Queen Zoë Aaa to Süd", "1.2"),
}


ENTRY = r"""@incollection{roads, author = {de la Cruz, Ana and King, Jr., Martin and {Road Office}}, editor = {Ona, B.},
  translator = {Jonas, P.}, title = {{One road \& more}}, booktitle = {{Many roads}}, publisher = {Press},
  location = {Vilnius}, date = {2010-05}, pages = {7--9}, volume = {4}, edition = {2}, doi = {10.5072/x},
  url = {https://roads.example/a_b\%20c}, urldate = {2024-03-05}, langid = {lt}, grade = {B}, seen = {whole}}"""
SOURCE = {
    "kind": "chapter",
    "author": [("de la Cruz", "Ana", ""), ("King", "Martin", "Jr."), ("Road Office", "", "")],
    "editor": [("Ona", "B.", "")],
    "translator": [("Jonas", "P.", "")],
    "title": "One road & more",
    "container": "Many roads",
    "publisher": "Press",
    "place": "Vilnius",
    "date": "2010-05",
    "pages": "7-9",
    "volume": "4",
    "edition": "2",
    "doi": "10.5072/x",
    "address": "https://roads.example/a_b%20c",
    "seen": "2024-03-05",
    "language": "lt",
}
DATA = {
    "kind": "dataset",
    "author": [maker[1:] for maker in MAKERS if maker[0] == "author"],
    "editor": [maker[1:] for maker in MAKERS if maker[0] == "editor"],
    "title": "Northland and Southland: the data",
    "date": BOOK["date"],
    "address": f"{ADDRESS}data/relations.yaml",
    "language": "en",
}


def part_of(anchor: str) -> Told:
    """Return what is to be told of a part."""
    kind, title, number = PARTS[anchor]
    kept = {key: BOOK[key] for key in ("makers", "orcid", "date", "language", "licence", "licence address")}
    kept |= {"edition": BOOK["edition"], "version": BOOK["version"], "container": BOOK["title"], "book": ADDRESS}
    return {**kept, "title": title, "kind": kind, "number": number, "address": f"{ADDRESS}a/{anchor}/"}


def person(role: str, name: str, suffixes: tuple[str, ...] = ("Jr.",)) -> tuple[str, str, str, str]:
    """Split a name at its commas; a suffix may stand behind the given names too."""
    family, given, suffix = (*(part.strip() for part in name.split(",")), "", "")[:3]
    for one in suffixes:
        if given.endswith(f" {one}"):
            given, suffix = given.removesuffix(f" {one}"), one
    return role, family, given, suffix


# Readers, one a carrier: what a text says, by the names of the fields above.


def _metas(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in html.document_fromstring(page).iter("meta"):
        found.setdefault(str(tag.get("name") or tag.get("property")), []).append(str(tag.get("content")))
    return found


def highwire(page: str) -> Told:
    metas = _metas(page)
    makers = [person("author", name) for name in metas["citation_author"]]
    told = {
        "title": metas["citation_title"][0],
        "makers": makers + [person("editor", name) for name in metas["citation_editor"]],
        "orcid": metas["citation_author_orcid"][0],
        "date": metas["citation_publication_date"][0].replace("/", "-"),
        "language": metas["citation_language"][0],
        "address": metas["citation_public_url"][0],
        "kind": "chapter" if "citation_inbook_title" in metas else "book",
    }
    return told | ({"container": metas["citation_inbook_title"][0]} if "citation_inbook_title" in metas else {})


def dublin_core(page: str) -> Told:
    metas = _metas(page)
    address, *identifiers = metas["DC.identifier"]
    told = {
        "title": metas["DC.title"][0],
        "makers": [("author", *person("", name)[1:]) for name in metas["DC.creator"]]
        + [("contributor", *person("", name)[1:]) for name in metas["DC.contributor"]],
        "date": metas["DC.date"][0],
        "language": metas["DC.language"][0],
        "licence": metas["DC.rights"][0],
        "address": address,
        "edition": metas["bibo:edition"][0],
        "kind": {"book": "book", "bookSection": "chapter"}[metas["DC.type"][0]],
    }
    if identifiers:
        told |= {"identifier": identifiers[0], "summary": metas["DCTERMS.abstract"][0]}
        assert metas["keywords"] == [", ".join(metas["DC.subject"])]
        return told | {"keywords": metas["DC.subject"]}
    return told | {"book": metas["DCTERMS.isPartOf"][0]}


def json_ld(page: str) -> Told:
    (block,) = html.document_fromstring(page).xpath("//script[@type='application/ld+json']")
    told = json.loads(block.text)
    thing = told["@graph"][0] if "@graph" in told else told
    makers = [
        (role, one.get("familyName", one["name"]), one.get("givenName", ""), one.get("honorificSuffix", ""))
        for role in ("author", "editor", "translator")
        for one in thing[role]
        if (one["@type"] == "Person") == ("familyName" in one)
    ]
    found = {
        "title": thing["name"],
        "makers": makers,
        "orcid": thing["author"][0]["@id"],
        "date": thing["datePublished"],
        "language": thing["inLanguage"],
        "licence": thing["license"]["name"],
        "licence address": thing["license"]["url"],
        "address": thing["@id"],
        "edition": thing["bookEdition"],
        "version": thing["version"],
        "kind": thing["@type"].lower(),
    }
    if found["kind"] == "book":
        kept = {key: thing[key] for key in ("identifier", "keywords")}
        return found | kept | {"summary": thing["description"]}
    return found | {
        "number": thing["position"],
        "container": thing["isPartOf"]["name"],
        "book": thing["isPartOf"]["@id"],
    }


def opf(text: str) -> Told:
    root = etree.fromstring(text.encode())
    names = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}

    def refined(id_: str, name: str) -> str:
        (found,) = root.xpath(f"//o:meta[@refines='#{id_}'][@property='{name}']", namespaces=names) or [None]
        return "" if found is None else str(found.text)

    def only(path: str) -> str:
        (found,) = root.xpath(path, namespaces=names)
        return str(found.text)

    roles = {"aut": "author", "edt": "editor", "trl": "translator"}
    makers = []
    for one in root.xpath("//dc:creator | //dc:contributor", namespaces=names):
        role = roles[refined(one.get("id"), "role")]
        assert (role == "author") == one.tag.endswith("creator")
        makers.append(person(role, refined(one.get("id"), "file-as") or one.text))
    return {
        "title": only("//dc:title"),
        "makers": makers,
        "orcid": refined("contributor-1", "schema:identifier"),
        "date": only("//dc:date"),
        "language": only("//dc:language"),
        "identifier": only("//dc:identifier"),
        "licence": only("//o:meta[@property='dcterms:license']"),
        "edition": only("//o:meta[@property='schema:bookEdition']"),
        "summary": only("//dc:description"),
        "keywords": [one.text for one in root.xpath("//dc:subject", namespaces=names)],
    }


def xmp(text: str) -> Told:
    root = etree.fromstring(text.encode())
    space = {"dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/"}
    space |= {"xmpRights": "http://ns.adobe.com/xap/1.0/rights/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}

    def all_of(name: str) -> list[str]:
        inner = root.xpath(f"//{name}//rdf:li", namespaces=space) or root.xpath(f"//{name}", namespaces=space)
        attributes = root.xpath(f"//@{name}", namespaces=space)
        return [str(one.text) for one in inner] + [str(one) for one in attributes]

    return {
        "title": all_of("dc:title")[0],
        "printed": all_of("dc:creator") + sorted(all_of("dc:contributor")),
        "date": all_of("xmp:CreateDate")[0][:10],
        "language": all_of("dc:language")[0],
        "identifier": all_of("dc:identifier")[0],
        "licence": all_of("dc:rights")[0],
        "licence address": all_of("xmpRights:WebStatement")[0],
        "summary": all_of("dc:description")[0],
        "keywords": all_of("dc:subject"),
    }


def cff(text: str) -> Told:
    told = yaml.safe_load(text)
    book = told["preferred-citation"]
    makers = [
        (
            role.removesuffix("s"),
            one.get("name") or " ".join(filter(None, (one.get("name-particle"), one["family-names"]))),
            one.get("given-names", ""),
            one.get("name-suffix", ""),
        )
        for role in ("authors", "editors", "translators")
        for one in book[role]
    ]
    return {
        "title": book["title"],
        "makers": makers,
        "orcid": book["authors"][0]["orcid"],
        "date": book["date-published"],
        "language": book["languages"][0],
        "identifier": told["identifiers"][0]["value"],
        "licence": told["license"][1].replace("-", " ").replace("CC BY", "CC BY"),
        "address": book["url"],
        "edition": book["edition"],
        "version": book["version"],
        "summary": told["abstract"].partition(" Text and data")[0],
        "keywords": told["keywords"],
        "kind": book["type"],
    }


def _number(remarks: str) -> dict[str, str]:
    found = {"number": r"Section ([\d.]+?)(?:\. |$)", "version": r"Version ([\d.]+)"}
    matches = {key: re.search(pattern, remarks) for key, pattern in found.items()}
    return {key: match[1] for key, match in matches.items() if match}


def csl(text: str) -> Told:
    (item,) = json.loads(text)
    makers = [
        person(role, f"{one.get('literal') or one['family']}, {one.get('given', '')}")
        for role in ("author", "editor", "translator")
        for one in item[role]
    ]
    told = {
        "title": item["title"],
        "makers": makers,
        "date": "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0]),
        "language": item["language"],
        "address": item["URL"],
        "edition": item["edition"],
        "version": item.get("version") or item["note"].partition("\n")[0].removeprefix("version: "),
        "kind": {"entry-encyclopedia": "record"}.get(item["type"], item["type"]),
    }
    if item["type"] == "book":
        return told | {"summary": item["abstract"], "keywords": item["keyword"].split(", ")}
    return told | {"container": item["container-title"], "number": item["section"]}


def ris(text: str) -> Told:
    (entry,) = rispy.loads(text)
    is_book = entry["type_of_reference"] == "BOOK"
    roles = {"author": "authors", "editor": "tertiary_authors" if is_book else "secondary_authors"}
    roles |= {"translator": "subsidiary_authors"}
    told = {
        "title": entry["title"],
        "makers": [person(role, name) for role, key in roles.items() for name in entry[key]],
        "date": entry["date"].strip("/").replace("/", "-"),
        "language": entry["language"],
        "address": entry["urls"][0],
        "edition": entry["edition"],
        "kind": {"BOOK": "book", "CHAP": "chapter", "ENCYC": "record"}[entry["type_of_reference"]],
        **_number(" ".join(entry["notes"])),
    }
    if is_book:
        return told | {"summary": entry["abstract"], "keywords": entry["keywords"]}
    return told | {"container": entry["secondary_title"], "number": entry["section"]}


def bibtex(text: str) -> Told:
    (entry,) = parse_string(text, "bibtex").entries.values()
    fields = {name: codecs.decode(value, "ulatex").strip("{}") for name, value in entry.fields.items()}
    people = {**entry.persons, "translator": [Person(entry.fields["translator"])]}
    makers = [
        (
            role,
            " ".join([*one.prelast_names, *one.last_names]).strip("{}"),
            " ".join([*one.first_names, *one.middle_names]),
            " ".join(one.lineage_names),
        )
        for role in ("author", "editor", "translator")
        for one in people[role]
    ]
    return {
        "title": fields["title"],
        "makers": makers,
        "date": fields["date"] if fields["date"].startswith(fields["year"]) else fields["year"],
        "language": fields["langid"],
        "address": fields["url"],
        "edition": fields["edition"],
        "kind": {"book": "book", "incollection": "chapter", "inreference": "record"}[entry.type],
        **({"container": fields["booktitle"]} if "booktitle" in fields else {}),
        "version": fields["version"],
        **_number(fields.get("note", "")),
    }


def opds(text: str) -> Told:
    feed = json.loads(text)
    told = feed["publications"][0]["metadata"]
    makers = [person(role, one["sortAs"]) for role in ("author", "editor", "translator") for one in told[role]]
    links = {link["rel"]: link["href"] for link in feed["publications"][0]["links"]}
    return {
        "title": f"{told['title']}: {told['subtitle']}",
        "makers": makers,
        "orcid": told["author"][0]["identifier"],
        "date": told["published"],
        "language": told["language"],
        "identifier": told["identifier"],
        "licence address": links["license"],
        "address": next(link["href"] for link in feed["links"] if link["rel"] == "alternate"),
        "summary": told["description"],
        "keywords": told["subject"],
    }


def onix(text: str) -> Told:
    root = etree.fromstring(text.encode())
    space = {"x": "http://ns.editeur.org/onix/3.1/reference"}
    product = root.find("x:Product", space)

    def only(path: str, inside: etree._Element = product) -> str:
        found = inside.findtext("/".join(f"x:{part}" for part in path.split("/")), "", space)
        return str(found)

    roles = {"A01": "author", "B01": "editor", "B06": "translator"}
    makers = [
        (
            roles[only("ContributorRole", one)],
            only("CorporateName", one) or " ".join(filter(None, (only("PrefixToKey", one), only("KeyNames", one)))),
            only("NamesBeforeKey", one),
            only("SuffixToKey", one),
        )
        for one in product.iterfind(".//x:Contributor", space)
    ]
    title = "DescriptiveDetail/TitleDetail/TitleElement"
    digits = only("DescriptiveDetail/Contributor/NameIdentifier/IDValue")
    day = only("PublishingDetail/PublishingDate/Date")
    edition, _, version = only("DescriptiveDetail/EditionStatement").partition(", version ")
    return {
        "title": f"{only(f'{title}/TitleText')}: {only(f'{title}/Subtitle')}",
        "makers": makers,
        "orcid": f"https://orcid.org/{'-'.join(re.findall('....', digits))}",
        "date": f"{day[:4]}-{day[4:6]}-{day[6:]}",
        "language": {"eng": "en"}.get(only("DescriptiveDetail/Language/LanguageCode"), ""),
        "identifier": only("ProductIdentifier/IDValue").partition("#")[0],
        "licence": only("DescriptiveDetail/EpubLicense/EpubLicenseName"),
        "licence address": only("DescriptiveDetail/EpubLicense/EpubLicenseExpression/EpubLicenseExpressionLink"),
        "address": only("PublishingDetail/Publisher/Website/WebsiteLink"),
        "edition": edition,
        "version": version,
        "summary": only("CollateralDetail/TextContent/Text"),
        "keywords": only("DescriptiveDetail/Subject/SubjectHeadingText").split("; "),
    }


def links_in(page: str) -> Told:
    found = [(link.get("rel"), link.get("href")) for link in html.document_fromstring(page).iter("link")]
    return _signposts(found)


def linkset_of(address: str) -> Callable[[str], Told]:
    def read(text: str) -> Told:
        (context,) = [one for one in json.loads(text)["linkset"] if one["anchor"] == address]
        return _signposts([(rel, one["href"]) for rel in context if rel != "anchor" for one in context[rel]])

    return read


def _signposts(links: list[tuple[str, str]]) -> Told:
    found: dict[str, list[str]] = {}
    for relation, address in links:
        found.setdefault(relation, []).append(address)
    told = {
        "address": found["cite-as"][0],
        "orcid": found["author"][0],
        "licence address": found["license"][0],
        "kind": found["type"][0].removeprefix("https://schema.org/").lower(),
    }
    return told | ({"book": found["collection"][0]} if "collection" in found else {})


# What is compared


class Built:
    """The small volume with persons, in all formats: texts by carrier and part."""

    def __init__(self, folder: Path) -> None:
        small = copied_volume(folder / "small")
        small.edit("data/relations.yaml", "  authors: [{name: The testers}]", PEOPLE.strip("\n"))
        small.edit("data/relations.yaml", "licence: CC0 1.0", "licence: CC BY 4.0")
        small.append("references.bib", f"\n{ENTRY}\n")
        for builder, name in (("typst", "pdf"), ("epub", "epub")):
            built = small.build(builder)
            assert built.status == 0, built.said
            (file,) = built.out.glob(f"*.{name}")
            (folder / name).mkdir()
            shutil.copy(file, folder / name)
        built = small.build()
        assert built.status == 0, built.said
        self.out = built.out
        assert main(["cite", str(small.folder)]) == 0
        self.cff = (small.folder / "CITATION.cff").read_text("utf-8")
        with ZipFile(folder / "epub/northland-southland.epub") as archive:
            (package,) = (name for name in archive.namelist() if name.endswith(".opf"))
            self.opf = archive.read(package).decode()
        with pikepdf.open(folder / "pdf/northland-southland.pdf") as pdf:
            self.xmp = pdf.Root.Metadata.read_bytes().decode().rpartition("<?xpacket end")[0].partition("?>")[2]

    def page(self, name: str) -> str:
        return (self.out / name).read_text("utf-8")

    def panel(self, anchor: str, form: str, page: str = "chapter", thing: str = "") -> str:
        """Return an export of a part, or of the ``thing`` that it is about."""
        found = html.document_fromstring(self.page(f"cite/chapters/{page}.html"))
        inner = "/section[@class='thing']" if thing else ""
        (code,) = found.xpath(f"//section[@id='{anchor}']{inner}/div/section[@data-form='{form}']/pre")
        return str(code.text_content())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("metadata"))


Reader = Callable[[str], Told]
EXPORTS: list[tuple[str, Reader, str]] = [("csl-json", csl, "json"), ("ris", ris, "ris"), ("bibtex", bibtex, "bib")]
HEADS: list[tuple[str, Reader]] = [
    ("Highwire", highwire),
    ("Dublin Core", dublin_core),
    ("JSON-LD", json_ld),
    ("links", links_in),
]


def carriers(built: Built) -> Iterator[tuple[str, str, Reader, Told]]:
    """Yield each carrier: its name, its text, its reader, and all that is known of what it describes."""
    home, chapter = built.page("index.html"), built.page("chapters/chapter.html")
    for name, read in (("Highwire", highwire), ("Dublin Core", dublin_core), ("JSON-LD", json_ld), ("links", links_in)):
        yield f"{name} of the book", home, read, BOOK
        yield f"{name} of a chapter", chapter, read, part_of("chapter")
    short = BOOK | {"title": "Northland and Southland"}
    printed = [
        "María José de la Vega",
        "Martin King Jr.",
        "The Institute of Two",
        "Žemaitė",
        "Jonas Petraitis",
        "Ona Šimkus",
    ]
    yield "OPF", built.opf, opf, short
    yield "XMP", built.xmp, xmp, short | {"printed": printed}
    yield "CFF", built.cff, cff, BOOK
    for name, export, suffix in EXPORTS:
        yield f"{name} of the book", built.page(f"data/northland-southland.{suffix}"), export, BOOK
        for anchor in PARTS:
            yield f"{name} of {anchor}", built.panel(anchor, name), export, part_of(anchor)
    yield "OPDS", built.page("opds.json"), opds, BOOK
    yield "ONIX", built.page("onix.xml"), onix, BOOK
    text = built.page("linkset.json")
    yield "linkset of the book", text, linkset_of(ADDRESS), BOOK
    yield "linkset of a chapter", text, linkset_of(f"{ADDRESS}chapters/chapter.html"), part_of("chapter")


def differences(told: Told, wanted: Told, name: str) -> list[str]:
    """Compare field by field, as far as the carrier has the field."""
    known = dict(wanted)
    if name.startswith("Dublin Core"):  # it knows creators and contributors
        known["makers"] = [("author" if role == "author" else "contributor", *rest) for role, *rest in MAKERS]
    if name.startswith("Highwire"):  # it knows no translators
        known["makers"] = [maker for maker in MAKERS if maker[0] != "translator"]
    if known["kind"] == "section":  # a section is a part of a book to all others
        known["kind"] = "chapter"
    found = {field: (value, known.get(field)) for field, value in told.items() if value != known.get(field)}
    return [f"{name}: {field}: {value!r}, not {right!r}" for field, (value, right) in found.items()]


def test_every_carrier_says_the_same(built: Built) -> None:
    found = [one for name, text, read, wanted in carriers(built) for one in differences(read(text), wanted, name)]
    assert found == []


def test_a_planted_difference_is_found_in_each(built: Built) -> None:
    """What a reader reads of a carrier, it reads from the text: change the text, and the field differs."""
    blind = []
    for name, text, read, wanted in carriers(built):
        told = read(text)
        for field, value in told.items():
            planted = {text.replace(old, new) for old, new in changes(field, value)} - {text}
            if not any(differs_after(read, changed, wanted, name, field) for changed in planted):
                blind.append(f"{name}: {field}")
    assert blind == []


def changes(field: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield ways to change a value in a text, as carriers write it."""
    if field in ("makers", "printed"):
        yield "Šimkus", "Simkus"
        yield "Petraitis", "Petraitienė"
    elif field == "date":
        for form in ("2001-02-03", "2001/02/03", "20010203"):
            yield form, form.replace("2001", "2002")
        yield "2001", "2002"
    elif field == "orcid":
        yield "0097", "0098"
    elif field == "kind":
        kinds = [
            "BOOK CHAP",
            "ENCYC CHAP",
            "@book @incollection",
            "@inreference @incollection",
            '"book" "chapter"',
            "book chapter",
            "Book Chapter",
        ]
        kinds += ["entry-encyclopedia chapter", "bookSection book", "inbook_title title_of_book"]
        for one, other in map(str.split, [*kinds, "citation_title citation_inbook_title"]):
            yield one, other
            yield other, one
    elif field == "language":
        yield from [('"en"', '"de"'), ("- en", "- de"), (">en<", ">de<"), (">eng<", ">ger<"), ("LA  - en", "LA  - de")]
    elif field == "title":
        yield "small book", "great book"
        yield value, f"{value}x"
        yield "Northland and Southland", "Northland"
    elif field == "keywords":
        yield "north", "nord"
    else:
        yield value, f"{value}x"
        yield value.replace("&", "&amp;"), "x"
        yield value.replace(" ", "-"), "CC-BY-3.0"


def differs_after(read: Reader, text: str, wanted: Told, name: str, field: str) -> bool:
    try:
        told = read(text)
    except (KeyError, ValueError, IndexError):  # it cannot be read any more
        return True
    return any(f": {field}: " in one for one in differences(told, wanted, name)) or field not in told


# What official schemas say


@pytest.fixture(scope="module")
def feed_schema() -> Draft7Validator:
    """The schema of OPDS 2.0 with those of the manifest that it refers to."""
    from jsonschema import Draft7Validator, FormatChecker  # here: it takes two seconds to load

    found = {}
    for path in [*SCHEMAS.glob("opds-2.0/*.json"), *SCHEMAS.glob("webpub-manifest/**/*.json")]:
        # Python writes the names of groups in another way.
        schema = json.loads(re.sub(r"\(\?<(?=[a-zA-Z])", "(?P<", path.read_text("utf-8")))
        found[schema["$id"]] = schema
    registry = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in found.items())
    feed = found["https://drafts.opds.io/schema/feed.schema.json"]
    return Draft7Validator(feed, registry=registry, format_checker=FormatChecker())


def test_the_feed_fits_its_schema(built: Built, feed_schema: Draft7Validator) -> None:
    from jsonschema import ValidationError

    feed = json.loads(built.page("opds.json"))
    feed_schema.validate(feed)
    links = [publication["links"][0] for publication in feed["publications"]]
    assert [link["type"] for link in links] == ["application/epub+zip", "application/pdf"]
    for link in links:
        assert (built.out / link["href"].removeprefix(ADDRESS)).is_file()
    assert (built.out / feed["publications"][0]["images"][0]["href"].removeprefix(ADDRESS)).is_file()
    epub, pdf = (publication["metadata"]["accessibility"] for publication in feed["publications"])
    assert "taggedPDF" in pdf["feature"]
    assert "taggedPDF" not in epub["feature"]
    epub["feature"].append("noSuchFeature")
    with pytest.raises(ValidationError):
        feed_schema.validate(feed)


@pytest.fixture(scope="module")
def product_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / "onix-3.1/ONIX_BookProduct_3.1_reference.rng"))


def test_the_message_fits_its_schema(built: Built, product_schema: etree.RelaxNG) -> None:
    root = etree.fromstring(built.page("onix.xml").encode())
    assert product_schema.validate(root), product_schema.error_log
    space = {"x": "http://ns.editeur.org/onix/3.1/reference"}
    claimed = [
        [str(code.text) for code in product.iterfind(".//x:ProductFormFeatureValue", space)]
        for product in root.iterfind("x:Product", space)
    ]
    # EPUB Accessibility 1.1 with WCAG 2.2 AA, and PDF/UA-1: code list 196.
    assert [sorted({"04", "05", "82", "85"} & set(codes)) for codes in claimed] == [["04", "82", "85"], ["05"]]
    assert all({"00", "11", "13", "14", "52", "96"} <= set(codes) for codes in claimed)
    forms = [form.text for form in root.iterfind(".//x:ProductFormDetail", space)]
    assert forms == ["E101", "E107"]
    for code in root.iterfind(".//x:ProductFormFeatureValue", space):
        assert (code.getprevious().text, len(code.text)) == ("09", 2)
    root.find(".//x:LanguageCode", space).text = "en"
    assert not product_schema.validate(root)


def test_every_language_has_its_code() -> None:
    text = (SCHEMAS / "onix-3.1/ONIX_BookProduct_CodeLists.rng").read_text("utf-8")
    listed = set(re.findall(r"<value>(\w+)</value>", text.partition('name="List74"')[2].partition("</define>")[0]))
    european = "bg cs da de el en es et fi fr ga hr hu is it lt lv mk mt nl no pl pt ro sk sl sq sr sv tr uk zh".split()
    codes = {tag: language_code(tag) for tag in european}
    assert set(codes.values()) <= listed
    assert (codes["de"], codes["zh"], codes["et"], language_code("pt-BR"), language_code("lit")) == (
        "ger",
        "chi",
        "est",
        "por",
        "lit",
    )


def test_the_linkset_keeps_the_rules_of_its_format(built: Built) -> None:
    """RFC 9264, 4.2: an array of contexts, an anchor and relations each, whose values are lists of targets."""
    told = json.loads(built.page("linkset.json"))
    assert list(told) == ["linkset"]
    anchors = [context["anchor"] for context in told["linkset"]]
    assert len(anchors) == len(set(anchors))
    known = {"cite-as", "type", "author", "license", "item", "collection", "describedby", "describes"}
    for context in told["linkset"]:
        assert set(context) - {"anchor"} <= known
        for relation in set(context) - {"anchor"}:
            for target in context[relation]:
                assert set(target) <= {"href", "type"}
                assert target["href"].startswith("https://")
    by_anchor = {context["anchor"]: context for context in told["linkset"]}
    for target in by_anchor[ADDRESS]["item"] + by_anchor[ADDRESS]["describedby"]:
        assert (built.out / target["href"].removeprefix(ADDRESS)).is_file(), target
        back = by_anchor[target["href"]]
        assert ADDRESS in [one["href"] for one in back.get("collection", []) + back.get("describes", [])]


def test_a_page_links_to_the_data_of_the_book_and_the_address_of_a_record_to_its_own(built: Built) -> None:
    for name in ("index.html", "chapters/chapter.html"):
        (link,) = html.document_fromstring(built.page(name)).xpath("//link[@rel='alternate'][@type='application/zip']")
        assert (built.out / link.get("href").removeprefix(ADDRESS)).is_file()
    led = [path.parent for path in built.out.glob("a/*/index.html") if b'rel="alternate"' in path.read_bytes()]
    assert led == [path.parent for path in built.out.glob("a/*/index.json")] != []
    for folder in led:
        (link,) = html.fromstring((folder / "index.html").read_text("utf-8")).xpath("//link[@rel='alternate']")
        assert json.loads((folder / link.get("href")).read_text("utf-8"))["identifier"] == folder.name


def test_a_page_links_to_what_lists_the_book(built: Built) -> None:
    for name in ("index.html", "chapters/chapter.html"):
        links = {
            (link.get("rel"), link.get("type")): link.get("href")
            for link in html.document_fromstring(built.page(name)).iter("link")
        }
        assert links["linkset", "application/linkset+json"] == f"{ADDRESS}linkset.json"
        assert links["alternate", "application/opds+json"] == f"{ADDRESS}opds.json"


def test_search_engines_are_told_of_accessibility(built: Built) -> None:
    vocabulary = json.loads((SCHEMAS / "webpub-manifest/a11y.schema.json").read_text("utf-8"))["properties"]
    for name in ("index.html", "chapters/chapter.html"):
        (block,) = html.document_fromstring(built.page(name)).xpath("//script[@type='application/ld+json']")
        told = json.loads(block.text)
        thing = told["@graph"][0] if "@graph" in told else told
        names = {"accessMode": "accessMode", "accessibilityFeature": "feature", "accessibilityHazard": "hazard"}
        for key, known in names.items():
            assert thing[key]
            assert set(thing[key]) <= set(vocabulary[known]["items"]["enum"])
        assert thing["accessModeSufficient"][0]["itemListElement"] == ["textual"]
        assert thing["accessibilitySummary"]


def test_without_other_formats_there_is_nothing_to_list(tmp_path: Path) -> None:
    small = copied_volume(tmp_path / "small")
    built = small.build()
    assert built.status == 0, built.said
    assert not (built.out / "opds.json").exists()
    assert not (built.out / "onix.xml").exists()
    assert "opds" not in built.page("linkset.json") + built.page("index.html")


# What is no part of the book: its sources, and the data of a figure.


def work_in_csl(text: str) -> Told:
    (item,) = json.loads(text)
    variables = {"container-title": "container", "publisher-place": "place", "page": "pages", "DOI": "doi"}
    variables |= {name: name for name in ("publisher", "volume", "edition", "language")} | {"URL": "address"}
    told: Told = {ours: re.sub("<[^>]+>", "", item[theirs]) for theirs, ours in variables.items() if theirs in item}
    for variable, field in (("issued", "date"), ("accessed", "seen")):
        if variable in item:
            told[field] = "-".join(f"{part:02}" for part in item[variable]["date-parts"][0])
    for role in ("author", "editor", "translator"):
        if role in item:
            names = [f"{one.get('literal') or one['family']}, {one.get('given', '')}" for one in item[role]]
            told[role] = [person(role, name)[1:] for name in names]
    return told | {"kind": item["type"], "title": re.sub("<[^>]+>", "", item["title"])}


def work_in_ris(text: str) -> Told:
    (entry,) = rispy.loads(text)
    tags = {"secondary_title": "container", "publisher": "publisher", "place_published": "place", "doi": "doi"}
    told: Told = {ours: entry[theirs] for theirs, ours in tags.items() if theirs in entry}
    told |= {name: entry[name] for name in ("title", "volume", "language") if name in entry}
    if entry["type_of_reference"] != "DATA":  # whose edition is the version
        told["edition"] = entry["edition"]
    if "start_page" in entry:
        told["pages"] = f"{entry['start_page']}-{entry['end_page']}"
    for tag, field in (("date", "date"), ("access_date", "seen")):
        if tag in entry:
            told[field] = entry[tag].strip("/").replace("/", "-")
    for tag, role in (("authors", "author"), ("secondary_authors", "editor"), ("subsidiary_authors", "translator")):
        if tag in entry:
            told[role] = [person(role, name)[1:] for name in entry[tag]]
    kinds = {"CHAP": "chapter", "DATA": "dataset"}
    return told | {"address": entry["urls"][0], "kind": kinds.get(entry["type_of_reference"], "")}


def work_in_bibtex(text: str) -> Told:
    (entry,) = parse_string(text, "bibtex").entries.values()
    fields = {name: codecs.decode(value, "ulatex").strip("{}") for name, value in entry.fields.items()}
    fields |= {name: entry.fields[name] for name in ("url", "doi", "pages") if name in entry.fields}  # as they are
    names = {"booktitle": "container", "publisher": "publisher", "address": "place", "langid": "language"}
    names |= {name: name for name in ("title", "volume", "edition", "doi")} | {"url": "address", "urldate": "seen"}
    told: Told = {ours: fields[theirs] for theirs, ours in names.items() if theirs in fields}
    month = f"-{MONTHS.index(fields['month']) + 1:02}" if "month" in fields else ""
    told["date"] = fields.get("date") or f"{fields['year']}{month}"
    if "pages" in fields:
        told["pages"] = fields["pages"].replace("--", "-")
    people = dict(entry.persons)
    if "translator" in fields:
        people["translator"] = [Person(entry.fields["translator"])]
    for role, found in people.items():
        told[role] = [
            (
                " ".join([*one.prelast_names, *one.last_names]).strip("{}"),
                " ".join([*one.first_names, *one.middle_names]),
                " ".join(one.lineage_names),
            )
            for one in found
        ]
    return told | {"kind": {"incollection": "chapter"}.get(entry.type, entry.type)}


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORKS: list[tuple[str, Reader]] = [("csl-json", work_in_csl), ("ris", work_in_ris), ("bibtex", work_in_bibtex)]


def works(built: Built) -> Iterator[tuple[str, str, Reader, Told]]:
    for form, read in WORKS:
        yield f"{form} of a source", built.panel("source-roads", form, "reference"), read, SOURCE
        yield f"{form} of a figure's data", built.panel("series-trade", form, "reference", "data"), read, DATA


def test_sources_and_the_data_of_figures_say_the_same_in_each_export(built: Built) -> None:
    found = []
    for name, text, read, wanted in works(built):
        told = read(text)
        found += [(name, field, told.get(field)) for field in wanted if told.get(field) != wanted[field]]
    assert found == []


def test_a_planted_difference_is_found_in_those_too(built: Built) -> None:
    blind = []
    for name, text, read, wanted in works(built):
        for field in wanted:
            planted = {text.replace(old, new) for old, new in altered(wanted[field])} - {text}
            if all(differs_nowhere(read, changed, wanted, field) for changed in planted):
                blind.append(f"{name}: {field}")
    assert blind == []


def altered(value: Any) -> Iterator[tuple[str, str]]:
    """Yield ways to change a value in a text, as exports write it."""
    if isinstance(value, list):
        yield from ((word, f"{word}x") for name in value for word in name if word)
        return
    yield from [(form, form[::-1]) for form in (value, value.replace("-", "/"), value.replace("-", "--"))]
    yield from [(value.replace("&", sign), "x") for sign in ("\\&", "&amp;")]
    yield from [("CHAP", "BOOK"), ("DATA", "BOOK"), ("@incollection", "@inbook"), ("2010", "2011"), ("2001", "2002")]
    yield from [("2024", "2025"), ("9", "8"), ("_", "-")]


def differs_nowhere(read: Reader, text: str, wanted: Told, field: str) -> bool:
    try:
        return bool(read(text).get(field) == wanted[field])
    except (KeyError, ValueError):
        return False
