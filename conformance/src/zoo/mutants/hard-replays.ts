import { engineDigest } from '@eaap/admissibility';
import { truncateSync, readFileSync } from 'node:fs';
import type { Unit } from '@eaap/ledger';
import {
  EaapError,
  systemEntropy,
  type CommitRequest,
  type EvaluateResponse,
  type Json,
} from '@eaap/protocol';
import type { Control } from '../../control/types.ts';
import type { Mutant } from '../types.ts';
import { all, handling, withEngine, withUnit } from './lib/deciding.ts';
import { over } from './lib/parts.ts';
import { twisted, withBody } from './lib/wire.ts';

/** The length a SQLite journal (its write-ahead log) has without its newest transaction. */
function withoutNewest(journal: Buffer): number {
  const [head, frameHead] = [32, 24];
  if (journal.length <= head) return journal.length;
  const page = journal.readUInt32BE(8);
  // Frames of an earlier round, left behind the present one, bear other salts.
  const salts = journal.subarray(16, 24);
  const ends: number[] = [];
  for (let at = head; at + frameHead + page <= journal.length; at += frameHead + page) {
    if (!journal.subarray(at + 8, at + 16).equals(salts)) break;
    if (journal.readUInt32BE(at + 4) !== 0) ends.push(at + frameHead + page);
  }
  return ends.at(-2) ?? head;
}

/** A power cut that takes with it what was written and not yet flushed. */
const unflushed = (next: Control): Control => ({
  ...next,
  async kill() {
    const { files } = await next.locate();
    await next.kill();
    const journal = files.find((file) => file.endsWith('-wal'));
    if (journal !== undefined) truncateSync(journal, withoutNewest(readFileSync(journal)));
  },
});

/** A unit in which it is a millisecond earlier. */
const earlier = (unit: Unit): Unit => ({ ...unit, now: unit.now - 1 });

const without = (action: Json, name: string): Json => {
  const { parameters, ...rest } = action as { parameters: Record<string, Json> };
  const { [name]: _, ...kept } = parameters;
  return { ...rest, parameters: kept };
};

/** Broken in what is repeated, swapped, or asked again after a restart. */
export const HARD_REPLAY_MUTANTS: readonly Mutant[] = [
  {
    id: 'flushes-when-it-likes',
    breaks: ['EAAP-0001-084', 'EAAP-0001-047', 'EAAP-0001-097', 'EAAP-0001-146', 'EAAP-0008-024'],
    invariant: [6, 7, 12],
    description: 'Answers before what it has written is flushed, so that a power cut takes the newest of it.',
    expected: [
      'admission.evaluation-survives-kill',
      'ledger.conflict-after-kill',
      'admission.token-after-kill',
      'secrets.erasure-resumed-after-kill',
      'failing.commit-killed-at-each-step',
      'failing.store-killed-in-between',
    ],
    control: unflushed,
  },
  {
    id: 'forgets-uses-at-restart',
    breaks: ['EAAP-0001-097', 'EAAP-0001-099'],
    invariant: [12],
    description: 'Keeps in memory which tokens were redeemed.',
    expected: ['admission.token-after-restart', 'admission.token-after-kill'],
    change: (parts) => {
      const known = new Set<string>();
      return handling('commit', async ({ context, actor, next }) => {
        if (!known.has(actor.namespace)) {
          known.add(actor.namespace);
          await context.ledger.parts.store.transaction(actor.namespace, async (tx) => {
            for (const { id } of await tx.select('evaluations', { where: { status: 'committed' } })) {
              await tx.update('evaluations', { id }, { status: 'open', committed_at: null });
              await tx.delete('commits', { evaluation: id });
              await tx.delete('idempotency', { reference: id });
            }
          });
        }
        return next();
      })(parts);
    },
  },
  {
    id: 'leaves-created-at-out',
    breaks: ['EAAP-0001-091'],
    invariant: [11],
    description: 'Takes a parameter named created_at for bookkeeping, and does not compare it.',
    expected: ['admission.no-member-left-out'],
    change: (parts) => {
      const allowed = new Map<string, Json>();
      return all(
        handling('evaluate', async ({ call, next }) => {
          const answer = await next();
          const { action } = call.body as { action: Json };
          allowed.set((answer.body as EvaluateResponse).token, action);
          return answer;
        }),
        handling<CommitRequest>('commit', ({ call, next }) => {
          const action = allowed.get(call.body.token);
          const plain = (one: Json): string => JSON.stringify(without(one, 'created_at'));
          const isSame = action !== undefined && plain(action) === plain(call.body.action as unknown as Json);
          if (!isSame) return next();
          return next({ call: { ...call, body: { ...call.body, action: action as never } } });
        }),
      )(parts);
    },
  },
  {
    id: 'compares-as-written',
    breaks: ['EAAP-0001-106'],
    invariant: [13],
    description: 'Finds an approval by the text of an action, so that one written otherwise has none.',
    expected: ['admission.same-action-other-spelling'],
    fetch: twisted(() => async ({ path, text }, next) => {
      const response = await next();
      if (!path.endsWith('/actions/evaluate') || response.status !== 200 || !/^\{ "action" : /.test(text))
        return response;
      const { evaluation } = (await response.json()) as EvaluateResponse;
      const escalated = new EaapError('escalated', 'This action needs a person.');
      return withBody(
        response,
        {
          type: 'urn:eaap:problem:escalated',
          title: 'A person must decide',
          status: 403,
          detail: escalated.detail,
          evaluation: { ...evaluation, verdict: 'ESCALATE' },
        },
        403,
      );
    }),
  },
  {
    id: 'overlooks-its-own-version',
    breaks: ['EAAP-0008-015'],
    invariant: [11],
    description: 'Leaves out of the state which version of it decides.',
    expected: ['admission.drift-of-the-engine'],
    change: withEngine({ digest: engineDigest }),
  },
  {
    id: 'approves-a-moment-late',
    breaks: ['EAAP-0001-111'],
    invariant: [12, 13],
    description: 'Approves in the very millisecond in which an escalation expires.',
    expected: ['admission.escalation-to-the-millisecond'],
    change: handling('approve', ({ context, next }) => next({ context: withUnit(context, earlier) })),
  },
  {
    id: 'nonces-from-a-counter',
    breaks: ['EAAP-0012-006'],
    invariant: [3],
    description: 'Counts nonces in twelve bits, and begins again.',
    expected: ['secrets.nonces-of-many'],
    change: (parts) => {
      const entropy = parts.entropy ?? systemEntropy();
      let count = 0;
      const nonce = (): Uint8Array => {
        const bytes = new Uint8Array(12);
        bytes[0] = (count >> 8) & 0x0f;
        bytes[1] = count & 0xff;
        count += 1;
        return bytes;
      };
      return { ...parts, entropy: over(entropy, { bytes: (n) => (n === 12 ? nonce() : entropy.bytes(n)) }) };
    },
  },
];
