import ipaddr from 'ipaddr.js';
import { labelled, vocabulary } from '../lib/labels.ts';
import type { Detector, DetectorMatch } from '../types.ts';

export const V4 = /(?<![\p{L}\p{N}_.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\p{L}\p{N}_]|\.[0-9])/gu;
/** A single colon may stand before it when a word stands before that: `ip:fe80::1`. */
export const V6 = /(?<=^|[^\p{L}\p{N}_:.]|[G-Zg-z_]:)[0-9A-Fa-f:.]{2,45}(?![\p{L}\p{N}_:])/gu;
/** What is a version or a section and no address. */
export const VERSION_WORDS = vocabulary(
  {
    version:
      'v ver version versions release releases rel build firmware revision rev section sections sec chapter clause oid',
  },
  'number no is to from the',
);

/** IPv4 and IPv6 addresses, except loopback, unspecified and broadcast ones, masks, and version or section numbers. */
export const ipDetector: Detector = {
  type: 'ip',
  *find(_text, { quiet, label }) {
    for (const match of quiet.matchAll(V4)) {
      const found = version4(quiet, match.index, match[0], label);
      if (found !== undefined) yield found;
    }
    if (!quiet.includes(':')) return;
    for (const match of quiet.matchAll(V6)) {
      const found = version6(match.index, match[0]);
      if (found !== undefined) yield found;
    }
  },
};

function version4(text: string, start: number, written: string, label: string): DetectorMatch | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(written)) return undefined;
  // Chrome/99.0.0.0: a browser's version as user agents write it.
  if (/\.0\.0\.0$/.test(written) && /[A-Za-z]\/$/.test(text.slice(Math.max(0, start - 2), start)))
    return undefined;
  const address = ipaddr.IPv4.parse(written);
  // 255.255.255.0 says how wide a network is, not where.
  const isMask = written.startsWith('255.') && address.prefixLengthFromSubnetMask() !== null;
  if (isMask || isNobody(address.range()) || labelled(text, start, label, VERSION_WORDS) !== undefined)
    return undefined;
  return {
    start,
    end: start + written.length,
    normalised: address.toString(),
    features: { version: '4', scope: scopeOf(address.range()) },
  };
}

function version6(start: number, found: string): DetectorMatch | undefined {
  const written = found.replace(/[.]+$/, '');
  const groups = isLikely(written) ? groupsOf(written) : undefined;
  if (groups === undefined) return undefined;
  const address = new ipaddr.IPv6(groups);
  if (isNobody(address.range())) return undefined;
  const range = address.range();
  const normalised = address.isIPv4MappedAddress()
    ? address.toIPv4Address().toString()
    : address.toRFC5952String();
  return {
    start,
    end: start + written.length,
    normalised,
    features: { version: '6', scope: scopeOf(range) },
  };
}

/**
 * The eight groups of an address as RFC 4291 writes it: one to four hex digits each, `::` once for at least one group,
 * the last two also as an IPv4 address of four decimal parts.
 */
function groupsOf(written: string): number[] | undefined {
  const halves = written.split('::');
  if (halves.length > 2) return undefined;
  const [before, after] = halves.map((half, i) => readGroups(half, i === halves.length - 1));
  if (before === undefined || (halves.length === 2 && after === undefined)) return undefined;
  const missing = 8 - before.length - (after?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...before, ...new Array<number>(missing).fill(0), ...(after ?? [])];
}

function readGroups(half: string, isLast: boolean): number[] | undefined {
  const groups: number[] = [];
  const parts = half === '' ? [] : half.split(':');
  for (const [i, part] of parts.entries()) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else if (isLast && i === parts.length - 1 && ipaddr.IPv4.isValidFourPartDecimal(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(part).octets;
      groups.push(a * 256 + b, c * 256 + d);
    } else return undefined;
  }
  return groups;
}

/** `a::b` is also how languages write names: a shortened address needs two groups, one of them with a digit. */
function isLikely(written: string): boolean {
  const groups = written.split(':').filter((group) => group !== '');
  if (!written.includes('::')) return groups.length >= 7;
  return groups.length >= 2 && /[0-9]/.test(written);
}

function isNobody(range: string): boolean {
  return range === 'loopback' || range === 'unspecified' || range === 'broadcast';
}

function scopeOf(range: string): string {
  return range === 'unicast' ? 'public' : 'special';
}
