import { idOf } from '../../checks/vectors.ts';
import type { Control } from '../../control/types.ts';
import { readVectorFiles } from '../../vectors/read.ts';
import type { VectorCase } from '../../vectors/types.ts';
import type { Mutant } from '../types.ts';

type Compute = Control['compute'];
type Computed = Awaited<ReturnType<Compute>>;

const answeringAll =
  (change: (answer: Computed) => Computed) =>
  (next: Compute): Compute =>
  async (topic, input) =>
    change(await next(topic, input));

/** The checks to which a case of this kind belongs. */
const checksWith = (kind: (one: VectorCase) => boolean): string[] => [
  ...new Set(
    readVectorFiles().flatMap(({ topic, cases }) =>
      cases.filter(kind).flatMap(({ requirements }) => requirements.map((name) => idOf(topic, name))),
    ),
  ),
];

// Each check of vectors fails on one of these or on both, so that every one of them was seen to fail. What fails is known
// from the vectors. They break no requirement by name: what breaks one is to be a mistake that somebody could make.
/** Broken in all that is computed. */
export const VECTORS_OF_EVERYTHING: readonly Mutant[] = [
  {
    id: 'computes-what-is-to-be-refused',
    breaks: [],
    invariant: [],
    description: 'Answers whatever is to be refused with an output.',
    expected: checksWith((one) => 'refused' in one),
    compute: answeringAll((answer) => ('refused' in answer ? { output: true } : answer)),
  },
  {
    id: 'computes-nothing',
    breaks: [],
    invariant: [],
    description: 'Refuses whatever has an output.',
    expected: checksWith((one) => 'output' in one),
    compute: answeringAll((answer) => ('output' in answer ? { refused: 'mismatch' } : answer)),
  },
];
