// Fills forms in ODK Web Forms as a person does, and prints what they send.
//
// node odk_fill.mjs JOB.json: a list of {form, steps, locale?, screenshot?}, where `form` is the path
// of an XForm, `locale` the browser's language, and each step is one of
//   {language}          switch the form to the language with this name
//   {question, choose}  mark the option with this label
//   {question, write}   write into the field
//   {see}               this text must be on the page
//   {send}              press Send; with {send: "refused"} the form must refuse
// `question` is the text of a label; one that stands more than once needs {question, nth}.
// Prints a list of {sent, requests, texts}.
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const client = join(here, "../../../clients/odk/");
const require = createRequire(pathToFileURL(client + "package.json"));
const esbuild = require("esbuild");
const { chromium } = require("playwright-core");

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run" +
  " --disable-background-networking --disable-component-update --disable-sync";

const VIEWPORT = { width: 900, height: 900 };

function bundle(folder) {
  esbuild.buildSync({
    entryPoints: [join(here, "odk_page.mjs")],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    nodePaths: [join(client, "node_modules")],
    define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
    loader: { ".woff2": "dataurl", ".woff": "dataurl", ".ttf": "dataurl", ".svg": "dataurl" },
    logLevel: "error",
  });
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>form</title>
<link rel="icon" href="data:,"><div id="form"></div>
<script type="module" src="/odk_page.js"></script>`;

function serve(folder) {
  const server = createServer((request, response) => {
    if (request.url === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
      return;
    }
    const script = readFileSync(join(folder, request.url.slice(1)));
    response.writeHead(200, { "content-type": "text/javascript" }).end(script);
  });
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(server)));
}

const exactly = (text) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);

async function take(page, step) {
  if (step.language) {
    await page.locator(".language-changer:visible").click();
    await page.getByRole("option", { name: step.language }).click();
  } else if (step.see) {
    await page.getByText(step.see, { exact: true }).first().waitFor();
  } else if (step.question) {
    const question = page
      .locator(".question-container")
      .filter({ has: page.getByText(step.question, { exact: true }) })
      .nth(step.nth ?? 0);
    if (step.choose) {
      await question.locator("label").filter({ hasText: exactly(step.choose) }).click();
    } else {
      // Key by key, as the field reads them.
      const field = question.locator("input").first();
      await field.click();
      await field.press("Control+a");
      await field.press("Delete");
      await field.pressSequentially(step.write);
      await field.press("Tab");
    }
  } else if (step.send) {
    const before = await page.evaluate(() => window.sent.length);
    await page.getByRole("button", { name: /send/i }).click();
    if (step.send === "refused") {
      await page.waitForTimeout(300);
      if ((await page.evaluate(() => window.sent.length)) !== before) throw new Error("was sent");
    } else {
      await page.waitForFunction((n) => window.sent.length > n, before);
    }
  }
}

async function fill(browser, address, job) {
  const context = await browser.newContext({ locale: job.locale ?? "en-US", viewport: VIEWPORT });
  const page = await context.newPage();
  const requests = [];
  const errors = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.setDefaultTimeout(20000);
  await page.goto(address);
  await page.waitForFunction(() => window.showForm);
  await page.evaluate((xml) => window.showForm(xml), readFileSync(job.form, "utf-8"));
  await page.locator(".question-container").first().waitFor();
  for (const step of job.steps) {
    try {
      await take(page, step);
    } catch (error) {
      throw new Error(`${JSON.stringify(step)}: ${error.message}`);
    }
  }
  if (job.screenshot) await page.screenshot({ path: job.screenshot, fullPage: true });
  const texts = (await page.locator("#form").innerText()).split("\n").filter(Boolean);
  const sent = await page.evaluate(() => window.sent);
  await context.close();
  const outside = requests.filter((url) => !/^(data:|blob:)/.test(url) && !url.startsWith(address));
  return { sent, texts, outside, errors };
}

const jobs = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const folder = mkdtempSync(join(tmpdir(), "odk-"));
const server = await (bundle(folder), serve(folder));
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  headless: true,
  args: FLAGS.split(" "),
});
try {
  const results = [];
  for (const job of jobs) {
    results.push(await fill(browser, `http://127.0.0.1:${server.address().port}/`, job));
  }
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
