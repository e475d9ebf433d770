import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { METHODS } from '../../src/adapter/methods.ts';
import { HOOKS } from '../../src/control/types.ts';
import { SHAPES } from '../../src/control/shape.ts';
import { openBench } from '../../src/zoo/bench.ts';
import { HEALTHY } from '../../src/zoo/types.ts';

/** The validator of packages/protocol: the one at the root is a linter's, of an older line. */
const { Ajv2020 } = createRequire(new URL('../../../packages/protocol/package.json', import.meta.url))(
  'ajv/dist/2020.js',
) as {
  Ajv2020: new (options: object) => {
    addSchema(schema: object): void;
    validate(schema: object, value: unknown): boolean;
    errorsText(): string;
  };
};
const SCHEMA = JSON.parse(readFileSync(new URL('../../control.schema.json', import.meta.url), 'utf8')) as {
  $defs: Record<string, { enum?: string[]; properties?: Record<string, { enum?: string[] }> }>;
};
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(SCHEMA);
const matches = (definition: string, value: unknown): boolean =>
  ajv.validate({ $ref: `urn:eaap:control:v1#/$defs/${definition}` }, value);

test('the schema names every hook and every method there is', () => {
  assert.deepEqual(SCHEMA.$defs['hook']?.enum, [...HOOKS]);
  const methods = SCHEMA.$defs['request']?.properties?.['method']?.enum ?? [];
  assert.deepEqual([...methods].sort(), ['hello', 'kill', ...Object.keys(METHODS)].sort());
});

test('what the reference adapter answers is what the schema and the runner expect', async (t) => {
  const { bench, close } = await openBench(HEALTHY);
  t.after(close);
  const { control } = bench;
  const answers: [string, unknown, (value: unknown) => boolean][] = [
    ['hello-result', control.hello, SHAPES.hello],
    ['clock-result', { now: await control.now() }, SHAPES.now],
    ['storage.locate-result', await control.locate(), SHAPES.located],
    ['storage.dump-result', await control.dump(), SHAPES.dump],
    ['keys.disclose-result', { keys: await control.disclose('default') }, SHAPES.keys],
    ['audit.export-result', await control.auditExport('default'), SHAPES.exported],
  ];
  for (const [definition, answer, shape] of answers) {
    assert.ok(matches(definition, answer), `${definition}: ${ajv.errorsText()}`);
    assert.ok(shape(answer), definition);
    assert.equal(matches(definition, {}), false, `an empty ${definition}`);
    assert.equal(shape({}), false, `an empty ${definition}`);
  }
});

test('a request and a response are one object each, with result or error', () => {
  assert.ok(matches('request', { id: 1, method: 'clock.advance', params: { ms: 5 } }));
  assert.equal(matches('request', { id: 1, method: 'clock.advance', params: { ms: -5 } }), false);
  assert.equal(matches('request', { id: 1, method: 'explode', params: {} }), false);
  assert.ok(matches('response', { id: 1, result: {} }));
  assert.equal(matches('response', { id: 1 }), false);
  assert.equal(matches('response', { id: 1, result: {}, error: { code: 'x', message: 'y' } }), false);
});
