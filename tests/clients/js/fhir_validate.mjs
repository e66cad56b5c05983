// Validates R4 resources against HL7's structure definitions, with FHIR.js.
// Reads an array of resources from standard input; writes the messages about each.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../clients/fhir/package.json", import.meta.url));
const { Fhir } = require("fhir");

const resources = JSON.parse(await readFile("/dev/stdin", "utf8"));
const fhir = new Fhir();
const options = { errorOnUnexpected: true };
console.log(JSON.stringify(resources.map((resource) => fhir.validate(resource, options).messages)));
