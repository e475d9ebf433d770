import type { Target } from './types.ts';

let calls = 0;

/** Targets with what the lane has to find. */
export const targets = async (): Promise<Target[]> => [
  { name: 'right', share: 20, seeds: ['a b'], run: (input) => ({ outcome: 'read', bytes: input }) },
  {
    name: 'throws',
    share: 10,
    seeds: ['aba', 'aaa'],
    run(input) {
      if (input.includes('b')) throw new Error('There is a b.');
      return { outcome: 'read', bytes: input };
    },
  },
  { name: 'wavers', share: 10, seeds: ['a'], run: () => ({ outcome: 'read', bytes: String((calls += 1)) }) },
  {
    name: 'hangs',
    share: 1,
    seeds: ['a'],
    run() {
      for (;;) calls += 1;
    },
  },
  {
    name: 'dies',
    share: 1,
    seeds: ['a'],
    run() {
      process.exit(3);
    },
  },
];
