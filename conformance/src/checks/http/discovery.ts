import { readVerifierKey } from '../../model/note.ts';
import { mediaTypeOf } from '../../sut/answer.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';

export const discovery: Check = {
  id: 'http.discovery',
  requirements: ['EAAP-0001-154'],
  title:
    'The discovery document is answered without a key, with version, profile, capabilities and checkpoint key.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const path = '/.well-known/eaap';
    const answer = await t.sut.request({ method: 'GET', path });
    t.answered('the discovery document', answer, 200);
    t.equal('its media type', mediaTypeOf(answer), 'application/json');
    t.equal('protocol', member(answer, 'protocol'), 'eaap');
    t.equal('version', member(answer, 'version'), '2.0');
    const profile = member(answer, 'profile');
    t.expect('profile', profile === 'cooperative' || profile === 'enforced', { got: profile });
    const capabilities = member(answer, 'capabilities');
    const isList = Array.isArray(capabilities) && capabilities.every((one) => typeof one === 'string');
    t.expect('capabilities', isList, { got: capabilities });
    const key = member(answer, 'checkpoint_key');
    t.expect('checkpoint key', isVerifierKey(key), { expected: 'name+id+base64', got: key });

    const stranger = await t.sut.request({ method: 'GET', path, key: 'not-a-key' });
    t.equal('what is answered to a key that is none', stranger.json, answer.json);
  },
};

export const checkpointKey: Check = {
  id: 'http.discovery-checkpoint-key',
  requirements: ['EAAP-0001-154'],
  title: 'The checkpoint key of the discovery document is the one that checkpoints are answered with.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const answer = await t.sut.request({ method: 'GET', path: '/.well-known/eaap' });
    const world = await t.world({ bare: true });
    const checkpoint = await world.send('auditor', 'GET', '/v2/ledger/checkpoint');
    t.require('A checkpoint is answered.', checkpoint.status === 200, { got: checkpoint.text.slice(0, 300) });
    t.equal('key', member(answer, 'checkpoint_key'), member(checkpoint, 'verifier_key'));
  },
};

function isVerifierKey(key: unknown): boolean {
  try {
    return typeof key === 'string' && readVerifierKey(key).publicKey.length === 32;
  } catch {
    return false;
  }
}
