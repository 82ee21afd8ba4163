"""The book in all its languages: each is a build of its own, and they run side by side."""

from __future__ import annotations

import os
from functools import partial
from math import ceil
from pathlib import Path

from bilateral.files import languages_of
from bilateral.formats import STANDARD
from bilateral_cli.building import books
from bilateral_cli.building.copies import side_by_side
from bilateral_cli.building.lasting import lasting
from bilateral_cli.building.title_page import read_title_page


def build(volume: Path, output: Path, jobs: int = 0) -> int:
    """Build the original and every translation; a fault in one keeps none of the others from coming out.

    Each is built in a copy of this process, which has loaded Sphinx, read the volume, and draws the pictures of all.
    They share the ``jobs``; where these are 0, the processors: to read in more processes than there are takes a
    twentieth longer. A build leaves processors idle while its formats wait for each other: one build more than there
    are fills them. What a build says is printed when it has ended, so that no two mix.

    Returns:
        the largest exit status; of a build that a signal has ended it is that of a shell

    """
    languages = ["", *languages_of(volume)]
    original = read_title_page(volume).get("language", "")
    print("building:", *(language or original for language in languages), flush=True)
    if any(books.out_of_date(volume, output / language, STANDARD) for language in languages):
        with lasting():
            from bilateral_cli.building import pictures  # late: they load what a build needs

            pictures.prepare(volume, [output / language for language in languages], jobs)
            from bilateral.reading import read_ahead
            from bilateral_cli.building.loading import load_late

            load_late()
            read_ahead(volume)

    processors = os.cpu_count() or 1
    share = max(1, jobs // len(languages)) if jobs else ceil(processors / len(languages))
    works = [partial(_build, volume, output / language, share, language) for language in languages]
    status = 0
    for language, copy in zip(languages, side_by_side(works, jobs or processors + 1), strict=True):
        print(f"{language or original}:", flush=True)
        copy.show()
        status = max(status, copy.status)
    return status


def _build(volume: Path, output: Path, jobs: int, language: str) -> int:
    try:
        return books.build(volume, output, STANDARD, jobs, language)
    except OSError as error:
        from bilateral_cli.building.errors import report  # late: it loads Sphinx

        report(error)
        return 2
