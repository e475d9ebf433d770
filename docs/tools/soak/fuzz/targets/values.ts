import { matchesName, matchesTarget } from '@eaap/judgment';
import { canonicalize, EaapError, parseJson, type Json, type ParameterSpec } from '@eaap/protocol';
import { misread } from '../../../../../packages/judgment/src/extract/read.ts';
import { targetFault, targetPatternFault } from '../../../../../packages/judgment/src/pattern/target.ts';
import { bound, type Target } from '../types.ts';

const URLS = [
  'https://www.example.com/a?b=c#d', 'https://example.com:8443', 'http://example.com/', 'https://u:p@example.com/',
  'https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://[::1]/', 'https://[2606:4700::1111]/', 'https://8.8.8.8/',
  'https://xn--e1afmkfd.example/', 'https://EXAMPLE.com./', 'https:\\\\example.com', 'https://metadata.google.internal/',
]; // prettier-ignore
const PATHS = [
  '/srv/data/a.txt',
  '/srv/../etc/passwd',
  '/srv//a',
  '/srv/./a',
  '/srv/~root',
  '/srv/%2e%2e',
  '/',
  'a/b',
  '/srv/\\a',
];
const MAILS = [
  'ada@example.org',
  'a.b+c@mail.example.org',
  '"a b"@example.org',
  'Ada <ada@example.org>',
  'a@b',
  'a@b@c.example',
];
const NAMES = ['billing.refund', 'acc-1', 'customer:42', 'a b', '\u200bx', '*'];
const MONEY = [
  '{"amount":"1250","currency":"EUR"}',
  '{"amount":"0","currency":"JPY"}',
  '{"amount":"-1","currency":"EUR"}',
  '{"amount":1,"currency":"EUR","x":1}',
];
const TARGETS = [
  'host:example.com',
  'host:*.example.com',
  'path:/srv/',
  'path:/srv/a',
  'resource:table/public.*',
  'resource:*',
  'host:a:8443',
  '*',
];
const JSONS = [
  '{"a":[1,2.5,"x",null,true],"b":{"c":"\\u00e9\\ud83d\\ude00"}}',
  '[1,-1,1e3,0.1,9007199254740991]',
  '"text"',
  '{"a":1,"a":2}',
  '[[[[[]]]]]',
  '\u00ff\u00fe{',
  '-0',
];

function reader(
  type: ParameterSpec['type'],
  seeds: readonly string[],
  read = (text: string): Json => text,
): Target {
  return {
    name: `value.${type}`,
    share: 2,
    seeds,
    ...(type === 'money' ? { isJson: true } : {}),
    run(input) {
      const fault = misread({ type }, read(input));
      if (fault !== null) bound(fault.detail.length <= 512, 'a sentence that is too long');
      return { outcome: fault?.code ?? 'read', bytes: JSON.stringify(fault) };
    },
  };
}

/** What gives a text a kind by which an outcome is named; nothing else may be thrown. */
function refused(error: unknown): string {
  if (error instanceof EaapError) return error.type;
  throw error;
}

/** Readers of single values: what an action touches, and whom. */
export const VALUES: readonly Target[] = [
  reader('url', URLS),
  reader('path', PATHS),
  reader('mail', MAILS),
  reader('identifier', NAMES),
  reader('money', MONEY, (text) => JSON.parse(text) as Json),
  {
    name: 'pattern',
    share: 2,
    seeds: [...TARGETS, ...NAMES],
    run(input) {
      const answers = TARGETS.map((target) => [matchesTarget(input, target), matchesTarget(target, input)]);
      const names = NAMES.map((name) => matchesName(input, name));
      const faults = [targetFault(input), targetPatternFault(input)];
      return {
        outcome: faults[0] === null ? 'read' : 'refused',
        bytes: JSON.stringify([answers, names, faults]),
      };
    },
  },
  {
    name: 'json',
    share: 4,
    seeds: JSONS,
    run(input) {
      // Bytes that are no UTF-8, where all signs are bytes.
      const bytes = /^[\0-\u00ff]*$/.test(input) ? Buffer.from(input, 'latin1') : input;
      try {
        const text = canonicalize(parseJson(bytes));
        bound(canonicalize(parseJson(text)) === text, 'a canonical form that is read as another');
        return { outcome: 'read', bytes: text };
      } catch (error) {
        if (error instanceof EaapError)
          bound(typeof error.extras['reason'] === 'string', 'a refusal without a reason');
        return { outcome: `refused: ${refused(error)}`, bytes: String((error as Error).message) };
      }
    },
  },
];
