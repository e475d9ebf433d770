import { formatKids, parseKids } from '@eaap/ledger';
import { EaapError, fromHex, toHex } from '@eaap/protocol';
import type { Json } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';
import { sealerOver, type GivenKey } from './lib/sealer.ts';

interface Input {
  readonly op: 'seal' | 'open' | 'set';
  readonly namespace: string;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly of: 'namespace' | 'subjects';
  readonly keys: readonly { readonly kid: string; readonly key: string }[];
  readonly kids: string | readonly string[];
  readonly nonce: string;
  readonly payload: Json;
  readonly sealed: string;
  readonly claimed?: string;
}

/** Under its kid a key is found by every question that the sealer asks. */
const given = ({ keys, of }: Input): GivenKey[] =>
  keys.map(({ kid, key }) => ({
    kid,
    key: fromHex(key),
    purpose: of === 'namespace' ? 'root' : 'subject',
    name: of === 'namespace' ? 'root' : kid,
  }));

async function seal(input: Input): Promise<Answer> {
  const { namespace, type, id, version, of, payload, claimed } = input;
  const sealer = sealerOver(given(input), fromHex(input.nonce));
  const subjects = of === 'namespace' ? [] : input.keys.map(({ kid }) => kid);
  try {
    const { kids, sealed } = await sealer.seal(namespace, { type, id, version }, subjects, payload);
    const bytes = toHex(sealed);
    if (claimed !== undefined && claimed !== bytes) return { refused: 'mismatch' };
    return { output: { kids, sealed: bytes } };
  } catch (error) {
    if (error instanceof EaapError && error.type === 'internal') return { refused: 'nonce-length' };
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  erased: 'erased',
  'key-store-unavailable': 'key-lost',
  'storage-corrupt': 'corrupt',
};

async function open(input: Input): Promise<Answer> {
  const { namespace, type, id, version } = input;
  const kids = input.kids as string;
  try {
    parseKids(kids);
  } catch {
    return { refused: 'set' };
  }
  try {
    const sealer = sealerOver(given(input));
    return { output: await sealer.open(namespace, { type, id, version }, kids, fromHex(input.sealed)) };
  } catch (error) {
    const reason = error instanceof EaapError ? REASONS[error.type] : undefined;
    if (reason === undefined) throw error;
    return { refused: reason };
  }
}

/** Seals and opens with the reference's sealer, over the keys and the nonce that are given. */
export async function compute(input: Json): Promise<Answer> {
  const asked = input as unknown as Input;
  if (asked.op === 'set')
    return { output: formatKids({ of: asked.of, kids: asked.kids as readonly string[] }) };
  return asked.op === 'seal' ? seal(asked) : open(asked);
}
