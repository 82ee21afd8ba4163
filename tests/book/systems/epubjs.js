import "/node_modules/jszip/dist/jszip.min.js";
import "/node_modules/epubjs/dist/epub.min.js";

const lines = (list) => list.flatMap(({ label, href, subitems }) => [{ label, href }, ...lines(subitems ?? [])]);

export async function open() {
  const book = ePub(await (await fetch("/book.epub")).arrayBuffer());
  await book.ready;
  const rendition = book.renderTo(document.body, { width: "100%", height: "100%", flow: "scrolled-doc" });
  return {
    sections: book.spine.spineItems.map(({ href }) => href),
    contents: lines(book.navigation.toc),
    pages: book.pageList.pageList.map(({ page, href }) => ({ label: String(page), href })),
    goTo: (href) => rendition.display(href),
    shown: () => rendition.getContents()[0]?.document,
  };
}
