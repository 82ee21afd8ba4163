/* The controls that lead to citations. Without this script each is a link to a page that holds the same citations.

What only those need who cite is brought when they do: no page waits for it. */
"use strict";

globalThis.citing ??= {};
(() => {
  const own = document.currentScript.src;
  let panel = null; // what waits for the panel

  function brought(element) {
    return new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  const script = (address) => brought(Object.assign(document.createElement("script"), { src: address }));
  const sheet = (address) => brought(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));

  /* Open the panel of a control, after a change; the focus goes back to where it was asked for. */
  citing.open = async (control, asked = control, change = null) => {
    try {
      panel ??= Promise.all([sheet(new URL("panel.css", own)), script(new URL("panel.js", own))]);
      await panel;
      await citing.show(control, asked, change);
    } catch {
      location.href = control.href; // the page of citations says the same
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.cite[data-cite]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    citing.open(link);
  });

  /* Selected text can be cited too. */
  document.addEventListener("selectionchange", function bring() {
    if (getSelection().isCollapsed || !document.querySelector("a.cite[data-cite]")) return;
    document.removeEventListener("selectionchange", bring);
    script(new URL("quoting.js", own));
  });
})();
