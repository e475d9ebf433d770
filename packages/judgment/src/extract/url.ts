import type { Unread } from '@eaap/protocol';
import { isHostName, isInternalName, isPublicAddress } from './host.ts';

/** Why a URL was not read. */
export interface UrlFault {
  readonly code: Unread['code'];
  readonly detail: string;
}

const fault = (code: Unread['code'], detail: string): UrlFault => ({ code, detail });

/** Host and port as written, before any parser has repaired them. */
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;
const HOST_PORT = /^(\[[0-9a-f:.]*\]|[^:[\]]*)(?::(\d{1,5}))?$/i;

function hostFault(raw: string, parsed: URL): UrlFault | null {
  const host = raw.toLowerCase();
  if (/[^\u0000-\u007f]/.test(host) || host.split('.').some((label) => label.startsWith('xn--'))) {
    return fault('url-idn', 'The host is not plain ASCII: a name that looks alike may be another.');
  }
  if (host.includes('%')) return fault('unreadable-url', 'The host is percent-encoded.');
  const bare = host.endsWith('.') ? host.slice(0, -1) : host;
  const address = parsed.hostname.replace(/^\[|\]$/g, '');
  const isAddress = parsed.hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(address);
  if (isAddress) {
    // The parser reads 2130706433, 0x7f.1 and 017700000001 as 127.0.0.1. A public address has no need for that.
    if (parsed.hostname !== host || !isPublicAddress(address)) {
      return fault('internal-address', 'The host is an address that is not public, or one in disguise.');
    }
    return null;
  }
  if (isInternalName(bare))
    return fault('internal-address', 'The host is a name that is answered from inside.');
  if (host !== bare) return fault('unreadable-url', 'The host ends in a dot.');
  if (!isHostName(host) || parsed.hostname !== host)
    return fault('unreadable-url', 'The host is not a name.');
  return null;
}

/**
 * The target of a URL, `host:name` or `host:name:port`, or why it cannot be read. Only https, only what every parser
 * reads alike: parsers differ on userinfo, backslashes, controls and repaired slashes, and an attacker picks the pair.
 */
export function readUrl(text: string): { target: string } | UrlFault {
  if (text.length > 2048) return fault('too-large', 'The URL is longer than 2048 characters.');
  if (/[\u0000-\u0020\u007f-\u00a0\\]/.test(text)) {
    return fault('unreadable-url', 'The URL holds white space, a control character or a backslash.');
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return fault('unreadable-url', 'The URL has no scheme.');
  if (scheme !== 'https') return fault('url-scheme', 'The scheme is not https.');
  const authority = AUTHORITY.exec(text)?.[1] ?? '';
  if (authority === '') return fault('unreadable-url', 'The URL has no host.');
  if (authority.includes('@')) return fault('url-credentials', 'The URL carries credentials.');
  const raw = HOST_PORT.exec(authority)?.[1];
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch {
    return fault('unreadable-url', 'The URL does not parse.');
  }
  if (raw === undefined) return fault('unreadable-url', 'The URL has no plain host and port.');
  const refused = hostFault(raw, parsed);
  if (refused !== null) return refused;
  return { target: `host:${parsed.host}` };
}
