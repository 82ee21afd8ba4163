// Leads from a permanent address to the book in a language that the reader prefers, or else to the original.
(() => {
  "use strict";
  const links = [...document.querySelectorAll("a[hreflang]")];
  const general = (tag) => tag.toLowerCase().split("-")[0];
  const written = (wanted) =>
    links.find((link) => link.hreflang.toLowerCase() === wanted.toLowerCase()) ||
    links.find((link) => general(link.hreflang) === general(wanted));
  const found = navigator.languages.map(written).find(Boolean) || links[0];
  location.replace(found.href);
})();
