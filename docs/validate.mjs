// Holds a catalog in JSON against its contract: node docs/validate.mjs schemas/catalog.schema.json catalog.json
// Needs the packages ajv and ajv-formats.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// Packages are looked for where the command is run, and not beside this file.
const require = createRequire(join(process.cwd(), "package.json"));
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;

const [schema, catalog] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const ajv = new Ajv({ allErrors: true });
addFormats(ajv);
const valid = ajv.validate(schema, catalog);
for (const fault of ajv.errors ?? []) {
  console.error(`${fault.instancePath}: ${fault.message}`);
}
console.log(valid ? `valid: ${catalog.targets.length} targets` : "not valid");
process.exitCode = valid ? 0 : 1;
