import { actions } from '../fixtures/index.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { Fact } from '../wire.ts';
import { words } from './lib.ts';

async function two(
  t: CheckContext,
  world: World,
  subjects: readonly [string, string],
  attributes: readonly [string, string] = ['status', 'status'],
): Promise<readonly [Fact, Fact]> {
  const { first, second } = words(t, 'first', 'second');
  return [
    await world.stored({ subject: subjects[0], attribute: attributes[0], value: first }),
    await world.stored({ subject: subjects[1], attribute: attributes[1], value: second }),
  ];
}

export const keyOfSubject: Check = {
  id: 'secrets.key-of-subject',
  requirements: ['EAAP-0001-133'],
  title: 'No key that one subject is encrypted under is one that another is.',
  grade: 'E2',
  needs: ['keys.disclose'],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    await two(t, world, ['cust-1', 'cust-2']);
    const [first, second] = await Promise.all(
      ['cust-1', 'cust-2'].map(async (subject) =>
        (await t.control.disclose(world.namespace, subject)).map(({ key }) => key),
      ),
    );
    t.expect('the first subject has a key', (first?.length ?? 0) > 0, { got: first?.length });
    t.expect('the second subject has a key', (second?.length ?? 0) > 0, { got: second?.length });
    t.equal('keys of both', first?.filter((key) => second?.includes(key)).length, 0);
  },
};

export const keysOfFacts: Check = {
  id: 'secrets.keys-of-facts',
  requirements: ['EAAP-0001-133'],
  title: 'Facts about different subjects lie in storage under different keys.',
  grade: 'E2',
  needs: ['storage.dump'],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const [one, other] = await two(t, world, ['cust-1', 'cust-2']);
    const { records } = await t.control.dump(world.namespace);
    const keysOf = ({ id }: Fact): readonly string[] =>
      records.filter((record) => record.table === 'facts' && record.id === id).flatMap(({ keys }) => keys);
    const [first, second] = [keysOf(one), keysOf(other)];
    t.require('The dump says under which keys the facts lie', first.length > 0 && second.length > 0);
    t.expect('they are not the same', JSON.stringify(first) !== JSON.stringify(second), {
      got: { first, second },
    });
  },
};

/** What a ciphertext is moved between. */
const MOVES = [
  {
    id: 'within-a-subject',
    title: 'from another fact about the same subject',
    subjects: ['cust-1', 'cust-1'],
  },
  { id: 'between-subjects', title: 'from a fact about another subject', subjects: ['cust-1', 'cust-2'] },
] as const;

export const moved: readonly Check[] = MOVES.map(({ id, title, subjects }) => ({
  id: `secrets.moved-${id}`,
  requirements: ['EAAP-0001-134'],
  title: `A ciphertext that was moved to a fact ${title} is not answered.`,
  grade: 'E2',
  needs: ['storage.tamper'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const [from, to] = await two(t, world, subjects, ['status', 'tier']);
    t.require('The fact is answered before', (await world.fact(to.id)).status === 200);
    await t.control.tamper({ kind: 'swap-ciphertext', namespace: world.namespace, from: from.id, to: to.id });
    t.answered('a request for the fact', await world.fact(to.id), 503, 'storage-corrupt');
    t.answered(
      'a search for the fact',
      await world.search({ subject: to.subject, attribute: 'tier' }),
      503,
      'storage-corrupt',
    );
  },
}));

export const movedToNamespace: Check = {
  id: 'secrets.moved-to-namespace',
  requirements: ['EAAP-0001-134'],
  title: 'A ciphertext that was moved to another namespace is not answered there.',
  grade: 'E2',
  needs: ['storage.tamper'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const [here, there] = [await t.world(), await t.world()];
    const from = await here.stored({ subject: 'cust-1', attribute: 'status', value: t.random.word() });
    const to = await there.stored({ subject: 'cust-1', attribute: 'status', value: t.random.word() });
    t.require('The fact is answered before', (await there.fact(to.id)).status === 200);
    await t.control.tamper({
      kind: 'swap-ciphertext',
      namespace: here.namespace,
      from: from.id,
      to: to.id,
      toNamespace: there.namespace,
    });
    t.answered('a request for the fact', await there.fact(to.id), 503, 'storage-corrupt');
  },
};

export const movedAndJudged: Check = {
  id: 'secrets.moved-and-judged',
  requirements: ['EAAP-0001-134'],
  title: 'No action is judged on a ciphertext that was moved.',
  grade: 'E2',
  needs: ['storage.tamper'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const [from, to] = await two(t, world, ['order-1', 'order-2']);
    await world.allowed(actions.ship(to.subject));
    await t.control.tamper({ kind: 'swap-ciphertext', namespace: world.namespace, from: from.id, to: to.id });
    const answer = await world.evaluate(actions.ship(to.subject));
    t.answered('an action relying on the fact', answer, 503, 'storage-corrupt');
  },
};
