import assert from 'node:assert/strict';
import { readFileSync, existsSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { EaapError, formatTime, type Json, type ProblemType, type StoreRequest } from '@eaap/protocol';
import {
  createNamespace,
  entries,
  setTrust,
  DEFAULT_TRUST,
  storeFact,
  type Actor,
  type Ledger,
  type StoreAnswer,
} from '../../src/index.ts';
import { gateway, START, type TestGateway, type TestOptions } from '../support/gateway.ts';

export { START };

const actor = (principal: string, roles: Actor['roles'], sources: Actor['sources'] = []): Actor => ({
  namespace: 'acme',
  credential: '018bcfe5-6800-7000-8000-000000000000',
  principal,
  owner: principal,
  roles,
  sources,
});

export const RECORDER = actor(
  'recorder',
  ['recorder'],
  [
    { kind: 'human', id: '*' },
    { kind: 'system', id: '*' },
    { kind: 'tool', id: '*' },
    { kind: 'document', id: 'manual' },
    { kind: 'agent', id: '*' },
  ],
);
export const AGENT = actor('bot', ['agent'], [{ kind: 'agent', id: 'bot' }]);
export const APPROVER = actor('approver', ['approver']);
export const ADMIN = actor('root', ['admin']);

/** Sources of falling trust in the default table: authoritative, verified, untrusted. */
export const human = { kind: 'human', id: 'ada' } as const;
export const system = { kind: 'system', id: 'shop' } as const;
export const bot = { kind: 'agent', id: 'bot' } as const;

export type Wanted = Omit<Partial<StoreRequest>, 'source'> & {
  readonly source?: {
    readonly kind: 'human' | 'system' | 'tool' | 'document' | 'agent';
    readonly id: string;
  };
  readonly observed?: number;
  readonly by?: Actor;
};

export interface Vault extends Omit<TestGateway, 'store'> {
  /** Stores a fact of order:7's total, by the shop, unless told otherwise. */
  store(value: Json, wanted?: Wanted): Promise<StoreAnswer>;
  /** Stores a value that is refused, and gives the problem. */
  refused(value: Json, wanted?: Wanted): Promise<EaapError>;
  /** The log as `type object reason`, ids shortened to the order in which they were first seen. */
  log(): Promise<string[]>;
}

/** A ledger on a real file with the namespaces acme and umbra. */
export async function vault(t: TestContext, options: TestOptions & { many?: string[] } = {}): Promise<Vault> {
  const { many, ...rest } = options;
  const g = await gateway(t, rest);
  await createNamespace(g.ledger, { namespace: 'umbra', admin: 'root', owner: 'eve', by: 'admin' });
  if (many !== undefined) {
    await g.ledger.write('acme', 'root', (unit) => setTrust(unit, { ...DEFAULT_TRUST, many }));
  }
  const store = (value: Json, wanted: Wanted = {}): Promise<StoreAnswer> => {
    const { source = system, observed = g.clock.now(), by = RECORDER, ...more } = wanted;
    return storeFact(g.ledger, by, {
      subject: 'order:7',
      attribute: 'total',
      value,
      source: { ...source, observed_at: formatTime(observed) },
      ...more,
    });
  };
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(g),
      store: { value: store },
      refused: { value: (value: Json, wanted?: Wanted) => refusedBy(store(value, wanted)) },
      log: { value: () => logOf(g.ledger) },
    },
  ) as Vault;
}

/** The problem that something was refused with. */
export async function refusedBy(promise: Promise<unknown>): Promise<EaapError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof EaapError, String(error));
    return error;
  }
  return assert.fail('It was not refused.');
}

/** Expects a problem of a type, with a sentence. */
export async function refuses(
  promise: Promise<unknown>,
  type: ProblemType,
  sentence: RegExp,
): Promise<EaapError> {
  const error = await refusedBy(promise);
  assert.equal(error.type, type, error.message);
  assert.match(error.detail, sentence);
  return error;
}

/** The log of acme from its first fact on. */
async function logOf(ledger: Ledger): Promise<string[]> {
  const page = await ledger.read('acme', (view) => entries(view, { limit: 500 }));
  const names = new Map<string, string>();
  const short = (object: string): string =>
    object.replace(/^([a-z]+):([0-9a-f-]{36})/, (_, kind: string, id: string) => {
      const count = [...names.values()].filter((name) => name.startsWith(kind)).length;
      if (!names.has(id)) names.set(id, `${kind}${count + 1}`);
      return names.get(id) ?? '';
    });
  return page.entries
    .map(({ record }) => record)
    .filter(({ type }) => /^(fact|conflict|subject|record)\./.test(type))
    .map(({ type, object, reason }) => [type, short(object ?? ''), reason ?? ''].join(' ').trim());
}

/** Everything in the files of the database, as one string of bytes. */
export function rawBytes(v: Vault): Buffer {
  return Buffer.concat(
    v.ledger.parts.store
      .files()
      .filter(existsSync)
      .map((file) => readFileSync(file)),
  );
}

/** Whether bytes or text occur in the files, in UTF-8, UTF-16, hex or base64. */
export function occurs(raw: Buffer, sought: string | Uint8Array): boolean {
  const bytes = Buffer.from(sought as string);
  const forms = [
    bytes,
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('base64').replace(/=+$/, '')),
  ];
  if (typeof sought === 'string') forms.push(Buffer.from(sought, 'utf16le'));
  return forms.some((form) => raw.includes(form));
}
