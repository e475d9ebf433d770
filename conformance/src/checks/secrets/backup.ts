import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { actions } from '../fixtures/index.ts';
import { evaluationOf, member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import { erased, found, words } from './lib.ts';

/** The files of the database as they are now; those that are not there are remembered as such. */
function copyOf(files: readonly string[]): ReadonlyMap<string, Buffer | undefined> {
  return new Map(files.map((file) => [file, existsSync(file) ? readFileSync(file) : undefined]));
}

function putBack(copy: ReadonlyMap<string, Buffer | undefined>): void {
  for (const [file, bytes] of copy) {
    rmSync(file, { force: true });
    if (bytes !== undefined) writeFileSync(file, bytes, { mode: 0o600 });
  }
}

/** Stops the gateway, does something to its files, and starts it; whether it starts. */
async function meanwhile(t: CheckContext, work: () => void): Promise<boolean> {
  await t.control.stop();
  work();
  try {
    await t.control.start();
    return true;
  } catch {
    return false;
  }
}

export const fromBackup: Check = {
  id: 'secrets.erased-from-backup',
  requirements: ['EAAP-0001-135', 'EAAP-0001-136', 'EAAP-0001-137', 'EAAP-0001-145'],
  title: 'A database put back from before an erasure gives nothing of the subject away: its keys are gone.',
  grade: 'E3',
  needs: ['storage.locate', 'keys.disclose', 'reset'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const { subject, value, statement, note } = words(t, 'subject', 'value', 'statement', 'note');
    const fact = await world.stored({ subject, attribute: 'status', value, statement });
    const claims = [{ subject, attribute: 'status', value }];
    const evaluated = evaluationOf(await world.evaluate({ ...actions.read('rec-1', note), claims }));
    t.require('The action is evaluated', evaluated !== undefined);
    t.require('A search finds it before', (await found(world, { subject })).includes(fact.id));
    t.require(
      'The subject has a key before',
      (await t.control.disclose(world.namespace, subject)).length > 0,
    );
    const { files } = await t.control.locate();
    let copy: ReadonlyMap<string, Buffer | undefined> = new Map();
    const isUp = await meanwhile(t, () => {
      copy = copyOf(files);
    });
    t.require('The gateway starts again', isUp);
    t.require(
      'The backup holds something',
      [...copy.values()].some((bytes) => (bytes?.length ?? 0) > 0),
    );
    const later = await world.stored({ subject: t.random.word(), attribute: 'status', value: 'active' });
    await erased(t, world, subject);
    const starts = await meanwhile(t, () => putBack(copy));
    if (!starts) {
      // One that does not serve from such a database gives nothing away either.
      t.expect('it does not start on it', true);
      return;
    }
    const marker = await world.fact(later.id);
    t.require('What was stored after the backup is not there', marker.status !== 200, { got: marker.status });
    const asked = {
      'a request for the fact': await world.fact(fact.id),
      'a search for the subject': await world.search({ subject }),
      'a search for anything': await world.search({}),
      'a search near its words': await world.search({ query: statement }),
      'a request for the evaluation': await world.send(
        'auditor',
        'GET',
        `/v2/actions/evaluations/${evaluated.id}`,
      ),
    };
    for (const [what, answer] of Object.entries(asked)) {
      for (const [name, word] of Object.entries({ value, statement, note }))
        t.expect(`${what} does not answer the ${name}`, !answer.text.includes(word), {
          got: { status: answer.status },
        });
    }
    const facts = member(asked['a search for anything'], 'snapshot', 'facts');
    const ids = Array.isArray(facts)
      ? (facts as { fact: { id: string } }[]).map(({ fact: { id } }) => id)
      : [];
    t.expect('no search finds the fact', !ids.includes(fact.id), { got: ids });
    const left = await t.control.disclose(world.namespace, subject);
    t.equal('keys of the subject', left.length, 0);
  },
};
