import { BUSINESS } from './attacks/business.ts';
import { FILES } from './attacks/files.ts';
import { NETWORK } from './attacks/network.ts';
import { SHAPE } from './attacks/shape.ts';
import { SHELL } from './attacks/shell.ts';
import { SQL } from './attacks/sql.ts';
import { BENIGN } from './benign.ts';
import { seeded } from './random.ts';
import type { Shot, Vector } from './types.ts';

/** Every attack. */
export const ATTACKS: readonly Vector[] = [...BUSINESS, ...SQL, ...SHELL, ...FILES, ...NETWORK, ...SHAPE];
/** Everything benign. */
export { BENIGN } from './benign.ts';

/** A payload of a run. */
export interface Payload {
  readonly index: number;
  readonly vector: Vector;
  readonly shot: Shot;
}

/** Of so many payloads, how many are benign: two in five. */
export const benignOf = (count: number): number => Math.floor((count * 2) / 5);

/** In turn, so that as few as there are vectors already hold each of them. */
const inTurn = (vectors: readonly Vector[], count: number): Vector[] =>
  Array.from({ length: count }, (_, i) => vectors[i % vectors.length]).filter((one) => one !== undefined);

/**
 * The payloads of a seed: the same ones, in the same order, for the same dialects, wherever they are made.
 *
 * @param dialects - What the gateway says that it reads; benign code in others is left out.
 */
export function payloadsOf(seed: number, count: number, dialects: readonly string[]): Payload[] {
  const random = seeded(seed);
  const benign = BENIGN.filter(({ needs }) => needs === undefined || dialects.includes(needs));
  const vectors = random.shuffled([
    ...inTurn(random.shuffled(benign), benignOf(count)),
    ...inTurn(random.shuffled(ATTACKS), count - benignOf(count)),
  ]);
  return vectors.map((vector, index) => ({ index, vector, shot: vector.make(random) }));
}
