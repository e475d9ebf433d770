import { readIPv4 } from './address.ts';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const PORT = /^[1-9]\d{0,4}$/;

/** Whether `host` is a lower-case name of whole labels, the last one not a number (which would be an address). */
export function isHostName(host: string): boolean {
  if (host.length > 253) return false;
  const labels = host.split('.');
  return labels.every((label) => LABEL.test(label)) && !isNumeric(host);
}

/** Whether the last label of `host` is a number: resolvers read such a host as an address, however it is spelled. */
export const isNumeric = (host: string): boolean => /^(\d+|0x[0-9a-f]*)$/.test(host.split('.').at(-1) ?? '');

/** A lower-case host, a name or an IPv4 address in four parts, with a port or without; `null` for anything else. */
export function readHostPort(text: string): { host: string; port: number | null } | null {
  const [host = '', port, ...more] = text.split(':');
  if (more.length > 0 || !(isHostName(host) || readIPv4(host) !== null)) return null;
  if (port === undefined) return { host, port: null };
  return PORT.test(port) && Number(port) <= 65535 ? { host, port: Number(port) } : null;
}

// Names that by registration or by custom are answered from inside. What a public name resolves to is the
// perimeter's to check: no text can tell.
const INSIDE = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'lan',
  'home',
  'corp',
  'home.arpa',
];

/** Whether a name (lower case, no trailing dot) is answered from inside: a single label, or a reserved ending. */
export function isInternalName(host: string): boolean {
  return !host.includes('.') || INSIDE.some((name) => host === name || host.endsWith(`.${name}`));
}
