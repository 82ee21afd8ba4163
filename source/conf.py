"""Settings of the volume. Title, authors, edition and file name stand in data/relations.yaml."""

extensions = [
    "myst_parser",
    "sphinxcontrib.bibtex",
    "records",
    "anchors",
    "guard",
    "citing",
    "typst_builder",
    "press",
    "formats",
]
primary_domain = "record"
language = "en"
exclude_patterns = ["_ext"]
locale_dirs = ["locale"]
gettext_compact = False
nitpicky = True
numfig = True
numfig_secnum_depth = 0

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "smartquotes"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "unsrt"
bibtex_tooltips = False
bibtex_cite_id = "source-{key}"
bibtex_bibliography_id = "bibliography-{bibliography_count}"

html_theme = "sphinx_book_theme"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
html_permalinks_icon = "#"
html_theme_options = {"toc_title": "On this page"}
html_context = {"default_mode": "auto"}

epub_theme = "epub"
epub_theme_options = {"relbar1": False, "footer": False}
epub_css_files = []  # the house style takes the place of the theme's own epub.css
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_show_urls = "no"
epub_tocdepth = 2
epub_tocdup = False
epub_use_index = True
epub_exclude_files = [".buildinfo.bak", "_static/file.png", "_static/minus.png", "_static/plus.png"]

latex_engine = "xelatex"
latex_theme = "manual"
latex_toplevel_sectioning = "chapter"
latex_show_urls = "no"
latex_show_pagerefs = False
latex_table_style = ["booktabs"]
latex_elements = {
    "papersize": "a4paper",
    "pointsize": "10pt",
    "fontpkg": "",
    "extraclassoptions": "openany,oneside",
    "sphinxsetup": "hmargin={32mm,32mm},vmargin={30mm,32mm},TitleColor={rgb}{0.10,0.22,0.20},"
    "InnerLinkColor={rgb}{0.10,0.30,0.25},OuterLinkColor={rgb}{0.45,0.13,0.15}",
    "fncychap": "",
    "printindex": r"\footnotesize\raggedright\printindex",
    "preamble": r"\usepackage{book}",
}

linkcheck_workers = 3
linkcheck_timeout = 20
linkcheck_retries = 2
linkcheck_rate_limit_timeout = 60.0
