"""Load the volume once for each build, and stop with a list of problems where it is faulty."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from bilateral.files import LOCALE
from bilateral.kinds.own import SETTING
from bilateral.reading import FaultyVolumeError, read_volume
from bilateral.translation import DOMAIN, translated
from bilateral.translators import judge_translation
from bilateral.volume import Volume
from bilateral_sphinx.files import mirror
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.seams.defaults import chosen
from bilateral_sphinx.seams.translations import catalogues_of

_volumes: WeakKeyDictionary[Sphinx, Volume] = WeakKeyDictionary()


def volume_of(owner: Sphinx | BuildEnvironment) -> Volume:
    """Return the volume that an application builds, or that of an environment."""
    return _volumes[app_of(owner) if isinstance(owner, BuildEnvironment) else owner]


def load(app: Sphinx, config: Config) -> None:
    """Read and judge the volume.

    Raises:
        SystemExit: with all problems, one a line, each with its place in the file. Sphinx prints a traceback with
            every exception, its own kind for user errors too; this is an error in a data file, not in a program.

    """
    try:
        volume = read_volume(Path(app.srcdir))
    except FaultyVolumeError as error:
        count = len(error.problems)
        message = f"{error}\n{count} problem{'s' if count != 1 else ''}; nothing was built"
        raise SystemExit(message) from None
    language = chosen(config, "language")
    if language and language.replace("_", "-") != volume.edition.language:
        if faults := judge_translation(Path(app.srcdir), language, volume.edition.language):
            raise SystemExit("\n".join(map(str, faults)))
        volume = translated(volume, Path(app.srcdir), language)
        keep_catalogues(app, language)
    _volumes[app] = replace(volume, own_locale=config.records_locale) if config.records_locale else volume


def keep_catalogues(app: Sphinx, language: str) -> None:
    """Copy the catalogues of chapters beside the doctrees, where Sphinx compiles them: it would do so in the volume."""
    folder = Path(app.doctreedir, LOCALE)
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for root in (Path(app.srcdir, name) for name in app.config.locale_dirs)
        for path in root.glob(f"{language}/LC_MESSAGES/**/*.po")
        if path.name != f"{DOMAIN}.po"
    }
    mirror(folder, files, whole=False)
    app.config.locale_dirs = [str(folder)]


def note_catalogues(app: Sphinx, doctree: nodes.document) -> None:
    """Let a page be read again when what it is translated by changes or goes."""
    if app.builder.use_message_catalog:
        docname = app.env.current_document.docname
        for file in catalogues_of(app, docname):
            app.env.note_dependency(file, docname=docname)


def setup(app: Sphinx) -> None:
    """Load before any other extension asks for the volume."""
    app.add_config_value(SETTING, [], "env", list, "Modules in the folder 'kinds' that bring kinds of records.")
    connect(app, Phase.DATA, load)
    connect(app, Phase.NOTED, note_catalogues)
