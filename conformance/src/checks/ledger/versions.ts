import { actions } from '../fixtures/index.ts';
import { member } from '../read.ts';
import type { Answer, Check, CheckContext, World } from '../types.ts';
import { contradict } from './contradictions.ts';

/** A change of a versioned record: what is sent to change it, and what tells its version. */
interface Change {
  readonly what: string;
  readonly record: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

const reason = 'conformance';

/** Every kind of change of every kind of versioned record, each of a record of its own. */
async function changes(t: CheckContext, world: World): Promise<readonly Change[]> {
  const of = (
    what: string,
    record: string,
    path: string,
    body: Record<string, unknown> = { reason },
  ): Change => ({
    what,
    record,
    path: `${record}/${path}`,
    body,
  });
  const stored = (subject: string) => world.stored({ subject, attribute: 'status', value: 'paid' });
  const [lock, retract, unlock, disputed] = [
    await stored('to-lock'),
    await stored('to-retract'),
    await stored('to-unlock'),
    await stored('disputed'),
  ];
  const locked = await world.change('lock', unlock.id, unlock.version);
  t.require('A fact can be locked', locked.status === 200, { got: locked.text.slice(0, 200) });
  const conflict = await contradict(t, world, disputed, 'open');
  const [approve, deny] = [
    await world.escalated(actions.send('one')),
    await world.escalated(actions.send('two')),
  ];
  const shown = await world.send('auditor', 'GET', `/v2/escalations/${approve.escalation}`);
  return [
    of('lock', `/v2/vault/facts/${lock.id}`, 'lock'),
    of('unlock', `/v2/vault/facts/${unlock.id}`, 'unlock'),
    of('retract', `/v2/vault/facts/${retract.id}`, 'retract'),
    of('resolve', `/v2/vault/conflicts/${conflict.id}`, 'resolve', { resolution: 'keep', reason }),
    of('approve', `/v2/escalations/${approve.escalation}`, 'approve', {
      challenge: String(member(shown, 'challenge')),
      reason,
    }),
    of('deny', `/v2/escalations/${deny.escalation}`, 'deny'),
  ];
}

const send = (world: World, { path, body }: Change, tag?: string): Promise<Answer<unknown>> =>
  world.send('approver', 'POST', path, {
    body,
    ...(tag === undefined ? {} : { headers: { 'if-match': tag } }),
  });
const read = (world: World, { record }: Change): Promise<Answer<unknown>> =>
  world.send('approver', 'GET', record);

/** Refused without changing anything, and then done as it should be. */
async function refusedThenDone(
  t: CheckContext,
  world: World,
  change: Change,
  wrong: (version: number) => readonly (string | undefined)[],
  [status, problem]: readonly [number, string],
): Promise<void> {
  const before = await read(world, change);
  const version = member(before, 'version');
  t.require(`The record to ${change.what} has a version`, typeof version === 'number', { got: before.text });
  for (const tag of wrong(version)) {
    const told = `${change.what} with ${tag === undefined ? 'no If-Match' : `If-Match: ${tag}`}`;
    t.answered(told, await send(world, change, tag), status, problem);
    t.equal(`the record after ${told}`, (await read(world, change)).json, before.json);
  }
  const done = await send(world, change, `"${version}"`);
  t.require(`${change.what} of the current version is done`, done.status === 200, {
    got: done.text.slice(0, 200),
  });
}

export const required: Check = {
  id: 'ledger.if-match-required',
  requirements: ['EAAP-0001-057'],
  title:
    'No fact, conflict or escalation is changed without a version named, and with the current one it is.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: ['messages.send'] });
    for (const change of await changes(t, world))
      await refusedThenDone(t, world, change, () => [undefined], [428, 'precondition-required']);
  },
};

export const mismatched: Check = {
  id: 'ledger.if-match-other',
  requirements: ['EAAP-0001-058'],
  title: 'No fact, conflict or escalation is changed with another version named than the current one.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: ['messages.send'] });
    const others = (version: number): string[] =>
      [version + 1, version - 1, 9999].filter((other) => other > 0).map((other) => `"${other}"`);
    for (const change of await changes(t, world))
      await refusedThenDone(t, world, change, others, [412, 'version-mismatch']);
  },
};

export const outdated: Check = {
  id: 'ledger.if-match-outdated',
  requirements: ['EAAP-0001-058'],
  title: 'What was looked at before somebody else changed it cannot be changed by the version then seen.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    const about = { subject: 'order-1', attribute: 'status', value: 'paid' };
    const { id, version } = await world.stored(about);
    const again = await world.store(about);
    t.require('The fact is changed in between', again.status === 200 && again.body.fact.version !== version);
    for (const what of ['lock', 'retract'] as const)
      t.answered(
        `${what} of the former version`,
        await world.change(what, id, version),
        412,
        'version-mismatch',
      );
    const lock = await world.change('lock', id, again.body.fact.version);
    t.require('The current version can be locked', lock.status === 200, { got: lock.text.slice(0, 200) });
    const late = await world.change('unlock', id, again.body.fact.version);
    t.answered('unlock of the version before the lock', late, 412, 'version-mismatch');
  },
};

export const oneOfTwo: Check = {
  id: 'ledger.if-match-concurrent',
  requirements: ['EAAP-0001-058'],
  title: 'Of two approvers who decide the same version at the same time one is refused.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world({ tools: [] });
    await world.key('approver');
    for (let round = 0; round < 4; round += 1) {
      const { id, version } = await world.stored({
        subject: `order-${round}`,
        attribute: 'status',
        value: 'paid',
      });
      const answers = await Promise.all([
        world.change('lock', id, version),
        world.change('retract', id, version),
        world.change('lock', id, version),
      ]);
      const done = answers.filter(({ status }) => status === 200);
      t.require('One of them is done', done.length > 0, {
        got: answers.map(({ text }) => text.slice(0, 100)),
      });
      t.equal(`how many of three changes of version ${version} are done`, done.length, 1);
      for (const refused of answers.filter(({ status }) => status !== 200))
        t.answered('what came too late', refused, 412, 'version-mismatch');
    }
  },
};

export const checks = [required, mismatched, outdated, oneOfTwo];
