// Tables that can be put in another order and filtered. Without this script they are what was printed.
{
  const LONG = 8;
  const ORDERS = { ascending: _("{column}, ascending"), descending: _("{column}, descending") };
  const BY = { ascending: _("Rows by {column}, ascending"), descending: _("Rows by {column}, descending") };
  const all = (number) => fill(_n("{number} row", "{number} rows", number), { number });
  const compare = collation(document.documentElement.lang);
  const body = (table) => table.tBodies[0];
  // What a cell says of its column is for narrow screens.
  const text = (cell) => {
    const label = cell.querySelector(":scope > p:first-child > .column-label")?.textContent ?? "";
    return cell.textContent.trim().slice(label.length).trim().replace(/\s+/g, " ");
  };
  const textOf = (row) => [...row.cells].map(text).join(" ");

  const order = (table, index, direction) => {
    const rows = [...body(table).rows];
    if (direction === "none") rows.sort((a, b) => a.dataset.place - b.dataset.place);
    else {
      const sign = direction === "ascending" ? 1 : -1;
      const keys = new Map(rows.map((row) => [row, row.cells[index].dataset.sort ?? text(row.cells[index])]));
      rows.sort((a, b) => {
        const [left, right] = [keys.get(a), keys.get(b)];
        if (!left || !right) return Number(!left) - Number(!right) || a.dataset.place - b.dataset.place;
        return sign * compare(left, right) || a.dataset.place - b.dataset.place;
      });
    }
    body(table).append(...rows);
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      if (place === index && direction !== "none") head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    });
  };

  // On paper the rows stand as they were written.
  const onPaper = (table) => {
    let shown = [];
    addEventListener("beforeprint", () => {
      shown = [...body(table).rows];
      body(table).append(...[...shown].sort((a, b) => a.dataset.place - b.dataset.place));
    });
    addEventListener("afterprint", () => body(table).append(...shown));
  };

  const make = (name, attributes, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  const addHeads = (table, say) => {
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      const title = text(head);
      const place = head.querySelector("p");
      if (!title || !place || head.classList.contains("col-sources")) return;
      const button = make("button", { type: "button", className: "sort" }, ...place.childNodes);
      place.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort") ?? "none";
        const next = { none: "ascending", ascending: "descending", descending: "none" }[now];
        order(table, index, next);
        say(next === "none" ? _("Rows as printed") : fill(BY[next], { column: title }));
      });
    });
  };

  const addTools = (table, number, status, say) => {
    const name = text(table.querySelector(".caption-text") ?? table);
    const field = make("input", { type: "search", id: `filter-${number}`, autocomplete: "off" });
    field.setAttribute("aria-label", fill(_("Filter: {table}"), { table: name }));
    const label = make("label", { htmlFor: field.id }, _("Filter"));
    const choice = make("select", { id: `order-${number}` }, make("option", { value: "" }, _("as printed")));
    choice.setAttribute("aria-label", fill(_("Order: {table}"), { table: name }));
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      if (!head.querySelector("button")) return;
      for (const direction of ["ascending", "descending"]) {
        choice.append(make("option", { value: `${index} ${direction}` }, fill(ORDERS[direction], { column: text(head) })));
      }
    });
    choice.addEventListener("change", () => {
      const [index, direction] = choice.value.split(" ");
      order(table, Number(index), direction ?? "none");
      say(fill(_("Rows {order}"), { order: choice.selectedOptions[0].text }));
    });
    const words = new Map([...body(table).rows].map((row) => [row, fold(textOf(row))]));
    const filter = () => {
      const wanted = fold(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of body(table).rows) {
        row.hidden = !wanted.every((word) => words.get(row).includes(word));
        shown += Number(!row.hidden);
      }
      const of = _("{shown} of {number} rows");
      say(wanted.length ? fill(of, { shown, number: words.size }) : all(words.size));
    };
    field.addEventListener("input", filter);
    // Who follows a link to a row that is filtered out must see it, a second time too, when the address stays the same.
    const reveal = (hash) => {
      const target = document.getElementById(decodeURIComponent(hash.slice(1)));
      if (target && body(table).contains(target) && target.closest("tr")?.hidden) {
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
    const tools = make("div", { className: "table-tools" }, make("span", {}, label, field), pick);
    status.before(tools);
    tools.append(status);
    status.textContent = all(words.size);
  };

  document.querySelectorAll("table.record-table").forEach((table, number) => {
    if (!table.tHead || !body(table)) return;
    const rows = [...body(table).rows];
    if (rows.length < 3) return;
    rows.forEach((row, place) => (row.dataset.place = place));
    const status = make("p", { className: "table-status" });
    status.setAttribute("role", "status");
    const say = (words) => (status.textContent = words);
    (table.closest(".pst-scrollable-table-container") ?? table).before(status);
    addHeads(table, say);
    onPaper(table);
    if (rows.length > LONG) addTools(table, number, status, say);
    else status.classList.add("unseen");
  });
}
