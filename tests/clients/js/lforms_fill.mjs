// Fills in a questionnaire in LHC-Forms as a person does, with clicks and keys.
// Reads {release, questionnaire, people: [[[linkId, label or number], ...], ...], options, screenshot}
// from standard input; writes what was shown, the response of each person, the same after it was
// loaded again, errors, and the addresses outside that were asked for.
import { createServer } from "node:http";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const clients = path.resolve(here, "../../../clients/fhir");
const built = path.join(clients, "node_modules/lforms/dist/lforms");
const { chromium } = createRequire(path.join(clients, "package.json"))("playwright-core");

const input = JSON.parse(await readFile("/dev/stdin", "utf8"));
const { release, questionnaire, options = { displayScoreWithAnswerText: false } } = input;

const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" };
const server = createServer(async (request, reply) => {
  const name = new URL(request.url, "http://localhost").pathname;
  const file = name === "/" ? path.join(here, "lforms_page.html") : path.join(built, name);
  try {
    const content = await readFile(file);
    reply.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" });
    reply.end(content);
  } catch {
    reply.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const profile = await mkdtemp(path.join(tmpdir(), "lforms-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: "/usr/bin/chromium",
  headless: true,
  viewport: { width: 900, height: 1400 },
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
const addresses = [];
const errors = [];
browser.on("request", (request) => addresses.push(request.url()));
const page = await browser.newPage();
page.on("pageerror", (error) => errors.push(String(error)));
page.on("console", (message) => message.type() === "error" && errors.push(message.text()));

const question = (linkId) =>
  page.locator("lhc-item-question").filter({ has: page.locator(`[id^="label-${linkId}/"]`) });

async function show(response) {
  await page.evaluate(
    async ({ questionnaire, release, response, options }) => {
      let form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, release);
      if (response) {
        form = LForms.Util.mergeFHIRDataIntoLForms("QuestionnaireResponse", response, form, release);
      }
      const always = { fhirVersion: release, prepopulate: false };
      await LForms.Util.addFormToPage(form, "form", { ...always, ...options });
    },
    { questionnaire, release, response, options },
  );
}

async function answer(linkId, given) {
  if (typeof given === "number") {
    const field = question(linkId).locator("lhc-input input");
    await field.fill(String(given));
    await field.blur();
  } else {
    await question(linkId).locator("label.lhc-answer").getByText(given, { exact: true }).click();
  }
}

// Scores are computed after the last answer, in tasks of their own: what stays the same is done.
async function read() {
  let [before, after] = [null, await readNow()];
  while (JSON.stringify(before) !== JSON.stringify(after)) {
    await page.waitForTimeout(250);
    [before, after] = [after, await readNow()];
  }
  return after;
}

const readNow = () =>
  page.evaluate((release) => {
    const response = LForms.Util.getFormFHIRData("QuestionnaireResponse", release);
    delete response.authored;
    return { response, problems: LForms.Util.checkValidity() };
  }, release);

await page.goto(origin);
await page.addScriptTag({ url: `${origin}/fhir/${release}/lformsFHIR.min.js` });
await page.waitForFunction(() => window.LForms?.FHIR && customElements.get("wc-lhc-form"));

await show(null);
const shown = await page.locator("#form").innerText();
const people = [];
for (const given of input.people) {
  await show(null);
  for (const [linkId, value] of given) await answer(linkId, value);
  people.push(await read());
}
if (input.screenshot) await page.screenshot({ path: input.screenshot, fullPage: true });
const reloaded = [];
for (const { response } of people) {
  await show(response);
  reloaded.push(await read());
}

await browser.close();
server.close();
await rm(profile, { recursive: true, force: true });
const outside = addresses.filter((address) => !/^(data:|blob:)/.test(address))
  .filter((address) => !address.startsWith(`${origin}/`));
console.log(JSON.stringify({ shown, people, reloaded, outside, errors }));
