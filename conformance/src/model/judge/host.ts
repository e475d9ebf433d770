import { isOf } from './text.ts';

const SMALL = 'abcdefghijklmnopqrstuvwxyz0123456789-';

/** Whether the last label of a host is numeric (RFC-0006 section 5.1). */
export function isNumeric(host: string): boolean {
  const last = host.slice(host.lastIndexOf('.') + 1);
  if (last !== '' && isOf('0123456789', last)) return true;
  return last.startsWith('0x') && isOf('0123456789abcdef', last.slice(2));
}

/** Whether a text is a host name (RFC-0006 section 5.1). */
export function isHostName(host: string): boolean {
  if (host.length > 253 || isNumeric(host)) return false;
  return host.split('.').every((label) => {
    if (label.length < 1 || label.length > 63 || !isOf(SMALL, label)) return false;
    return !label.startsWith('-') && !label.endsWith('-');
  });
}

const INTERNAL = 'localhost localdomain local internal intranet private lan home corp home.arpa'.split(' ');

/** Whether a name is internal (RFC-0006 section 5.1). */
export function isInternal(host: string): boolean {
  const labels = host.split('.');
  if (labels.length === 1) return true;
  return INTERNAL.some((name) => {
    const own = name.split('.');
    return labels.slice(-own.length).join('.') === name;
  });
}

/** The bits of an IPv4 address as a text of 32 digits, or `null`. */
export function bitsOf4(text: string): string | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let bits = '';
  for (const part of parts) {
    const value = Number(part);
    if (part === '' || !isOf('0123456789', part) || String(value) !== part || value > 255) return null;
    bits += value.toString(2).padStart(8, '0');
  }
  return bits;
}

/** The bits of an IPv6 address in hexadecimal groups as a text of 128 digits, or `null`. */
function bitsOf6(text: string): string | null {
  const at = text.indexOf('::');
  const before = at < 0 ? text : text.slice(0, at);
  const after = at < 0 ? '' : text.slice(at + 2);
  const [head, tail] = [before, after].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ];
  const gap = 8 - head.length - tail.length;
  if (at < 0 ? gap !== 0 : gap < 1) return null;
  const groups = [...head, ...Array<string>(gap).fill('0'), ...tail];
  let bits = '';
  for (const group of groups) {
    if (group.length < 1 || group.length > 4 || !isOf('0123456789abcdef', group)) return null;
    bits += Number.parseInt(group, 16).toString(2).padStart(16, '0');
  }
  return bits;
}

/** The spelling of RFC 5952, found among all spellings with one gap or none. */
function spelling(bits: string): string {
  const groups = Array.from({ length: 8 }, (_, at) => Number.parseInt(bits.slice(at * 16, at * 16 + 16), 2));
  const plain = groups.map((group) => group.toString(16));
  for (let length = 8; length >= 2; length--) {
    for (let start = 0; start + length <= 8; start++) {
      if (groups.slice(start, start + length).some((group) => group !== 0)) continue;
      return `${plain.slice(0, start).join(':')}::${plain.slice(start + length).join(':')}`;
    }
  }
  return plain.join(':');
}

const NOT_PUBLIC_4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'.split(
    ' ',
  );
const NOT_PUBLIC_6 = '2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20'.split(' ');

const isIn = (bits: string, block: string, read: (text: string) => string | null): boolean => {
  const [start = '', length = ''] = block.split('/');
  return bits.startsWith((read(start) ?? 'x').slice(0, Number(length)));
};

/** Whether a host, IPv6 in brackets, is a public address in its one spelling (RFC-0006 section 5.2). */
export function isPublicAddress(host: string): boolean {
  if (host.startsWith('[')) {
    const text = host.slice(1, -1);
    const bits = bitsOf6(text);
    if (bits === null || spelling(bits) !== text || !bits.startsWith('001')) return false;
    return !NOT_PUBLIC_6.some((block) => isIn(bits, block, bitsOf6));
  }
  const bits = bitsOf4(host);
  return bits !== null && !NOT_PUBLIC_4.some((block) => isIn(bits, block, bitsOf4));
}

/** Whether a text is a port: 1 to 65535 without leading zeros. */
export const isPort = (text: string): boolean =>
  text !== '' &&
  isOf('0123456789', text) &&
  String(Number(text)) === text &&
  Number(text) > 0 &&
  Number(text) < 65536;
