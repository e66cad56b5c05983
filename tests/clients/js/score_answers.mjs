// Scores many answers with score.mjs.
// Reads {folder, reference, form, answers: [{item: answer}]} from standard input; writes the scores
// of each, or {error} where the definition or an answer is refused.
import { readFile } from "node:fs/promises";
import { readRelease, score } from "./score.mjs";

const { folder, reference, form, answers } = JSON.parse(await readFile("/dev/stdin", "utf8"));
try {
  const bank = await readRelease(folder, reference);
  console.log(JSON.stringify(answers.map((given) => score(bank, given, form))));
} catch (error) {
  console.log(JSON.stringify({ error: error.message }));
}
