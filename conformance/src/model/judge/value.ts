import type { Json } from '../json.ts';
import { bitsOf4, isHostName, isPort } from './host.ts';
import { hasHidden, isDisguised, isObject, isOf, isWhole, lower, readMoney } from './text.ts';
import { readUrl } from './url.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Whether a value is an identifier (RFC-0006 section 4.1). */
export const isIdentifier = (value: Json): value is string =>
  typeof value === 'string' &&
  value.length >= 1 &&
  value.length <= 256 &&
  !hasHidden(value) &&
  !isDisguised(value);

/** Whether a text is a mail address (RFC-0006 section 4.3). */
export function isMail(text: string): boolean {
  const token = /^\[PII:email:(.*)\]$/s.exec(text)?.[1];
  if (token?.length === 32 && isOf('0123456789abcdef', token)) return true;
  const at = text.lastIndexOf('@');
  if (at < 1 || at > 64) return false;
  const runs = text.slice(0, at).split('.');
  const domain = lower(text.slice(at + 1));
  const isLocal = runs.every((run) => run !== '' && isOf(`${LETTERS}!#$%&'*+/=?^_\`{|}~-`, run));
  return isLocal && domain.includes('.') && isHostName(domain);
}

/** Whether a text is a path (RFC-0006 section 6.1). */
export function isPath(text: string): boolean {
  if (!text.startsWith('/') || text.length > 1000 || hasHidden(text) || isDisguised(text)) return false;
  if (text.includes('\\') || text.includes('%')) return false;
  return text
    .split('/')
    .slice(1)
    .every((segment) => !['', '.', '..'].includes(segment) && !segment.startsWith('~'));
}

const typed = (is: boolean): readonly string[] => (is ? [] : ['wrong-type']);
const worded = (value: Json, codes: (text: string) => readonly string[]): readonly string[] =>
  typeof value === 'string' ? codes(value) : ['wrong-type'];

/** The codes for which a value is not read as a type, the one that counts first; none when it is (RFC-0006 section 4.1). */
export function misread(type: string, value: Json): readonly string[] {
  switch (type) {
    case 'text':
      return typed(typeof value === 'string');
    case 'identifier':
      return typed(isIdentifier(value));
    case 'integer':
      return typed(isWhole(value));
    case 'number':
      return typed(typeof value === 'number');
    case 'boolean':
      return typed(typeof value === 'boolean');
    case 'json':
      return [];
    case 'money':
      if (!isObject(value)) return ['wrong-type'];
      return readMoney(value) === null ? ['unreadable-money'] : [];
    case 'mail':
      return worded(value, (text) => (isMail(text) ? [] : ['unreadable-mail']));
    case 'url':
      return worded(value, (text) => {
        const read = readUrl(text);
        return 'codes' in read ? read.codes : [];
      });
    case 'path':
      return worded(value, (text) => (isPath(text) ? [] : ['unreadable-path']));
    default:
      return ['undeclared-dialect'];
  }
}

/** Whether a target has a fault (RFC-0006 section 6.2). */
export function hasTargetFault(target: string): boolean {
  const colon = target.indexOf(':');
  const kind = colon < 0 ? '' : target.slice(0, colon);
  const rest = target.slice(colon + 1);
  if (kind === 'path') return !isPath(rest);
  if (kind === 'resource') return rest === '' || hasHidden(rest);
  return kind !== 'host' || !isHostPort(rest);
}

/** Whether a text is a host, lower case, with a port or without. */
export function isHostPort(text: string): boolean {
  const [host = '', ...ports] = text.split(':');
  if (!isHostName(host) && bitsOf4(host) === null) return false;
  return ports.length === 0 || (ports.length === 1 && isPort(ports[0] ?? ''));
}

/** The target that a value makes, or `null` (RFC-0006 section 6.2). */
export function targetOf(kind: string, prefix: string, value: Json): string | null {
  if (kind === 'host') {
    const read = typeof value === 'string' && prefix === '' ? readUrl(value) : { codes: [] };
    return 'target' in read ? read.target : null;
  }
  if (kind === 'path' ? typeof value !== 'string' : !isIdentifier(value) && !isWhole(value)) return null;
  const target = `${kind}:${prefix}${String(value as string | number)}`;
  return target.length > 1024 || hasTargetFault(target) ? null : target;
}

/** The subject that a value names, or `null` (RFC-0006 section 6.3). */
export function subjectOf(prefix: string, value: Json): string | null {
  if (value === '' || !(typeof value === 'string' || isWhole(value))) return null;
  const subject = `${prefix}${String(value)}`;
  return subject.length > 256 ? null : subject;
}
