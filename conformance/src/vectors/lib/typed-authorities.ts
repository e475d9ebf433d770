import type { JsonObject } from '../../model/json.ts';

/** What an authority looks up. */
export const LOOKED = [{ subject: { param: '/customer' }, attribute: 'tier' }];

/** Authorities of a session that cannot be meant: id, title, the parameters, and the mistake of who accepts them. */
export const TYPED_WRONGLY: readonly (readonly [
  id: string,
  title: string,
  parameters: JsonObject,
  mistake?: string,
])[] = [
  [
    'typed-neither',
    'an authority of a session without kinds',
    { '/memo': { type: 'text', authority: { outputs: [] } } },
    'let nothing support it',
  ],
  [
    'typed-both',
    'kinds and carries at once',
    { '/memo': { type: 'text', authority: { kinds: ['name'], carries: ['host'] } } },
  ],
  [
    'typed-carried-by-a-number',
    'what a number carries',
    { '/n': { type: 'number', authority: { carries: ['amount'] } } },
  ],
  [
    'typed-carried-names',
    'names that a text carries',
    { '/memo': { type: 'text', authority: { carries: ['name'] } } },
  ],
  [
    'typed-derived-name',
    'a computed name',
    { '/memo': { type: 'text', authority: { kinds: ['name'], derive: ['sum'] } } },
  ],
  [
    'typed-lookup-not-used',
    'facts that are looked up for nothing',
    { '/memo': { type: 'text', authority: { kinds: ['name'], lookup: LOOKED } } },
    'let nothing use what it looks up',
  ],
  [
    'typed-lookup-of-nothing',
    'a lookup of nothing',
    { '/memo': { type: 'text', authority: { kinds: ['name'], derive: ['lookup'] } } },
  ],
  [
    'typed-lookup-carried',
    'a lookup for what a text carries',
    {
      '/memo': { type: 'text', authority: { carries: ['host'], derive: ['lookup'], lookup: LOOKED } },
    },
  ],
  [
    'typed-least-of-one',
    'the least of one',
    { '/n': { type: 'number', authority: { kinds: ['amount'], derive: ['min'], lookup: LOOKED } } },
  ],
  [
    'typed-greatest-name',
    'the greatest of names',
    {
      '/memo': {
        type: 'text',
        authority: { kinds: ['name'], derive: ['max'], lookup: [...LOOKED, ...LOOKED] },
      },
    },
  ],
  [
    'typed-unit-of-a-host',
    'a currency of a host',
    { '/memo': { type: 'text', authority: { carries: ['host'], unit: 'EUR' } } },
  ],
];
