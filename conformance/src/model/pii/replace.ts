import type { Json, JsonObject } from '../json.ts';
import { mark, token } from '../keyed.ts';
import { find, Refused, type Detection } from './search.ts';

/** How detections are replaced: under which key, and whether what is not written plainly keeps a mark. */
export interface How {
  readonly key: Uint8Array;
  readonly marks: boolean;
}

/** A text with tokens. */
export function replaceText(text: string, label: string, how: How): string {
  const found = find(text, label);
  return found.reduceRight((rest, one) => {
    const spelling = text.slice(one.start, one.end);
    const beside = how.marks && !isPlain(one, spelling) ? mark(how.key, one.type, spelling) : '';
    return `${rest.slice(0, one.start)}${token(how.key, one.type, one.normalised)}${beside}${rest.slice(one.end)}`;
  }, text);
}

/** A JSON value with tokens in its strings, names and whole numbers. */
export function replaceJson(value: Json, label: string, how: How): Json {
  if (typeof value === 'string') return replaceText(value, label, how);
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || Math.abs(value) < 1_000_000) return value;
    const digits = String(BigInt(Math.abs(value)));
    const replaced = replaceText(digits, label, how);
    return replaced === digits ? value : replaced;
  }
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => replaceJson(item, label, how));
  if (value === null || typeof value !== 'object') return value;
  const members: [string, Json][] = [];
  for (const [name, member] of Object.entries(value as JsonObject)) {
    const clean = replaceText(name, '', how);
    if (members.some(([other]) => other === clean)) throw new Refused('equal-names');
    members.push([clean, replaceJson(member, `${label} ${clean}`.slice(-64), how)]);
  }
  return Object.fromEntries(members);
}

function isPlain({ type, normalised }: Detection, spelling: string): boolean {
  if (!/^[ -~]+$/.test(spelling)) return false;
  const small = spelling.toLowerCase();
  if (type === 'email') return !spelling.includes('"') && small === normalised;
  if (type === 'key') return spelling === normalised;
  if (type === 'phone') return /^[0-9+(). -]+$/.test(spelling) && bare(normalised).endsWith(bare(spelling));
  const compact = (text: string): string => text.toLowerCase().split(/[ -]/).join('');
  return compact(spelling) === compact(normalised);
}

const bare = (text: string): string =>
  text
    .replace('(0)', '')
    .replace(/[^0-9]/g, '')
    .replace(/^0+/, '');
