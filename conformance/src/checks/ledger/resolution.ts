import type { Answer, Check, CheckContext } from '../types.ts';
import { contradict, lockedFact, plainWorld, standing, standingOf } from './contradictions.ts';

const ORDER = { subject: 'order-1', attribute: 'status', value: 'paid' } as const;
const KINDS = [
  ['an open conflict', 'alsoVerified'],
  ['one with a more trusted challenger', 'authoritative'],
  ['a noted one', 'untrusted'],
] as const;

/** States that an open conflict was resolved; that a noted one can be is asked for by no numbered sentence. */
function decided(
  t: CheckContext,
  what: string,
  by: (typeof KINDS)[number][1],
  answer: Answer<unknown>,
): void {
  if (by !== 'untrusted') t.answered(what, answer, 200);
  else t.require(`${what} is done`, answer.status === 200, { got: answer.text.slice(0, 200) });
}

export const keep: Check = {
  id: 'ledger.resolve-keep',
  requirements: ['EAAP-0001-048'],
  title: 'The incumbent is active, with its value, once its conflict was resolved with keep.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const [what, source] of KINDS) {
      const fact = await world.stored({ ...ORDER, subject: source });
      const { id, version } = await contradict(t, world, fact, 'open', source);
      decided(t, `resolving ${what} with keep`, source, await world.resolve(id, 'keep', version));
      t.equal(`the incumbent of ${what}`, standingOf(await world.fact(fact.id)), standing('active', 'paid'));
    }
  },
};

export const keepAgain: Check = {
  id: 'ledger.resolve-keep-again',
  requirements: ['EAAP-0001-048'],
  title: 'A fact that was contradicted, kept, contradicted by the same value again and kept is active.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await world.stored(ORDER);
    for (const round of ['first', 'second', 'third']) {
      const { id, version } = await contradict(t, world, fact, 'open');
      const between = await world.fact(fact.id);
      t.require('A contradicted fact is disputed', between.body?.status === 'disputed', {
        got: between.text,
      });
      t.answered(`the ${round} decision`, await world.resolve(id, 'keep', version), 200);
      const after = standingOf(await world.fact(fact.id));
      t.equal(`the incumbent after the ${round} decision`, after, standing('active', 'paid'));
    }
  },
};

export const keepLocked: Check = {
  id: 'ledger.resolve-keep-locked',
  requirements: ['EAAP-0001-048'],
  title: 'A conflict with a locked incumbent can be resolved with keep, and the incumbent is active.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await lockedFact(t, world);
    const { id, version } = await contradict(t, world, fact, 'open');
    t.answered('resolving with keep', await world.resolve(id, 'keep', version), 200);
    t.equal('the incumbent', standingOf(await world.fact(fact.id)), standing('active', 'paid'));
  },
};

export const replace: Check = {
  id: 'ledger.resolve-replace',
  requirements: ['EAAP-0001-049'],
  title: 'After replace the incumbent is superseded and the challenger, with its own value, active.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    for (const [what, source] of KINDS) {
      const fact = await world.stored({ ...ORDER, subject: source });
      const { id, version, challenger } = await contradict(t, world, fact, 'open', source);
      decided(t, `resolving ${what} with replace`, source, await world.resolve(id, 'replace', version));
      const [was, is] = [await world.fact(fact.id), await world.fact(challenger)];
      t.equal(`the incumbent of ${what}`, standingOf(was), standing('superseded', 'paid'));
      t.equal(`the challenger of ${what}`, standingOf(is), standing('active', 'open'));
    }
  },
};

export const notByItself: Check = {
  id: 'ledger.conflict-waits',
  requirements: ['EAAP-0001-040'],
  title: 'An open conflict is not decided by time, by repetition or by reading.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const fact = await world.stored(ORDER);
    const { id } = await contradict(t, world, fact, 'open');
    for (let round = 0; round < 3; round += 1) {
      await t.elapse(200);
      await contradict(t, world, fact, 'open', 'alsoVerified');
      await world.search({ subject: fact.subject });
      await world.conflict(id);
    }
    t.equal('the incumbent', standingOf(await world.fact(fact.id)), standing('disputed', 'paid'));
  },
};

/** The principals of the records `conflict.resolved`. */
const resolvers = (entries: readonly { record: { type: string; principal: string } }[]): string[] =>
  entries.filter(({ record }) => record.type === 'conflict.resolved').map(({ record }) => record.principal);

export const resolvedRecord: Check = {
  id: 'ledger.conflict-resolved-record',
  requirements: ['EAAP-0001-050'],
  title: 'Each decision on a conflict appends conflict.resolved in the name of who decided.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await plainWorld(t);
    const expected: string[] = [];
    for (const [place, resolution] of ['keep', 'replace', 'keep_both', 'retract'].entries()) {
      const as = place % 2 === 0 ? 'approver' : 'insider';
      const fact = await world.stored({ ...ORDER, subject: resolution });
      const { id, version } = await contradict(t, world, fact, 'open');
      t.equal('records before', resolvers((await world.log()).entries), expected);
      const answer = await world.send(as, 'POST', `/v2/vault/conflicts/${id}/resolve`, {
        body: { resolution, reason: 'conformance' },
        headers: { 'if-match': `"${version}"` },
      });
      t.require(`A conflict can be resolved with ${resolution}`, answer.status === 200, { got: answer.text });
      expected.push(world.principal(as));
      t.equal(`records after ${resolution}`, resolvers((await world.log()).entries), expected);
    }
  },
};

export const checks = [keep, keepAgain, keepLocked, replace, notByItself, resolvedRecord];
