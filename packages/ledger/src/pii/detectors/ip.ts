import ipaddr from 'ipaddr.js';
import { labelled, vocabulary } from '../lib/labels.ts';
import type { Detector, DetectorMatch } from '../types.ts';

const V4 = /(?<![\p{L}\p{N}_.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\p{L}\p{N}_]|\.[0-9])/gu;
/** A single colon may stand before it when a word stands before that: `ip:fe80::1`. */
const V6 = /(?<=^|[^\p{L}\p{N}_:.]|[G-Zg-z_]:)[0-9A-Fa-f:.]{2,45}(?![\p{L}\p{N}_:])/gu;
const VERSIONS = vocabulary(
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
  if (isMask || isNobody(address.range()) || labelled(text, start, label, VERSIONS) !== undefined)
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
  if (!isLikely(written) || !ipaddr.IPv6.isValid(written)) return undefined;
  const address = ipaddr.IPv6.parse(written);
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
