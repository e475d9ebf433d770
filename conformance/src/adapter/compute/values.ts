import { extract } from '@eaap/judgment';
import type { Action, Extraction, Json, Manifest, Policy } from '@eaap/protocol';
import type { Answer } from '../../vectors/types.ts';

type Spec = Manifest['parameters'][string];

const KINDS = {
  url: 'host',
  path: 'path',
  identifier: 'resource',
  integer: 'resource',
  mail: 'resource',
} as const;
const kindOf = (type: string): 'host' | 'path' | 'resource' | undefined =>
  (KINDS as Record<string, (typeof KINDS)[keyof typeof KINDS]>)[type];

/** What an action with the one parameter `/value` is read as by a manifest that describes it. */
function read(spec: Spec, value: Json, rest: Partial<Manifest> = {}): Extraction {
  const kind = kindOf(spec.type);
  const effects: Manifest['effects'] = [
    { effect: 'compute', ...(kind === undefined ? {} : { target: { param: '/value', kind } }) },
  ];
  const parameters = { '/value': spec };
  const manifest: Manifest = {
    v: 1,
    tool: 'a',
    version: '1',
    description: 'd',
    effects,
    parameters,
    ...rest,
  };
  const action: Action = { tool: 'a', environment: 'none', parameters: { value } };
  return extract(action, manifest, { selects: [] as Policy['selects'] } as Policy);
}

/** The topic `values`, by the reference implementation. */
export function compute(input: Json): Answer {
  const { value, ...spec } = input as unknown as Spec & { value: Json };
  const { unread, effects } = read(spec, value);
  const refused = unread.find(({ code }) => code !== 'unresolved-target');
  if (refused !== undefined) return { refused: refused.code };
  const isSubject = ['identifier', 'integer', 'mail'].includes(spec.type);
  const selects = [{ subject: { param: '/value' }, attribute: 'a' }];
  return {
    output: {
      target: effects[0]?.target ?? null,
      subject: isSubject ? (read(spec, value, { selects }).selectors[0]?.subject ?? null) : null,
      money: spec.type === 'money' ? read(spec, value, { cost: { amount: '/value' } }).cost : null,
    },
  };
}
