import { commitment } from '../../model/digest.ts';
import { decisionOf, seal, statementOf, type Predicate } from '../../model/envelope.ts';
import { canonical, canonicalBytes, type Json, type JsonObject } from '../../model/json.ts';
import { recordLeaf } from '../../model/log.ts';
import { signerOf, type Signer } from '../../model/sign.ts';
import { inclusionProof } from '../../model/tree.ts';
import { chained, checkpointOver, gateway, type Draft } from '../lib/evidence.ts';
import { action, claimsOf, salt } from './receipt-making.ts';

// Proof bundles and how they are handed to a verifier, for the topic `envelopes`.

export const auditor = signerOf('auditor.example', Buffer.alloc(32, 0x61));
export const ACTION = commitment(salt(0x22), action);

/** How the log of a bundle differs from the plain one. */
export interface Making {
  readonly decision?: JsonObject;
  /** What is unusual about the commit; none is made when left out. */
  readonly commit?: JsonObject;
  readonly claims?: JsonObject;
  /** What comes after the decision, and after the commit. */
  readonly then?: readonly Draft[];
  /** What comes before the decision. */
  readonly before?: readonly string[];
  readonly ns?: string;
  readonly signer?: Signer;
  /** Of which types records are entries; those of the decision when left out. */
  readonly shown?: (record: JsonObject) => boolean;
}

const entryOf = (records: readonly JsonObject[], at: number): Predicate['entries'][number] => ({
  record: records[at] as JsonObject,
  proof: inclusionProof(records.map(recordLeaf), at).map((hash) => `sha256:${hash.toString('hex')}`),
});

/** The contents of a bundle: its log has a few records, the decision, and what followed. */
export function contentsOf(making: Making = {}): Predicate & { readonly receipt: JsonObject | null } {
  const ns = making.ns ?? 'acme';
  const before = making.before ?? ['namespace.created', 'policy.changed', 'fact.stored'];
  const claims = claimsOf({ claims: { namespace: ns, ...making.claims } });
  const decision: Draft = [
    'evaluation.recorded',
    { principal: 'agent', commitment: ACTION, ...making.decision },
  ];
  const commit: Draft = [
    'commit.accepted',
    { principal: 'billing-executor', commitment: commitment(salt(0x33), claims), ...making.commit },
  ];
  const drafts: readonly Draft[] = [
    ...before,
    decision,
    ...(making.commit === undefined ? [] : [commit]),
    ...(making.then ?? []),
  ];
  const records = chained(
    drafts.map((draft): Draft =>
      typeof draft === 'string' ? [draft, { ns }] : [draft[0], { ns, ...draft[1] }],
    ),
  );
  const shown = making.shown ?? ((record) => record['evaluation'] !== null);
  const places = [...records.keys()].filter((at) => shown(records[at] as JsonObject));
  const at = records.findIndex(({ type }) => type === 'commit.accepted');
  const upTo = records.slice(0, at + 1);
  const signer = making.signer ?? gateway;
  return {
    entries: places.map((place) => entryOf(records, place)),
    checkpoint: checkpointOver(records, signer, ns),
    receipt:
      making.commit === undefined
        ? null
        : {
            claims,
            action_salt: salt(0x22).toString('base64url'),
            claims_salt: salt(0x33).toString('base64url'),
            ...entryOf(upTo, at),
            index: at,
            checkpoint: checkpointOver(upTo, signer, ns),
          },
  };
}

/** The statement over contents, for whatever record is taken for the decision. */
export function stated(contents: Predicate): JsonObject {
  const first = contents.entries[0]?.record ?? {};
  return statementOf(contents, decisionOf(contents) ?? first);
}

/** The text of an envelope over a statement, or over any bytes. */
export const sealed = (
  payload: JsonObject | Uint8Array,
  signers: readonly Signer[] = [gateway],
  payloadType?: string,
): string =>
  canonical(seal(payload instanceof Uint8Array ? payload : canonicalBytes(payload), signers, payloadType));

/** A bundle handed to a verifier. */
export const handed = (envelope: string, change: JsonObject = {}): JsonObject => ({
  op: 'verify',
  envelope,
  verifier_keys: [gateway.verifierKey],
  log_key: gateway.verifierKey,
  namespace: 'acme',
  ...change,
});

/** Contents handed to a verifier, in an envelope that is signed for them as they are. */
export const handedOver = (contents: Predicate, change: JsonObject = {}): JsonObject =>
  handed(sealed(stated(contents)), change);

/** Contents to be made a bundle of. */
export const toMake = (contents: Predicate, signers: readonly (readonly [string, number])[]): JsonObject => ({
  op: 'make',
  contents: contents as unknown as Json,
  signers: signers.map(([name, fill]) => ({ name, seed: salt(fill).toString('hex') })),
});
