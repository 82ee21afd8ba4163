"""What translators work on: the messages of chapters, by Sphinx, and of the data; and catalogues of them."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bilateral.files import LOCALE, languages_of
from bilateral.reading import read_volume
from bilateral.translation import DOMAIN, messages_of
from bilateral_cli.building.sphinx_builders import build_with

FOLDER = "gettext"
OF_SPHINX = "sphinx.pot"
"""The words of templates, which are the press's own."""


def extract(volume: Path, output: Path, jobs: int) -> int:
    """Write the messages of chapters and data into ``gettext`` of the output. Return the exit status."""
    status = build_with(FOLDER, volume, output, jobs, "-q", "-D", "gettext_location=0")
    if status:
        return status
    found = read_volume(volume)
    day = found.edition.published.earliest
    made = Catalog(
        project=found.edition.name, creation_date=datetime(day.year, day.month, day.day, tzinfo=UTC), fuzzy=False
    )
    for context, text in messages_of(found):
        made.add(text, context=context)
    with (output / FOLDER / f"{DOMAIN}.pot").open("wb") as file:
        write_po(file, made, width=100)
    return 0


def update(volume: Path, output: Path, jobs: int, languages: tuple[str, ...]) -> int:
    """Bring the catalogues of every language up to date, and begin those of ``languages``. Return the exit status."""
    status = extract(volume, output, jobs)
    if status:
        return status
    for language in sorted({*languages_of(volume), *languages}):
        for template in sorted((output / FOLDER).rglob("*.pot")):
            name = template.relative_to(output / FOLDER)
            if name.as_posix() != OF_SPHINX:
                _merge(template, volume / LOCALE / language / "LC_MESSAGES" / name.with_suffix(".po"), language)
        print(f"{language}: {volume / LOCALE / language}")
    return 0


def _merge(template: Path, path: Path, language: str) -> None:
    """Enter what is new, mark what has changed as fuzzy, and drop what is gone."""
    wanted = read_po(BytesIO(template.read_bytes()))
    kept = read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    kept.update(wanted, update_header_comment=True)
    kept.obsolete.clear()
    kept.creation_date = kept.revision_date = wanted.creation_date  # of the edition: the same text gives the same bytes
    kept.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    made = BytesIO()
    write_po(made, kept, width=100, include_lineno=False)
    if not path.exists() or path.read_bytes() != made.getvalue():
        path.write_bytes(made.getvalue())
