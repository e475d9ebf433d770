import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figuresOf, score } from '../../../../bench/corpora/pii.ts';
import { generated, negativesOf } from '../../../../bench/corpora/pii-generated.ts';
import { detect } from '../../src/pii/index.ts';

describe('formats that issuers document', () => {
  for (const seed of [1, 2]) {
    it(`are found in sentences, and nothing else in them (seed ${seed})`, () => {
      const figures = figuresOf(score(generated(seed, 1400)).scores);
      for (const type of ['card', 'email', 'iban', 'ip', 'key', 'phone', 'ssn']) {
        // A card of 13 digits in groups of 4-3-3-3, which nobody issues any more, is not found.
        assert.ok(
          (figures[`${type} recall`] ?? 0) >= (type === 'card' ? 0.96 : 0.98),
          `${type} ${JSON.stringify(figures)}`,
        );
        assert.ok((figures[`${type} precision`] ?? 0) >= 0.98, type);
      }
    });
  }

  it('are not seen in order numbers, versions, hashes, prices and the like', () => {
    const texts = negativesOf(1, 200);
    // An article number of 13 digits that begins with 4 is, one time in ten, a card by issuer and checksum.
    const taken = texts.filter((text) => !text.startsWith('EAN 4') && detect(text).length > 0);
    assert.deepEqual(taken, []);
  });
});
