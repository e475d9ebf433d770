import type { Json, ParameterSpec, Unread } from '@eaap/protocol';
import { hasHidden, isDisguised } from '../lib/text.ts';
import { isObject, readMoney } from '../lib/value.ts';
import { isMail } from './mail.ts';
import { pathFault } from './path.ts';
import { readUrl } from './url.ts';

/** Why a value was not read as the type its manifest states. */
export interface Misread {
  readonly code: Unread['code'];
  readonly detail: string;
}

const wrong = (expected: string): Misread => ({ code: 'wrong-type', detail: `Expected ${expected}.` });

/** Whether a text can name something: 1 to 256 characters, none of them hidden and nothing in disguise. */
export const isIdentifier = (value: Json): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= 256 &&
  !hasHidden(value) &&
  !isDisguised(value);

function readText(spec: ParameterSpec, value: string): Misread | null {
  switch (spec.type) {
    case 'mail':
      return isMail(value) ? null : { code: 'unreadable-mail', detail: 'Expected exactly one mail address.' };
    case 'url': {
      const url = readUrl(value);
      return 'target' in url ? null : url;
    }
    case 'path': {
      const fault = pathFault(value);
      return fault === null ? null : { code: 'unreadable-path', detail: `The path ${fault}.` };
    }
    default:
      return null;
  }
}

/** Reads a value as its manifest describes it; `null` when it is of that type. */
export function misread(spec: ParameterSpec, value: Json): Misread | null {
  switch (spec.type) {
    case 'text':
      return typeof value === 'string' ? null : wrong('a text');
    case 'identifier':
      return isIdentifier(value) ? null : wrong('an identifier: a text of 1 to 256 visible characters');
    case 'integer':
      return Number.isSafeInteger(value) ? null : wrong('a whole number of at most 2^53 - 1');
    case 'number':
      return typeof value === 'number' ? null : wrong('a number');
    case 'boolean':
      return typeof value === 'boolean' ? null : wrong('true or false');
    case 'json':
      return null;
    case 'money':
      if (!isObject(value)) return wrong('money: { "amount": "1250", "currency": "EUR" }');
      if (readMoney(value) !== null) return null;
      return {
        code: 'unreadable-money',
        detail: 'Expected exactly amount, a text of minor units below 2^53, and currency, three capitals.',
      };
    case 'mail':
    case 'url':
    case 'path':
      return typeof value === 'string' ? readText(spec, value) : wrong('a text');
    default:
      return {
        code: 'undeclared-dialect',
        detail: `Nothing here reads ${spec.dialect ?? 'code of an unnamed dialect'}.`,
      };
  }
}
