/* The citation panel; citing.js brings it when it is first opened. Pages of citations load it at once. */
"use strict";

globalThis.citing ??= {};
(() => {
  const pages = new Map(); // parts of each page by its name, or what waits for them
  let dialog = null;

  /* A script element brings the parts: unlike fetch, it works from file:// too. */
  function partsOf(page, address) {
    if (!pages.has(page)) {
      const waiting = {};
      waiting.parts = new Promise((resolve, reject) => {
        waiting.arrived = resolve;
        const script = document.createElement("script");
        script.src = address;
        script.onerror = () => {
          pages.delete(page);
          reject(new Error(address));
        };
        document.head.append(script);
      });
      pages.set(page, waiting);
    }
    return pages.get(page).parts;
  }

  function say(button, text) {
    const root = button.closest(".panel");
    let status = root.querySelector("[role=status]");
    status.textContent = "";
    requestAnimationFrame(() => (status.textContent = text));
  }

  /* What a form is copied or kept as: the reference, or the code. */
  const textOf = (form) => form.querySelector(".cited").innerText.trim() + (form.querySelector("pre") ? "\n" : "");

  async function copy(button) {
    const form = button.closest(".form, dd");
    const text = textOf(form);
    const rich = form.querySelector("p.cited");
    try {
      if (rich && window.ClipboardItem) {
        const blob = (content, type) => new Blob([content], { type });
        const item = { "text/plain": blob(text, "text/plain"), "text/html": blob(rich.innerHTML, "text/html") };
        await navigator.clipboard.write([new ClipboardItem(item)]);
      } else {
        await navigator.clipboard.writeText(text);
      }
    } catch {
      copySelected(form.querySelector(".cited")); // where the page may not write to the clipboard by itself
    }
    say(button, button.dataset.done);
  }

  function copySelected(element) {
    const selection = getSelection();
    selection.selectAllChildren(element);
    document.execCommand("copy");
    selection.removeAllRanges();
  }

  function download(button) {
    const form = button.closest(".form");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([textOf(form)], { type: `${button.dataset.type};charset=utf-8` }));
    link.download = button.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /* Make the forms that stand below each other tabs. Arrow keys, Home and End move between them. */
  function makeTabs(forms, prefix) {
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", forms.dataset.label);
    const panes = [...forms.querySelectorAll(":scope > .form")];
    const tabs = panes.map((pane) => {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = `${prefix}.${pane.dataset.form}.tab`;
      tab.textContent = pane.querySelector("h3").textContent;
      tab.setAttribute("role", "tab");
      pane.id = `${prefix}.${pane.dataset.form}`;
      tab.setAttribute("aria-controls", pane.id);
      pane.setAttribute("role", "tabpanel");
      pane.setAttribute("aria-labelledby", tab.id);
      pane.querySelector("h3").hidden = true;
      tab.addEventListener("click", () => choose(tab));
      return tab;
    });
    const choose = (chosen) => {
      tabs.forEach((tab, index) => {
        const on = tab === chosen;
        tab.setAttribute("aria-selected", on);
        tab.tabIndex = on ? 0 : -1;
        panes[index].hidden = !on;
      });
    };
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const tab = tabs[(to + tabs.length) % tabs.length];
      choose(tab);
      tab.focus();
    });
    list.append(...tabs);
    forms.prepend(list);
    choose(tabs[0]);
  }

  /* Show the buttons of a panel, and give it a place to say what they have done. */
  function enliven(panel) {
    panel.querySelectorAll(".tools").forEach((tools) => (tools.hidden = false));
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    panel.append(status);
    panel.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-do]");
      if (button) ({ copy, download })[button.dataset.do](button);
    });
  }

  function show(link, html, address, change) {
    dialog?.remove();
    dialog = document.createElement("dialog");
    dialog.className = "citing";
    dialog.innerHTML = html;
    const panel = dialog.querySelector(".panel");
    const heading = panel.querySelector("h2");
    panel.removeAttribute("id"); // the page has its own
    heading.id = "citing.title";
    dialog.setAttribute("aria-labelledby", heading.id);
    for (const inner of panel.querySelectorAll("a[href]")) {
      inner.href = new URL(inner.getAttribute("href"), address); // written for the page of citations
    }
    change?.(panel);
    panel.querySelectorAll(".forms").forEach((forms, index) => makeTabs(forms, `citing.${index}`));
    enliven(panel);
    const close = document.createElement("form");
    close.method = "dialog";
    close.innerHTML = '<button class="close"><span aria-hidden="true">×</span></button>';
    close.firstChild.setAttribute("aria-label", panel.dataset.close);
    panel.prepend(close);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => link.focus());
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[role=tab]").focus();
  }

  /* Show the panel of a control, after a change; the focus goes back to where it was asked for. */
  citing.show = async (control, asked, change) => {
    const page = control.href.replace(/#.*/, "");
    const parts = await partsOf(control.dataset.page, page.replace(/html$/, "js"));
    show(asked, parts[control.dataset.cite], page, change);
  };

  /* Called by the script that holds the parts of a page. */
  citing.receive = (page, parts) => pages.get(page)?.arrived(parts);

  if (document.documentElement.classList.contains("cite-page")) {
    document.querySelectorAll(".panel").forEach(enliven);
  }
})();
