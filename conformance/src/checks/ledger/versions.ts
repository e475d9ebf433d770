import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Check, CheckContext, World } from '../types.ts';
import type { SutAnswer } from '../../sut/types.ts';
import { place } from './conflicts.ts';

interface Change {
  readonly name: string;
  readonly path: string;
  readonly body: unknown;
  /** What is changed, as it is read. */
  readonly read: () => Promise<SutAnswer>;
  readonly version: number;
}

/** Every change of a versioned record, each of a record of its own. */
async function changesOf(t: CheckContext, world: World): Promise<readonly Change[]> {
  const reason = 'conformance';
  const facts = await Promise.all(['a', 'b', 'c', 'd'].map((subject) => place(world, subject, 'paid')));
  const [first, second, third, fourth] = facts;
  t.require('Facts are stored.', first !== undefined && second !== undefined && third !== undefined && fourth !== undefined);
  const locked = await world.change('lock', second.id);
  t.require('A fact is locked.', locked.status === 200, { got: locked.text });
  const conflict = await world.contradicted(fourth, 'open');
  const change = (name: string, id: string, version: number): Change => ({
    name,
    path: `/v2/vault/facts/${id}/${name}`,
    body: { reason },
    read: () => world.fact(id),
    version,
  });
  const escalations: Change[] = [];
  for (const name of ['approve', 'deny']) {
    const { escalation: id } = await world.escalated(actions.send(name));
    const read = (): Promise<SutAnswer> => world.send('auditor', 'GET', `/v2/escalations/${id}`);
    const shown = await read();
    const challenge = member(shown, 'challenge');
    t.require('An escalation is read.', typeof challenge === 'string', { got: shown.text });
    const body = name === 'approve' ? { challenge, reason } : { reason };
    const path = `/v2/escalations/${id}/${name}`;
    escalations.push({ name, path, body, read, version: Number(member(shown, 'version')) });
  }
  return [
    change('lock', first.id, first.version),
    change('unlock', second.id, locked.body.version),
    change('retract', third.id, third.version),
    {
      name: 'resolve',
      path: `/v2/vault/conflicts/${conflict.id}/resolve`,
      body: { resolution: 'keep', reason },
      read: () => world.conflict(conflict.id),
      version: conflict.version,
    },
    ...escalations,
  ];
}

const send = (world: World, { path, body }: Change, tag?: string): Promise<SutAnswer> =>
  world.send('approver', 'POST', path, { body, ...(tag === undefined ? {} : { headers: { 'if-match': tag } }) });

export const withoutTag: Check = {
  id: 'ledger.without-if-match',
  requirements: ['EAAP-0001-057'],
  title: 'A change that does not say which version it means is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    for (const change of await changesOf(t, world)) {
      const before = await change.read();
      t.answered(`${change.name} without If-Match`, await send(world, change), 428, 'precondition-required');
      t.equal(`what was to be changed by ${change.name}`, (await change.read()).json, before.json);
      const right = await send(world, change, `"${change.version}"`);
      t.require('The change is taken with the version.', right.status === 200, { got: right.text.slice(0, 300) });
    }
  },
};

export const wrongTag: Check = {
  id: 'ledger.wrong-if-match',
  requirements: ['EAAP-0001-058'],
  title: 'A change that means another version than the current one is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    for (const change of await changesOf(t, world)) {
      const before = await change.read();
      for (const version of [change.version + 1, change.version + 1000, change.version - 1])
        if (version > 0)
          t.answered(
            `${change.name} of version ${version} instead of ${change.version}`,
            await send(world, change, `"${version}"`),
            412,
            'version-mismatch',
          );
      t.equal(`what was to be changed by ${change.name}`, (await change.read()).json, before.json);
      const right = await send(world, change, `"${change.version}"`);
      t.require('The change is taken with the version.', right.status === 200, { got: right.text.slice(0, 300) });
    }
  },
};

export const staleTag: Check = {
  id: 'ledger.stale-if-match',
  requirements: ['EAAP-0001-058'],
  title: 'Of two changes that mean the same version only one is made.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t) {
    const world = await t.world();
    const fact = await place(world, 'order-1', 'paid');
    const answers = await Promise.all(
      (['lock', 'retract', 'lock', 'retract'] as const).map((what) => world.change(what, fact.id, fact.version)),
    );
    const made = answers.filter(({ status }) => status === 200);
    t.equal('changes that were made', made.length, 1);
    for (const answer of answers.filter((one) => !made.includes(one)))
      t.answered('a change that came too late', answer, 412, 'version-mismatch');
    const now = await world.fact(fact.id);
    t.equal('the fact', now.body, made[0]?.body);
    const reinforced = await place(world, 'order-2', 'paid');
    const again = await world.store({ subject: 'order-2', attribute: 'status', value: 'paid' });
    t.require('A fact is reinforced.', again.status === 200 && again.body.fact.version > reinforced.version);
    const stale = await world.change('retract', reinforced.id, reinforced.version);
    t.answered('a change of a version that was reinforced since', stale, 412, 'version-mismatch');
  },
};
