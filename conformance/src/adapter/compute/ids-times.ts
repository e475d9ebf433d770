import { isDeepStrictEqual } from 'node:util';
import { extract } from '@eaap/judgment';
import { DEFAULT_POLICY } from '@eaap/ledger';
import {
  createIds,
  EaapError,
  formatTime,
  fromHex,
  isUuidV7,
  parseTime,
  seededEntropy,
  toHex,
  type Manifest,
} from '@eaap/protocol';
import type { Json } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

interface Input {
  readonly op: string;
  readonly draws: readonly (readonly [ms: number, entropy: string, times: number])[];
  readonly text: string;
  readonly seed: string;
  readonly sizes: readonly number[];
  readonly ms: number;
  readonly value: Json;
  readonly claimed?: Json;
}

/** Reads money where the reference reads it: in an action, as the cost that its manifest names. */
const PRICED: Manifest = {
  v: 1,
  tool: 'pay',
  version: '1',
  description: 'Pays.',
  effects: [{ effect: 'money.move' }],
  parameters: { '/amount': { type: 'money' } },
  cost: { amount: '/amount' },
};

function makeIds({ draws }: Input): Answer {
  let now = 0;
  let drawn: Uint8Array = new Uint8Array();
  const ids = createIds({ now: () => now, monotonic: () => 0 }, { bytes: () => drawn });
  const made: string[] = [];
  for (const [ms, entropy, times] of draws) {
    [now, drawn] = [ms, fromHex(entropy)];
    for (let i = 0; i < times; i += 1) made.push(ids());
  }
  return { output: made.length > 16 ? [...made.slice(0, 2), ...made.slice(-3)] : made };
}

function readMoney({ value }: Input): Answer {
  const action = { tool: 'pay', parameters: { amount: value }, environment: 'none' as const };
  const { cost, unread } = extract(action as never, PRICED, DEFAULT_POLICY);
  return cost === null || unread.length > 0 ? { refused: 'not-money' } : { output: { ...cost } };
}

function answer(input: Input): Answer {
  switch (input.op) {
    case 'ids':
      return makeIds(input);
    case 'read-id':
      return isUuidV7(input.text) ? { output: input.text } : { refused: 'not-an-id' };
    case 'entropy': {
      const entropy = seededEntropy(input.seed);
      return { output: input.sizes.map((size) => toHex(entropy.bytes(size))) };
    }
    case 'write-time':
      return { output: formatTime(input.ms) };
    case 'read-time':
      return { output: parseTime(input.text) };
    default:
      return readMoney(input);
  }
}

/** The reference says which of both it is in its sentence alone. */
function reasonOf({ op }: Input, { type, detail }: EaapError): string {
  if (op === 'read-time') return detail.startsWith('There is no such') ? 'no-such-time' : 'spelling';
  return type === 'internal' ? 'entropy' : 'time-range';
}

/** Makes and reads ids, times and money with the reference, and holds a claim against it. */
export function compute(input: Json): Answer {
  const asked = input as unknown as Input;
  try {
    const found = answer(asked);
    if (asked.claimed === undefined || 'refused' in found) return found;
    return isDeepStrictEqual(asked.claimed, found.output) ? found : { refused: 'mismatch' };
  } catch (error) {
    if (error instanceof EaapError) return { refused: reasonOf(asked, error) };
    throw error;
  }
}
