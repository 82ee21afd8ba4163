// Each table as a file of CSV: the rows that are shown, as they are ordered.
{
  const words = (cell) => {
    const copy = cell.cloneNode(true);
    for (const part of copy.querySelectorAll(".cite, .headerlink, .column-label")) part.remove();
    for (const mark of copy.querySelectorAll("[role=img][aria-label]")) mark.replaceWith(mark.getAttribute("aria-label"));
    return copy.textContent.trim().replace(/\s+/g, " ");
  };
  // As in the dataset: what is no number and begins as a formula does has an apostrophe before it.
  const isFormula = (text) => /^'*[=+\-@＝＋－＠]/.test(text) && !/^[+-]?[\d.,]+$/.test(text);
  const field = (text) => {
    const safe = isFormula(text) ? `'${text}` : text;
    return /[",]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  const written = (table) =>
    [...table.tHead.rows, ...table.tBodies[0].rows]
      .filter((row) => !row.hidden)
      .map((row) => `${[...row.cells].map((cell) => field(words(cell))).join(",")}\r\n`)
      .join("");

  for (const table of document.querySelectorAll("table.record-table")) {
    if (!table.tHead || !table.tBodies[0]) continue;
    const name = words(table.querySelector(".caption-text") ?? table.tHead);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "csv", textContent: "CSV" });
    button.title = _("Save these rows as CSV");
    button.setAttribute("aria-label", fill(_("Save as CSV: {table}"), { table: name }));
    button.addEventListener("click", () => {
      const address = URL.createObjectURL(new Blob(["\ufeff", written(table)], { type: "text/csv" }));
      Object.assign(document.createElement("a"), { href: address, download: `${table.id || "table"}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(address));
    });
    (table.closest(".pst-scrollable-table-container") ?? table).after(button);
  }
}
