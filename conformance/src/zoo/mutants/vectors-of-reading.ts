import type { JsonObject } from '../../model/json.ts';
import type { Mutant } from '../types.ts';
import { list, output, said } from './lib/answering.ts';

/** Extracts something else where code was read. */
const extracting = (change: (extraction: JsonObject, input: JsonObject) => JsonObject) =>
  output('readings', (extraction, input) =>
    'effects' in extraction ? change(extraction, input) : extraction,
  );

/** Broken in what becomes of code that an extractor reads. */
export const VECTORS_OF_READING: readonly Mutant[] = [
  {
    id: 'reads-code-once',
    breaks: ['EAAP-0006-021'],
    invariant: [8],
    description: 'Takes the first effect that was read in code for all of them.',
    expected: ['vectors.readings.0006-018', 'vectors.readings.0006-021'],
    compute: extracting((extraction) => {
      const effects = list(extraction, 'effects');
      const first = effects.findIndex(({ origin, effect }) => origin === 'extracted' && effect !== 'unknown');
      return {
        ...extraction,
        effects: effects.filter(
          ({ origin, effect }, at) => origin !== 'extracted' || effect === 'unknown' || at === first,
        ),
      };
    }),
  },
  {
    id: 'forgets-what-a-reading-states',
    breaks: ['EAAP-0006-022'],
    invariant: [8],
    description: 'Rates writing that was read in code as any other writing, whatever its extractor says.',
    expected: ['vectors.readings.0006-022'],
    compute: extracting((extraction) => ({
      ...extraction,
      effects: list(extraction, 'effects').map((one) =>
        one['effect'] === 'file.write' ? { ...one, risk: 'medium', reversibility: 'recoverable' } : one,
      ),
    })),
  },
  {
    id: 'reads-code-in-part',
    breaks: ['EAAP-0006-023'],
    invariant: [8],
    description: 'Goes on with what could be read of code.',
    expected: ['vectors.readings.0006-023'],
    compute: said('readings', (answer) =>
      'refused' in answer && answer.refused === 'unreadable-code' ? { output: { unread: [] } } : answer,
    ),
  },
];
