import { sha256, written } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { linkOf, recordLeaf } from '../../model/log.ts';
import { FILLED } from '../../model/record.ts';
import { signerOf, type Signer } from '../../model/sign.ts';
import { rootOf } from '../../model/tree.ts';
import type { CaseSource } from '../types.ts';

/** The gateway whose logs the vectors are about, and somebody of the same name with another key. */
export const gateway = signerOf('eaap.example', Buffer.alloc(32, 0x01));
export const impostor = signerOf('eaap.example', Buffer.alloc(32, 0x02));
export const witness = signerOf('witness.example', Buffer.alloc(32, 0x03));

/** Ids made of a pattern: the n-th. */
export const idOf = (n: number): string => `019c1371-2a40-7000-8000-${n.toString(16).padStart(12, '0')}`;
/** Digests made of a pattern. */
export const digestOf = (fill: number): string => `sha256:${Buffer.alloc(32, fill).toString('hex')}`;
/** 2026-01-31T09:30:00.000Z and so many milliseconds. */
export const timeAt = (ms: number): string => new Date(Date.UTC(2026, 0, 31, 9, 30) + ms).toISOString();

const OBJECTS: Readonly<Record<string, string>> = {
  'namespace.created': 'namespace:acme',
  'policy.changed': 'policy:starter@2',
  'manifest.changed': 'manifest:billing.refund@1',
  'trust.changed': 'trust:table@3',
  'control.halted': 'control:agent.billing-agent',
  'control.resumed': 'control:namespace.acme',
  'clock.rebased': 'clock:wall@1',
  'record.erased': `conflict:${idOf(7)}`,
  'fact.refused': `conflict:${idOf(7)}`,
};
const REASONS: Readonly<Record<string, string>> = {
  'fact.refused': 'locked',
  'conflict.resolved': 'keep_both',
  'commit.refused': 'state-drift',
  'outcome.reported': 'executed',
  'outcome.unknown': 'unknown',
  'clock.rebased': 'behind',
  'requests.refused': 'commit.invalid-token',
};

function objectOf(type: string): string {
  const [family = ''] = type.split('.');
  if (['key', 'subject'].includes(family)) return `${family === 'key' ? 'key' : 'erasure'}:${idOf(3)}`;
  if (['commit', 'outcome', 'evaluation'].includes(family)) return `evaluation:${idOf(2)}`;
  return OBJECTS[type] ?? `${family}:${idOf(4)}@1`;
}

/** What a record of a type fills, with values of a pattern. */
export function fieldsOf(type: string): JsonObject {
  const values: Readonly<Record<string, Json>> = {
    object: objectOf(type),
    evaluation: idOf(2),
    verdict: 'ALLOW',
    reason: REASONS[type] ?? null,
    policy: digestOf(0xa1),
    engine: digestOf(0xa2),
    state_hash: digestOf(0xa3),
    commitment: digestOf(0xa4),
  };
  const filled = FILLED[type] ?? [];
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, filled.includes(name) ? value : null]),
  );
}

/** A record of a type at a place, a second after the one before. */
export function recordAt(
  seq: number,
  type: string,
  prev: string | null,
  change: JsonObject = {},
): JsonObject {
  const who = type === 'outcome.unknown' || type === 'escalation.expired' ? 'gateway' : 'root';
  return {
    v: 1,
    seq,
    ts: timeAt(seq * 1000),
    ns: 'acme',
    type,
    principal: who,
    ...fieldsOf(type),
    prev,
    ...change,
  };
}

/** A record as it is to stand in a log: its type, and what is unusual about it. */
export type Draft = string | readonly [type: string, change: JsonObject];

/** Records one after another, each pointing to the one before. What a draft says of `prev` stands. */
export function chained(drafts: readonly Draft[]): JsonObject[] {
  const records: JsonObject[] = [];
  for (const [seq, draft] of drafts.entries()) {
    const [type, change] = typeof draft === 'string' ? [draft, {}] : draft;
    const before = records.at(-1);
    records.push(recordAt(seq, type, before === undefined ? null : linkOf(before), change));
  }
  return records;
}

/** The text of a checkpoint. */
export const checkpointText = (
  origin: string,
  size: number | string,
  root: Uint8Array,
  ...extensions: readonly string[]
): string =>
  [origin, String(size), Buffer.from(root).toString('base64'), ...extensions]
    .map((line) => `${line}\n`)
    .join('');

/** A checkpoint over records. */
export const checkpointOver = (
  records: readonly JsonObject[],
  signer: Signer = gateway,
  ns = 'acme',
): string =>
  signer.note(checkpointText(`eaap.example/${ns}`, records.length, rootOf(records.map(recordLeaf))));

/** The leaf hashes of records as they are written. */
export const leavesOf = (records: readonly JsonObject[]): string[] =>
  records.map((record) => written(recordLeaf(record)));

/** Bytes that are told apart by a number. */
export const bytesFor = (n: number): Buffer => sha256(Buffer.from(`vector ${n}`, 'utf8'));

/** Several cases of one requirement that are refused for one reason. */
export const refusedFor = (
  refused: string,
  requirement: string,
  cases: readonly (readonly [id: string, title: string, input: Json, mistake?: string])[],
): CaseSource[] =>
  cases.map(([id, title, input, mistake]) => ({
    id,
    title,
    requirements: [requirement],
    input,
    refused,
    ...(mistake === undefined ? {} : { mistake }),
  }));
