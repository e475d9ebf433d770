import { effectiveConfidence } from '../../model/decay.ts';
import { DAY } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import {
  lockedFact,
  plainWorld,
  seenBy,
  standing,
  standingOf,
  stateAgain,
  storedFrom,
} from './contradictions.ts';

const ORDER = { subject: 'order-1', attribute: 'status', value: { is: 'paid', by: 'card' } } as const;
/** The same value, its members the other way round. */
const TURNED = { by: 'card', is: 'paid' };

export const reinforced: Check = {
  id: 'ledger.reinforced',
  requirements: ['EAAP-0001-051'],
  title: 'The same value from a source of at least its trust reinforces a fact and leaves its trust.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const [first, second] of [
      ['verified', 'verified'],
      ['verified', 'alsoVerified'],
      ['verified', 'authoritative'],
      ['untrusted', 'untrusted'],
      ['untrusted', 'verified'],
      ['untrusted', 'authoritative'],
      ['authoritative', 'authoritative'],
    ] as const) {
      const fact = await storedFrom(world, first, { ...ORDER, subject: `${first}-${second}` });
      const told = `${second} repeating ${first}`;
      for (const value of [ORDER.value, TURNED]) {
        const answer = await stateAgain(world, fact, value, second);
        t.answered(told, answer, 200);
        t.equal(`${told}: result`, member(answer, 'result'), 'reinforced');
        t.equal(`${told}: trust`, member(answer, 'fact', 'trust'), fact.trust);
      }
      const read = await world.fact(fact.id);
      t.equal(`${told}: trust as it is read`, member(read, 'trust'), fact.trust);
    }
  },
};

export const reinforcedCanonical: Check = {
  id: 'ledger.reinforced-canonical',
  requirements: ['EAAP-0001-051'],
  title: 'The same value in another spelling of its JSON reinforces a fact.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const source = JSON.stringify(await seenBy(world, 'verified'));
    const store = (subject: string, value: string) =>
      world.send('recorder', 'POST', '/v2/vault/store', {
        body: `{"subject":"${subject}","attribute":"status","source":${source},"value":${value}}`,
        headers: { 'content-type': 'application/json' },
      });
    for (const [place, [first, second]] of [
      ['{"a":1,"b":[2]}', '{ "b": [2], "a": 1 }'],
      ['100', '1e2'],
      ['1', '1.0'],
      ['"caf\u00e9"', '"caf\\u00E9"'],
    ].entries()) {
      const subject = `order-${place}`;
      const stored = await store(subject, String(first));
      t.require('The fact is stored', stored.status === 201, { got: stored.text.slice(0, 200) });
      const again = await store(subject, String(second));
      t.answered(`${second} after ${first}`, again, 200);
      t.equal('result', member(again, 'result'), 'reinforced');
    }
  },
};

export const reinforcedAgent: Check = {
  id: 'ledger.reinforced-agent',
  requirements: ['EAAP-0001-051'],
  title: 'Agents that repeat what an agent said do not make it more trusted.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const observed_at = await world.time(-1000);
    for (const [as, status, result] of [
      ['agent', 201, 'stored'],
      ['agent', 200, 'reinforced'],
      ['stranger', 200, 'reinforced'],
    ] as const) {
      const answer = await world.store({ ...ORDER, source: { kind: 'agent', id: as, observed_at } }, as);
      t.answered(`what ${as} says (${result})`, answer, status);
      t.equal('result', member(answer, 'result'), result);
      t.equal('trust', member(answer, 'fact', 'trust'), 'untrusted');
    }
  },
};

export const reinforcedLocked: Check = {
  id: 'ledger.reinforced-locked',
  requirements: ['EAAP-0001-051'],
  title: 'A locked fact is reinforced as well, and does not lose its value or status by it.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await lockedFact(t, world);
    const answer = await stateAgain(world, fact, 'paid', 'authoritative');
    t.answered('the same value again', answer, 200);
    t.equal('result', member(answer, 'result'), 'reinforced');
    t.equal('trust', member(answer, 'fact', 'trust'), fact.trust);
    t.equal('the fact', standingOf(await world.fact(fact.id)), standing('active', 'paid'));
  },
};

export const corroborated: Check = {
  id: 'ledger.corroborated-unchanged',
  requirements: ['EAAP-0001-052'],
  title: 'A fact that a less trusted source repeats is answered as before, to the last member.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const [stronger, weaker] of [
      ['verified', 'untrusted'],
      ['authoritative', 'verified'],
      ['authoritative', 'untrusted'],
    ] as const) {
      const about = { ...ORDER, subject: `${stronger}-${weaker}` };
      const old = { source: await seenBy(world, stronger, 2 * DAY), confidence: 3000, half_life_ms: DAY };
      const fact = await world.stored({ ...about, ...old });
      const before = await world.fact(fact.id);
      t.require('The fact is answered', before.status === 200, { got: before.text });
      const again = { ...about, value: TURNED, confidence: 10_000, half_life_ms: 365 * DAY };
      for (const statement of [undefined, 'It was paid.']) {
        const source = await seenBy(world, weaker, 10);
        const answer = await world.store({
          ...again,
          source,
          ...(statement === undefined ? {} : { statement }),
        });
        t.require('The repetition is taken', answer.status === 200, { got: answer.text.slice(0, 200) });
        const after = await world.fact(fact.id);
        t.equal(`a ${stronger} fact repeated by ${weaker}`, after.json, before.json);
      }
      // The same from the source itself does change it: a change would be seen.
      const seen = await world.store({ ...about, source: await seenBy(world, stronger, 10) });
      t.require('Its own source can repeat it', seen.status === 200, { got: seen.text.slice(0, 200) });
      const changed = await world.fact(fact.id);
      t.require('What its own source repeats is changed', changed.text !== before.text);
    }
  },
};

export const corroboratedDecays: Check = {
  id: 'ledger.corroborated-decays',
  requirements: ['EAAP-0001-052'],
  title: 'A fact that agents repeat goes on to decay from when its own source saw it.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const source = await seenBy(world, 'verified', 2 * DAY);
    const fact = await world.stored({ ...ORDER, source, confidence: 8000, half_life_ms: DAY });
    for (const as of ['agent', 'stranger'] as const) {
      const observed_at = await world.time(-10);
      const answer = await world.store({ ...ORDER, source: { kind: 'agent', id: as, observed_at } }, as);
      t.require('The repetition is taken', answer.status === 200, { got: answer.text.slice(0, 200) });
      const found = await world.search({ subject: fact.subject });
      t.require('The search is answered', found.status === 200, { got: found.text.slice(0, 200) });
      const { as_of, facts } = found.body.snapshot;
      const fading = { confidence: 8000, half_life_ms: DAY, observed_at: Date.parse(source.observed_at) };
      t.equal(
        `what is left after ${as} said it`,
        facts.map((one) => [one.fact.id, one.effective_confidence]),
        [[fact.id, effectiveConfidence(fading, Date.parse(as_of))]],
      );
    }
  },
};

export const checks = [
  reinforced,
  reinforcedCanonical,
  reinforcedAgent,
  reinforcedLocked,
  corroborated,
  corroboratedDecays,
];
