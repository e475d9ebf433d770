import type { Oracle } from '../model/gateway/types.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { linkOf, recordLeaf } from '../model/log.ts';
import type { Sut } from '../sut/types.ts';
import { msOf } from './ask.ts';
import type { Parting } from './compare.ts';

/** A record as it was read. */
export interface Seen {
  readonly record: JsonObject;
  readonly leaf: string;
  /** The record as the model states one. */
  readonly entry: JsonObject;
  /** What is wrong with its place in chain and tree. */
  readonly fault?: Parting;
}

/** A record without what is the same in each and what follows from the one before. */
export function entryOf({ v: _, ns: __, prev: ___, ...rest }: JsonObject): JsonObject {
  return { ...rest, ts: msOf(rest['ts']) };
}

/** The records from `seq` on. */
export async function readRecords(sut: Sut, key: string, seq: number, before?: Seen): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let cursor: number | null = seq; cursor !== null;) {
    const path = `/v2/ledger/entries?limit=500&cursor=${cursor}`;
    const answer = await sut.request({ method: 'GET', path, key });
    const { entries = [], next = null } = (answer.json ?? {}) as {
      entries?: readonly { record: JsonObject; leaf: string }[];
      next?: number | null;
    };
    for (const { record, leaf } of entries) {
      const link = seen.at(-1) ?? before;
      const prev = link === undefined ? record['prev'] : linkOf(link.record);
      const own = `sha256:${recordLeaf(record).toString('hex')}`;
      const where = `/records/${String(record['seq'])}`;
      const fault =
        record['prev'] !== prev
          ? { where: `${where}/prev`, model: prev ?? null, gateway: record['prev'] ?? null }
          : own !== leaf
            ? { where: `${where}/leaf`, model: own, gateway: leaf }
            : undefined;
      seen.push({ record, leaf, entry: entryOf(record), ...(fault === undefined ? {} : { fault }) });
    }
    cursor = answer.status === 200 ? next : null;
  }
  return seen;
}

const FIRST: Readonly<Record<string, readonly string[]>> = {
  fact: ['fact.stored'],
  conflict: ['conflict.opened', 'conflict.noted'],
  evaluation: ['evaluation.recorded'],
  escalation: ['escalation.opened'],
  erasure: ['subject.erased'],
};

/** What nobody can know beforehand, out of what came. */
export function oracleFrom(records: readonly JsonObject[], answer: unknown): Oracle {
  const left = [...records];
  return {
    id(of) {
      const at = left.findIndex(({ type }) => FIRST[of]?.includes(String(type)));
      const [record] = at < 0 ? [] : left.splice(at, 1);
      return (
        /^[a-z]+:([0-9a-f-]{36})/.exec(String(record?.['object']))?.[1] ?? `no id for a new ${of} in the log`
      );
    },
    commitment: (object) =>
      String(
        records.find((record) => record['object'] === object && record['commitment'] !== null)?.[
          'commitment'
        ] ?? 'none in the log',
      ),
    answered: (...path) =>
      path.reduce<unknown>(
        (at, name) =>
          typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined,
        answer,
      ) as Json | undefined,
  };
}

/** What the gateway closed by itself: before the request was looked at, and after it. */
export function closingsOf(records: readonly JsonObject[]): [before: string[], after: string[]] {
  const isClosing = ({ type, principal }: JsonObject): boolean =>
    principal === 'gateway' && ['outcome.unknown', 'escalation.expired'].includes(String(type));
  const first = records.findIndex((record) => !isClosing(record));
  const objects = (part: readonly JsonObject[]): string[] =>
    part.filter(isClosing).map(({ object }) => String(object));
  const end = first < 0 ? records.length : first;
  return [objects(records.slice(0, end)), objects(records.slice(end))];
}
