import { readFileSync } from 'node:fs';

/** The published table of detectors: data, which every implementation reads (RFC-0003, section on personal data). */
export interface PiiData {
  readonly folding: {
    readonly invisible: string;
    readonly space: string;
    readonly dash: string;
    readonly dot: string;
    readonly zeros: readonly string[];
  };
  readonly escapes: {
    readonly escape: string;
    readonly references: Readonly<Record<string, string>>;
    readonly controls: Readonly<Record<string, string>>;
  };
  readonly runs: Readonly<Record<string, string>>;
  readonly inert: readonly string[];
  readonly digits: { readonly separator: string };
  readonly key: Readonly<Record<string, string>> & {
    readonly prefixes: readonly { readonly kind: string; readonly pattern: string }[];
  };
  readonly iban: {
    readonly head: string;
    readonly separator: string;
    readonly countries: Readonly<Record<string, { readonly length: number; readonly account: string }>>;
  };
  readonly card: {
    readonly separator: string;
    readonly layouts: readonly string[];
    readonly glued_before: string;
    readonly glued_after: string;
    readonly issuers: readonly {
      readonly name: string;
      readonly ranges: readonly (readonly [number, number])[];
      readonly lengths: readonly number[];
    }[];
  };
  readonly email: Readonly<Record<string, string>>;
  readonly ssn: { readonly words: Words };
  readonly ip: { readonly version_4: string; readonly version_6: string; readonly words: Words };
  readonly phone: {
    readonly separator: string;
    readonly words: Words;
    readonly own_number: string;
    readonly after: string;
    readonly extension: string;
    readonly money_before: string;
    readonly unit_after: string;
    readonly calling_codes: readonly { readonly code: string; readonly lengths: readonly number[] }[];
    readonly plans: readonly Plan[];
    readonly north_american: string;
    readonly with_zero: readonly string[];
    readonly layouts: Readonly<Record<string, string>>;
    readonly whole: Readonly<Record<string, string>>;
  };
}

/** Words by meaning, and under `between` those that may stand in between. */
export type Words = Readonly<Record<string, readonly string[]>>;

/** The numbering plan of a region. */
export interface Plan {
  readonly region: string;
  readonly code: string;
  readonly trunk: string;
  readonly pattern: string;
}

const FILE = new URL('../../../../schemas/tables/pii.json', import.meta.url);
export const data = (JSON.parse(readFileSync(FILE, 'utf8')) as { data: PiiData }).data;

const compiled = new Map<string, RegExp>();

/** A published pattern `/…/flags`, applied as `g` (all matches) or `y` (at one place) or neither. */
export function pattern(published: string | undefined, how: '' | 'g' | 'y' = ''): RegExp {
  const parts = /^\/(.*)\/([a-z]*)$/s.exec(published ?? '');
  if (parts === null) throw new TypeError(`no pattern: ${published}`);
  const key = `${how} ${published}`;
  let regex = compiled.get(key);
  if (regex === undefined) compiled.set(key, (regex = new RegExp(parts[1] ?? '', (parts[2] ?? '') + how)));
  regex.lastIndex = 0;
  return regex;
}
