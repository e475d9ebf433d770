import { CAPABILITIES } from '@eaap/judgment';
import { ENGINE_VERSION } from '@eaap/admissibility';
import { entries, latestCheckpoint, proveConsistency, proveEntry } from '@eaap/ledger';
import {
  EaapError,
  matches,
  Uuid,
  type CheckpointResponse,
  type ConsistencyResponse,
  type Discovery,
  type EntriesResponse,
  type ProofResponse,
  type RouteId,
} from '@eaap/protocol';
import type { Handler } from '../types.ts';

/** The protocol version that is spoken here. */
export const PROTOCOL_VERSION = '2.0';

const whole = (query: Readonly<Record<string, string>>, name: string): number | undefined =>
  query[name] === undefined ? undefined : Number(query[name]);

const log: Handler<never, EntriesResponse> = async ({ ledger }, actor, { query }) => {
  const cursor = query['cursor'];
  if (cursor !== undefined && !/^(0|[1-9]\d{0,15})$/.test(cursor)) {
    throw new EaapError('invalid-request', 'cursor must be `next` of the page before.', {
      parameter: 'cursor',
    });
  }
  const limit = whole(query, 'limit');
  const evaluation = query['evaluation'];
  if (evaluation !== undefined && !matches(Uuid, evaluation))
    throw new EaapError('invalid-request', 'evaluation must be the id of one.', { parameter: 'evaluation' });
  return {
    body: await ledger.read(actor.namespace, (view) =>
      entries(view, {
        ...(cursor === undefined ? {} : { cursor: Number(cursor) }),
        ...(limit === undefined ? {} : { limit }),
        ...(evaluation === undefined ? {} : { evaluation }),
      }),
    ),
  };
};

const checkpoint: Handler<never, CheckpointResponse> = async ({ ledger }, actor) => {
  const newest = await ledger.read(actor.namespace, latestCheckpoint);
  if (newest === undefined) throw new EaapError('not-found', 'This namespace has no checkpoint yet.');
  return { body: { note: newest.note, verifier_key: ledger.verifierKey } };
};

const proof: Handler<never, ProofResponse> = async ({ ledger }, actor, { query }) => ({
  body: await ledger.read(actor.namespace, (view) => proveEntry(view, whole(query, 'seq') ?? 0)),
});

const consistency: Handler<never, ConsistencyResponse> = async ({ ledger }, actor, { query }) => {
  const from = whole(query, 'from') ?? 0;
  const to = whole(query, 'to') ?? 0;
  if (from > to) {
    throw new EaapError('invalid-request', 'from must not be larger than to.', { parameter: 'from' });
  }
  return { body: await ledger.read(actor.namespace, (view) => proveConsistency(view, from, to)) };
};

const discovery: Handler<never, Discovery> = async ({ ledger, engine, profile }) => ({
  body: {
    protocol: 'eaap',
    version: PROTOCOL_VERSION,
    profile,
    capabilities: [...CAPABILITIES, ...engine.extractors.keys()].sort(),
    engine_version: ENGINE_VERSION,
    checkpoint_key: ledger.verifierKey,
  },
});

const livez: Handler = async () => ({ text: 'ok\n' });

const readyz: Handler = async ({ ready }) => {
  await ready();
  return { text: 'ok\n' };
};

const metrics: Handler = async (context, actor) => ({
  text: context.metrics(actor.namespace),
  headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
});

/** What a gateway proves, and what it says about itself. */
export const EVIDENCE = {
  entries: log,
  checkpoint,
  proof,
  consistency,
  discovery,
  livez,
  readyz,
  metrics,
} as const satisfies Partial<Record<RouteId, Handler>>;
