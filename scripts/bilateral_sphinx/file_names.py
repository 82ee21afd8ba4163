"""Files that a chapter names as an address does, with ``%20`` for a space: Markdown writes all names so.

MyST hands the name of a picture on as it is in the address, and takes that of a file apart at signs such as ``#``, also
where they are encoded. A name is that of a file as it stands, if there is one; else it is decoded.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from bilateral_sphinx.phases import Transforms
from bilateral_sphinx.seams.images import keep_spaces
from bilateral_sphinx.seams.markdown import PLACE


class DecodeNames(SphinxTransform):
    """Give pictures and links the names of the files that they mean."""

    default_priority = Transforms.FILE_NAMES

    def apply(self, **kwargs: object) -> None:
        """Look at each name that has an encoded sign."""
        for image in self.document.findall(nodes.image):
            image["uri"] = decoded(self.env, str(image.get("uri", "")))
        for file in self.document.findall(addnodes.download_reference):
            name, sign, place = str(file["reftarget"]).partition("#")
            if sign and not _exists(self.env, file["reftarget"]) and _exists(self.env, name):
                file["reftarget"], file[PLACE] = name, place
        for link in list(self.document.findall(addnodes.pending_xref)):
            if link["reftype"] == "myst" and link.get("refdomain") is None:
                name = decoded(self.env, str(link["reftarget"]))
                if name != link["reftarget"]:
                    link.replace_self(_link_to_file(self.env, name, link))


def decoded(env: BuildEnvironment, name: str) -> str:
    """Return the name of a file without encoded signs, where there is none with them and one without."""
    plain = unquote(name)
    return plain if plain != name and not _exists(env, name) and _exists(env, plain) else name


def _exists(env: BuildEnvironment, name: str) -> bool:
    try:
        return Path(env.relfn2path(name)[1]).is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _link_to_file(env: BuildEnvironment, name: str, link: addnodes.pending_xref) -> nodes.Element:
    """Return what MyST makes of a link to a file: a reference to a chapter, or a download."""
    docname = env.path2doc(env.relfn2path(name)[1])
    made: nodes.Element
    if docname:
        attributes = {**link.attributes, "refdomain": "doc", "reftarget": docname, "reftargetid": None}
        made = addnodes.pending_xref(link.rawsource, **attributes)
        made.extend(link.children)
        return made
    made = addnodes.download_reference(link.rawsource, **link.attributes)
    made["reftarget"] = name
    words = nodes.literal("", "", *link[0].children, classes=["xref", "download", "myst"])
    if not words.children:
        words += nodes.Text(name)
    made += words
    return made


def setup(app: Sphinx) -> None:
    """Decode when a page has been parsed, before anything looks for files."""
    keep_spaces()
    app.add_transform(DecodeNames)
