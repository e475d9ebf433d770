import type { Json } from '../../json.ts';
import type { Fact, JudgeInput } from '../documents.ts';
import { formOf, formsIn } from './forms.ts';
import { amountsOf } from './looking.ts';

type Ground = JudgeInput['extraction']['grounds'][number];

/** A term: millionths, or finer, of a unit as a fraction; and the facts it comes from. */
interface Term {
  readonly millionths: bigint;
  readonly facts: readonly Fact[];
}

const MOST = 64;
const ONE = 1_000_000n;

/** A form as millionths: no form has more than six digits behind the point. */
function millionths(form: string): bigint {
  const [whole = '', fraction = ''] = (form.split(' ')[0] ?? '').split('.');
  return BigInt(whole) * ONE + BigInt(fraction.padEnd(6, '0'));
}

const unitOf = (form: string): string => form.split(' ')[1] ?? '';

interface Given {
  readonly fact: Fact;
  readonly value: Json;
  readonly within: boolean;
  readonly kinds: readonly string[];
  readonly entry: string;
}

/** The facts of the first expression that gives an amount, or `null` (RFC-0005 section 14.8). */
export function computed(
  ground: Ground,
  form: string | undefined,
  said: readonly { readonly fact: Fact; readonly text: string }[],
  given: readonly Given[],
  keys: readonly (readonly Fact[])[],
): readonly Fact[] | null {
  const ways = ground.derive ?? [];
  if (form === undefined || ways.length === 0 || ground.kinds?.includes('amount') !== true) return null;
  const amounts = given.filter(({ kinds }) => kinds.includes('amount'));
  const read = ({ value, within }: Given): string[] => {
    if (within && typeof value === 'string') return formsIn('amount', value);
    const own = formOf('amount', value);
    return own === null ? [] : [own];
  };
  const operands = [
    ...said.flatMap(({ fact, text }) => formsIn('amount', text).map((one) => ({ form: one, facts: [fact] }))),
    ...amounts.flatMap((one) => read(one).map((own) => ({ form: own, facts: [one.fact] }))),
    ...amountsOf(keys.flat()),
  ];
  const fits = (own: string): boolean => {
    const [mine, theirs] = [unitOf(form), unitOf(own)];
    if (theirs === '') return true;
    return mine === '' ? /^[A-Z]{3}$/.test(theirs) : theirs === mine;
  };
  const terms = (list: readonly { form: string; facts: readonly Fact[] }[]): Term[] =>
    list.slice(0, MOST).map((one) => ({ millionths: millionths(one.form), facts: one.facts }));
  const plain = terms(operands.filter((one) => fits(one.form)));
  const results: Term[] = [];
  if (ways.includes('percent')) {
    for (const a of plain) {
      for (const p of terms(operands.filter((one) => unitOf(one.form) === '%'))) {
        results.push({
          millionths: hundredths(a.millionths, p.millionths) * 10_000n,
          facts: [...a.facts, ...p.facts],
        });
      }
    }
  }
  if (ways.includes('total')) results.push(...totals(amounts, read, fits));
  const wanted = millionths(form);
  const exact = results.find((one) => one.millionths === wanted);
  if (exact !== undefined) return [...new Set(exact.facts)];
  const paired = pair([...plain, ...results], wanted, ways);
  if (paired !== null) return paired;
  const times = ways.includes('product')
    ? product(
        operands.filter((one) => fits(one.form)),
        wanted,
      )
    : null;
  return times ?? extreme(keys, wanted, ways, fits);
}

/** Row 4: two of the first amounts. */
function product(
  amounts: readonly { readonly form: string; readonly facts: readonly Fact[] }[],
  wanted: bigint,
): readonly Fact[] | null {
  const some = amounts.slice(0, MOST);
  for (let a = 0; a < some.length; a++) {
    for (let b = a + 1; b < some.length; b++) {
      const [one, other] = [some[a], some[b]];
      if (one === undefined || other === undefined) continue;
      if (unitOf(one.form) !== '' && unitOf(other.form) !== '') continue;
      const times = millionths(one.form) * millionths(other.form);
      if (times !== 0n && times === wanted * ONE) return [...new Set([...one.facts, ...other.facts])];
    }
  }
  return null;
}

/** Row 5: the greatest and the least of what is looked up. */
function extreme(
  keys: readonly (readonly Fact[])[],
  wanted: bigint,
  ways: readonly string[],
  fits: (form: string) => boolean,
): readonly Fact[] | null {
  const facts = keys.flat();
  if (keys.length < 2 || keys.some((key) => key.length !== 1)) return null;
  const forms = amountsOf(facts).map(({ form }) => form);
  if (forms.length < keys.length || !forms.every(fits) || new Set(forms.map(unitOf)).size > 1) return null;
  const values = forms.map(millionths);
  const isOne = (holds: (value: bigint) => boolean): boolean =>
    values.includes(wanted) && values.every(holds);
  if (ways.includes('max') && isOne((value) => value <= wanted)) return [...new Set(facts)];
  return ways.includes('min') && isOne((value) => value >= wanted) ? [...new Set(facts)] : null;
}

/** So many per cent of an amount in hundredths, half upwards; both are millionths. */
const hundredths = (amount: bigint, percent: bigint): bigint =>
  (amount * percent * 2n + ONE * ONE) / (ONE * ONE * 2n);

function totals(
  amounts: readonly Given[],
  read: (one: Given) => string[],
  fits: (form: string) => boolean,
): Term[] {
  const entries = [...new Set(amounts.map(({ entry }) => entry))];
  return entries
    .flatMap((entry): { form: string; facts: readonly Fact[] }[] => {
      const own = amounts.filter((one) => one.entry === entry);
      const forms = own.flatMap(read);
      if (forms.length < 2 || forms.some((form) => unitOf(form) === '%')) return [];
      return fits('')
        ? [
            {
              form: String(forms.reduce((sum, form) => sum + millionths(form), 0n)),
              facts: [(own[0] as Given).fact],
            },
          ]
        : [];
    })
    .slice(0, MOST)
    .map(({ form, facts }) => ({ millionths: BigInt(form), facts }));
}

function pair(terms: readonly Term[], wanted: bigint, ways: readonly string[]): readonly Fact[] | null {
  const first = (value: bigint): Term | undefined => terms.find((one) => one.millionths === value);
  const distinct = terms.filter((one) => one.millionths !== 0n && first(one.millionths) === one);
  for (const a of distinct) {
    const rest = wanted - a.millionths;
    const b = ways.includes('sum') && rest > 0n ? first(rest) : undefined;
    if (b !== undefined) return [...new Set([...a.facts, ...b.facts])];
    const c = ways.includes('difference') && wanted !== 0n ? first(wanted + a.millionths) : undefined;
    if (c !== undefined) return [...new Set([...c.facts, ...a.facts])];
  }
  return null;
}
