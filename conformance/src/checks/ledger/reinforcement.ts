import { SOURCES } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check } from '../types.ts';
import { challenge, place } from './conflicts.ts';

export const reinforced: Check = {
  id: 'ledger.reinforced',
  requirements: ['EAAP-0001-051'],
  title: 'The same value from a source of at least its trust reinforces a fact and does not raise its trust.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    const cases = [
      ['verified', SOURCES.verified, SOURCES.verified],
      ['verified', SOURCES.verified, SOURCES.alsoVerified],
      ['verified', SOURCES.verified, SOURCES.authoritative],
      ['untrusted', SOURCES.untrusted, SOURCES.authoritative],
      ['untrusted', SOURCES.untrusted, SOURCES.untrusted],
    ] as const;
    for (const [i, [trust, first, second]] of cases.entries()) {
      const fact = await place(world, `order-${i}`, 'paid', first);
      const name = `${second.kind} upon ${first.kind}`;
      const answer = await challenge(world, fact, 'paid', second);
      t.answered(name, answer, 200);
      t.equal(`result of ${name}`, member(answer, 'result'), 'reinforced');
      const read = await world.fact(fact.id);
      t.equal(`trust after ${name}`, read.body.trust, trust);
      t.equal(`status after ${name}`, read.body.status, 'active');
      t.equal(`value after ${name}`, read.body.value, 'paid');
      const { snapshot } = (await world.search({ subject: fact.subject })).body;
      t.equal(`facts after ${name}`, snapshot.facts.map((seen) => seen.fact.id), [fact.id]);
    }
  },
};

export const sameCanonicalValue: Check = {
  id: 'ledger.reinforced-canonical',
  requirements: ['EAAP-0001-051'],
  title: 'Values are the same when their canonical forms are.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t) {
    const world = await t.world();
    const source = { ...SOURCES.verified, observed_at: await world.time(-1000) };
    const text = (subject: string, value: string): string =>
      `{"subject":"${subject}","attribute":"status","source":${JSON.stringify(source)},"value":${value}}`;
    const store = (subject: string, value: string) =>
      world.send('recorder', 'POST', '/v2/vault/store', {
        body: text(subject, value),
        headers: { 'content-type': 'application/json' },
      });
    const pairs = [
      ['{"a":1,"b":[2]}', '{ "b": [2], "a": 1 }'],
      ['100', '1e2'],
      ['1', '1.0'],
      ['"caf\u00e9"', '"caf\\u00E9"'],
    ] as const;
    for (const [i, [first, second]] of pairs.entries()) {
      const stored = await store(`order-${i}`, first);
      t.require('The fact is stored.', stored.status === 201, { got: stored.text.slice(0, 300) });
      const again = await store(`order-${i}`, second);
      t.answered(`${second} after ${first}`, again, 200);
      t.equal('result', member(again, 'result'), 'reinforced');
    }
  },
};

export const corroborated: Check = {
  id: 'ledger.corroborated',
  requirements: ['EAAP-0001-052'],
  title: 'The same value from a less trusted source changes nothing of a fact.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    const agent = { kind: 'agent', id: 'agent' } as const;
    const cases = [
      [SOURCES.verified, SOURCES.untrusted, 'recorder'],
      [SOURCES.authoritative, SOURCES.verified, 'recorder'],
      [SOURCES.verified, agent, 'agent'],
    ] as const;
    for (const [i, [first, second, as]] of cases.entries()) {
      const input = { subject: `order-${i}`, attribute: 'status', value: 'paid' };
      // Low and long ago: whatever a repetition lends to it shows.
      const fact = await world.stored({
        ...input,
        confidence: 1000,
        half_life_ms: 3_600_000,
        source: { ...first, observed_at: await world.time(-7_200_000) },
      });
      const source = { ...second, observed_at: await world.time(-500) };
      const answer = await world.store({ ...input, source, half_life_ms: 86_400_000 }, as);
      const name = `${second.kind} upon ${first.kind}`;
      t.answered(name, answer, 200);
      t.equal(`result of ${name}`, member(answer, 'result'), 'corroborated');
      t.equal(`the fact after ${name}`, (await world.fact(fact.id)).body, fact);
      const { snapshot } = (await world.search({ subject: fact.subject })).body;
      t.equal(`facts after ${name}`, snapshot.facts.map((seen) => seen.fact), [fact]);
    }
  },
};
