import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Action, Extractor, Manifest, Policy, Reading } from '@eaap/protocol';
import { extract } from '../../src/index.ts';

const MANIFEST: Manifest = {
  v: 1,
  tool: 'shell.run',
  version: '1',
  description: 'Runs a command.',
  effects: [],
  parameters: { '/command': { type: 'code', dialect: 'shell.bash' } },
};
const POLICY = { selects: [] } as unknown as Policy;
const ACTION: Action = { tool: 'shell.run', environment: 'none', parameters: { command: 'x' } };

const extractor = (read: (text: string) => Reading): ReadonlyMap<string, Extractor> =>
  new Map([['shell.bash', { dialect: 'shell.bash', version: '1', read }]]);
const effects = (...list: readonly Partial<Reading['effects'][number]>[]): Reading => ({
  effects: list.map((one) => ({ effect: 'file.write', target: null, detail: 'It writes.', ...one })),
  unread: [],
});
const codes = (reading: Reading, action = ACTION, manifest = MANIFEST): string[] =>
  extract(
    action,
    manifest,
    POLICY,
    extractor(() => reading),
  ).unread.map(({ code }) => code);

suite('code parameters', () => {
  test('are unread without an extractor for their dialect, as they were', () => {
    const { unread } = extract(ACTION, MANIFEST, POLICY);
    assert.deepEqual(
      unread.map(({ code, field }) => [code, field]),
      [
        ['no-effect', null],
        ['undeclared-dialect', '/command'],
      ],
    );
    const other = extract(
      ACTION,
      MANIFEST,
      POLICY,
      new Map([['sql.postgresql', [...extractor(() => effects()).values()][0]!]]),
    );
    assert.ok(other.unread.some(({ code }) => code === 'undeclared-dialect'));
  });

  test('have the effects that their extractor reads, at the place where they stand', () => {
    const read = extract(
      ACTION,
      MANIFEST,
      POLICY,
      extractor(() => effects({ target: 'path:/srv/x' })),
    );
    assert.deepEqual(read.unread, []);
    assert.deepEqual(read.effects, [
      {
        effect: 'file.write',
        target: 'path:/srv/x',
        origin: 'extracted',
        field: '/command',
        risk: 'medium',
        reversibility: 'recoverable',
      },
    ]);
  });

  test('are rated at the floor and at what the manifest states, whatever their extractor says', () => {
    const low = effects({ effect: 'file.delete', risk: 'low', reversibility: 'reversible' });
    const [floor] = extract(
      ACTION,
      MANIFEST,
      POLICY,
      extractor(() => low),
    ).effects;
    assert.deepEqual([floor?.risk, floor?.reversibility], ['high', 'irreversible']);
    const strict: Manifest = { ...MANIFEST, risk: 'critical' };
    const [stated] = extract(
      ACTION,
      strict,
      POLICY,
      extractor(() => low),
    ).effects;
    assert.equal(stated?.risk, 'critical');
    const [raised] = extract(
      ACTION,
      MANIFEST,
      POLICY,
      extractor(() => effects({ risk: 'critical' })),
    ).effects;
    assert.equal(raised?.risk, 'critical');
  });

  test('block when their extractor leaves something unread, names a faulty target, or breaks', () => {
    assert.deepEqual(codes({ effects: [], unread: [{ code: 'unreadable-code', detail: 'x' }] }), [
      'unreadable-code',
    ]);
    assert.deepEqual(codes(effects({ target: 'path:../x' })), ['unresolved-target']);
    assert.deepEqual(codes({ effects: [], unread: [] }), ['unreadable-code']);
    assert.deepEqual(codes(effects({ effect: 'toString' as never })), ['unreadable-code']);
    assert.deepEqual(codes(undefined as never), ['unreadable-code']);
    const broken = extractor(() => {
      throw new Error('broken');
    });
    assert.deepEqual(
      extract(ACTION, MANIFEST, POLICY, broken).unread.map(({ code }) => code),
      ['unreadable-code'],
    );
    assert.deepEqual(codes(effects({}), { ...ACTION, parameters: { command: 7 } }), ['wrong-type']);
  });

  test('add to the effects that the manifest states', () => {
    const both: Manifest = { ...MANIFEST, effects: [{ effect: 'system.read' }] };
    const read = extract(
      ACTION,
      both,
      POLICY,
      extractor(() => effects({})),
    );
    assert.deepEqual(
      read.effects.map(({ effect, origin }) => [effect, origin]),
      [
        ['system.read', 'manifest'],
        ['file.write', 'extracted'],
      ],
    );
  });
});
