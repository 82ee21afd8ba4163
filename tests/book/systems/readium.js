// Readium's navigator shows what a server has unpacked, by a manifest that names it.
import { HttpFetcher, Link, Locator, LocatorLocations, Manifest, Publication } from "@readium/shared";
import { EpubNavigator } from "@readium/navigator";

const lines = (list) => list.flatMap(({ title, href, children }) => [{ label: title, href }, ...lines(children ?? [])]);

export async function open() {
  const address = new URL("/unpacked/", location);
  const told = await (await fetch("/manifest.json")).json();
  const manifest = Manifest.deserialize(told);
  manifest.setSelfLink(`${address}manifest.json`);
  const publication = new Publication({ manifest, fetcher: new HttpFetcher(undefined, `${address}`) });
  const frame = Object.assign(document.createElement("div"), { style: "height: 100%; position: relative" });
  document.body.append(frame);
  const silent = new Proxy({}, { get: () => () => false });
  const positions = told.readingOrder.map(
    ({ href, type }, at) =>
      new Locator({ href, type, locations: new LocatorLocations({ position: at + 1, progression: 0, totalProgression: 0 }) }),
  );
  const navigator = new EpubNavigator(frame, publication, silent, positions, undefined, {
    preferences: { scroll: true },
    defaults: {},
  });
  await navigator.load();
  return {
    navigator,
    sections: told.readingOrder.map(({ href }) => href),
    contents: lines(told.toc),
    pages: lines(told.pageList),
    goTo: (href) => new Promise((done) => navigator.goLink(new Link({ href }), false, done)),
    shown: () =>
      [...frame.querySelectorAll("iframe")].find((frame) => getComputedStyle(frame).visibility !== "hidden")
        ?.contentDocument,
  };
}
