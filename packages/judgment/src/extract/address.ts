/** Blocks of IPv4 that are not addresses of single public hosts: `[first octets, bits]`. */
const NOT_PUBLIC_4: readonly (readonly [block: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Blocks of 2000::/3 that are not public; outside of 2000::/3 nothing is. */
const NOT_PUBLIC_6: readonly (readonly [block: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const OCTET = /^(0|[1-9]\d{0,2})$/;

/** The number of an IPv4 address in four decimal parts without leading zeros, or `null`. */
export function readIPv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => OCTET.test(part) && Number(part) < 256)) return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** The eight groups of an IPv6 address in hexadecimal, or `null`. No zone, no dotted part. */
function groupsOf(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}

/** The one canonical spelling (RFC 5952): no leading zeros, `::` for the first longest run of two or more zeros. */
function spell(groups: readonly number[]): string {
  let [start, length] = [-1, 1];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0) end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  const hex = groups.map((group) => group.toString(16));
  if (start === -1) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

const numberOf = (groups: readonly number[]): bigint =>
  groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);

/** The number of an IPv6 address in its canonical spelling, or `null`. */
function readIPv6(text: string): bigint | null {
  const groups = groupsOf(text);
  return groups !== null && spell(groups) === text ? numberOf(groups) : null;
}

const within = (value: bigint, block: bigint, bits: number, width: number): boolean =>
  value >> BigInt(width - bits) === block >> BigInt(width - bits);

/**
 * Whether a host (lower case; IPv6 in brackets) is a public unicast address in its one canonical spelling. The blocks
 * are those of the IANA special-purpose registries and multicast.
 *
 * @see RFC-0006 section 5
 */
export function isPublicAddress(host: string): boolean {
  if (host.startsWith('[')) {
    const value = readIPv6(host.slice(1, -1));
    if (value === null || value >> 125n !== 1n) return false;
    return !NOT_PUBLIC_6.some(([block, bits]) => within(value, numberOf(groupsOf(block) ?? []), bits, 128));
  }
  const value = readIPv4(host);
  if (value === null) return false;
  return !NOT_PUBLIC_4.some(([block, bits]) => within(value, readIPv4(block) ?? 0n, bits, 32));
}
