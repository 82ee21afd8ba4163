"""A project of five pages that knows this package as any other extension: reStructuredText, and nothing of ours."""

from __future__ import annotations

PAGES = {
    "conf.py": """project = "A foreign project"
author = "Somebody"
release = "3.1"
extensions = ["sphinx_typst_pdf"]
numfig = True
typst_elements = {"date": "2001-02-03"}
""",
    "index.rst": """A foreign project
=================

It has five pages.

.. toctree::
   :numbered:

   install
   use
   tables
   pictures
""",
    "install.rst": """.. _install:

Install
=======

.. code-block:: console

   $ pip install foreign
   done

Then read :ref:`use`. [#note]_

.. [#note] A footnote.
""",
    "use.rst": """.. _use:

Use
===

.. index:: single: apples; red
   single: pears

.. code-block:: python
   :caption: A listing
   :linenos:

   def twice(x):
       return 2 * x

Formula :math:`a^2`.
""",
    "tables.rst": """Tables
======

.. list-table:: A table
   :name: the-table
   :header-rows: 1
   :stub-columns: 1

   * - Name
     - Number
   * - one
     - 1
   * - two
     - 2

See :numref:`the-table`.
""",
    "pictures.rst": """Pictures
========

.. figure:: disc.svg
   :alt: A disc

   The disc.
""",
    "disc.svg": """<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><circle cx="15" cy="15" r="14"/></svg>
""",
}
