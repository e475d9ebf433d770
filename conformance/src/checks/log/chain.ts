import { digest } from '../../model/digest.ts';
import { recordLeaf } from '../../model/log.ts';
import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { LedgerEntry } from '../wire.ts';
import { recordsOf } from './lib.ts';

/** A world in which something of every kind has happened. */
export async function livedIn(t: CheckContext): Promise<World> {
  const world = await t.world();
  const fact = await world.stored({ subject: 'order-1', attribute: 'status', value: 'paid' });
  await world.contradicted(fact, 'open');
  await world.committed(actions.read());
  await world.evaluate(actions.ship());
  await world.evaluate(actions.send());
  return world;
}

export const chain: Check = {
  id: 'log.chain',
  requirements: ['EAAP-0001-116'],
  title: 'Each record points in prev to the digest of the one before it, and the first to nothing.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await livedIn(t);
    const records = recordsOf((await world.log()).entries);
    t.require('There are records to look at', records.length > 10, { got: records.length });
    const claimed = records.map((record) => record['prev']);
    const right = records.map((_, seq) => {
      const before = records[seq - 1];
      return before === undefined ? null : digest('EAAP-RECORD-v1', before);
    });
    const wrong = claimed.findIndex((prev, seq) => prev !== right[seq]);
    t.expect('every record points to the one before', wrong === -1, {
      expected: { seq: wrong, prev: right[wrong] },
      got: { seq: wrong, prev: claimed[wrong] },
    });
  },
};

export const chainByPages: Check = {
  id: 'log.chain-by-pages',
  requirements: ['EAAP-0001-116'],
  title: 'The log read in pages of three is the same chain, with nothing left out or repeated.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await livedIn(t);
    const entries: LedgerEntry[] = [];
    let cursor = '';
    for (let page = 0; page < 50; page += 1) {
      const answer = await world.send('auditor', 'GET', `/v2/ledger/entries?limit=3${cursor}`);
      const got = member(answer, 'entries');
      t.require('A page of the log is answered', answer.status === 200 && Array.isArray(got));
      entries.push(...(got as LedgerEntry[]));
      const next = member(answer, 'next');
      if (next === null || next === undefined) break;
      cursor = `&cursor=${String(next)}`;
    }
    t.require('The log has several pages', entries.length > 6, { got: entries.length });
    const records = recordsOf(entries);
    let prev: string | null = null;
    const broken: number[] = [];
    for (const [place, record] of records.entries()) {
      if (record['prev'] !== prev || record['seq'] !== place) broken.push(place);
      prev = digest('EAAP-RECORD-v1', record);
    }
    t.equal('places at which the chain is broken', broken, []);
  },
};

export const leaves: Check = {
  id: 'log.leaves',
  requirements: ['EAAP-0001-117'],
  title: 'Beside each record stands the RFC 6962 leaf hash of its canonical form.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await livedIn(t);
    const { entries } = await world.log();
    t.require('There are entries to look at', entries.length > 10, { got: entries.length });
    const records = recordsOf(entries);
    const wrong = entries.flatMap(({ leaf }, place) => {
      const record = records[place];
      const expected = `sha256:${record === undefined ? '' : recordLeaf(record).toString('hex')}`;
      return leaf === expected ? [] : [{ place, expected, got: leaf }];
    });
    t.equal('entries with another leaf', wrong, []);
  },
};
