import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { CHECKS } from '../../src/checks/index.ts';
import type { Control } from '../../src/control/types.ts';
import { catchMutant } from '../../src/zoo/catch.ts';
import { HEALTHY } from '../../src/zoo/types.ts';

// An adapter that says it did something and did nothing. What would hold of a right gateway all the same must not pass:
// nothing was shown.

const folder = mkdtempSync(join(tmpdir(), 'eaap-lies-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const decoy = join(folder, 'decoy');
writeFileSync(decoy, 'x'.repeat(1000));
const nothing = (): Promise<void> => Promise.resolve();

const LIES: Readonly<Record<string, [() => Partial<Control>, RegExp]>> = {
  'dumps nothing': [() => ({ dump: async () => ({ records: [] }) }), /^secrets\.vector-gone$/],
  'discloses no key': [() => ({ disclose: async () => [] }), /^secrets\.erased-from-backup$/],
  'exports nothing': [
    () => ({ auditExport: async () => ({ records: [], leaves: [], checkpoints: [], verifier_key: '' }) }),
    /^log\.(forked|truncated-and-grown)$/,
  ],
  'names files that nobody writes to': [
    () => ({
      locate: async () => ({ files: [decoy], keyFiles: [decoy], logFiles: [decoy] }),
      plant: async (text) => appendFileSync(decoy, text),
    }),
    /^(actors\.(key|token)-not-stored|log\.signing-key-apart|secrets\.(facts-at-rest|keys-apart|erased-from-backup))$/,
  ],
  'lets nothing fail': [() => ({ fault: nothing }), /^(secrets\.erasure-not-claimed|failing\.liveness)$/],
  'holds nothing': [
    () => ({ step: async () => ({ writes: 1, reached: true }) }),
    /^admission\.race-(for-one-(limit|token)|with-a-policy)$/,
  ],
};

suite('lies', { concurrency: 1 }, () => {
  for (const [lie, [control, named]] of Object.entries(LIES))
    test(`an adapter that ${lie} has shown nothing`, async () => {
      const shown = CHECKS.filter(({ id }) => named.test(id));
      assert.ok(shown.length > 0);
      const of = (next: Control): Control => ({ ...next, ...control() });
      const { failing, inconclusive } = await catchMutant({ ...HEALTHY, id: 'lies', control: of }, shown);
      const passed = shown.filter(({ id }) => !failing.includes(id) && !inconclusive.includes(id));
      assert.deepEqual(
        passed.map(({ id }) => id),
        [],
      );
    });
});
