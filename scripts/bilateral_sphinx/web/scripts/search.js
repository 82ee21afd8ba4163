// The search page. It reads the index that Sphinx writes, and finds words without their accents, from a disk too.
(() => {
  "use strict";
  // A word on a page, a word that only begins like it, the title of a chapter, a place in it, and one of just this name.
  const WORD = 5;
  const PART = 2;
  const TITLE = 12;
  const PLACE = 12;
  const EXACT = 12;
  const PLACES = 8;
  const PASSAGES = 3;
  const LENGTH = 190;
  const BEFORE = 70;
  const field = document.getElementById("search-field");
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  let index = null;
  let asked = [];

  // What a search needs is brought when there is one. Scripts that are brought run in their order.
  const bring = (src) => document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
  const wordsOf = (text) => [...wordsIn(text.normalize("NFC"))];
  const listed = (found) => (found === undefined ? [] : [found].flat());

  // A word of the question. One that the book does not have may be the beginning of others, and so may a single
  // character of a script without spaces.
  const asWord = ({ text, single = false }) => {
    const word = { plain: fold(text), stem: stem(text), single };
    const known = [index.terms, index.titleterms].some((terms) => Object.hasOwn(terms, word.stem));
    return { ...word, whole: known && !single };
  };
  const isLike = (plain, stemmed, word) => stemmed === word.stem || (!word.whole && plain.startsWith(word.plain));

  // The pages that have a word, each with how well it stands there.
  const pagesWith = (word) => {
    const pages = new Map();
    const note = (found, score) => {
      for (const page of listed(found)) pages.set(page, Math.max(score, pages.get(page) ?? 0));
    };
    const look = (terms) => {
      if (Object.hasOwn(terms, word.stem)) note(terms[word.stem], WORD);
      if (word.whole || (word.plain.length < 3 && !word.single)) return;
      for (const term of Object.keys(terms)) if (term.startsWith(word.plain)) note(terms[term], PART);
    };
    look(index.terms);
    look(index.titleterms);
    return pages;
  };

  // The share of the words that begin a word of the text, or have the same stem as one; and whether it has no others.
  const told = (text, words) => {
    const there = wordsOf(text).map((word) => ({ plain: fold(word.text), stem: stem(word.text) }));
    const like = (word) => there.some((other) => isLike(other.plain, other.stem, word));
    return { share: words.filter(like).length / words.length, whole: there.length === words.length };
  };

  // Headings, records and mentions that answer the whole question, by page; and how well one of a page answers it.
  const placesFor = (words) => {
    const places = new Map();
    const answers = new Map();
    const headings = new Map();
    const add = (page, anchor, title, rank, { share, whole }) => {
      const score = share * PLACE - rank / 2 + (share === 1 && whole && rank === 0 ? EXACT : 0);
      if (share) answers.set(page, Math.max(score, answers.get(page) ?? 0));
      if (share < 1) return;
      if (!places.has(page)) places.set(page, new Map());
      const known = places.get(page);
      if (!known.has(title) || known.get(title).rank > rank) known.set(title, { anchor, rank });
    };
    for (const [title, found] of Object.entries(index.alltitles)) {
      const how = told(title, words);
      for (const [page, anchor] of found) {
        if (!anchor) continue;
        headings.set(anchor, title);
        add(page, anchor, title, 1, how);
      }
    }
    for (const [page, anchor, title] of index.records) add(page, anchor, title, 0, told(title, words));
    for (const [page, anchor, entry] of index.indexentries) {
      const heading = headings.get(anchor.split(".")[0]);
      if (anchor.includes(".") && heading) add(page, anchor, heading, 2, told(entry, words));
    }
    return { places, answers };
  };

  const languageOf = (text) => (Object.hasOwn(index.languages, text) ? index.languages[text] : "");
  const link = (page, anchor, text, language = languageOf(text)) => {
    const element = document.createElement("a");
    element.href = index.addresses[page] + (anchor ? `#${anchor}` : "");
    element.textContent = text;
    if (language) element.lang = language;
    return element;
  };

  const items = new Map();
  const show = (pages, places) => {
    for (const [page] of pages) {
      const item = document.createElement("li");
      items.set(page, item);
      item.append(link(page, "", index.titles[page]));
      const here = [...(places.get(page) ?? [])].sort((a, b) => a[1].rank - b[1].rank).slice(0, PLACES);
      if (here.length) {
        const inner = document.createElement("ul");
        for (const [title, { anchor }] of here) {
          const line = document.createElement("li");
          line.append(link(page, anchor, title));
          inner.append(line);
        }
        item.append(inner);
      }
      list.append(item);
    }
  };

  // Where in a text the words stand: for each the first place, as [word, start, end].
  const hitsIn = (text, words) => {
    const hits = new Map();
    for (const { text: other, index: start } of wordsIn(text)) {
      const plain = fold(other);
      for (const word of words) {
        const like = plain[0] === word.plain[0] && isLike(plain, stem(other), word);
        if (like && !hits.has(word)) hits.set(word, [start, start + other.length]);
      }
    }
    return [...hits.values()].sort((a, b) => a[0] - b[0]);
  };

  // A piece of a text around its first hit, with the hits marked.
  const excerpt = (text, hits) => {
    const before = Math.max(0, hits[0][0] - BEFORE);
    const space = before ? text.indexOf(" ", before) + 1 : 0;
    const start = before && (!space || space > hits[0][0]) ? before : space;
    const longest = text.length > start + LENGTH ? text.lastIndexOf(" ", start + LENGTH) : text.length;
    const end = Math.max(longest > start ? longest : start + LENGTH, hits[0][1]);
    const parts = [start ? "… " : ""];
    let place = start;
    let mark = null;
    for (const [from, to] of hits) {
      if (to > end) break;
      if (mark && from < place) mark.append(text.slice(place, to));
      else {
        mark = document.createElement("mark");
        mark.append(text.slice(from, to));
        parts.push(text.slice(place, from), mark);
      }
      place = Math.max(place, to);
    }
    return [...parts, text.slice(place, end), end < text.length ? " …" : ""];
  };

  const showPassages = (words, passages) => {
    for (const [page, item] of items) {
      const found = passages[page]
        .map(([anchor, text, language]) => ({ anchor, text, language, hits: hitsIn(text, words) }))
        .filter(({ hits }) => hits.length)
        .sort((a, b) => b.hits.length - a.hits.length)
        .slice(0, PASSAGES);
      for (const { anchor, text, language, hits } of found) {
        const line = document.createElement("p");
        const more = link(page, anchor, " ", language);
        more.replaceChildren(...excerpt(text, hits));
        line.append(more);
        item.append(line);
      }
    }
  };

  const answer = (question) => {
    const all = wordsOf(question).map(asWord);
    const some = all.filter((word) => !stopwords.has(word.plain));
    const words = some.length ? some : all;
    if (!words.length) return;
    const found = words.map(pagesWith);
    const { places, answers } = placesFor(words);
    const scores = new Map();
    for (const page of index.docnames.keys()) {
      const inText = found.every((pages) => pages.has(page));
      if (!inText && !places.has(page)) continue;
      const score = found.reduce((sum, pages) => sum + (pages.get(page) ?? 0), 0);
      scores.set(page, score + TITLE * told(index.titles[page], words).share + (answers.get(page) ?? 0));
    }
    const pages = [...scores].sort((a, b) => b[1] - a[1] || index.places[a[0]] - index.places[b[0]]);
    const number = pages.length;
    status.textContent = number
      ? fill(_n("{number} chapter for “{question}”", "{number} chapters for “{question}”", number), { number, question })
      : fill(_("Nothing was found for “{question}”. Fewer or shorter words may help."), { question });
    show(pages, places);
    asked = words;
    // The text of the book is fetched only when there is something to show of it.
    if (pages.length) bring("_static/passages.js");
  };

  const question = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  field.value = question;
  globalThis.Search = {
    setIndex: (read) => {
      index = read;
      answer(question);
    },
    setPassages: (passages) => showPassages(asked, passages),
  };
  if (question) ["_static/language_data.js", "searchindex.js"].forEach(bring);
  else field.focus();
})();
