"""The formats of the book as products, for shops and libraries: ONIX for Books 3.1, with the accessibility of each.

Source: https://www.editeur.org/93/Release-3.0-and-3.1-Downloads/; codes are those of its code lists, issue 71.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from babel.core import get_global

from bilateral.citation.description import Description, Download
from bilateral.formats import Accessibility
from bilateral.messages import say
from bilateral.model import Contributor

MEDIA_TYPE = "application/xml"
_NAMESPACE = "http://ns.editeur.org/onix/3.1/reference"
_ROLES = {"author": "A01", "editor": "B01", "translator": "B06"}  # list 17
_FORMS = {"application/epub+zip": "E101", "application/pdf": "E107"}  # list 175
_STANDARDS = {"EPUB Accessibility 1.1": ("04",), "PDF/UA-1": ("05",), "WCAG 2.2 Level AA": ("82", "85")}  # list 196
_FEATURES = {  # list 196
    "ARIA": "30",
    "alternativeText": "14",
    "displayTransformability": "36",
    "index": "12",
    "pageBreakMarkers": "19",
    "readingOrder": "13",
    "structuralNavigation": "29",
    "tableOfContents": "11",
    "unlocked": "10",
}
_OTHERS = {
    *("adp", "als", "arb", "ayr", "azj", "bod", "ces", "cls", "cmn", "cwd", "cym", "deu", "drh", "ekk"),
    *("ell", "esk", "eus", "fas", "fat", "fra", "fuc", "gaz", "gug", "hye", "ike", "isl", "kat", "khk"),
    *("kmr", "knc", "kng", "kpv", "lvs", "mkd", "mol", "mri", "msa", "mya", "nld", "npi", "ojg", "ory"),
    *("pbu", "pes", "plt", "prp", "quz", "ron", "scc", "scr", "slk", "sqi", "src", "swh", "twi", "uzn"),
    *("ydd", "zho", "zsm", "zyb"),
}
"""Codes that CLDR knows beside those of libraries: of terminologists, of single languages, and old ones."""


def message(described: Description, downloads: Sequence[Download]) -> str:
    """Write a message with one product for each format."""
    day = f"{described.published:%Y%m%d}"
    root = ET.Element("ONIXMessage", {"release": "3.1", "xmlns": _NAMESPACE})
    header = ET.SubElement(root, "Header")
    _add(_part(header, "Sender"), SenderName=described.makers)
    _add(header, SentDateTime=f"{day}T000000Z")
    for download in downloads:
        _product(root, described, download, day)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _product(root: ET.Element, described: Description, download: Download, day: str) -> None:
    product = _part(root, "Product")
    # What has no ISBN is known by the identifier of the book and the name of the format.
    name = f"{described.identifier}#{download.format.name}"
    _add(product, RecordReference=name, NotificationType="03")
    _add(_part(product, "ProductIdentifier"), ProductIDType="01", IDTypeName="book and format", IDValue=name)
    _describe(_part(product, "DescriptiveDetail"), described, download)
    text = _part(_part(product, "CollateralDetail"), "TextContent")
    _add(text, TextType="03", ContentAudience="00", Text=described.summary)
    publishing = _part(product, "PublishingDetail")
    publisher = _part(publishing, "Publisher")
    _add(publisher, PublishingRole="01", PublisherName=described.makers)
    _add(_part(publisher, "Website"), WebsiteRole="02", WebsiteLink=described.address)
    _add(publishing, PublishingStatus="04")
    _add(_part(publishing, "PublishingDate"), PublishingDateRole="01", Date=day)
    supply = _part(_part(product, "ProductSupply"), "SupplyDetail")
    supplier = _part(supply, "Supplier")
    _add(supplier, SupplierRole="09", SupplierName=described.makers)
    _add(_part(supplier, "Website"), WebsiteRole="29", WebsiteLink=download.address)
    _add(supply, ProductAvailability="20", UnpricedItemType="01")


def _describe(detail: ET.Element, described: Description, download: Download) -> None:
    _add(detail, ProductComposition="00", ProductForm="ED")
    if download.format.media_type in _FORMS:
        _add(detail, ProductFormDetail=_FORMS[download.format.media_type])
    if download.format.accessibility:
        _claim(detail, download.format.accessibility, described)
    _add(detail, ProductFormDescription=download.format.label, PrimaryContentType="10", EpubTechnicalProtection="00")
    licence = _part(detail, "EpubLicense")
    _add(licence, EpubLicenseName=described.licence)
    if described.licence_address:
        expression = _part(licence, "EpubLicenseExpression")
        _add(expression, EpubLicenseExpressionType="01", EpubLicenseExpressionLink=described.licence_address)
    title = _part(detail, "TitleDetail")
    _add(title, TitleType="01")
    element = _part(title, "TitleElement")
    _add(element, TitleElementLevel="01", TitleText=described.title, Subtitle=described.subtitle)
    for number, (role, contributor) in enumerate(described.contributors, start=1):
        _contributor(_part(detail, "Contributor"), number, _ROLES[role], contributor)
    _add(detail, EditionStatement=f"{described.edition}, version {described.version}")
    _add(_part(detail, "Language"), LanguageRole="01", LanguageCode=language_code(described.language))
    if described.keywords:
        keywords = "; ".join(described.keywords)
        _add(_part(detail, "Subject"), SubjectSchemeIdentifier="20", SubjectHeadingText=keywords)


def _claim(detail: ET.Element, claimed: Accessibility, described: Description) -> None:
    codes = [code for standard in claimed.standards for code in _STANDARDS[standard]]
    codes += sorted(_FEATURES[feature] for feature in claimed.features if feature in _FEATURES)
    codes += ["52"] if "textual" in claimed.sufficient_modes else []
    told = [(code, "") for code in codes] + [("00", say(described.locale, claimed.summary)), ("96", described.address)]
    for code, text in told:
        feature = _part(detail, "ProductFormFeature")
        _add(feature, ProductFormFeatureType="09", ProductFormFeatureValue=code)
        if text:
            _add(feature, ProductFormFeatureDescription=text)


def _contributor(element: ET.Element, number: int, role: str, contributor: Contributor) -> None:
    _add(element, SequenceNumber=str(number), ContributorRole=role)
    if contributor.name:
        _add(element, CorporateName=contributor.name)
        return
    if contributor.orcid:
        _add(_part(element, "NameIdentifier"), NameIDType="21", IDValue=contributor.orcid.replace("-", ""))
    names = {
        "PersonName": contributor.printed,
        "PersonNameInverted": contributor.file_as,
        "NamesBeforeKey": contributor.given,
        "PrefixToKey": contributor.particle,
        "KeyNames": contributor.family,
        "SuffixToKey": contributor.suffix,
    }
    _add(element, **{name: text for name, text in names.items() if text})


def language_code(tag: str) -> str:
    """Return the code of a language by ISO 639-2, as libraries have it; a language that has none is "mis" there."""
    language = tag.partition("-")[0]
    if len(language) == len("eng"):
        return language
    aliases: dict[str, str] = get_global("language_aliases")  # type: ignore[assignment]  # Babel tells less
    found = (code for code, name in aliases.items() if name == language and len(code) == len("eng"))
    return next((code for code in found if code not in _OTHERS), "mis")


def _part(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, name)


def _add(parent: ET.Element, **texts: str) -> None:
    """Add elements that hold a text, in this order."""
    for name, text in texts.items():
        _part(parent, name).text = text
