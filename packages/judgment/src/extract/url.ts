import type { Unread } from '@eaap/protocol';
import { lowerAscii } from '../lib/text.ts';
import { isPublicAddress } from './address.ts';
import { isHostName, isInternalName, isNumeric } from './host.ts';

/** Why a URL was not read. */
export interface UrlFault {
  readonly code: Unread['code'];
  readonly detail: string;
}

const fault = (code: Unread['code'], detail: string): UrlFault => ({ code, detail });

/** What stands between the slashes after the scheme and the path. */
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;
const HOST_PORT = /^(\[[0-9a-f:.]*\]|[^:[\]]+)(?::([1-9]\d{0,4}))?$/;

function hostFault(host: string): UrlFault | null {
  if (/[^\u0000-\u007f]/.test(host) || host.split('.').some((label) => label.startsWith('xn--'))) {
    return fault('url-idn', 'The host is not plain ASCII: a name that looks alike may be another.');
  }
  if (host.includes('%')) return fault('unreadable-url', 'The host is percent-encoded.');
  const bare = host.endsWith('.') ? host.slice(0, -1) : host;
  if (host.startsWith('[') || isNumeric(bare)) {
    // Resolvers read 2130706433, 0x7f.1 and 017700000001 as 127.0.0.1. A public address has no need for that.
    return isPublicAddress(host)
      ? null
      : fault('internal-address', 'The host is an address that is not public, or one in disguise.');
  }
  if (isInternalName(bare))
    return fault('internal-address', 'The host is a name that is answered from inside.');
  if (host !== bare) return fault('unreadable-url', 'The host ends in a dot.');
  return isHostName(host) ? null : fault('unreadable-url', 'The host is not a name.');
}

/**
 * The target of a URL, `host:name` or `host:name:port`, or why it cannot be read. Only https, only what every parser
 * reads alike: parsers differ on userinfo, backslashes, controls and repaired slashes, and an attacker picks the pair.
 *
 * @see RFC-0006 section 5
 */
export function readUrl(text: string): { target: string } | UrlFault {
  if (text.length > 2048) return fault('too-large', 'The URL is longer than 2048 characters.');
  if (/[\u0000-\u0020\u007f-\u00a0\\]/.test(text)) {
    return fault('unreadable-url', 'The URL holds white space, a control character or a backslash.');
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1];
  if (scheme === undefined) return fault('unreadable-url', 'The URL has no scheme.');
  if (lowerAscii(scheme) !== 'https') return fault('url-scheme', 'The scheme is not https.');
  const authority = lowerAscii(AUTHORITY.exec(text)?.[1] ?? '');
  if (authority === '') return fault('unreadable-url', 'The URL has no host.');
  if (authority.includes('@')) return fault('url-credentials', 'The URL carries credentials.');
  const [, host, port] = HOST_PORT.exec(authority) ?? [];
  if (host === undefined || Number(port ?? 1) > 65535) {
    return fault('unreadable-url', 'The URL has no plain host and port.');
  }
  const refused = hostFault(host);
  if (refused !== null) return refused;
  return { target: port === undefined || port === '443' ? `host:${host}` : `host:${host}:${port}` };
}
