import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';

export const namespacesByOthers: Check = {
  id: 'actors.namespace-by-another-admin',
  requirements: ['EAAP-0016-010'],
  title: 'An admin of a namespace makes no other namespace.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    // Not drawn from the seed: the same run against the same gateway would find it there.
    const namespace = `${world.namespace}-made`;
    const body = { namespace, admin: 'root', owner: 'olga' };
    const answer = await world.send('admin', 'POST', '/v2/namespaces', { body });
    t.answered('a namespace made by an admin of another', answer, 403, 'forbidden');
    const right = await t.system('POST', '/v2/namespaces', { body });
    t.require('It is not there: an admin of system makes it.', right.status === 201, {
      got: right.text.slice(0, 300),
    });
  },
};

const WRONG = ['1.0', '2.1', '3.0', '2', '02.0', '2.0.0', 'latest', '2.0, 3.0'];

export const versions: Check = {
  id: 'actors.versions',
  requirements: ['EAAP-0016-019', 'EAAP-0016-020'],
  title:
    'A request for a version that is not spoken is refused; one for that of the discovery document is not.',
  grade: 'E1',
  needs: [],
  negative: true,
  async run(t: CheckContext) {
    const world = await t.world();
    const discovered = await t.sut.request({ method: 'GET', path: '/.well-known/eaap' });
    t.require('The discovery document can be read.', discovered.status === 200, { got: discovered.text });
    const version = String(member(discovered, 'version'));
    const asked = (of: string) =>
      world.send('auditor', 'GET', '/v2/policy', { headers: { 'eaap-version': of } });
    t.answered(`version ${version}, which is spoken`, await asked(version), 200);
    const others = WRONG.filter((one) => one !== version && !(one === '2.1' && /^2\.[1-9]/.test(version)));
    for (const one of others) t.answered(`version ${one}`, await asked(one), 400, 'unsupported-version');
    const open = await t.sut.request({
      method: 'GET',
      path: '/.well-known/eaap',
      headers: { 'eaap-version': '1.0' },
    });
    t.equal('the discovery document, whatever is asked for', open.status, 200);
  },
};

/** What a capability needs beside it (RFC-0016 section 7.2). */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'execution.metered': ['limits.sessions'],
  delegation: ['limits.sessions'],
};

export const capabilities: Check = {
  id: 'actors.capabilities',
  requirements: ['EAAP-0016-021'],
  title: 'No capability is named without those it needs.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const answer = await t.sut.request({ method: 'GET', path: '/.well-known/eaap' });
    const named = member(answer, 'capabilities');
    t.require('Capabilities are named.', Array.isArray(named), { got: answer.text.slice(0, 300) });
    const lacking = Object.entries(NEEDS)
      .filter(([name]) => named.includes(name))
      .flatMap(([name, needs]) => needs.filter((need) => !named.includes(need)).map((need) => [name, need]));
    t.equal('capabilities without what they need', lacking, []);
  },
};

export const checks = [namespacesByOthers, versions, capabilities];
