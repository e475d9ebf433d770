import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  bootstrap,
  createNamespace,
  entries,
  openLedger,
  setManifest,
  setPolicy,
  storeFact,
  type Actor,
  type Ledger,
} from '@eaap/ledger';
import {
  confirmationKey,
  createIds,
  EaapError,
  formatTime,
  manualClock,
  seededEntropy,
  type Action,
  type EvaluateResponse,
  type Fact,
  type Json,
  type ManualClock,
  type Manifest,
  type Policy,
  type ProblemType,
  type Receipt,
} from '@eaap/protocol';
import { memoryKeyStore, openSqlite } from '@eaap/store';
import { commit, createEngine, evaluate, type Engine, type EngineParts } from '../src/index.ts';

export const START = 1_800_000_000_000;

export const REFUND: Manifest = {
  v: 1,
  tool: 'billing.refund',
  version: '1',
  description: 'Pays money back.',
  effects: [{ effect: 'money.move', target: { param: '/account', kind: 'resource' } }],
  parameters: {
    '/customer': { type: 'identifier' },
    '/account': {
      type: 'identifier',
      authority: { subject: { param: '/customer' }, attribute: 'account', relation: 'equal' },
    },
    '/amount': { type: 'money' },
    '/note': { type: 'text', required: false },
  },
  cost: { amount: '/amount' },
};

export const POLICY: Policy = {
  v: 1,
  name: 'test',
  version: '1',
  executors: ['executor', 'second'],
  grants: [
    {
      id: 'refunds',
      principals: ['bot'],
      tools: ['billing.*'],
      effects: ['money.move'],
      targets: ['resource:acct_*'],
      risk: 'high',
      environment: 'production',
    },
  ],
  rules: [],
  limits: [
    {
      id: 'daily',
      kind: 'quota',
      scope: 'principal',
      currency: 'EUR',
      max: 10_000,
      window_ms: 86_400_000,
      outcome: 'block',
    },
    { id: 'loop', kind: 'loop', scope: 'principal', max: 20, window_ms: 60_000, outcome: 'block' },
  ],
  confidence: { minimum: 5000 },
  escalate: { effects: [], reversibility: [] },
  escalation: { target: 'refund-desk', ttl_ms: 3_600_000 },
  selects: [],
  ttl_ms: 60_000,
  window_ms: 60_000,
  outcome_ms: 900_000,
};

const actor = (
  principal: string,
  owner: string,
  roles: Actor['roles'],
  sources: Actor['sources'] = [],
): Actor => ({
  namespace: 'acme',
  credential: '018bcfe5-6800-7000-8000-000000000000',
  principal,
  owner,
  roles,
  sources,
});
export const BOT = actor('bot', 'ada', ['agent'], [{ kind: 'agent', id: 'bot' }]);
export const EXECUTOR = actor('executor', 'ada', ['executor']);
export const SECOND = actor('second', 'ada', ['executor']);
export const APPROVER = actor('desk', 'grace', ['approver']);
export const INSIDER = actor('insider', 'ada', ['approver']);
export const ADMIN = actor('root', 'ada', ['admin']);
const RECORDER = actor('recorder', 'ada', ['recorder'], [{ kind: 'system', id: '*' }]);

export const refund = (more: Partial<Action> = {}, parameters: Record<string, Json> = {}): Action => ({
  tool: 'billing.refund',
  environment: 'production',
  parameters: {
    customer: 'customer:7',
    account: 'acct_7',
    amount: { amount: '1250', currency: 'EUR' },
    ...parameters,
  },
  ...more,
});

export const KEY = confirmationKey(seededEntropy('confirmation'));

export interface Bench {
  readonly engine: Engine;
  readonly ledger: Ledger;
  readonly clock: ManualClock;
  readonly file: string;
  /** The fact that the account of customer:7 is acct_7, which grounds a refund. */
  readonly account: Fact;
  fact(subject: string, attribute: string, value: Json): Promise<Fact>;
  policy(change: (policy: Policy) => Policy): Promise<void>;
  allowed(action?: Action): Promise<EvaluateResponse>;
  committed(action?: Action): Promise<Receipt>;
  commit(token: string, action?: Action, key?: string): Promise<Receipt>;
  /** The types of the log of acme since the bench was set up, with reasons. */
  log(): Promise<string[]>;
}

/** A gateway on a real file, with one fact. */
export async function bench(t: TestContext, parts: Partial<EngineParts> = {}): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'eaap-admissibility-'));
  const file = join(folder, 'gateway.db');
  const clock = manualClock(START);
  const entropy = seededEntropy(t.name);
  const store = await openSqlite({ path: file });
  const keys = memoryKeyStore({ entropy, clock });
  const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
  t.after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  await bootstrap(ledger);
  await createNamespace(ledger, { namespace: 'acme', admin: 'root', owner: 'ada', by: 'admin' });
  await ledger.write('acme', 'root', async (unit) => {
    await setPolicy(unit, POLICY);
    await setManifest(unit, REFUND);
  });
  const engine = createEngine(ledger, parts);
  const fact = async (subject: string, attribute: string, value: Json): Promise<Fact> => {
    const source = { kind: 'system', id: 'crm', observed_at: formatTime(clock.now()) } as const;
    return (await storeFact(ledger, RECORDER, { subject, attribute, value, source })).body.fact;
  };
  const account = await fact('customer:7', 'account', 'acct_7');
  const begin = (await ledger.read('acme', (view) => entries(view, { limit: 500 }))).size;
  const request = (token: string, action: Action) => ({
    token,
    action,
    audience: 'https://bank.example',
    confirmation_key: KEY.publicKey,
  });
  const self: Bench = {
    engine,
    ledger,
    clock,
    file,
    account,
    fact,
    policy: (change) =>
      ledger.write('acme', 'root', async (unit) => void (await setPolicy(unit, change(POLICY)))),
    allowed: (action = refund()) => evaluate(engine, BOT, { action }),
    commit: async (token, action = refund(), key) =>
      (await commit(engine, EXECUTOR, request(token, action), key)).receipt,
    committed: async (action = refund()) => self.commit((await self.allowed(action)).token, action),
    log: async () => {
      const page = await ledger.read('acme', (view) => entries(view, { cursor: begin, limit: 500 }));
      return page.entries.map(({ record }) =>
        record.reason === null ? record.type : `${record.type} ${record.reason}`,
      );
    },
  };
  return self;
}

/** Runs what must be refused and gives the problem, so that type and sentence can both be asserted. */
export async function refused(type: ProblemType, work: () => Promise<unknown>): Promise<EaapError> {
  try {
    await work();
  } catch (thrown) {
    assert.ok(thrown instanceof EaapError, String(thrown));
    assert.equal(thrown.type, type, thrown.message);
    return thrown;
  }
  assert.fail(`expected ${type}`);
}
