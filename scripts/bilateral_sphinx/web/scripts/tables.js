// Tables and the bibliography, which can be put in another order and filtered. Without this script they are what was printed.
{
  const LONG = 8;
  const ORDERS = { ascending: _("{column}, ascending"), descending: _("{column}, descending") };
  const BY = { ascending: _("Rows by {column}, ascending"), descending: _("Rows by {column}, descending") };
  const compare = collation(document.documentElement.lang);
  const body = (table) => table.tBodies[0];
  // What a cell says of its column is for narrow screens.
  const text = (cell) => {
    const label = cell.querySelector(":scope > p:first-child > .column-label")?.textContent ?? "";
    return cell.textContent.trim().slice(label.length).trim().replace(/\s+/g, " ");
  };
  const textOf = (row) => [...row.cells].map(text).join(" ");

  const heads = (table) =>
    [...table.tHead.rows[0].cells].map((head, index) => ({
      title: text(head),
      head,
      key: (row) => row.cells[index].dataset.sort ?? text(row.cells[index]),
    }));
  // A mark that shares its column with a number gives an order that no head has.
  const marks = (table) =>
    table.querySelector("[data-standing]")
      ? [{ title: _("Standing"), key: (row) => row.querySelector("[data-standing]")?.dataset.standing }]
      : [];

  // What is listed: the rows, what holds them, what they are called, and by what they can be ordered.
  const ofTable = (table) => ({
    name: text(table.querySelector(".caption-text") ?? table),
    holder: table,
    parent: body(table),
    words: textOf,
    all: (number) => fill(_n("{number} row", "{number} rows", number), { number }),
    some: _("{shown} of {number} rows"),
    ordered: _("Rows {order}"),
    columns: [...heads(table), ...marks(table)],
  });
  const entry = (row) => row.querySelector("p").textContent;
  const ofBibliography = (list) => ({
    name: _("Bibliography"),
    holder: list,
    parent: list,
    words: (row) => row.textContent,
    all: (number) => fill(_n("{number} source", "{number} sources", number), { number }),
    some: _("{shown} of {number} sources"),
    ordered: _("Sources {order}"),
    columns: [
      { title: _("Author or title"), key: (row) => entry(row).replace(/^[^\p{L}\p{N}]+/u, "") },
      { title: _("Year"), key: (row) => row.dataset.year },
      { title: _("Grade"), key: (row) => row.dataset.grade },
    ],
  });

  const order = ({ parent, columns }, index, direction) => {
    const rows = [...parent.children];
    if (direction === "none") rows.sort((a, b) => a.dataset.place - b.dataset.place);
    else {
      const sign = direction === "ascending" ? 1 : -1;
      const keys = new Map(rows.map((row) => [row, columns[index].key(row)]));
      rows.sort((a, b) => {
        const [left, right] = [keys.get(a), keys.get(b)];
        if (!left || !right) return Number(!left) - Number(!right) || a.dataset.place - b.dataset.place;
        return sign * compare(left, right) || a.dataset.place - b.dataset.place;
      });
    }
    parent.append(...rows);
    columns.forEach(({ head }, place) => {
      if (place === index && direction !== "none") head?.setAttribute("aria-sort", direction);
      else head?.removeAttribute("aria-sort");
    });
  };

  // On paper the rows stand as they were written.
  const onPaper = ({ parent }) => {
    let shown = [];
    addEventListener("beforeprint", () => {
      shown = [...parent.children];
      parent.append(...[...shown].sort((a, b) => a.dataset.place - b.dataset.place));
    });
    addEventListener("afterprint", () => parent.append(...shown));
  };

  const make = (name, attributes, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  const addHeads = (list, say) => {
    list.columns.forEach(({ title, head }, index) => {
      const place = head?.querySelector("p");
      if (!title || !place || head.classList.contains("col-sources")) return;
      const button = make("button", { type: "button", className: "sort" }, ...place.childNodes);
      place.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort") ?? "none";
        const next = { none: "ascending", ascending: "descending", descending: "none" }[now];
        order(list, index, next);
        say(next === "none" ? _("Rows as printed") : fill(BY[next], { column: title }));
      });
    });
  };

  const addTools = (list, number, status, say) => {
    const { name, parent, words: said, all, some, ordered } = list;
    const field = make("input", { type: "search", id: `filter-${number}`, autocomplete: "off" });
    field.setAttribute("aria-label", fill(_("Filter: {table}"), { table: name }));
    const label = make("label", { htmlFor: field.id }, _("Filter"));
    const choice = make("select", { id: `order-${number}` }, make("option", { value: "" }, _("as printed")));
    choice.setAttribute("aria-label", fill(_("Order: {table}"), { table: name }));
    list.columns.forEach(({ title, head }, index) => {
      if (head && !head.querySelector("button")) return;
      for (const direction of ["ascending", "descending"]) {
        choice.append(make("option", { value: `${index} ${direction}` }, fill(ORDERS[direction], { column: title })));
      }
    });
    choice.addEventListener("change", () => {
      const [index, direction] = choice.value.split(" ");
      order(list, Number(index), direction ?? "none");
      say(fill(ordered, { order: choice.selectedOptions[0].text }));
    });
    const words = new Map([...parent.children].map((row) => [row, fold(said(row))]));
    const filter = () => {
      const wanted = fold(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of parent.children) {
        row.hidden = !wanted.every((word) => words.get(row).includes(word));
        shown += Number(!row.hidden);
      }
      say(wanted.length ? fill(some, { shown, number: words.size }) : all(words.size));
    };
    field.addEventListener("input", filter);
    // Who follows a link to a row that is filtered out must see it, a second time too, when the address stays the same.
    const reveal = (hash) => {
      const target = document.getElementById(decodeURIComponent(hash.slice(1)));
      if (target && [...parent.children].some((row) => row.hidden && row.contains(target))) {
        field.value = "";
        filter();
        target.scrollIntoView();
      }
    };
    addEventListener("hashchange", () => reveal(location.hash));
    addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link?.hash && link.href.replace(link.hash, "") === location.href.replace(location.hash, "")) reveal(link.hash);
    });
    const pick = make("span", { className: "order" }, make("label", { htmlFor: choice.id }, _("Order")), choice);
    const look = list.columns.every(({ head }) => head) ? "table-tools" : "table-tools without-heads";
    const tools = make("div", { className: look }, make("span", {}, label, field), pick);
    status.before(tools);
    tools.append(status);
    status.textContent = all(words.size);
  };

  const tables = [...document.querySelectorAll("table.record-table")].filter((table) => table.tHead && body(table));
  const lists = [...tables.map(ofTable), ...[...document.querySelectorAll(".citation-list")].map(ofBibliography)];
  lists.forEach((list, number) => {
    const rows = [...list.parent.children];
    if (rows.length < 3) return;
    rows.forEach((row, place) => (row.dataset.place = place));
    const status = make("p", { className: "table-status" });
    status.setAttribute("role", "status");
    const say = (words) => (status.textContent = words);
    (list.holder.closest(".pst-scrollable-table-container") ?? list.holder).before(status);
    if (list.columns.some(({ head }) => head)) addHeads(list, say);
    onPaper(list);
    if (rows.length > LONG) addTools(list, number, status, say);
    else status.classList.add("unseen");
  });
}
