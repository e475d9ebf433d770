import { digest } from '../../model/digest.ts';
import { canonical, type Json } from '../../model/json.ts';
import { member } from '../read.ts';
import type { Check, CheckContext } from '../types.ts';
import type { Policy } from '../wire.ts';
import { sendRaw } from './raw.ts';

const digestOf = (policy: Policy): string => digest('EAAP-POLICY-v1', policy as unknown as Json);

/** The same document with the members of every object the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  );
}

export const policyDigest: Check = {
  id: 'bytes.policy-digest',
  requirements: ['EAAP-0001-007'],
  title: 'A policy put in force is answered with the digest of the document that was sent.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    const seen: unknown[] = [];
    const variants: readonly ((policy: Policy) => Policy)[] = [
      (policy) => ({ ...policy, version: t.random.word() }),
      (policy) => ({ ...policy, ttl_ms: 59_999 }),
      (policy) => ({ ...policy, grants: policy.grants.slice(1) }),
      (policy) => ({ ...policy, grants: [...policy.grants].reverse() }),
      // Two spellings of one letter are two documents.
      (policy) => ({ ...policy, version: 'caf\u00e9' }),
      (policy) => ({ ...policy, version: 'cafe\u0301' }),
      (policy) => ({ ...policy, version: '\u20ac \u{1f600} " \\ \u007f \u2028' }),
    ];
    for (const change of variants) {
      let sent: Policy | undefined;
      const answer = await world.setPolicy((policy) => (sent = change(policy)));
      t.require('A changed policy is put in force.', answer.status === 200 && sent !== undefined, {
        got: answer.text.slice(0, 300),
      });
      t.equal('digest', member(answer, 'digest'), digestOf(sent));
      t.equal('policy', member(answer, 'policy'), sent);
      seen.push(member(answer, 'digest'));
      const read = await world.send('admin', 'GET', '/v2/policy');
      t.equal('digest of the policy in force', member(read, 'digest'), digestOf(sent));
    }
    t.equal('different digests', new Set(seen).size, variants.length);
  },
};

export const policyDigestCanonical: Check = {
  id: 'bytes.policy-digest-canonical',
  requirements: ['EAAP-0001-007'],
  title: 'Order of members, space, escapes and ways to write a number do not change the digest of a policy.',
  grade: 'E1',
  needs: [],
  negative: false,
  async run(t: CheckContext) {
    const world = await t.world();
    let sent: Policy | undefined;
    const put = await world.setPolicy((policy) => (sent = { ...policy, version: 'caf\u00e9' }));
    t.require('The policy is put in force.', put.status === 200 && sent !== undefined);
    const expected = digestOf(sent);
    const spellings = {
      'its canonical form': canonical(sent as unknown as Json),
      'much space': JSON.stringify(sent, null, '\t'),
      'members the other way round': JSON.stringify(turned(sent)),
      'escaped letters': JSON.stringify(sent).replace('caf\u00e9', '\\u0063af\\u00E9'),
      'a number with an exponent': JSON.stringify(sent).replace('"ttl_ms":60000', '"ttl_ms":6.0e4'),
    };
    for (const [name, text] of Object.entries(spellings)) {
      const answer = await sendRaw(world, text, '/v2/policy', 'admin', 'PUT');
      t.answered(`a policy with ${name}`, answer, 200);
      t.equal(`digest of a policy with ${name}`, member(answer, 'digest'), expected);
    }
  },
};
