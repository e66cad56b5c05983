// Scores answers from a released definition alone: no library, only Node's own modules.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** Read `name@version` from a folder of item banks; refuse it if a byte has changed. */
export async function readRelease(folder, reference) {
  const [name, version] = reference.split("@");
  const bytes = await readFile(`${folder}/${name}/releases/${version}.json`);
  const digests = JSON.parse(await readFile(`${folder}/released_digests.json`, "utf8"));
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (digest !== digests[reference]) throw new Error(`${reference} is not what was released`);
  return JSON.parse(bytes.toString("utf8"));
}

/** Return the number that an answer counts, mirrored where the item is; null for none. */
function numberOf(bank, item, answer) {
  if (answer === null || answer === undefined) return null;
  // quantity_scales came to the format later: it is absent where there are none.
  const scales = [...bank.response_scales, ...(bank.quantity_scales ?? [])];
  const scale = scales.find(({ id }) => id === item.response_scale);
  if (scale.missing.some(({ value }) => value === answer)) return null;
  const refuse = () => {
    throw new RangeError(`${answer} is no answer to ${item.id}`);
  };
  if (scale.options === undefined) {
    const steps = answer * 10 ** scale.decimals;
    const isWhole = Math.abs(steps - Math.round(steps)) < 1e-6;
    return isWhole && answer >= scale.minimum && answer <= scale.maximum ? answer : refuse();
  }
  const values = scale.options.map(({ value }) => value);
  if (!values.includes(answer)) refuse();
  return item.keying === "negative" ? values[0] + values.at(-1) - answer : answer;
}

/** Apply one rule; null where it asks for more answers than were given. */
function applyRule(rule, numbers) {
  const given = numbers.filter((number) => number !== null);
  if (given.length < rule.minimum_answered) return null;
  const counted = rule.method === "count" ? given.map((number) => Number(number !== 0)) : given;
  const mean = counted.reduce((sum, number) => sum + number, 0) / given.length;
  // The mean of the answers stands for those that are missing. Sums of decimals are decimals again.
  return rule.method === "mean" ? mean : Number((mean * numbers.length).toFixed(9));
}

/** Return the scores of a bank, or of one of its forms, by the id of their rule. */
export function score(bank, answers, formId = null) {
  const source = formId === null ? bank : bank.forms.find(({ id }) => id === formId);
  const items = new Map(bank.items.map((item) => [item.id, item]));
  const scoreOf = (rule) => {
    const subscale = source.subscales.find(({ id }) => id === rule.subscale_id);
    const numbers = subscale.item_ids.map((id) => numberOf(bank, items.get(id), answers[id]));
    return applyRule(rule, numbers);
  };
  return Object.fromEntries(source.scoring_rules.map((rule) => [rule.id, scoreOf(rule)]));
}
