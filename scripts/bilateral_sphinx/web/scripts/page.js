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

  // A menu that lies over the page closes when one of its links has been followed.
  for (const menu of document.querySelectorAll("[popover]")) {
    menu.addEventListener("click", (event) => {
      if (menu.hidePopover && event.target.closest("a") && menu.matches(":popover-open")) menu.hidePopover();
    });
  }

  // The contents beside the page show the chapter that is read.
  const current = document.querySelector("#contents [aria-current]");
  const contents = current?.closest("#contents");
  if (contents && contents.scrollHeight > contents.clientHeight) {
    contents.scrollTop = current.offsetTop - contents.clientHeight / 2;
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
