// Uses pages in Firefox, driven by puppeteer over WebDriver BiDi: node firefox.mjs MODULES PROGRAM JOBS
// JOBS is JSON: a list of {address, width, steps}; a step is a function as text, whose result is reported.
import { createRequire } from "node:module";

const [modules, program, jobs] = process.argv.slice(2);
const puppeteer = createRequire(`${modules}/package.json`)("puppeteer");

const browser = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
const reports = [];
for (const { address, width, steps } of JSON.parse(jobs)) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.setViewport({ width, height: 900 });
  await page.goto(address);
  const results = [];
  for (const step of steps) results.push(await page.evaluate(`(${step})()`));
  reports.push({ results, complaints });
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(reports));
