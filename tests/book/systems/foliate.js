import "/node_modules/foliate-js/view.js";

const lines = (list) => list.flatMap(({ label, href, subitems }) => [{ label, href }, ...lines(subitems ?? [])]);

export async function open() {
  const view = document.createElement("foliate-view");
  document.body.append(view);
  await view.open("/book.epub");
  view.renderer.setAttribute("flow", "scrolled");
  const { sections, toc, pageList } = view.book;
  return {
    view,
    sections: sections.map(({ id }) => id),
    contents: lines(toc),
    pages: lines(pageList),
    goTo: (href) => view.goTo(href),
    shown: () => view.renderer.getContents()[0]?.doc,
  };
}
