import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Store } from '../../src/index.ts';
import type { Subject } from '../contract.ts';
import { problem, setting } from '../support.ts';

type Step =
  | { readonly op: 'insert' | 'delete'; readonly ns: string; readonly name: string; readonly value: string }
  | { readonly op: 'update'; readonly ns: string; readonly name: string; readonly value: string };

const NAMESPACES = ['a', 'b', 'a"', "a' OR '1'='1", 'A', 'system'];

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    op: fc.constantFrom('insert' as const, 'update' as const, 'delete' as const),
    ns: fc.constantFrom(...NAMESPACES),
    name: fc.constantFrom('namespace', 'policy', "x' OR 1=1 --"),
    value: fc.string({ maxLength: 4 }).filter((s) => !s.includes('\0')),
  }),
  { maxLength: 40 },
);

export function isolation(subject: Subject): void {
  describe(`${subject.name}: isolation`, () => {
    test('whatever happens in one namespace, every other holds exactly what was done in it', async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (script) => {
          const store = await subject.open();
          try {
            const model = await play(store, script);
            for (const ns of NAMESPACES) {
              const expected = [...(model.get(ns) ?? new Map<string, string>())].sort(([x], [y]) =>
                x < y ? -1 : 1,
              );
              const rows = await store.read(ns, (tx) => tx.select('settings'));
              assert.deepEqual(
                rows.map((row) => [row.name, row.value]),
                expected,
              );
              assert.equal(await store.read(ns, (tx) => tx.count('settings')), expected.length);
              assert.equal(await store.read(ns, (tx) => tx.sum('settings', 'version')), expected.length);
            }
            const named = NAMESPACES.filter((ns) => model.get(ns)?.has('namespace')).sort();
            assert.deepEqual(await store.namespaces(), named);
          } finally {
            await store.close();
          }
        }),
        { numRuns: 25 },
      );
    });

    test('the controls of the system namespace can be read from any other, and nothing else of it', async () => {
      const store = await subject.open();
      try {
        const halt = {
          scope: 'global',
          name: '',
          state: 'halted',
          reason: 'drill',
          principal: 'p',
          since: 1,
        };
        await store.transaction('system', (tx) => tx.insert('controls', halt));
        const seen = await store.transaction('a', async (tx) => ({
          own: await tx.select('controls'),
          one: await tx.system().get('controls', { scope: 'global', name: '' }),
          all: await tx.system().select('controls', { where: { state: 'halted' } }),
        }));
        assert.deepEqual(seen, { own: [], one: halt, all: [halt] });
        assert.deepEqual(await store.read('a', (tx) => tx.system().select('controls')), [halt]);
        await assert.rejects(
          store.read('a', (tx) => tx.system().get('settings' as 'controls', { scope: 'x', name: 'y' })),
          problem('internal', /only the controls/),
        );
      } finally {
        await store.close();
      }
    });
  });
}

async function play(store: Store, script: readonly Step[]): Promise<Map<string, Map<string, string>>> {
  const model = new Map<string, Map<string, string>>();
  for (const { op, ns, name, value } of script) {
    const own = model.get(ns) ?? new Map<string, string>();
    model.set(ns, own);
    const there = own.has(name);
    if (op === 'insert') {
      const done = store.transaction(ns, (tx) => tx.insert('settings', setting(name, value)));
      if (there) await assert.rejects(done, problem('already-exists', /settings/));
      else {
        await done;
        own.set(name, value);
      }
    } else if (op === 'update') {
      assert.equal(await store.transaction(ns, (tx) => tx.update('settings', { name }, { value })), there);
      if (there) own.set(name, value);
    } else {
      assert.equal(await store.transaction(ns, (tx) => tx.delete('settings', { name })), there ? 1 : 0);
      own.delete(name);
    }
  }
  return model;
}
