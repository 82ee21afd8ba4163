"""What we use of Sphinx, docutils, MyST and the theme that they do not promise to keep.

One module a seam: it says why it is needed and what breaks without it; ``tests/test_seams.py`` has a test for each.
A new version of Sphinx that changes one of them fails there first, by name. Nothing else in this package uses private
names or undocumented modules.
"""

from bilateral_sphinx.seams.single_nodes import handle_in_short
from bilateral_sphinx.seams.smart_quotes import only_where_there_are_some
from bilateral_sphinx.seams.tree_walks import walk_by_loop
from bilateral_sphinx.seams.unused import import_without
from bilateral_sphinx.seams.walkabout import walk_in_silence

import_without()  # before a seam imports what imports them
only_where_there_are_some()
handle_in_short()
walk_by_loop()
walk_in_silence()
