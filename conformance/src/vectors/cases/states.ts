import { digest } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';

/** A digest that is seen to be made up. */
export const made = (name: string): string => digest('EAAP-VALUE-v1', name);

const uuid = (n: number): string => `019c1371-2a40-7000-8000-${String(n).padStart(12, '0')}`;
export type Object4 = readonly [type: string, id: string, version: number, commitment: string];

/** An object of a state, by a small number. */
export const object = (type: string, n: number, version = 1, name = `${type} ${n} ${version}`): Object4 => [
  type,
  uuid(n),
  version,
  made(name),
];
export const selector = (subject: string, attribute = 'refund.limit'): JsonObject => ({ subject, attribute });

/** The state of the worked example of RFC-0001 section 1. */
export const WORKED: JsonObject = {
  namespace: 'acme',
  principal: 'agent',
  action_commitment: 'sha256:4c16eca1f5183ab29a8cbd0ca6829dd59670ed1ec9e53203c1b0c204bff026fc',
  policy: 'sha256:d8b4b9ad9a347d9a97b616eaca0eb3fbf8e09e84a2430c3b917522e7b7e7aa67',
  engine: 'sha256:95da218767a130f54043dad86ba2e339e2d663c417d3bd36d37c0359de9e85c7',
  selectors: [{ subject: 'customer:42', attribute: 'refund.limit' }],
  objects: [
    [
      'fact',
      '019c1371-2a40-7000-8000-000000000001',
      1,
      'sha256:81642115ce20167b7f458712dd9583b806b19c791f374fdd4d0a3969f0dbe72f',
    ],
  ],
  window: 1_769_851_800_000,
};

/** A state like that of the worked example, with something else in it. */
export const state = (change: { readonly [name: string]: Json | readonly Object4[] } = {}): JsonObject =>
  ({ ...WORKED, ...change }) as JsonObject;
