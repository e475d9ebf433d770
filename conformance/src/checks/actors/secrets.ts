import { actions } from '../fixtures/index.ts';
import type { Caller, Check, CheckContext } from '../types.ts';

const bytesOf = (secret: string): Uint8Array => Buffer.from(secret.slice(-43), 'base64url');

/** States that none of these secrets is in a storage file: as it was shown, or as the bytes it encodes. */
async function absent(t: CheckContext, secrets: Readonly<Record<string, string>>): Promise<void> {
  await t.scanWorks();
  const names = new Map(Object.entries(secrets).map(([name, secret]) => [secret.slice(-43), name]));
  for (const where of ['content', 'keys'] as const) {
    const sightings = await t.scan([...names.keys()], where);
    t.equal(
      `secrets in the files of ${where}`,
      sightings.map(({ needle, encoding }) => `${names.get(needle) ?? 'a secret'} (${encoding})`),
      [],
    );
    const raw = await t.scanBytes([...names.keys()].map(bytesOf), where);
    t.equal(`bytes of secrets in the files of ${where}`, raw.length, 0);
  }
}

export const keysNotStored: Check = {
  id: 'actors.key-not-stored',
  requirements: ['EAAP-0001-011'],
  title: 'No storage file holds an API key in clear.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const callers: readonly Caller[] = ['admin', 'agent', 'recorder', 'executor', 'approver', 'auditor'];
    const keys: Record<string, string> = {};
    for (const caller of callers) keys[`the key of ${caller}`] = await world.key(caller);
    const wrong = `eaap_${world.namespace}_${Buffer.from(t.random.bytes(32)).toString('base64url')}`;
    keys['a key that was refused'] = wrong;
    await t.sut.request({ method: 'GET', path: '/v2/policy', key: wrong });
    const used = await world.search({});
    t.require('A key was used.', used.status === 200);
    const made = await world.credential({ principal: 'short', owner: 'olga', roles: ['auditor'] });
    t.require('A key is made.', made.status === 201, { got: made.text.slice(0, 300) });
    keys['a key that was revoked'] = made.body.key;
    const revoked = await world.send('admin', 'POST', `/v2/keys/${made.body.credential.id}/revoke`);
    t.require('It is revoked.', revoked.status === 200, { got: revoked.text.slice(0, 300) });
    await absent(t, keys);
  },
};

export const tokensNotStored: Check = {
  id: 'actors.token-not-stored',
  requirements: ['EAAP-0001-011'],
  title: 'No storage file holds an execution token in clear, redeemed or not.',
  grade: 'E3',
  needs: ['storage.locate', 'canary.plant'],
  exclusive: true,
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const open = await world.allowed(actions.read('rec-1'));
    const committed = await world.committed(actions.read('rec-2'));
    const refused = await world.allowed(actions.read('rec-3'));
    const answer = await world.commit({ token: refused.token, action: actions.read('rec-4') });
    t.require('A commit of another action is refused.', answer.status === 409, {
      got: answer.text.slice(0, 300),
    });
    await absent(t, {
      'a token that was not redeemed': open.token,
      'a token that was redeemed': committed.token,
      'a token whose commit was refused': refused.token,
    });
  },
};
