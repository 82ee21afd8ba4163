"""What is to be known of a format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bilateral.formats.accessibility import Accessibility


@dataclass(frozen=True)
class Format:
    """A format; its name is that of its folder in the build, and of its target."""

    name: str
    title: str
    """What it is, in a list of all."""
    builder: str
    """The builder of Sphinx."""
    file: str
    """The book in the folder, in which ``{name}`` is the name of the volume."""
    media_type: str
    rank: int
    """Where it stands in lists and menus."""
    cost: int = 1
    """How long it takes beside the others: the costliest is begun first."""
    standard: bool = False
    """Whether it is built when no format is named."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings of Sphinx in which it differs from the project."""
    label: str = ""
    """Its name in the web book's menu of downloads; it is not offered without one."""
    offers_downloads: bool = False
    """Whether it brings along the others: it is published last, and again when one of them has changed."""
    alone: bool = False
    """Whether the book is published alone, without the files that it is set from."""
    paginated: bool = False
    """Whether its pages are those that other formats name: one format has them, and leaves a list of them."""
    names_pages: bool = False
    """Whether it says where those pages turn."""
    tex: bool = False
    """Whether TeX sets what the builder has written."""
    accessibility: Accessibility | None = None
    """What it claims of its accessibility; None where that is nothing."""
    validators: tuple[str, ...] = ()
    """What judges it: names of ``bilateral_workshop.verification``, with an argument after a space."""

    def book(self, name: str) -> str:
        """Return the path of the book in the folder, for a volume of this name or for a pattern of names."""
        return self.file.replace("{name}", name)
