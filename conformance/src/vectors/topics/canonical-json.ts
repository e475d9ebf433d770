import { sha256 } from '../../model/digest.ts';
import type { Json } from '../../model/json.ts';
import { readStrict, type JsonFault } from '../../model/strict-json.ts';
import { READ, REFUSED, type Short } from '../lib/json-texts.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

type Run = readonly [hex: string, times: number];

const ABOUT = {
  any: ['EAAP-0002-004', 'EAAP-0002-002'],
  names: ['EAAP-0002-002'],
  numbers: ['EAAP-0002-003', 'EAAP-0001-003'],
  strings: ['EAAP-0002-004'],
  depth: ['EAAP-0001-004'],
} as const;

const REFUSAL: Readonly<Record<JsonFault, string>> = {
  syntax: 'EAAP-0001-001',
  utf8: 'EAAP-0001-001',
  'duplicate-name': 'EAAP-0001-002',
  'lone-surrogate': 'EAAP-0001-001',
  noncharacter: 'EAAP-0001-001',
  'negative-zero': 'EAAP-0001-001',
  'number-range': 'EAAP-0001-001',
  'integer-range': 'EAAP-0001-001',
  'number-precision': 'EAAP-0001-003',
  depth: 'EAAP-0001-004',
  size: 'EAAP-0001-005',
};

const hexOf = (text: string): string =>
  text.startsWith('0x:') ? text.slice(3) : Buffer.from(text, 'utf8').toString('hex');

function bytesOf(input: Json): Buffer {
  const { hex, runs } = input as { hex?: string; runs?: readonly Run[] };
  const parts = runs ?? [[hex ?? '', 1] as const];
  return Buffer.concat(parts.map(([part, times]) => Buffer.from(part.repeat(times), 'hex')));
}

const inRuns = (...runs: readonly (readonly [text: string, times: number])[]): Json => ({
  runs: runs.map(([text, times]): Json => [hexOf(text), times]),
});

/** Cases whose text is long: what repeats is said once. */
const LONG: readonly CaseSource[] = [
  long('depth-64-arrays', '64 arrays in one another', 'EAAP-0001-004', inRuns(['[', 64], [']', 64])),
  long(
    'depth-64-objects',
    '64 objects in one another',
    'EAAP-0001-004',
    inRuns(['{"a":', 63], ['{}', 1], ['}', 63]),
  ),
  long(
    'depth-64-with-scalar',
    'a scalar within 64 arrays',
    'EAAP-0001-004',
    inRuns(['[', 64], ['1', 1], [']', 64]),
  ),
  long(
    'depth-64-in-turn',
    'arrays and objects in turn, exactly 64 deep',
    'EAAP-0001-004',
    inRuns(['[{"a":', 32], ['1', 1], ['}]', 32]),
  ),
  long(
    'depth-siblings',
    'many arrays beside one another',
    'EAAP-0001-004',
    inRuns(['[', 1], ['[],', 200], ['[]]', 1]),
  ),
  long('size-exact', 'exactly 1048576 bytes', 'EAAP-0001-005', inRuns(['1', 1], [' ', 1_048_575])),
  long(
    'number-many-zeros',
    'a fraction of a thousand zeros',
    'EAAP-0002-003',
    inRuns(['1.', 1], ['0', 1000]),
  ),
  long(
    'number-zeros-and-exponent',
    'zeros that an exponent takes away',
    'EAAP-0002-003',
    inRuns(['1', 1], ['0', 400], ['e-400', 1]),
  ),
  ...[
    long(
      'depth-65-arrays',
      '65 arrays in one another',
      'EAAP-0001-004',
      inRuns(['[', 65], [']', 65]),
      'depth',
      'counts from zero',
    ),
    long(
      'depth-65-objects',
      '65 objects in one another',
      'EAAP-0001-004',
      inRuns(['{"a":', 64], ['{}', 1], ['}', 64]),
      'depth',
      'counts arrays only',
    ),
    long(
      'depth-65-mixed',
      'arrays and objects in turn, 66 deep',
      'EAAP-0001-004',
      inRuns(['[{"a":', 33], ['1', 1], ['}]', 33]),
      'depth',
      'counts each kind by itself',
    ),
    long(
      'depth-65-in-turn',
      'arrays and objects in turn, exactly 65 deep',
      'EAAP-0001-004',
      inRuns(['[{"a":', 32], ['[]', 1], ['}]', 32]),
      'depth',
      'counts from zero, or each kind by itself',
    ),
    long(
      'depth-1000',
      '1000 arrays in one another',
      'EAAP-0001-004',
      inRuns(['[', 1000], [']', 1000]),
      'depth',
    ),
    long(
      'size-one-over',
      'one byte more than 1048576',
      'EAAP-0001-005',
      inRuns(['1', 1], [' ', 1_048_576]),
      'size',
      'allows the limit and one',
    ),
    long(
      'size-in-bytes',
      'less than the limit in characters, more in bytes',
      'EAAP-0001-005',
      inRuns(['"', 1], ['\u20ac', 400_000], ['"', 1]),
      'size',
      'counts characters',
    ),
    long(
      'precision-after-400-zeros',
      'a digit behind 400 zeros',
      'EAAP-0001-003',
      inRuns(['1.', 1], ['0', 400], ['1', 1]),
      'number-precision',
      'rounds',
    ),
    long(
      'range-with-fraction',
      'a one and 400 zeros, with a fraction',
      'EAAP-0001-001',
      inRuns(['1', 1], ['0', 400], ['.5', 1]),
      'number-range',
      'reads an infinity',
    ),
  ],
];

function long(
  id: string,
  title: string,
  requirement: string,
  input: Json,
  refused?: JsonFault,
  mistake?: string,
): CaseSource {
  const shared = { id, title, requirements: [requirement], input };
  if (refused === undefined) return shared;
  return { ...shared, refused, ...(mistake === undefined ? {} : { mistake }) };
}

const read = ([id, title, text]: Short, requirements: readonly string[]): CaseSource => ({
  id,
  title,
  requirements,
  input: { hex: hexOf(text) },
});

const refused = ([id, title, text, mistake]: Short, reason: string): CaseSource => ({
  id,
  title,
  requirements: [REFUSAL[reason as JsonFault]],
  input: { hex: hexOf(text) },
  refused: reason,
  ...(mistake === undefined ? {} : { mistake }),
});

/** RFC-0002 section 3. */
export const topic: Topic = {
  name: 'canonical-json',
  title: 'Canonical JSON',
  specified: 'RFC-0002 section 3',
  input:
    'The bytes of a JSON text: `hex`, in hexadecimal; or `runs`, a list of [bytes in hexadecimal, how often], one behind the other.',
  output: '`canonical`, the canonical form; `sha256`, the SHA-256 of its UTF-8 in hexadecimal.',
  reasons: {
    size: 'The text has more than 1048576 bytes.',
    utf8: 'The bytes are not well-formed UTF-8.',
    syntax: 'The text does not match the grammar of RFC 8259.',
    'duplicate-name': 'A name occurs twice in an object, after unescaping.',
    'lone-surrogate': 'An escaped surrogate is not half of a pair.',
    noncharacter: 'A string or name holds a noncharacter of Unicode.',
    'negative-zero': 'A number is zero and has a minus sign.',
    'number-range': 'A number is nearest to no finite double.',
    'integer-range': 'A number is nearest to a double beyond 2^53-1.',
    'number-precision': 'The exact value of a number is not that of its canonical form.',
    depth: 'More than 64 arrays and objects stand in one another.',
  },
  cases: () => [
    ...Object.entries(READ).flatMap(([about, list]) =>
      list.map((one) => read(one, ABOUT[about as keyof typeof ABOUT])),
    ),
    ...Object.entries(REFUSED).flatMap(([reason, list]) => list.map((one) => refused(one, reason))),
    ...LONG,
  ],
  answer(input): Finding {
    const found = readStrict(bytesOf(input));
    if ('faults' in found) return { refused: found.faults };
    return {
      output: {
        canonical: found.canonical,
        sha256: sha256(Buffer.from(found.canonical, 'utf8')).toString('hex'),
      },
    };
  },
};
