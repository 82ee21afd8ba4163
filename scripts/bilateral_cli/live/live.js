// Shows what builds come to: a new page when the book has changed, and a list where a build has faults.
(() => {
  "use strict";
  let shown = null;
  const panel = document.createElement("section");
  panel.id = "live-faults";
  panel.setAttribute("role", "alert");
  panel.hidden = true;
  const text = document.createElement("pre");
  const head = document.createElement("h2");
  head.textContent = "The book could not be built; the page below is the last good one";
  panel.append(head, text);
  document.body.prepend(panel);

  const source = new EventSource(`/_live/events?page=${encodeURIComponent(decodeURIComponent(location.pathname))}`);
  source.addEventListener("message", (event) => {
    const { number, faults } = JSON.parse(event.data);
    if (shown !== null && number !== shown) {
      location.reload();
      return;
    }
    shown = number;
    text.textContent = faults;
    panel.hidden = !faults;
  });
  // A browser keeps few connections open at once: one that is not looked at gives its own back.
  addEventListener("pagehide", () => source.close());
})();
