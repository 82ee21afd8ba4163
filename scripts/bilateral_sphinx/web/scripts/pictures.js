/* What a mark of a picture stands for, beside it, for the pointer and the keyboard. Without this the browser shows its
   own tooltip to the pointer, and each mark is a link. */
for (const frame of document.querySelectorAll(".picture-frame")) {
  const note = document.createElement("p");
  note.className = "picture-note";
  note.hidden = true;
  frame.append(note);
  const marks = frame.querySelectorAll("svg.picture a");
  const hide = () => (note.hidden = true);
  for (const mark of marks) {
    mark.querySelector("title")?.remove();
    const show = () => {
      note.textContent = mark.getAttribute("aria-label");
      note.hidden = false;
      const [around, at] = [frame.getBoundingClientRect(), mark.getBoundingClientRect()];
      const left = at.left + at.width / 2 - around.left - note.offsetWidth / 2;
      note.style.left = `${frame.scrollLeft + Math.max(0, Math.min(left, around.width - note.offsetWidth))}px`;
      note.style.top = `${at.bottom - around.top + 6}px`;
    };
    mark.addEventListener("pointerenter", show);
    mark.addEventListener("focus", show);
    mark.addEventListener("pointerleave", hide);
    mark.addEventListener("blur", hide);
  }
  frame.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}
