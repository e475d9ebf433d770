import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, JudgeInput, Json, Manifest } from '@eaap/protocol';
import fc from 'fast-check';
import { extract, judge } from '@eaap/judgment';
import { fact, NOW, policy } from '../fixture.ts';
import { Names } from '../../src/typed/names.ts';

test('many names are found at once where each alone would be', () => {
  const name = fc
    .array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 })
    .map((words) => words.join(' '));
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 6 }), text, (names, words) => {
      const alone = names.filter((one) => ` ${words.join(' ')} `.includes(` ${one} `));
      assert.deepEqual(new Names(names).in(words).sort(), alone.sort());
    }),
    { numRuns: 1000 },
  );
});

const manifest: Manifest = {
  v: 1,
  tool: 'mail.send',
  version: '1',
  description: 'Sends.',
  effects: [{ effect: 'message.send' }],
  parameters: {
    '/to/*': {
      type: 'text',
      authority: { kinds: ['host', 'identifier'], outputs: [{ tool: 'web.read', field: '/*/x' }] },
    },
  },
};
const to = Array.from({ length: 128 }, (_, n) => `nobody-${n}.example.org`);
const action: Action = { tool: 'mail.send', environment: 'none', parameters: { to }, session: 's' };

function judgedWith(outputs: readonly Json[]): ReturnType<typeof judge> {
  const input: JudgeInput = {
    v: 1,
    now: NOW,
    namespace: 'acme',
    principal: 'support-1',
    executor: 'runner',
    action,
    manifest,
    extraction: extract(action, manifest, policy),
    policy: { ...policy, grounding: { outputs: 'designated', mandate: 'none' } },
    facts: outputs.map((output, n) =>
      fact(
        n,
        'session:s/web.read',
        'session.output',
        { agent: 'support-1', tool: 'web.read', parameters: {}, output },
        {
          source_kind: 'tool',
        },
      ),
    ),
    conflicts: [],
    truncated: false,
    halted: [],
    counters: [],
    approvals: [],
  };
  return judge(input);
}

const told = (judgment: ReturnType<typeof judge>): string[] => [
  ...new Set(judgment.gates.flatMap(({ reasons }) => reasons.map(({ code }) => code))),
];

test('as many grounds as an action has and as many facts as are judged, written by a stranger, are read in bounded time', () => {
  const pages: Json[] = [
    Array.from({ length: 1300 }, (_, n) => String.fromCharCode(97 + (n % 26), 97 + ((n * 7) % 26))),
    Array.from({ length: 3900 }, (_, n) => n % 10),
    'a.'.repeat(4000),
    Array.from({ length: 500 }, (_, n) => ({ x: `h${n}` })),
  ];
  for (const page of pages) {
    const begun = process.cpuUsage();
    const judgment = judgedWith(Array.from({ length: 256 }, () => page));
    const { user, system } = process.cpuUsage(begun);
    assert.ok(told(judgment).includes('ungrounded'), told(judgment).join());
    // Read once for each ground it was minutes.
    assert.ok(user + system < 10_000_000, `it took ${(user + system) / 1000} ms of the processor`);
  }
});

test('what a stranger wrote is told as such, for the ground that it is about', () => {
  const judgment = judgedWith([[{ y: 'see nobody-7.example.org' }]]);
  const weak = judgment.gates.flatMap(({ reasons }) =>
    reasons.filter(({ code }) => code === 'untrusted-ground'),
  );
  assert.deepEqual(
    weak.map(({ field }) => field),
    ['/to/7'],
  );
});
