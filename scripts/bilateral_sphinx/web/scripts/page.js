// The button for light and dark, and what else a page needs of a script.
{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = document.getElementById("mode");
  const isDark = () => (root.dataset.theme === "auto" ? dark.matches : root.dataset.theme === "dark");
  const show = () => button?.setAttribute("aria-pressed", String(isDark()));
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // It holds for this page, then.
      }
      show();
    });
    dark.addEventListener("change", show);
    show();
  }

  // Numbers of paragraphs are shown on all pages, or on none.
  const numbers = document.getElementById("paragraph-numbers");
  try {
    if (numbers) numbers.checked = localStorage.getItem("paragraphs") === "shown";
    numbers?.addEventListener("change", () => localStorage.setItem("paragraphs", numbers.checked ? "shown" : "hidden"));
  } catch {
    // A browser that keeps nothing shows them on this page.
  }

  // A menu that lies over the page closes when one of its links has been followed.
  for (const menu of document.querySelectorAll("[popover]")) {
    menu.addEventListener("click", (event) => {
      if (menu.hidePopover && event.target.closest("a") && menu.matches(":popover-open")) menu.hidePopover();
    });
  }

  // The same page in another language is opened at the same place.
  for (const link of document.querySelectorAll(".versions a")) {
    link.addEventListener("click", () => (link.hash = location.hash));
  }

  // The contents beside the page show the chapter that is read.
  const current = document.querySelector("#contents [aria-current]");
  const contents = current?.closest("#contents");
  if (contents && contents.scrollHeight > contents.clientHeight) {
    contents.scrollTop = current.offsetTop - contents.clientHeight / 2;
  }

  // The sign behind a heading, a caption or a paragraph leads there, and copies the address to cite.
  const addressOf = (link) => {
    const chapter = document.querySelector("link[rel=cite-as]")?.href;
    const anchor = link.hash.slice(1);
    const named = chapter && link.closest("h1, h2, h3, h4, h5, h6, caption, figcaption");
    if (named) return new URL(`../${anchor}/`, chapter).href;
    return `${document.querySelector("link[rel=canonical]")?.href ?? location.href.replace(/#.*/, "")}${link.hash}`;
  };
  const copied = Object.assign(document.createElement("p"), { className: "unseen" });
  copied.setAttribute("role", "status");
  document.querySelector("main")?.append(copied);
  addEventListener("click", async (event) => {
    const link = event.target.closest("a.headerlink");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    copied.textContent = "";
    try {
      await navigator.clipboard.writeText(addressOf(link));
    } catch {
      // Where a page may not, the address bar has the place.
      return;
    }
    copied.textContent = _("Link copied");
    const sign = link.textContent;
    link.textContent = "✓";
    setTimeout(() => (link.textContent = sign), 1500);
  });
  // The list of printed pages leads on to the one that is asked for.
  const pages = document.querySelector(".page-list");
  const wanted = pages && new URLSearchParams(location.search).get("page")?.trim();
  if (wanted) {
    const link = [...pages.querySelectorAll("a")].find((one) => one.dataset.page === wanted);
    if (link) location.replace(link.href);
    else document.getElementById("no-such-page").textContent = pages.dataset.unknown.replace("%s", wanted);
  }

  // What is wider than the page can be scrolled with the keys too.
  const reach = () => {
    for (const box of document.querySelectorAll(".pst-scrollable-table-container, pre, .math")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", reach);
  reach();
}
