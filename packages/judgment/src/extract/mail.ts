import { lowerAscii } from '../lib/text.ts';
import { isHostName } from './host.ts';

const TOKEN = /^\[PII:email:[0-9a-f]{32}\]$/;
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Whether a text is exactly one mail address: the token that stands for one, or a plain one. */
export function isMail(text: string): boolean {
  if (TOKEN.test(text)) return true;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = lowerAscii(text.slice(at + 1));
  return at > 0 && at <= 64 && LOCAL.test(local) && domain.includes('.') && isHostName(domain);
}
