import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApi, matches, PROBLEMS, REQUEST_EXAMPLES, ROUTES, SCHEMAS } from '@eaap/protocol';

const script = fileURLToPath(new URL('../../scripts/schemas.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'eaap-schemas-'));
after(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(
    process.execPath,
    ['--conditions=eaap-source', '--import', 'tsx', script, '--out', folder, ...args],
    { encoding: 'utf8' },
  );

interface Document {
  paths: Record<
    string,
    Record<
      string,
      { operationId: string; responses: Record<string, unknown>; parameters?: { name: string }[] }
    >
  >;
  components: { schemas: Record<string, unknown> };
}

describe('the generated schemas', () => {
  it('compile together in a strict validator', () => {
    assert.equal(run().status, 0);
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false });
    const names = readdirSync(folder).filter((name) => name !== 'openapi.json');
    for (const name of names) {
      const schema = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
      assert.equal(Object.keys(schema)[0], '$comment', name);
      assert.equal(schema['$schema'], 'https://json-schema.org/draft/2020-12/schema', name);
      assert.equal(schema['$id'], `urn:eaap:schema:v2:${name.replace(/\.json$/, '')}`);
      ajv.addSchema(schema);
    }
    assert.equal(names.length, SCHEMAS.size);
    for (const id of SCHEMAS.keys()) assert.equal(typeof ajv.getSchema(id), 'function', id);
  });

  it('are named when they drift, are missing or are too many', () => {
    assert.equal(run().status, 0);
    assert.deepEqual([run('--check').status, run('--check').stderr], [0, '']);

    appendFileSync(join(folder, 'action.json'), ' ');
    rmSync(join(folder, 'fact.json'));
    writeFileSync(join(folder, 'strange.json'), '{}');
    const { status, stderr } = run('--check');
    assert.equal(status, 1);
    assert.match(stderr, /^schemas\/action\.json is not what the types say/m);
    assert.match(stderr, /^schemas\/fact\.json is not what the types say/m);
    assert.match(stderr, /^schemas\/strange\.json belongs to no type/m);
    assert.doesNotMatch(stderr, /policy/);

    assert.equal(run().status, 0);
    assert.equal(run('--check').status, 0);
  });
});

describe('the OpenAPI document', () => {
  const document = openApi() as unknown as Document;

  it('names every route, once, and no other', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => `${operation.operationId} ${method.toUpperCase()} ${path}`,
      ),
    );
    assert.deepEqual(
      operations.sort(),
      ROUTES.map((route) => `${route.id} ${route.method} ${route.path}`).sort(),
    );
  });

  it('declares every path parameter and every status a route may answer', () => {
    for (const route of ROUTES) {
      const operation = document.paths[route.path]?.[route.method.toLowerCase()];
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation?.parameters ?? []).map((parameter) => parameter.name);
      for (const name of inPath) assert.ok(declared.includes(name ?? ''), `${route.id} declares ${name}`);
      for (const type of route.problems) {
        assert.ok(operation?.responses[String(PROBLEMS[type].status)], `${route.id} answers ${type}`);
      }
    }
  });

  it('is complete in itself: every reference leads somewhere', () => {
    const targets = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    assert.ok(targets.length > 50);
    for (const target of new Set(targets)) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(target)?.[1];
      assert.ok(name !== undefined && name in document.components.schemas, target);
    }
  });

  it('shows an example for every body, and each is valid', () => {
    for (const route of ROUTES) {
      const example = REQUEST_EXAMPLES[route.id];
      assert.equal(example !== undefined, route.request !== null, route.id);
      if (route.request !== null) assert.ok(matches(route.request, example), route.id);
    }
  });
});
