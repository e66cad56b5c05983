// Evaluates FHIRPath expressions over responses, with fhirpath.js.
// Reads {release, questionnaire, expressions, responses} from standard input; writes one row for each
// response, with a list of results for each expression.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../clients/fhir/package.json", import.meta.url));
const fhirpath = require("fhirpath");
const models = { R4: require("fhirpath/fhir-context/r4"), R5: require("fhirpath/fhir-context/r5") };

const { release, questionnaire, expressions, responses } = JSON.parse(await readFile("/dev/stdin", "utf8"));
const compiled = expressions.map((expression) => fhirpath.compile(expression, models[release]));
console.log(
  JSON.stringify(
    responses.map((resource) => compiled.map((evaluate) => evaluate(resource, { resource, questionnaire }))),
  ),
);
