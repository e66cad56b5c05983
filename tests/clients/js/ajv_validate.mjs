// Validates documents with ajv, every rule of its strict mode on.
// Reads {schemas: {name: schema}, documents: [{schema, content}]} from standard input, where content
// is JSON text; writes for each document the list of its errors.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../clients/js/package.json", import.meta.url));
const Ajv = require("ajv/dist/2020").default;

const { schemas, documents } = JSON.parse(await readFile("/dev/stdin", "utf8"));
const ajv = new Ajv({ strict: true, validateFormats: true });
const validators = new Map(
  Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]),
);
console.log(
  JSON.stringify(
    documents.map(({ schema, content }) => {
      const validate = validators.get(schema);
      validate(JSON.parse(content));
      return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
    }),
  ),
);
