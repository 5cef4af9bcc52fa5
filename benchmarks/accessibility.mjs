// Checks every page of a site, and mails saved as HTML, with axe-core in Chromium (WCAG 2.2 AA, target size too): from 320 to 1,600 px, light and
// dark; 640 px is a window of 1,280 at 200 % zoom. The script of the living table is tried with the keyboard alone.
//
//   npm install --prefix /tmp/axe axe-core puppeteer-core
//   NODE_PATH=/tmp/axe/node_modules node benchmarks/accessibility.mjs demo-output/site
//
// Prints a line a page and mode; exits 1 where there is a violation, or a search that does not find.
import { createRequire } from "node:module";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.NODE_PATH ?? "node_modules", "x.js"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core"), "utf8");

const MODES = [1600, 640, 390, 320].map((width) => ({ width, scheme: "light" })).concat([1000, 390].map((width) => ({ width, scheme: "dark" })));
const root = resolve(process.argv[2] ?? "site");
const pages = statSync(root).isDirectory()
  ? readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".html")).map((name) => join(root, name))
  : [root];

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
let wrong = 0;
for (const path of pages.sort()) {
  for (const { width, scheme } of MODES) {
    const page = await browser.newPage();
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(pathToFileURL(path).href);
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => window.axe.run({ rules: { "target-size": { enabled: true } } }));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    wrong += violations.length + (wide > 0 ? 1 : 0);
    console.log(`${path.replace(root, "")} ${width} ${scheme}: ${passes.length} rules passed, ${violations.length} violated`);
    if (wide > 0) console.log(`  wider than the window by ${wide} px`);
    for (const { id, help, nodes } of violations) {
      console.log(`  ${id}: ${help}`);
      for (const node of nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}`);
    }
    await page.close();
  }
}
const search = pages.find((path) => path.endsWith("search.html"));
if (search) {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(search).href);
  const all = await page.$$eval("[data-item]", (rows) => rows.length);
  await page.type("#query", "no such words anywhere");
  const none = await page.$$eval("[data-item]:not([hidden])", (rows) => rows.length);
  console.log(`search: ${all} items, ${none} for words that stand nowhere`);
  wrong += all === 0 || none !== 0 ? 1 : 0;
}
const table = pages.find((path) => path.endsWith("living-table.html"));
if (table) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => { console.log(`table: ${error.message}`); wrong += 1; });
  await page.goto(pathToFileURL(table).href);
  const rows = () => page.$$eval("tbody[data-label]:not([hidden])", (some) => some.map((one) => Number(one.dataset.n)));
  const all = await rows();
  await page.focus("#sift-order");
  await page.keyboard.press("ArrowDown"); // most patients first
  const ordered = await rows();
  await page.focus("#sift-words");
  await page.keyboard.type("no such words anywhere");
  const none = await rows();
  const sorted = ordered.every((n, at) => at === 0 || ordered[at - 1] >= n);
  console.log(`table: ${all.length} studies, ${sorted ? "ordered" : "NOT ordered"} by patients, ${none.length} for words that stand nowhere`);
  wrong += sorted && none.length === 0 ? 0 : 1;
}
await browser.close();
process.exit(wrong ? 1 : 0);
