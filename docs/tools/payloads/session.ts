import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  fromBase64,
  fromUtf8,
  makeBundle,
  manualClock,
  noteSigner,
  ROUTES,
  seededEntropy,
  type BundleEnvelope,
  type EntriesResponse,
  type Json,
  type ProofResponse,
  type Receipt,
  type RouteId,
} from '@eaap/protocol';
import { readCredentials, Service, type Credentials } from '@eaap/sdk';

/** A payload that went over the wire, and the schema it has to match. */
export interface Payload {
  /** The `$id` of its schema. */
  readonly schema: string;
  readonly title: string;
  readonly value: Json;
}

type Role = keyof Credentials['keys'] | 'system';

/** What a request is made of beside its body. */
interface Send {
  readonly as?: Role;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly version?: number;
}

const PROBLEM = 'urn:eaap:schema:v2:problem';
const START = Date.parse('2026-01-31T09:30:00.000Z');
const OBSERVED = '2026-01-31T09:00:00.000Z';
/** The public key of the first test vector of RFC 8032. */
const PUBLIC_KEY = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
const CRM = { kind: 'system', id: 'crm', observed_at: OBSERVED };
const REFUND = {
  tool: 'billing.refund',
  parameters: { customer: 'customer:42', account: 'acct_7', amount: { amount: '1250', currency: 'EUR' } },
  environment: 'production',
  intent: 'Refund for the broken lamp.',
  claims: [{ subject: 'customer:42', attribute: 'account', value: 'acct_7' }],
};
const MAIL = {
  tool: 'mail.send',
  parameters: { to: 'ada@example.com', subject: 'Your refund', body: 'It is on its way.' },
  environment: 'production',
};

/** Somebody who reads the log, and signs what is put together of it. */
const AUDITOR = noteSigner({ name: 'auditor.example', seed: new Uint8Array(32).fill(7) });

const schemaOf = (schema: unknown): string | undefined => (schema as { $id?: string } | null)?.$id;

function routeOf(id: RouteId): (typeof ROUTES)[number] {
  const route = ROUTES.find((one) => one.id === id);
  if (route === undefined) throw new Error(`There is no route ${id}.`);
  return route;
}

/** A gateway on a clock and entropy that stand still, whose every request and answer is kept. */
class Recorder {
  readonly payloads: Payload[] = [];
  readonly #service: Service;
  readonly #credentials: Credentials;

  constructor(service: Service, credentials: Credentials) {
    this.#service = service;
    this.#credentials = credentials;
  }

  /** Sends a request; what was sent and answered is kept under `title`. */
  async call<T = Record<string, never>>(
    title: string,
    id: RouteId,
    body?: unknown,
    send: Send = {},
  ): Promise<T> {
    const answer = await this.#send(id, body, send);
    const route = routeOf(id);
    const isGood = answer.status < 400;
    const request = schemaOf(route.request);
    if (request !== undefined) this.keep(request, title, body as Json);
    const response = isGood ? schemaOf(route.response) : PROBLEM;
    const read = JSON.parse(answer.body) as Json;
    if (response !== undefined) this.keep(response, title, read);
    return read as T;
  }

  /** Reads something; nothing of it is kept. */
  async read<T>(id: RouteId, send: Send): Promise<T> {
    return JSON.parse((await this.#send(id, undefined, send)).body) as T;
  }

  #send(id: RouteId, body: unknown, send: Send): ReturnType<Service['dispatch']> {
    const { as, params, query, version } = send;
    const route = routeOf(id);
    const key =
      as === 'system' ? this.#credentials.system : this.#credentials.keys[as ?? (route.roles[0] as never)];
    return this.#service.dispatch({
      route: id,
      ...(route.roles.length === 0 ? {} : { key }),
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      headers: {
        'content-type': 'application/json',
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Keeps a payload under `title`. */
  keep(schema: string, title: string, value: Json): void {
    this.payloads.push({ schema, title, value });
  }
}

/** What an auditor hands on about a decision: read from the log at the end of the story, once its records are there. */
async function bundles(recorder: Recorder): Promise<void> {
  const read = <T>(id: RouteId, query: Record<string, string>): Promise<T> =>
    recorder.read<T>(id, { as: 'auditor', query });
  const committed = recorder.payloads.find(({ schema }) => schema.endsWith(':commit-response'))?.value;
  const { receipt } = committed as unknown as { receipt: Receipt };
  const { entries } = await read<EntriesResponse>('entries', { limit: '100' });
  const records = entries.map(({ record }) => record);
  const blocked = records.find(({ verdict }) => verdict === 'BLOCK');
  for (const [title, evaluation, of] of [
    ['What shows the refund', receipt.record.evaluation, receipt],
    ['What shows that an action was blocked', blocked?.evaluation, null],
  ] as const) {
    const shown = [];
    let checkpoint = '';
    for (const record of records.filter((one) => one.evaluation === evaluation)) {
      const proven = await read<ProofResponse>('proof', { seq: String(record.seq) });
      shown.push({ record, proof: proven.proof });
      checkpoint = proven.checkpoint;
    }
    const envelope = JSON.parse(makeBundle({ entries: shown, checkpoint, receipt: of }, AUDITOR)) as Json;
    const { payload } = envelope as BundleEnvelope;
    recorder.keep('urn:eaap:schema:v2:bundle-envelope', title, envelope);
    recorder.keep(
      'urn:eaap:schema:v2:bundle-statement',
      title,
      JSON.parse(fromUtf8(fromBase64(payload))) as Json,
    );
  }
}

interface Decided {
  readonly evaluation: { readonly id: string };
  readonly token: string;
  readonly escalation: string;
}

/** Every route of the binding in one story: a customer's facts, a refund, a mail that waits for a person. */
async function story(call: Recorder['call']): Promise<void> {
  await call('What a gateway says of itself', 'discovery');
  const { fact } = await call<{ fact: { id: string } }>(
    'A fact from the CRM',
    'store',
    {
      subject: 'customer:42',
      attribute: 'account',
      value: 'acct_7',
      source: CRM,
    },
    { as: 'recorder' },
  );
  const limit = { subject: 'customer:42', attribute: 'refund.limit', source: CRM };
  await call(
    'A fact whose value is money',
    'store',
    { ...limit, value: { amount: '5000', currency: 'EUR' }, confidence: 9000 },
    { as: 'recorder' },
  );
  await call(
    'The same value again',
    'store',
    { ...limit, value: { amount: '5000', currency: 'EUR' } },
    { as: 'recorder' },
  );
  await call(
    'A mail address in a statement',
    'store',
    {
      subject: 'customer:42',
      attribute: 'contact',
      value: 'mail',
      statement: 'Write to ada@example.com.',
      source: CRM,
      about: ['household:7'],
    },
    { as: 'recorder' },
  );
  await call(
    'A fact without its source',
    'store',
    { subject: 'customer:42', attribute: 'x', value: 1 },
    { as: 'recorder' },
  );
  const { conflict_id } = await call<{ conflict_id: string }>(
    'A value that contradicts',
    'store',
    {
      subject: 'customer:42',
      attribute: 'contact',
      value: 'telephone',
      source: CRM,
    },
    { as: 'recorder' },
  );
  await call('An open conflict', 'conflict', undefined, { as: 'auditor', params: { id: conflict_id } });
  await call(
    'The context of a customer',
    'search',
    { subject: 'customer:42', query: 'refund limit' },
    { as: 'agent' },
  );
  await call(
    'The newer value holds',
    'resolve',
    { resolution: 'replace', reason: 'Confirmed by telephone.' },
    { as: 'approver', params: { id: conflict_id }, version: 1 },
  );
  await call(
    'A fact is locked',
    'lock',
    { reason: 'Agreed in writing.' },
    { as: 'approver', params: { id: fact.id }, version: 1 },
  );
  await call('A locked fact', 'fact', undefined, { as: 'auditor', params: { id: fact.id } });
  await call(
    'A fact is unlocked',
    'unlock',
    { reason: 'The agreement has ended.' },
    { as: 'approver', params: { id: fact.id }, version: 2 },
  );
  await call(
    'A version that is not the current one',
    'lock',
    { reason: 'Late.' },
    { as: 'approver', params: { id: fact.id }, version: 1 },
  );

  const allowed = await call<Decided>(
    'A refund within the limit',
    'evaluate',
    { action: REFUND },
    { as: 'agent' },
  );
  await call('A refund that is allowed', 'evaluation', undefined, {
    as: 'auditor',
    params: { id: allowed.evaluation.id },
  });
  await call(
    'The refund is committed',
    'commit',
    { token: allowed.token, action: REFUND, audience: 'billing', confirmation_key: PUBLIC_KEY },
    { as: 'executor' },
  );
  await call(
    'The token once more',
    'commit',
    { token: allowed.token, action: REFUND, audience: 'billing', confirmation_key: PUBLIC_KEY },
    { as: 'executor' },
  );
  await call(
    'The refund was made',
    'outcome',
    {
      evaluation: allowed.evaluation.id,
      status: 'executed',
      artifacts: [{ name: 'booking', digest: `sha256:${'4'.repeat(64)}` }],
    },
    { as: 'executor' },
  );
  await call(
    'A refund above the limit',
    'evaluate',
    {
      action: {
        ...REFUND,
        parameters: { ...REFUND.parameters, amount: { amount: '9900', currency: 'EUR' } },
      },
    },
    { as: 'agent' },
  );
  await call(
    'A tool nobody has described',
    'evaluate',
    { action: { tool: 'shell.run', parameters: { command: 'ls' }, environment: 'production' } },
    { as: 'agent' },
  );

  const waiting = await call<Decided>(
    'A mail waits for a person',
    'evaluate',
    { action: MAIL },
    { as: 'agent' },
  );
  const shown = await call<{ challenge: string; version: number }>(
    'A pending escalation',
    'escalation',
    undefined,
    { as: 'approver', params: { id: waiting.escalation } },
  );
  await call('Escalations that wait', 'escalations', undefined, {
    as: 'approver',
    query: { status: 'pending' },
  });
  await call(
    'The mail is approved',
    'approve',
    { challenge: shown.challenge, reason: 'Checked against the order.' },
    { as: 'approver', params: { id: waiting.escalation }, version: shown.version },
  );
  const denied = await call<Decided>(
    'Another mail',
    'evaluate',
    { action: { ...MAIL, parameters: { ...MAIL.parameters, subject: 'Another' } } },
    { as: 'agent' },
  );
  await call(
    'The other mail is denied',
    'deny',
    { reason: 'The order was never delivered.' },
    { as: 'approver', params: { id: denied.escalation }, version: 1 },
  );

  await call(
    'An agent is halted',
    'halt',
    { scope: 'agent', agent: 'agent', reason: 'It repeats itself.' },
    { as: 'admin' },
  );
  await call('What is halted', 'control', undefined, { as: 'auditor' });
  await call(
    'The agent may go on',
    'resume',
    { scope: 'agent', agent: 'agent', reason: 'The prompt was corrected.' },
    { as: 'admin' },
  );

  const { policy } = await call<{ policy: Record<string, unknown> }>(
    'The policy in force',
    'policy',
    undefined,
    { as: 'auditor' },
  );
  await call('A new version of the policy', 'set-policy', { ...policy, version: '2' }, { as: 'admin' });
  await call(
    'A policy whose rule does not compile',
    'set-policy',
    {
      ...policy,
      rules: [
        { id: 'torn', description: 'Torn.', when: 'action.', outcome: 'block', admissible: 'Nothing.' },
      ],
    },
    { as: 'admin' },
  );
  const { trust } = await call<{ trust: Record<string, unknown> }>(
    'The trust table in force',
    'trust',
    undefined,
    { as: 'auditor' },
  );
  await call(
    'A trust table with a many-valued attribute',
    'set-trust',
    { ...trust, version: '2', many: ['mail'] },
    { as: 'admin' },
  );
  const { manifests } = await call<{ manifests: { manifest: { tool: string } }[] }>(
    'The tool manifests',
    'manifests',
    undefined,
    { as: 'auditor' },
  );
  for (const { manifest } of manifests)
    await call(
      `The manifest of ${manifest.tool}`,
      'set-manifest',
      { ...manifest, version: '2' },
      { as: 'admin', params: { tool: manifest.tool } },
    );

  const made = await call<{ credential: { id: string } }>(
    'A key for a recorder',
    'create-key',
    {
      principal: 'importer',
      owner: 'operator',
      roles: ['recorder'],
      sources: [{ kind: 'system', id: 'crm' }],
    },
    { as: 'admin' },
  );
  await call(
    'A key for an auditor that expires',
    'create-key',
    { principal: 'audit', owner: 'auditor', roles: ['auditor'], expires_at: '2027-01-31T00:00:00.000Z' },
    { as: 'admin' },
  );
  await call(
    'Roles that may not be held together',
    'create-key',
    { principal: 'both', owner: 'operator', roles: ['agent', 'executor'] },
    { as: 'admin' },
  );
  await call('The credentials of a namespace', 'keys', undefined, { as: 'auditor' });
  await call('A key is revoked', 'revoke-key', undefined, {
    as: 'admin',
    params: { id: made.credential.id },
  });
  await call(
    'A new namespace',
    'create-namespace',
    { namespace: 'support', admin: 'admin', owner: 'operator' },
    { as: 'system' },
  );
  await call(
    'A namespace that exists',
    'create-namespace',
    { namespace: 'support', admin: 'admin', owner: 'operator' },
    { as: 'system' },
  );

  await call('The first records of a log', 'entries', undefined, { as: 'auditor', query: { limit: '5' } });
  await call('The newest checkpoint', 'checkpoint', undefined, { as: 'auditor' });
  await call('A proof of inclusion', 'proof', undefined, { as: 'auditor', query: { seq: '3' } });
  await call('A proof of consistency', 'consistency', undefined, {
    as: 'auditor',
    query: { from: '2', to: '9' },
  });
  await call(
    'A customer is erased',
    'erase',
    { subject: 'customer:42', identifiers: ['ada@example.com'], reason: 'Request of the data subject.' },
    { as: 'admin' },
  );
  await call('A fact that was erased', 'fact', undefined, { as: 'auditor', params: { id: fact.id } });
}

/** Plays the story on a gateway of its own, and returns everything that went over the wire. */
export async function playStory(): Promise<readonly Payload[]> {
  const path = mkdtempSync(join(tmpdir(), 'eaap-payloads-'));
  try {
    const service = await Service.open({
      path,
      clock: manualClock(START),
      entropy: seededEntropy('payloads'),
    });
    try {
      const credentials = readCredentials(path);
      if (credentials === undefined) throw new Error('The gateway wrote no credentials.');
      const recorder = new Recorder(service, credentials);
      await story(recorder.call.bind(recorder));
      await bundles(recorder);
      return recorder.payloads;
    } finally {
      await service.close();
    }
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
