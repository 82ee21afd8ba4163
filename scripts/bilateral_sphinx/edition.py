"""Set Sphinx's settings from the title page in the data file."""

from __future__ import annotations

import re

from babel import Locale, UnknownLocaleError
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import _

from bilateral.anchors import edition_address
from bilateral.changes import earlier
from bilateral.citation import describe
from bilateral.citation.xmp import xmp_of
from bilateral.dates import Edtf, parse_edtf
from bilateral.direction import END, ISOLATE, direction_of, isolated
from bilateral.messages import N_, say
from bilateral.model.file import Edition
from bilateral.render import format_date
from bilateral.translation import Untranslated
from bilateral.volume import Volume
from bilateral_sphinx.headings import marked
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.press import PRESS
from bilateral_sphinx.seams.defaults import set_defaults
from bilateral_sphinx.seams.latex import escape_latex
from bilateral_sphinx.seams.translations import find_in_silence, parse_once, speak
from bilateral_sphinx.typst.cover import cover_data
from bilateral_sphinx.web.palette import accents

_EDITED = N_("Edited by {names}")
_TRANSLATED = N_("Translated by {names}")


def apply(app: Sphinx, config: Config) -> None:
    """Set title, authors, edition, identifier and file names for every format."""
    volume = volume_of(app)
    edition = volume.edition
    set_defaults(config, {"language": edition.language.replace("-", "_")})
    config.records_locale = _locale(config, volume)
    speak(app, config.records_locale)
    year = str(edition.published.earliest.year)
    authors, direction = edition.makers, direction_of(edition.language)
    byline, imprint = (
        [isolated(line, direction) for line in lines(edition, volume.locale)] for lines in (_byline, _imprint)
    )
    config.project = str(edition.title)  # Sphinx warns of what is another class
    config.author = authors
    config.copyright = f"{year} {authors}, {edition.licence}"
    config.project_copyright = config.copyright
    config.version = config.release = edition.version
    config.html_title = config.html_short_title = str(edition.title)
    config.epub_title = str(edition.title)
    config.epub_basename = edition.name
    config.epub_author = config.epub_publisher = config.epub_contributor = authors
    config.epub_copyright = config.copyright
    config.html_baseurl = config.html_baseurl or edition.address
    config.epub_description = str(edition.description)
    config.epub_identifier = config.epub_uid = edition.identifier
    config.epub_scheme = "UUID"
    config.epub_language = edition.language
    config.html_context = {**config.html_context, "direction": direction, "earlier": _earlier(volume)}
    own = rf"{re.escape(edition.address.rstrip('/'))}(?:[/?#]|$)"  # every anchor of it is held against the ledger
    config.linkcheck_ignore = [*config.linkcheck_ignore, own]
    config.today = format_date(edition.published, config.records_locale)
    config.latex_documents = [
        (
            config.root_doc,
            f"{edition.name}.tex",
            escape_latex(edition.title),
            escape_latex(authors),
            "manual",
            True,
        )
    ]
    cover = cover_data(volume)
    (accent, _night), _second = accents(cover["colours"])
    config.typst_creator = PRESS
    config.typst_metadata = {**xmp_of(describe(edition)), **config.typst_metadata}
    config.typst_documents = [(config.root_doc, f"{edition.name}.pdf", edition.title, authors)]
    config.typst_elements = {
        "subtitle": isolated(edition.subtitle, direction),
        "authors": [one.printed for one in edition.authors or edition.editors],
        "byline": byline,
        "description": edition.description,
        "keywords": list(edition.keywords),
        "edition": f"{edition.edition}, {config.today}",
        "date": edition.published.earliest.isoformat(),
        "imprint": imprint,
        "cover": cover,
        "accent": accent,
        "words": {"Part": _("Part %s"), "Chapter": _("Chapter %s")},
        **config.typst_elements,
    }
    macros = {
        "booksubtitle": edition.subtitle,
        "bookedition": f"{edition.edition}, {config.today}",
        "bookpress": PRESS,
        "bookcontents": _("Contents"),
        "bookdescription": edition.description,
        "bookauthors": authors,
    }
    definitions = {name: escape_latex(isolated(text, direction)) for name, text in macros.items()}
    for name, lines in (("bookbyline", byline), ("bookimprint", imprint)):
        definitions[name] = r"\par ".join(map(escape_latex, lines))
    config.latex_elements = dict(config.latex_elements)
    shade = f"{{HTML}}{{{accent[1:].upper()}}}"
    config.latex_elements["sphinxsetup"] = ",".join(  # what a volume sets comes last and counts
        [f"TitleColor={shade}", f"InnerLinkColor={shade}", config.latex_elements.get("sphinxsetup", "")]
    )
    commands = [rf'\catcode"{ord(sign):04X}=\active' for sign in (ISOLATE, END)]  # book.sty says what they do
    commands += [rf"\newcommand{{\{name}}}{{{text}}}" for name, text in definitions.items()]
    chapter = escape_latex(_("Chapter %s")).replace(r"\%s", "#1")
    commands.append(rf"\newcommand{{\bookchapter}}[1]{{{chapter}}}")
    config.latex_elements["preamble"] = "\n".join([*commands, ""]) + config.latex_elements.get("preamble", "")


def _locale(config: Config, volume: Volume) -> str:
    """Return the locale of dates and numbers: that of the language, unless conf.py names one.

    Raises:
        SystemExit: where there is no such locale; Sphinx prints a traceback with every exception.

    """
    try:
        return str(Locale.parse(config.records_locale)) if config.records_locale else volume.locale
    except (UnknownLocaleError, ValueError):
        if config.records_locale:
            message = f"conf.py: records_locale '{config.records_locale}' is not a locale; write en_GB or lt_LT"
        else:
            line, _ = volume.document.positions[("volume", "language")]
            message = f"{volume.document.file}:{line}: no locale is known for '{volume.edition.language}'; "
            message += "set records_locale in conf.py, such as lt_LT"
        raise SystemExit(message) from None


def _byline(edition: Edition, locale: str) -> list[str]:
    """Return the lines of the title page that say who has made the book."""
    roles = {"{names}": edition.authors, _EDITED: edition.editors, _TRANSLATED: edition.translators}
    return [say(locale, does, names=", ".join(one.printed for one in done)) for does, done in roles.items() if done]


def _imprint(edition: Edition, locale: str) -> list[str]:
    """Return the lines of the imprint: edition, licences, how to cite, identifier."""
    authors, year = edition.makers, edition.published.earliest.year
    told = {"edition": edition.edition, "version": edition.version}
    cited = f"{authors}. {edition.title}: {edition.subtitle}."
    return [
        f"{edition.title}. {edition.subtitle}.",
        _edition(edition.edition, edition.version, edition.published, locale),
        f"© {year} {authors}.",
        say(
            locale,
            "Text and data are licensed under {licence}, the programs that make the book under the MIT licence.",
            licence=edition.licence,
        ),
        say(
            locale,
            "To cite: {book} {edition}, version {version}, {year}. Name the section too, or the anchor that ends its"
            " address.",
            book=cited,
            year=year,
            **told,
        ),
        edition.identifier,
        edition.address,
        say(
            locale,
            "Tables, chronology and indexes are made from one data file, in which every statement has its sources.",
        ),
    ]


def _earlier(volume: Volume) -> list[tuple[str, str]]:
    """Return the earlier editions as HTML, each with its address; a translation leads to those of the original."""
    own = volume.original or volume.edition
    return [
        (
            marked(
                _edition("{edition}", one.version, parse_edtf(one.published), volume.locale),
                edition=Untranslated(one.edition, own.language) if volume.original else one.edition,
            ),
            edition_address(own, one.version),
        )
        for one in earlier(volume)
    ]


def _edition(name: str, version: str, published: Edtf, locale: str) -> str:
    date = format_date(published, locale)
    return say(locale, "{edition}, {date}. Version {version}.", edition=name, version=version, date=date)


def setup(app: Sphinx) -> None:
    """Apply after the data has been loaded and before builders look at the settings."""
    summary = "Locale of dates and numbers; that of the book's language where it is empty."
    app.add_config_value("records_locale", "", "env", str, summary)
    find_in_silence(app)
    parse_once()
    connect(app, Phase.EDITION, apply)
