// What a screen reader says of parts of a page, by guidepup's virtual one: node spoken.mjs MODULES PAGE SELECTOR...
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, page, ...selectors] = process.argv.slice(2);
const load = createRequire(`${modules}/package.json`);
const { JSDOM } = load("jsdom");

const dom = new JSDOM(readFileSync(page, "utf-8"), { url: "https://book.example/page.html", pretendToBeVisual: true });
for (const name of Object.getOwnPropertyNames(dom.window)) {
  if (!(name in globalThis)) globalThis[name] = dom.window[name];
}
Object.assign(globalThis, { window: dom.window, document: dom.window.document });
const { virtual } = load("@guidepup/virtual-screen-reader");

const said = {};
for (const selector of selectors) {
  const container = document.querySelector(selector);
  await virtual.start({ container });
  const phrases = [await virtual.lastSpokenPhrase()];
  for (let step = 0; step < 400; step += 1) {
    await virtual.next();
    const phrase = await virtual.lastSpokenPhrase();
    if (phrase === phrases[0]) break;
    phrases.push(phrase);
  }
  await virtual.stop();
  said[selector] = phrases;
}
process.stdout.write(JSON.stringify(said));
process.exit(0);
