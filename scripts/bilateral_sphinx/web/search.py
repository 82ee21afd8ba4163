"""The search index: Sphinx's, with words without accents, and with numbers, which Sphinx leaves out."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from bilateral.direction import direction_of, isolated
from bilateral.folding import fold, fold_script, words_in, words_script
from bilateral.text import capital
from bilateral.translation import language_left, made_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.nodes import title_of
from bilateral_sphinx.seams.general_index import places_of
from bilateral_sphinx.seams.search_index import SearchLanguage, language_class, read_index, stemmer_script, write_index
from bilateral_sphinx.seams.toctrees import reading_order
from bilateral_sphinx.state import state_of
from bilateral_sphinx.web.builders import is_web

STEMMER = """
(() => {
%(fold)s
%(words)s
%(stemmer)s
const TheirStemmer = typeof Stemmer === "undefined" ? window.Stemmer : Stemmer;
const theirStemmer = new TheirStemmer();
window.stem = (word) => fold(theirStemmer.stemWord(fold(word)%(spelled)s));
window.fold = fold;
window.wordsIn = wordsIn;
})();
"""


SPELLINGS = {
    # "recognise", "recognize" and "recognition" are one word to who searches
    "en": ((r"(?:i[sz](?:e[ds]?|ers?|ing|ations?)|(?<=gn)itions?)$", "ize"),),
    # the accents by which the stemmer knows cases, and the t and d that soft endings change
    "lt": (
        (r"e(?=(?:je|ms|mis|se)$)", "ė"),
        (r"c(?=i[aou])", "č"),
        (r"dz(?=i[aou])", "dž"),
        (r"(?<=[^aeioum])i$", "į"),
    ),
}
"""How a word without accents is spelled for the stemmer of a language."""


class FoldingSearch(SearchLanguage):
    """The search of the book's own language, which sees no accents, nor in English whether a word has -ise or -ize."""

    lang = "folding"
    language_name = "folding"

    def __init__(self, options: dict[str, str]) -> None:
        """Take over stemmer and stop words."""
        super().__init__(options)
        self.inner = language_class(options.get("language", "en"))(options)
        self.stopwords = frozenset(fold(word) for word in self.inner.stopwords)
        rules = SPELLINGS.get(self.inner.lang, ())
        self.spellings = [(re.compile(pattern), spelled) for pattern, spelled in rules]
        # A word stands on many pages, and Sphinx asks for it each time.
        self.stem, self.word_filter = cache(self.stem), cache(self.word_filter)  # type: ignore[method-assign]
        self.js_stemmer_code = STEMMER % {
            "fold": fold_script(),
            "words": words_script(),
            "stemmer": stemmer_script(self.inner),
            "spelled": "".join(f'.replace(/{pattern}/, "{spelled}")' for pattern, spelled in rules),
        }

    def split(self, input: str) -> list[str]:  # noqa: A002  (Sphinx's name)
        """Split text into words as the search page does."""
        return words_in(input)

    def stem(self, word: str) -> str:
        """Stem a word without its accents."""
        plain = fold(word)
        for pattern, spelled in self.spellings:
            plain = pattern.sub(spelled, plain)
        return fold(self.inner.stem(plain))

    def word_filter(self, word: str) -> bool:
        """Keep all words but stop words; years are words."""
        return fold(word) not in self.stopwords


def use(app: Sphinx, config: Config) -> None:
    """Search in the language of the book, through ours."""
    config.html_search_options = {"language": config.html_search_language or config.language} | (
        config.html_search_options
    )
    config.html_search_language = FoldingSearch.lang


def complete(app: Sphinx, exception: Exception | None) -> None:
    """Add what our search page needs: records and index entries with their anchors, addresses and order of pages.

    Sphinx's own list of objects takes an object's name for its anchor, and goes.
    """
    if exception is not None or not is_web(app):
        return
    path = Path(app.outdir, "searchindex.js")
    index = read_index(path)
    pages = {docname: number for number, docname in enumerate(index["docnames"])}
    index["records"] = sorted(
        [pages[docname], anchor, isolated(capital(text, app.config.language), direction_of(app.config.language))]
        for domain in app.env.domains.sorted()
        for _, text, _, docname, anchor, priority in domain.get_objects()
        if domain.name == "record" and priority >= 0 and docname in pages
    )
    index["languages"] = dict(sorted(_languages(app).items()))
    reading = {docname: place for place, docname in enumerate(reading_order(app.env))}
    index["places"] = [reading.get(docname, len(reading)) for docname in index["docnames"]]
    index["addresses"] = [app.builder.get_target_uri(docname) for docname in index["docnames"]]
    for name in ("terms", "titleterms"):  # Sphinx keeps words that no page has any more
        index[name] = {word: found for word, found in index[name].items() if found != []}
    index["indexentries"] = sorted(
        [pages[docname], anchor, words] for docname, anchor, words in places_of(app.env) if docname in pages
    )
    index["alltitles"] = {  # in the order of pages, whichever of them were written just now
        word: sorted(found, key=lambda place: (place[0], place[1] or "")) for word, found in index["alltitles"].items()
    }
    for name in ("objects", "objnames", "objtypes"):
        index.pop(name, None)
    write_index(path, index)


def _languages(app: Sphinx) -> dict[str, str]:
    """Return the language of each title that is not in that of the book, as results show it."""
    titles = [title_of(title) for title in app.env.titles.values()]
    for anchor in itertools.chain.from_iterable(state_of(app.env).anchors.values()):
        titles += [anchor.title, made_of(anchor.title, capital(anchor.title, app.config.language))]
    return {title: language_left(title) for title in titles if language_left(title)}


def setup(app: Sphinx) -> None:
    """Register the language."""
    app.add_search_language(FoldingSearch)
    connect(app, Phase.FINISHED, complete)
    connect(app, Phase.SEARCH, use)
