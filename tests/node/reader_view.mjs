// What the reader view of a browser shows of pages: node reader_view.mjs MODULES PAGE...
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, ...pages] = process.argv.slice(2);
const load = createRequire(`${modules}/package.json`);
const { JSDOM } = load("jsdom");
const { Readability } = load("@mozilla/readability");

const views = pages.map((page) => {
  const { document } = new JSDOM(readFileSync(page, "utf-8"), { url: "https://book.example/page.html" }).window;
  const { title, content } = new Readability(document).parse() ?? { title: "", content: "" };
  return { title, content };
});
process.stdout.write(JSON.stringify(views));
