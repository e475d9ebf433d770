import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { loadExtractors } from '@eaap/extractors';
import { extract } from '@eaap/judgment';
import { coverage, packNames, readPack, runCase, type Extract } from '../src/index.ts';

const EXTRACTORS = await loadExtractors();
/** Those of the extractors that a file of cases says a gateway declares. */
const read = (dialects: readonly string[] = []) =>
  new Map([...EXTRACTORS].filter(([name]) => dialects.includes(name)));

for (const name of packNames()) {
  describe(`the pack ${name}`, () => {
    const { policy, text, manifests, cases } = readPack(name);
    const setting = {
      policy,
      manifests: new Map(manifests.map((manifest) => [manifest.tool, manifest])),
      extract: (...[action, manifest, by]: Parameters<Extract>) =>
        extract(action, manifest, by, read(cases.dialects)),
    };

    it('is named like its file and says what it stops and what it does not', () => {
      assert.equal(policy.name, name);
      assert.match(text, /^# Stops: /m);
      assert.match(text, /^# Does not stop: /m);
      const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
      assert.ok(readme.includes(`| \`${name}\` |`), `packages/policies/README.md has no line on ${name}`);
    });

    for (const given of cases.cases) {
      it(given.name, () => {
        const { passed, verdict, reasons, expected } = runCase(given, setting);
        assert.ok(passed, `got ${verdict} ${reasons.join(' ')}; expected ${JSON.stringify(expected)}`);
      });
    }

    it('has cases that are allowed and cases that are not', () => {
      const verdicts = new Set(cases.cases.map(({ expect }) => expect.verdict));
      assert.ok(verdicts.has('ALLOW') && verdicts.has('BLOCK'));
    });

    it('has a case that each of its grants, rules and limits decides', () => {
      const inputs = cases.cases.map((given) => runCase(given, setting).input);
      assert.deepEqual(coverage(policy, inputs).never, []);
    });
  });
}
