import type { Json } from '../../model/json.ts';
import { readMoney } from '../../model/judge/text.ts';
import { misread, subjectOf, targetOf } from '../../model/judge/value.ts';
import { VALUE_CASES } from '../judgment/value-cases.ts';
import type { Finding, Topic } from '../types.ts';

const KIND: Readonly<Record<string, string>> = {
  url: 'host',
  path: 'path',
  identifier: 'resource',
  integer: 'resource',
  mail: 'resource',
};
const SUBJECTS = ['identifier', 'integer', 'mail'];

function answer(input: Json): Finding {
  const { type, value } = input as { type: string; value: Json };
  const refused = misread(type, value);
  if (refused.length > 0) return { refused };
  const kind = KIND[type];
  return {
    output: {
      target: kind === undefined ? null : targetOf(kind, '', value),
      subject: SUBJECTS.includes(type) ? subjectOf('', value) : null,
      money: type === 'money' ? { ...readMoney(value) } : null,
    },
  };
}

export const topic: Topic = {
  name: 'values',
  title: 'Values',
  specified: 'RFC-0006 sections 4 to 6',
  input:
    '`type`, a parameter type of a manifest (`dialect` with `code`), and `value`, what stands in the parameters of an action. Texts are JSON texts with their characters as they are.',
  output:
    '`target`, what the value makes as the target of an effect (kind `host` for `url`, `path` for `path`, `resource` for `identifier`, `integer` and `mail`, no prefix), or null; `subject`, the subject it names with no prefix, for `identifier`, `integer` and `mail`, or null; `money`, amount in minor units and currency, for `money`, or null. A refusal is the code for which the value is unread.',
  reasons: {
    'wrong-type': 'The value is not of the type.',
    'unreadable-money': 'An object that is not exactly one amount of money.',
    'unreadable-mail': 'A text that is not exactly one mail address.',
    'unreadable-path': 'A text that is not an absolute path with one meaning.',
    'unreadable-url': 'A text that is not a URL that every parser reads alike.',
    'url-scheme': 'Another scheme than https.',
    'url-credentials': 'User or password in the URL.',
    'url-idn': 'A host that is not plain ASCII.',
    'internal-address':
      'A host that is answered from inside, or an address that is not public or not in its one spelling.',
    'too-large': 'Longer than may be read.',
    'undeclared-dialect': 'Code that nothing reads.',
  },
  cases: () => VALUE_CASES,
  answer,
};
