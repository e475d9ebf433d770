import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import { sendRaw, storeBytes, storeText } from './raw.ts';

/** A value of each fault, and no other fault in it. */
const FAULTS: readonly (readonly [reason: string, value: string | readonly number[]])[] = [
  ['syntax', '[1,]'],
  ['utf8', [0xff]],
  ['duplicate-name', '{"a":1,"a":2}'],
  ['lone-surrogate', '"\\ud800"'],
  ['noncharacter', '"\\uffff"'],
  ['negative-zero', '-0'],
  ['number-range', '1e400'],
  ['integer-range', '9007199254740992'],
  ['number-precision', '0.33333333333333333333'],
  ['depth', '['.repeat(70) + ']'.repeat(70)],
];

export const namedFault: Check = {
  id: 'bytes.json-fault-named',
  requirements: ['EAAP-0002-001'],
  title: 'A body that is refused as malformed is refused with its fault in `reason`.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    let refused = 0;
    for (const [reason, value] of FAULTS) {
      const subject = `named-${t.random.word()}`;
      const body =
        typeof value === 'string'
          ? await storeText(world, subject, value)
          : await storeBytes(world, subject, value);
      const answer = await sendRaw(world, body);
      // That it is refused at all is another requirement.
      if (answer.problem !== 'malformed-json') continue;
      refused += 1;
      t.equal(`reason of a body with ${reason}`, member(answer, 'reason'), reason);
    }
    t.require('A malformed body is refused', refused > 0);
  },
};
