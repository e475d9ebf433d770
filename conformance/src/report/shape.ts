import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

let compiled: ((value: unknown) => string | undefined) | undefined;

/** In what a value is not of the form of a report (report.schema.json). In a page another file stands in its place. */
export function misshapen(value: unknown): string | undefined {
  if (compiled === undefined) {
    const schema = JSON.parse(
      readFileSync(new URL('../../report.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const ajv = new Ajv2020({ strict: false });
    const validate = ajv.compile(schema);
    compiled = (one) => (validate(one) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'report' }));
  }
  return compiled(value);
}
