import { isHostName, isInternal, isNumeric, isPort, isPublicAddress } from './host.ts';
import { isOf, lower } from './text.ts';

/** What a URL is read as: the target it names, or everything that is wrong with it, in the order of the steps. */
export type UrlReading = { readonly target: string } | { readonly codes: readonly string[] };

/** Host and port of an authority, or `null` when it is not of that shape (step 7). */
function divide(authority: string): { host: string; port: string | null } | null {
  const end = authority.startsWith('[') ? authority.indexOf(']') + 1 : authority.search(/:|$/);
  const host = authority.slice(0, end);
  const rest = authority.slice(end);
  if (host === '') return null;
  if (host.startsWith('[') ? !isOf('0123456789abcdef:.', host.slice(1, -1)) : /[[\]]/.test(host)) return null;
  if (rest === '') return { host, port: null };
  return rest.startsWith(':') && isPort(rest.slice(1)) ? { host, port: rest.slice(1) } : null;
}

/** Steps 8 to 13, or `null`. */
function hostCode(host: string): string | null {
  if ([...host].some((one) => one > '\u007f')) return 'url-idn';
  if (host.split('.').some((label) => label.startsWith('xn--'))) return 'url-idn';
  if (host.includes('%')) return 'unreadable-url';
  const bare = host.endsWith('.') ? host.slice(0, -1) : host;
  if (host.startsWith('[') || isNumeric(bare)) return isPublicAddress(host) ? null : 'internal-address';
  if (isInternal(bare)) return 'internal-address';
  if (host.endsWith('.')) return 'unreadable-url';
  return isHostName(host) ? null : 'unreadable-url';
}

/** Reads a URL by the steps of RFC-0006 section 5.3, going on after a fault where there is something left to read. */
export function readUrl(text: string): UrlReading {
  const codes: string[] = [];
  if (text.length > 2048) codes.push('too-large');
  const isForbidden = (one: string): boolean =>
    one <= '\u0020' || (one >= '\u007f' && one <= '\u00a0') || one === '\\';
  if ([...text].some(isForbidden)) codes.push('unreadable-url');
  const colon = text.indexOf(':');
  const scheme = lower(text.slice(0, Math.max(colon, 0)));
  const isScheme = /^[a-z]/.test(scheme) && isOf('abcdefghijklmnopqrstuvwxyz0123456789+.-', scheme);
  if (!isScheme) return { codes: [...codes, 'unreadable-url'] };
  if (scheme !== 'https') return { codes: [...codes, 'url-scheme'] };
  const rest = text.slice(colon + 1);
  const end = rest.startsWith('//') ? rest.slice(2).search(/[/?#]|$/) : 0;
  const authority = lower(rest.slice(2, 2 + end));
  if (authority === '') return { codes: [...codes, 'unreadable-url'] };
  const at = authority.lastIndexOf('@');
  if (at >= 0) codes.push('url-credentials');
  const parts = divide(authority.slice(at + 1));
  if (parts === null) return { codes: [...codes, 'unreadable-url'] };
  const code = hostCode(parts.host);
  if (code !== null) codes.push(code);
  if (codes.length > 0) return { codes };
  const isDefault = parts.port === null || parts.port === '443';
  return { target: `host:${parts.host}${isDefault ? '' : `:${parts.port ?? ''}`}` };
}
