import { CAPABILITIES } from '@eaap/judgment';
import { ENGINE_VERSION } from '@eaap/admissibility';
import {
  entries,
  latestCheckpoint,
  proveConsistency,
  proveInclusion,
  readRecord,
  type View,
} from '@eaap/ledger';
import { EaapError, type RouteId } from '@eaap/protocol';
import type { Handler } from '../types.ts';

/** The protocol version that is spoken here. */
export const PROTOCOL_VERSION = '2.0';

const whole = (query: Readonly<Record<string, string>>, name: string): number | undefined =>
  query[name] === undefined ? undefined : Number(query[name]);

const log: Handler = async ({ ledger }, actor, { query }) => {
  const cursor = query['cursor'];
  if (cursor !== undefined && !/^(0|[1-9]\d{0,15})$/.test(cursor)) {
    throw new EaapError('invalid-request', 'cursor must be `next` of the page before.', {
      parameter: 'cursor',
    });
  }
  const limit = whole(query, 'limit');
  const evaluation = query['evaluation'];
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

async function newestOf(view: View): Promise<{ size: number; note: string }> {
  const checkpoint = await latestCheckpoint(view);
  if (checkpoint === undefined) throw new EaapError('not-found', 'This namespace has no checkpoint yet.');
  return checkpoint;
}

const checkpoint: Handler = async ({ ledger }, actor) => {
  const { note } = await ledger.read(actor.namespace, newestOf);
  return { body: { note, verifier_key: ledger.verifierKey } };
};

const proof: Handler = async ({ ledger }, actor, { query }) => {
  const seq = whole(query, 'seq') ?? 0;
  return {
    body: await ledger.read(actor.namespace, async (view) => {
      const { size, note } = await newestOf(view);
      const record = seq < size ? await readRecord(view, seq) : undefined;
      if (record === undefined) {
        throw new EaapError(
          'not-found',
          `The newest checkpoint has ${size} entries, and ${seq} is not among them.`,
        );
      }
      return { record, index: seq, size, proof: await proveInclusion(view, seq, size), checkpoint: note };
    }),
  };
};

const consistency: Handler = async ({ ledger }, actor, { query }) => {
  const from = whole(query, 'from') ?? 0;
  const to = whole(query, 'to') ?? 0;
  if (from > to)
    throw new EaapError('invalid-request', 'from must not be larger than to.', { parameter: 'from' });
  return {
    body: await ledger.read(actor.namespace, async (view) => {
      const { size } = await newestOf(view);
      if (to > size)
        throw new EaapError('not-found', `The newest checkpoint has ${size} entries, not ${to}.`);
      return { from, to, proof: await proveConsistency(view, from, to) };
    }),
  };
};

const discovery: Handler = async ({ ledger, profile }) => ({
  body: {
    protocol: 'eaap',
    version: PROTOCOL_VERSION,
    profile,
    capabilities: [...CAPABILITIES],
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
