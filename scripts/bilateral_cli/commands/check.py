"""Judge the data and the chapters of a volume without building it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from bilateral_cli import options
from bilateral_cli.building.lasting import lasting


@click.command()
@options.volume(exists=False)
def command(volume: Path) -> int:
    """Judge the data, and the chapters by them, in about a second."""
    start = time.perf_counter()
    with lasting():
        from bilateral.chapters import sentences_of  # late: see the docstring of the package
        from bilateral.files import languages_of
        from bilateral.glyphs import judge_glyphs
        from bilateral.reading import FaultyVolumeError, read_volume
        from bilateral.render.phrases import judge_roles
        from bilateral.translators import judge_translation, progress_of
        from bilateral_cli.building.settings_file import try_settings

    languages = languages_of(volume)
    try:
        with lasting():
            found = read_volume(volume)
        with_roles = sentences_of(found.chapters, volume, lambda text: "{" in text)
        problems = [*judge_roles(found, with_roles), *judge_glyphs(volume)]
        problems += [
            problem for language in languages for problem in judge_translation(volume, language, found.edition.language)
        ]
    except FaultyVolumeError as error:
        problems = error.problems
    told = {problem.file for problem in problems}
    settings = [problem for problem in try_settings(volume) if problem.file not in told]  # its bytes may have been told
    problems = [*settings, *problems]
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        print(f"{len(problems)} problem{'s' if len(problems) != 1 else ''} in {volume}", file=sys.stderr)
        return 1
    print(
        f"{volume}: {len(found.records)} records, {len(found.facts)} facts, {len(found.sources)} sources,"
        f" no problems ({time.perf_counter() - start:.2f} s)"
    )
    for language in languages:
        total, untranslated, fuzzy = progress_of(volume, language)
        print(f"{volume} in {language}: {total} messages, {untranslated} untranslated, {fuzzy} fuzzy")
    return 0
