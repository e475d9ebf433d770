import { find, type Detection } from '../../model/pii/search.ts';
import type { CaseSource } from '../types.ts';

/** The key of the vectors. */
export const KEY = '01'.repeat(32);

const id = (nth: number): string => `EAAP-0003-${String(nth).padStart(3, '0')}`;
/** The number of the section's first requirement that vectors show. */
const FIRST = 31;

/** The requirements of the section on personal data, by what they say. */
export const R = Object.fromEntries(
  [
    'overlap',
    'size',
    'again',
    'folded',
    'escapes',
    'runs',
    'depth',
    'inert',
    'key',
    'iban',
    'card',
    'email',
    'ssn',
    'ip',
    'phone',
    'noPhone',
    'token',
    'leave',
    'names',
    'labels',
    'equalNames',
    'marks',
  ].map((name, at) => [name, id(FIRST + at)]),
) as Record<
  | 'overlap'
  | 'size'
  | 'again'
  | 'folded'
  | 'escapes'
  | 'runs'
  | 'depth'
  | 'inert'
  | 'key'
  | 'iban'
  | 'card'
  | 'email'
  | 'ssn'
  | 'ip'
  | 'phone'
  | 'noPhone'
  | 'token'
  | 'leave'
  | 'names'
  | 'labels'
  | 'equalNames'
  | 'marks',
  string
>;

/** Everything in which a claim differs from what is found. */
export function differences(claimed: readonly Detection[], found: readonly Detection[]): string[] {
  const meets = (a: Detection, b: Detection): boolean => a.start < b.end && b.start < a.end;
  const faults = claimed.flatMap((one) => {
    const own = found.find((other) => meets(one, other));
    if (own === undefined) return ['not-personal-data'];
    return [
      ...(own.type === one.type ? [] : ['other-type']),
      ...(own.start === one.start && own.end === one.end ? [] : ['other-stretch']),
      ...(own.normalised === one.normalised ? [] : ['other-normal-form']),
    ];
  });
  const missed = found.some((one) => !claimed.some((other) => meets(one, other)));
  return missed ? [...faults, 'missed'] : faults;
}

/** A case of a text. */
interface TextCase {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  readonly text: string;
  readonly label?: string;
}

const inputOf = ({ text, label }: TextCase, claimed?: readonly Detection[]) => ({
  key: KEY,
  text,
  ...(label === undefined ? {} : { label }),
  ...(claimed === undefined ? {} : { claimed: claimed.map((one) => ({ ...one })) }),
});

const head = ({ id: name, title, requirements }: TextCase) => ({ id: name, title, requirements });
const foundIn = ({ text, label }: TextCase): Detection[] => find(text, label ?? '');

/** What is found is asked. */
export const asked = (one: TextCase): CaseSource => ({ ...head(one), input: inputOf(one) });

/** What is found is claimed rightly. */
export const right = (one: TextCase): CaseSource => ({ ...head(one), input: inputOf(one, foundIn(one)) });

/** A stretch of the text is claimed to be personal data. */
export function wrongly(
  one: TextCase,
  type: string,
  written: string,
  normalised: string,
  mistake: string,
): CaseSource {
  const start = one.text.indexOf(written);
  const claim = { type, start, end: start + written.length, normalised };
  const claimed = [...foundIn(one), claim].sort((a, b) => a.start - b.start);
  return { ...head(one), input: inputOf(one, claimed), refused: 'not-personal-data', mistake };
}

/** The last that is found is not claimed. */
export const missed = (one: TextCase, mistake: string): CaseSource => ({
  ...head(one),
  input: inputOf(one, foundIn(one).slice(0, -1)),
  refused: 'missed',
  mistake,
});

/** The last that is found is claimed otherwise. */
export function altered(one: TextCase, change: Partial<Detection>, mistake: string): CaseSource {
  const found = foundIn(one);
  const last = found.at(-1);
  if (last === undefined) throw new Error(`${one.id}: nothing is found`);
  const refused =
    change.type !== undefined
      ? 'other-type'
      : change.normalised !== undefined
        ? 'other-normal-form'
        : 'other-stretch';
  const claimed = [...found.slice(0, -1), { ...last, ...change }];
  return { ...head(one), input: inputOf(one, claimed), refused, mistake };
}
