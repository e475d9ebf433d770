import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { isAbsolute } from 'node:path';
import type { Hook } from '../types.ts';
import type { Lint } from './lint.ts';

/** The one namespace every gateway has. */
const namespace = 'system';
const NOBODY = '00000000-0000-7000-8000-000000000000';
const FAULTS = ['log', 'storage', 'flush', 'key-store', 'detector', 'erasure', 'engine'];

async function clock(lint: Lint): Promise<void> {
  const frozen = await lint.result('clock.freeze');
  const at = frozen?.result['now'] as number | undefined;
  const is = async (method: string, params: object, expected: number): Promise<void> => {
    const answer = await lint.result(method, params);
    if (answer !== undefined && at !== undefined && answer.result['now'] !== expected)
      lint.wrong(method, answer.answered, `now: ${expected}, as the clock is frozen (EAAP-0015-001)`);
  };
  const from = at ?? 0;
  await is('clock.now', {}, from);
  await is('clock.advance', { ms: 1000 }, from + 1000);
  await is('clock.set', { wall: from + 1000 }, from + 1000);
  await lint.result('clock.thaw');
}

async function locate(lint: Lint): Promise<void> {
  const located = await lint.result('storage.locate');
  if (located === undefined) return;
  const paths = Object.values(located.result).flat() as string[];
  if (!paths.every((path) => typeof path === 'string' && isAbsolute(path)))
    lint.wrong('storage.locate', located.answered, 'absolute paths (RFC-0015 section 4.3)');
  if (contents(located.result).length === 0)
    lint.wrong('storage.locate', located.answered, 'at least one of `files` that is there and can be read');
}

const contents = ({ files }: { readonly files?: unknown }): Buffer[] =>
  (files as string[]).flatMap((path) => {
    try {
      return [readFileSync(path)];
    } catch {
      return []; // One that comes and goes may be missing.
    }
  });

async function tamper(lint: Lint): Promise<void> {
  const nothing = 'there is nothing to change (RFC-0015 section 4.4)';
  for (const tampering of [
    { kind: 'fact', namespace, id: NOBODY, field: 'locked' },
    { kind: 'swap-ciphertext', namespace, from: NOBODY, to: NOBODY },
    { kind: 'log-record', namespace, seq: 2 ** 31 },
    { kind: 'log-rehash', namespace, seq: 2 ** 31 },
    { kind: 'log-reorder', namespace, seq: 2 ** 31 },
    { kind: 'log-drop', namespace, seq: 2 ** 31 },
    { kind: 'log-retenant', namespace, seq: 2 ** 31, fromNamespace: 'default' },
  ])
    await lint.refused('storage.tamper', tampering, nothing);
}

async function fault(lint: Lint): Promise<void> {
  for (const point of FAULTS) {
    await lint.result('fault', { point });
    const none = await lint.result('fault', { point: 'none' });
    if (none !== undefined && !(await lint.accepts(lint.adminKey)))
      lint.wrong('fault', none.answered, `a gateway that works again after ${point} (EAAP-0015-007)`);
  }
}

async function step(lint: Lint): Promise<void> {
  for (const what of ['fail', 'hold']) {
    await lint.result('storage.step', { do: what, at: 1000 });
    const none = await lint.result('storage.step', { do: 'none' });
    if (none !== undefined && !(await lint.accepts(lint.adminKey)))
      lint.wrong(
        'storage.step',
        none.answered,
        `a gateway that works as before after ${what} (RFC-0015 section 4.6)`,
      );
  }
}

async function auditExport(lint: Lint): Promise<void> {
  const exported = await lint.result('audit.export', { namespace });
  const { records, leaves } = (exported?.result ?? {}) as { records?: unknown[]; leaves?: unknown[] };
  if (exported !== undefined && records?.length !== leaves?.length)
    lint.wrong('audit.export', exported.answered, `one leaf for each of the ${records?.length} records`);
}

async function plant(lint: Lint): Promise<void> {
  const text = 'canary-lint-5d1f0a7e';
  const planted = await lint.result('canary.plant', { text });
  if (planted === undefined || !lint.has('storage.locate')) return;
  const located = await lint.result('storage.locate');
  if (located !== undefined && !contents(located.result).some((bytes) => bytes.includes(text)))
    lint.wrong('canary.plant', planted.answered, `"${text}" in a file of storage.locate (EAAP-0015-003)`);
}

async function compute(lint: Lint): Promise<void> {
  const unknown = await lint.result('compute', { topic: 'no-such-topic', input: {} });
  if (unknown !== undefined && unknown.result['unsupported'] !== true)
    lint.wrong(
      'compute',
      unknown.answered,
      '{"unsupported":true} for a topic it does not know (EAAP-0015-008)',
    );
  // The form alone: whether it is right is what `run --only vectors` says.
  const folder = new URL('../../../vectors/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => /^[a-z][a-z-]*\.json$/.test(name))) {
    const { cases } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as {
      cases: { input: unknown }[];
    };
    await lint.result('compute', { topic: file.replace('.json', ''), input: cases[0]?.input });
  }
}

async function provoke(lint: Lint): Promise<void> {
  let [connections, timer] = [0, undefined as NodeJS.Timeout | undefined];
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const provoked = await lint.result('egress.provoke', { host: '127.0.0.1', port });
    const came = new Promise((resolve) => {
      timer = setTimeout(resolve, 1000);
      if (connections > 0) resolve(undefined);
      server.once('connection', resolve);
    });
    await came;
    clearTimeout(timer);
    if (provoked !== undefined && connections !== 1)
      lint.wrong(
        'egress.provoke',
        provoked.answered,
        `one connection to the port it was given, not ${connections}`,
      );
  } finally {
    server.close();
  }
}

async function kill(lint: Lint): Promise<void> {
  const before = lint.adminKey;
  const killed = await lint.result('kill');
  if (killed === undefined) return;
  if (await lint.answers()) lint.wrong('kill', killed.answered, `nobody at ${lint.url} any more`);
  await lint.refused('stop', {}, 'it is killed (RFC-0015 section 4.2)');
  const again = await lint.started('start');
  if (lint.adminKey !== before) lint.wrong('start', again, 'the admin_key of before: only reset changes it');
}

async function reset(lint: Lint): Promise<void> {
  const before = lint.adminKey;
  const fresh = await lint.started('reset');
  if (await lint.accepts(before))
    lint.wrong('reset', fresh, 'a gateway that accepts no key of before (EAAP-0015-002)');
}

/** How each hook is gone through, in an order in which none spoils the next: what ends the gateway comes last. */
export const TRIALS: readonly (readonly [Hook, (lint: Lint) => Promise<unknown>])[] = [
  ['clock', clock],
  ['entropy.seed', (lint) => lint.result('entropy.seed', { seed: 'lint' })],
  ['storage.locate', locate],
  ['storage.dump', (lint) => lint.result('storage.dump')],
  ['keys.disclose', (lint) => lint.result('keys.disclose', { namespace })],
  ['audit.export', auditExport],
  ['storage.tamper', tamper],
  ['fault', fault],
  ['storage.step', step],
  ['compute', compute],
  ['egress.provoke', provoke],
  ['canary.plant', plant],
  ['kill', kill],
  ['reset', reset],
];
