import { addresses, keys, mails } from './addresses.ts';
import { labelWords, quiet } from './digits.ts';
import type { Match, Seen } from './match.ts';
import { cards, ibans, ssns } from './numbers.ts';
import { phones } from './phones.ts';
import { decodings, folded } from './readings.ts';
import { FILLER, original, rewritten, stretch, textOf, type View } from './view.ts';

/** A stretch of a text that is personal data. */
export interface Detection {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly normalised: string;
}

/** Why a text or a value cannot be searched. */
export class Refused extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

const DETECTORS: readonly (readonly [string, (seen: Seen) => Match[]])[] = [
  ['key', keys],
  ['iban', ibans],
  ['card', cards],
  ['email', mails],
  ['ssn', ssns],
  ['ip', addresses],
  ['phone', phones],
];
const TOKEN = /\[PII:(?:card|iban|email|ssn|phone|ip|key|x_[a-z0-9_]{1,30}):[0-9a-f]{32}\]/g;

/** Finds personal data in a text (RFC-0003, section on personal data). */
export function find(text: string, label: string): Detection[] {
  if (Buffer.byteLength(text, 'utf8') > 65_536) throw new Refused('payload-too-large');
  const words = labelWords(label.replace(TOKEN, FILLER));
  let found: Detection[] = [];
  for (let round = 1; round <= 16; round += 1) {
    const gaps = found.map(({ start, end }) => ({ start, end, text: FILLER }));
    const news = look(rewritten(original(text), gaps), words);
    if (news.length === 0) return found;
    found = merge([...found, ...news]);
  }
  throw new Refused('chained');
}

function look(view: View, label: string): Detection[] {
  let views = [view];
  const all: Detection[] = [];
  for (let depth = 0; depth <= 2; depth += 1) {
    const next: View[] = [];
    for (const tokened of views) {
      const plain = withoutTokens(tokened);
      const reading = folded(plain);
      if (reading !== plain) all.push(...matches(reading, label));
      all.push(...matches(plain, label));
      if (depth < 2) next.push(...decodings(reading));
    }
    views = next;
  }
  return merge(all);
}

function withoutTokens(view: View): View {
  const tokens = [...textOf(view).matchAll(TOKEN)];
  return rewritten(
    view,
    tokens.map((match) => ({ start: match.index, end: match.index + match[0].length, text: FILLER })),
  );
}

function matches(view: View, label: string): Detection[] {
  const text = textOf(view);
  const seen = { text, quiet: quiet(text), label: (view[0]?.from ?? 0) === 0 ? label : '' };
  return DETECTORS.flatMap(([type, detect]) =>
    detect(seen).map(({ start, end, normalised }) => {
      const { from, to } = stretch(view, start, end);
      return { type, start: from, end: to, normalised: whole(normalised) };
    }),
  );
}

/** Half of a surrogate pair is U+FFFD in a normal form. */
const whole = (text: string): string =>
  [...text].map((point) => (/^[\ud800-\udfff]$/.test(point) ? '\ufffd' : point)).join('');

function merge(list: readonly Detection[]): Detection[] {
  const rank = ({ type }: Detection): number => DETECTORS.findIndex(([name]) => name === type);
  const sorted = [...list].sort((a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b));
  const kept: Detection[] = [];
  for (const one of sorted) {
    const last = kept.at(-1);
    if (last === undefined || one.start >= last.end) kept.push(one);
    else kept[kept.length - 1] = { ...last, end: Math.max(last.end, one.end) };
  }
  return kept;
}
