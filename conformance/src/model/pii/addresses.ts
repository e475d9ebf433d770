import { labelled } from './digits.ts';
import type { Match, Seen } from './match.ts';
import { data, pattern } from './table.ts';

/** Each code point in its simple lower case. */
const lower = (text: string): string =>
  [...text].map((point) => (point === 'İ' ? 'i' : point.toLowerCase())).join('');

/** Mail addresses. */
export function mails({ text }: Seen): Match[] {
  const found: Match[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '@') continue;
    const local = text[at - 1] === '"' ? quotedLocal(text, at) : plainLocal(text, at);
    if (local === '' || local === 'git') continue;
    if (pattern(data.email['userinfo']).test(text.slice(Math.max(0, at - 256), at))) continue;
    const domain = pattern(data.email['domain'], 'y');
    domain.lastIndex = at + 1;
    const host = domain.exec(text)?.[0] ?? '';
    if (host === '' || host.length > 253 || pattern(data.email['scale']).test(host)) continue;
    found.push({
      start: at - local.length,
      end: at + 1 + host.length,
      normalised: lower(`${local}@${host}`),
    });
  }
  return found;
}

function plainLocal(text: string, at: number): string {
  let start = at;
  while (at - start < 64 && start > 0 && pattern(data.email['local']).test(text.charAt(start - 1)))
    start -= 1;
  return text.slice(start, at).replace(pattern(data.email['edge']), '');
}

function quotedLocal(text: string, at: number): string {
  for (let open = at - 2; open >= 0 && open >= at - 66; open -= 1) {
    if (text[open] === '\n') return '';
    if (text[open] === '"') return open === at - 2 ? '' : text.slice(open, at);
  }
  return '';
}

/** Addresses of the internet. */
export function addresses({ quiet, label }: Seen): Match[] {
  const found: Match[] = [];
  for (const match of quiet.matchAll(pattern(data.ip.version_4, 'g'))) {
    const start = match.index;
    if (octetsOf(match[0]) === undefined || isNobody4(match[0])) continue;
    if (match[0].endsWith('.0.0.0') && /[A-Za-z]\/$/.test(quiet.slice(0, start))) continue;
    if (labelled(quiet, start, label, data.ip.words) !== undefined) continue;
    found.push({ start, end: start + match[0].length, normalised: match[0] });
  }
  for (const match of quiet.matchAll(pattern(data.ip.version_6, 'g'))) {
    const written = match[0].replace(/\.+$/, '');
    const normalised = normal6(written);
    if (normalised !== undefined)
      found.push({ start: match.index, end: match.index + written.length, normalised });
  }
  return found;
}

function octetsOf(written: string): number[] | undefined {
  const parts = written.split('.');
  return parts.length === 4 &&
    parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
    ? parts.map(Number)
    : undefined;
}

function isNobody4(written: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = octetsOf(written) ?? [];
  const bits = [a, b, c, d].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return a === 0 || a === 127 || (a === 255 && /^1*0*$/.test(bits));
}

function normal6(written: string): string | undefined {
  const parts = written.split(':').filter((part) => part !== '');
  const short = written.includes('::');
  if (short ? parts.length < 2 || !/[0-9]/.test(written) : parts.length < 7) return undefined;
  const groups = groups6(written);
  if (groups === undefined || (groups.slice(0, 7).every((group) => group === 0) && (groups[7] ?? 0) < 2))
    return undefined;
  const [g6 = 0, g7 = 0] = groups.slice(6);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [g6 >> 8, g6 & 255, g7 >> 8, g7 & 255].join('.');
  return shortest(groups);
}

function groups6(written: string): number[] | undefined {
  const last = written.slice(written.lastIndexOf(':') + 1);
  const octets = octetsOf(last);
  let text = written;
  if (octets !== undefined) {
    const [a = 0, b = 0, c = 0, d = 0] = octets;
    const hex = (high: number, low: number): string => (high * 256 + low).toString(16);
    text = `${written.slice(0, -last.length)}${hex(a, b)}:${hex(c, d)}`;
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (![...head, ...tail].every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array<string>(missing).fill('0'), ...tail].map((group) => Number.parseInt(group, 16));
}

/** RFC 5952: the first of the longest rows of at least two zeros is left out. */
function shortest(groups: readonly number[]): string {
  let best = { at: 0, size: 1 };
  for (let at = 0; at < 8; at += 1) {
    let size = 0;
    while (at + size < 8 && groups[at + size] === 0) size += 1;
    if (size > best.size) best = { at, size };
  }
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.size < 2) return hex(groups);
  return `${hex(groups.slice(0, best.at))}::${hex(groups.slice(best.at + best.size))}`;
}

/** Credentials. */
export function keys({ text }: Seen): Match[] {
  const at = (start: number, normalised: string): Match => ({
    start,
    end: start + normalised.length,
    normalised,
  });
  const all = (published: string | undefined): RegExpExecArray[] => [
    ...text.matchAll(pattern(published, 'g')),
  ];
  const key = data.key;
  const prefixes = key.prefixes.map((prefix) => prefix.pattern).join('|');
  return [
    ...privateKeys(text).map(([start, end]) => at(start, text.slice(start, end))),
    ...userinfos(text).map(([start, end]) => at(start, text.slice(start, end))),
    ...all(key['jwt']).map((match) => at(match.index, match[0])),
    ...all(`/(?<![A-Za-z0-9])(?:${prefixes})/`).map((match) => at(match.index, match[0])),
    ...all(key['bearer'])
      .filter((match) => /[0-9]/.test(match[1] ?? ''))
      .map((match) => at(match.index + match[0].length - (match[1] ?? '').length, match[1] ?? '')),
    ...all(key['basic']).map((match) =>
      at(match.index + match[0].length - (match[1] ?? '').length, match[1] ?? ''),
    ),
  ];
}

function privateKeys(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (const begin of text.matchAll(pattern(data.key['private_key_begin'], 'g'))) {
    if (begin.index < (found.at(-1)?.[1] ?? 0)) continue;
    const end = pattern(data.key['private_key_end'], 'g');
    end.lastIndex = begin.index + begin[0].length;
    const closing = end.exec(text);
    found.push([begin.index, closing === null ? text.length : closing.index + closing[0].length]);
  }
  return found;
}

function userinfos(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (const scheme of text.matchAll(/:\/\//g)) {
    const start = scheme.index + 3;
    const rest = text.slice(start);
    const end = rest.search(pattern(data.key['authority_end']));
    const authority = (end === -1 ? rest : rest.slice(0, end)).slice(0, 1024);
    const userinfo = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
    const colon = userinfo.indexOf(':');
    if (colon !== -1 && colon !== userinfo.length - 1) found.push([start, start + userinfo.length]);
  }
  return found;
}
