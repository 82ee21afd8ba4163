// What is selected can be cited: a button beside it opens the panel of its section or record, with the words, their
// page and paragraph, and a link that leads to them. Brought by citing.js with the first selection.
(() => {
  "use strict";
  const SHORT = 150; // characters up to which a link has all the words; of longer ones it has both ends
  const ENDS = 4; // words of each end
  const CONTEXT = 8; // words before and after at most
  const BLOCKS = "p, li, dd, dt, td, th, tr, h1, h2, h3, h4, h5, h6, caption, figcaption, pre, blockquote, div, section";
  const NO_WORDS = "script, style, template, noscript, svg, dialog, [role=status], .column-label, .quoting";
  const NO_QUOTATION =
    "script, style, svg, .fact-note, .citations, .standing, .footnote-reference, .headerlink, .cite, .unseen, " +
    ".column-label, .page-mark, .quoting";
  const NUMBERED = "p, li, dd, tr, blockquote"; // what may have the number of a paragraph in it
  const article = document.querySelector(".bd-article");
  const button = document.createElement("button");
  const status = document.createElement("p");
  let found = null; // what the button cites
  let fresh = false; // whether no key has gone on from the selection

  // --- What is selected

  const elementOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

  /* The control of what an element stands in, such as the row of a record or a section. */
  function controlOf(element) {
    for (let around = element; around; around = around.parentElement) {
      const control = around.id && document.querySelector(`a.cite[data-cite="${CSS.escape(around.id)}"]`);
      if (control) return control;
    }
    return null;
  }

  /* The words of a selection without what is put between them, such as notes. */
  function quotationOf(range) {
    const copy = document.createElement("div");
    copy.append(range.cloneContents());
    copy.querySelectorAll(NO_QUOTATION).forEach((element) => element.remove());
    copy.querySelectorAll(`${BLOCKS}, br`).forEach((element) => element.after(" "));
    return copy.textContent.replace(/[\u2060\u00ad]/g, "").replace(/\s+/g, " ").trim();
  }

  /* The numbers of the printed pages that a selection begins and ends on; "" before the first mark. */
  function pagesOf(range) {
    const marks = [...article.querySelectorAll(".page-mark")];
    return [true, false].map((start) => {
      const point = range.cloneRange();
      point.collapse(start);
      const passed = marks.filter((mark) => point.comparePoint(mark, 0) <= 0);
      return passed.pop()?.id.replace("page-", "") ?? "";
    });
  }

  /* The link to the paragraph that an element stands in, which has its number; null where there is none. */
  function paragraphOf(element) {
    for (let around = element; around && around !== article; around = around.parentElement) {
      const paragraph = around.matches(NUMBERED) && around.querySelector("a.paragraph");
      if (paragraph) return paragraph;
    }
    return null;
  }

  // --- The link to the words: https://wicg.github.io/scroll-to-text-fragment/

  /* The text of a page as a browser searches it, blocks on lines of their own, and the places of both ends in it. */
  function textWith(range) {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let text = "";
    let block = null;
    const ends = [null, null];
    const put = (piece) => {
      text += /\s$/.test(text) ? piece.replace(/\s+/g, " ").replace(/^ /, "") : piece.replace(/\s+/g, " ");
    };
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const here = node.parentElement;
      if (here.closest(NO_WORDS)) continue;
      if (here.closest(BLOCKS) !== block) {
        block = here.closest(BLOCKS);
        text = `${text.trimEnd()}\n`;
      }
      let from = 0;
      [
        [range.startContainer, range.startOffset],
        [range.endContainer, range.endOffset],
      ].forEach(([container, offset], index) => {
        const inside = container === node;
        const passed = !inside && range.comparePoint(node, 0) >= (index ? 1 : 0);
        if (ends[index] !== null || !(inside || passed)) return;
        put(node.data.slice(from, inside ? offset : from));
        from = inside ? offset : from;
        ends[index] = text.length;
      });
      put(node.data.slice(from));
    }
    return { text, start: ends[0] ?? 0, end: ends[1] ?? text.length };
  }

  const LETTER = /[\p{L}\p{M}\p{N}_]/u;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wordsOf = (text) => text.match(/\S+/g) ?? [];
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  /* How often texts follow each other, whole words, by what browsers do not tell apart. */
  function count(pieces, text) {
    const pattern = pieces.filter(Boolean).map((piece) => escaped(fold(piece))).join("\\s*");
    return [...fold(text).matchAll(new RegExp(`(^|[^\\p{L}\\p{N}_])${pattern}(?![\\p{L}\\p{N}_])`, "gu"))].length;
  }

  /* The directive that leads to the words of a quotation, or "". */
  function directiveOf(range, quotation) {
    let { text, start, end } = textWith(range);
    const inner = text.slice(start, end);
    start += inner.length - inner.trimStart().length;
    end -= inner.length - inner.trimEnd().length;
    while (start > 0 && LETTER.test(text[start]) && LETTER.test(text[start - 1])) start -= 1;
    while (end < text.length && LETTER.test(text[end - 1]) && LETTER.test(text[end])) end += 1;
    const quoted = text.slice(start, end);
    const lines = quoted.split("\n");
    const before = wordsOf(text.slice(0, start).trimEnd().split("\n").pop());
    const after = wordsOf(text.slice(end).trimStart().split("\n")[0]);
    const first = wordsOf(lines[0]);
    const last = wordsOf(lines[lines.length - 1]);
    const unbroken = lines.length === 1 && quoted.includes(quotation); // by no note, which may change
    const whole = first.length < 2 * ENDS ? lines.length === 1 : unbroken && quoted.length <= SHORT;
    const begins = whole ? quoted : first.slice(0, ENDS).join(" ");
    const ends = whole ? "" : last.slice(-ENDS).join(" ");
    let [prefix, suffix] = ["", ""];
    for (let words = 1; words <= CONTEXT && count([prefix, begins, whole ? suffix : ""], text) > 1; words += 1) {
      prefix = before.slice(-words).join(" ");
      suffix = whole ? after.slice(0, words).join(" ") : "";
    }
    const rest = text.slice(start + begins.length, end);
    for (let words = 1; ends && words <= CONTEXT && count([ends, suffix], rest + text.slice(end)) > 1; words += 1) {
      suffix = after.slice(0, words).join(" ");
    }
    const encode = (part) => encodeURIComponent(part).replace(/-/g, "%2D");
    const parts = [prefix && `${encode(prefix)}-`, encode(begins), encode(ends), suffix && `-${encode(suffix)}`];
    return begins && `:~:text=${parts.filter(Boolean).join(",")}`;
  }

  /* The address of this page: in an edition that stands elsewhere its own, from a disk the one that is published. */
  function addressOf() {
    const published = document.querySelector("link[rel=canonical]")?.href;
    const own = location.href.replace(/[?#].*/, "");
    return published && new URL(published).origin !== location.origin ? published : own;
  }

  // --- The button, and the panel

  function look() {
    if (document.querySelector("dialog[open]")) return; // in which something else may be selected
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const inside = range && article?.contains(range.startContainer) && article.contains(range.endContainer);
    const control = inside && controlOf(elementOf(range.startContainer));
    const quotation = control && quotationOf(range);
    if (!quotation) {
      if (document.activeElement !== button) hide();
      return;
    }
    const element = elementOf(range.startContainer);
    const same = found?.quotation === quotation && !button.hidden;
    found = {
      control,
      quotation,
      pages: pagesOf(range),
      paragraph: paragraphOf(element),
      anchor: control.dataset.cite,
      directive: directiveOf(range, quotation),
    };
    if (same) return;
    let block = elementOf(range.endContainer);
    while (block !== article && block.parentElement !== article && !block.parentElement.matches("section")) {
      block = block.parentElement;
    }
    if (block === article) article.append(button);
    else block.after(button); // who goes on by keys goes on from the words
    button.hidden = false;
    const last = [...range.getClientRects()].pop() ?? range.getBoundingClientRect();
    const origin = button.offsetParent.getBoundingClientRect();
    const right = origin.width - button.offsetWidth;
    button.style.top = `${last.bottom - origin.top}px`;
    button.style.left = `${Math.max(0, Math.min(last.right - origin.left - button.offsetWidth / 2, right))}px`;
    status.textContent = _("The selected text can be cited: Tab leads to the button.");
    fresh = true;
  }

  function hide() {
    button.hidden = true;
    status.textContent = "";
    fresh = false;
  }

  function line(term, ...content) {
    const [name, told] = [document.createElement("dt"), document.createElement("dd")];
    name.textContent = term;
    told.append(...content);
    return [name, told];
  }

  /* Change the panel of a section into that of words in it. */
  function quote(panel) {
    const { quotation, paragraph, directive, anchor } = found;
    const marked = _("“{quotation}”").replace("{quotation}", () => quotation);
    const facts = panel.querySelector("dl.facts");
    const printed = facts.querySelector("dd.pages");
    const begins = printed?.textContent.match(/\S+$/)[0].split("–")[0];
    const [from, to] = found.pages.map((page) => page || begins);
    const page = from === to ? _("p. %s").replace("%s", from) : _("pp. %s").replace("%s", `${from}–${to}`);
    const where = [printed && page, paragraph && `¶ ${paragraph.dataset.number}`].filter(Boolean);
    if (printed) printed.textContent = page;
    const address = facts.querySelector("a.cited");
    const permanent = address.closest("dd");
    if (paragraph) {
      permanent.previousElementSibling.before(...line(_("Paragraph"), `¶ ${paragraph.dataset.number}`));
      const folder = paragraph.hash.slice(1).replace(".", "/"); // the paragraph's own lies in that of its section
      address.href = address.textContent = new URL(`../${folder}/`, address.href);
    }
    const link = document.createElement("a");
    link.className = "cited words";
    link.href = link.textContent = `${addressOf()}#${anchor}${directive}`;
    permanent.after(...line(_("Link to these words"), link, permanent.querySelector(".tools").cloneNode(true)));
    const shown = document.createElement("blockquote");
    shown.textContent = quotation;
    facts.before(shown);
    for (const form of panel.querySelector(".forms").children) {
      const cited = form.querySelector("p.cited");
      if (!cited) continue;
      const inText = form.querySelector(".in-text");
      form.querySelectorAll(".locator").forEach((place) => place.append(...where.map((one) => `, ${one}`)));
      const told = inText ? `${marked} ${inText.querySelector(".cited-in-text").textContent}` : marked;
      cited.prepend(told, document.createElement("br"));
      inText?.remove();
    }
  }

  button.type = "button";
  button.className = "quoting";
  button.textContent = _("Cite this");
  button.hidden = true;
  button.addEventListener("mousedown", (event) => event.preventDefault()); // what is selected stays so
  button.addEventListener("blur", () => setTimeout(look));
  button.addEventListener("click", () => citing.open(found.control, button, quote));
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.querySelector("main").append(status);
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  });
  document.addEventListener("keydown", (event) => {
    if (button.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab" && !event.shiftKey && fresh) {
      fresh = false;
      event.preventDefault();
      button.focus();
    } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      hide();
    }
  });
  look();
})();
