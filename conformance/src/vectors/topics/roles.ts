import { credentialDigest, credentialOf, ROLES, ROUTE_ROLES } from '../../model/actors.ts';
import { digest } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CaseSource, Finding, Topic } from '../types.ts';

/** 2026-01-31T09:30:00Z. */
const NOW = 1_769_851_800_000;
const SEPARATE = ['EAAP-0001-110'];

const request = (change: JsonObject = {}): JsonObject => ({
  principal: 'clerk',
  owner: 'person-7',
  roles: ['auditor'],
  ...change,
});
const make = (of: JsonObject): JsonObject => ({ kind: 'credential', now: NOW, request: of });
const without = (name: string): JsonObject =>
  Object.fromEntries(Object.entries(request()).filter(([member]) => member !== name));

function* credentials(): Iterable<CaseSource> {
  const ORDER = ['EAAP-0001-013'];
  const AGENT = ['EAAP-0016-006'];
  const good: readonly [string, string, string[], JsonObject][] = [
    ['one-role', 'one role', ORDER, request()],
    [
      'roles-in-order',
      'roles are answered in their order',
      ORDER,
      request({ roles: ['auditor', 'approver', 'recorder'] }),
    ],
    [
      'all-but-agent',
      'every role but agent',
      ORDER,
      request({ roles: ['executor', 'admin', 'auditor', 'recorder', 'approver'] }),
    ],
    ['agent', 'an agent asserts itself', AGENT, request({ roles: ['agent'] })],
    [
      'agent-itself',
      'an agent that names itself',
      AGENT,
      request({ roles: ['agent'], sources: [{ kind: 'agent', id: 'clerk' }] }),
    ],
    ['agent-nothing', 'an agent that names nothing', AGENT, request({ roles: ['agent'], sources: [] })],
    [
      'recorder',
      'a recorder asserts what it lists',
      ['EAAP-0001-022'],
      request({
        roles: ['recorder'],
        sources: [
          { kind: 'system', id: 'crm' },
          { kind: 'human', id: '*' },
        ],
      }),
    ],
    [
      'expires',
      'it expires in a millisecond',
      ['EAAP-0016-004'],
      request({ expires_at: '2026-01-31T09:30:00.001Z' }),
    ],
    ['owner-is-principal', 'who answers for itself', ['EAAP-0016-001'], request({ owner: 'clerk' })],
    [
      'digits',
      'digits that are no personal data',
      ['EAAP-0016-003'],
      request({ principal: '4111111111111112' }),
    ],
  ];
  for (const [id, title, requirements, of] of good)
    yield { id: `key-${id}`, title, requirements, input: make(of) };

  const bad: readonly [string, string, string, string[], JsonObject, string?][] = [
    [
      'no-owner',
      'without an owner',
      'invalid-request',
      ['EAAP-0016-001'],
      without('owner'),
      'made the principal its own owner',
    ],
    ['empty-owner', 'with an empty owner', 'invalid-request', ['EAAP-0016-001'], request({ owner: '' })],
    ['null-owner', 'with null for an owner', 'invalid-request', ['EAAP-0016-001'], request({ owner: null })],
    ['no-principal', 'without a principal', 'invalid-request', ['EAAP-0001-006'], without('principal')],
    ['no-roles', 'without roles', 'invalid-request', ['EAAP-0001-006'], request({ roles: [] })],
    [
      'role-twice',
      'a role twice',
      'invalid-request',
      ['EAAP-0001-006'],
      request({ roles: ['auditor', 'auditor'] }),
    ],
    [
      'unknown-role',
      'a role that does not exist',
      'invalid-request',
      ['EAAP-0001-006'],
      request({ roles: ['root'] }),
    ],
    [
      'capital-role',
      'a role in capitals',
      'invalid-request',
      ['EAAP-0001-006'],
      request({ roles: ['Auditor'] }),
    ],
    [
      'unknown-member',
      'a member that is unknown',
      'invalid-request',
      ['EAAP-0001-006'],
      request({ scope: 'all' }),
    ],
    [
      'card-number',
      'a card number for a principal',
      'invalid-request',
      ['EAAP-0016-003'],
      request({ principal: '4111111111111111' }),
    ],
    [
      'owner-card-number',
      'a card number for an owner',
      'invalid-request',
      ['EAAP-0016-003'],
      request({ owner: '4111111111111111' }),
    ],
    [
      'owner-ssn',
      'a social security number for an owner',
      'invalid-request',
      ['EAAP-0016-003'],
      request({ owner: '219-09-9999' }),
      'looked at principals alone',
    ],
    [
      'expired',
      'it expires now',
      'invalid-request',
      ['EAAP-0016-004'],
      request({ expires_at: '2026-01-31T09:30:00.000Z' }),
      'took the end for inclusive',
    ],
    [
      'expired-long',
      'it has expired a year ago',
      'invalid-request',
      ['EAAP-0016-004'],
      request({ expires_at: '2025-01-31T09:30:00.000Z' }),
    ],
    [
      'agent-other',
      'an agent that would assert a system',
      'source-not-permitted',
      ['EAAP-0016-005'],
      request({ roles: ['agent'], sources: [{ kind: 'system', id: 'crm' }] }),
      'dropped what it may not assert',
    ],
    [
      'agent-another-agent',
      'an agent that would assert another agent',
      'source-not-permitted',
      ['EAAP-0016-005'],
      request({ roles: ['agent'], sources: [{ kind: 'agent', id: 'bot' }] }),
    ],
    [
      'agent-any',
      'an agent that would assert any agent',
      'source-not-permitted',
      ['EAAP-0016-005'],
      request({ roles: ['agent'], sources: [{ kind: 'agent', id: '*' }] }),
    ],
    [
      'agent-and-more',
      'an agent that would assert itself and a person',
      'source-not-permitted',
      ['EAAP-0016-005'],
      request({
        roles: ['agent'],
        sources: [
          { kind: 'agent', id: 'clerk' },
          { kind: 'human', id: 'ann' },
        ],
      }),
      'looked at the first source alone',
    ],
    [
      'agent-as-document',
      'its own name as another kind',
      'source-not-permitted',
      ['EAAP-0016-005'],
      request({ roles: ['agent'], sources: [{ kind: 'document', id: 'clerk' }] }),
      'compared ids alone',
    ],
  ];
  for (const [id, title, refused, requirements, of, mistake] of bad)
    yield {
      id: `key-${id}`,
      title,
      requirements,
      input: make(of),
      refused,
      ...(mistake === undefined ? {} : { mistake }),
    };
  for (const role of ROLES.filter((name) => name !== 'agent'))
    yield {
      id: `key-agent-and-${role}`,
      title: `agent together with ${role}`,
      requirements: ['EAAP-0016-002', ...(role === 'admin' || role === 'auditor' ? [] : ['EAAP-0001-013'])],
      input: make(request({ roles: role === 'admin' ? [role, 'agent'] : ['agent', role] })),
      refused: 'role-conflict',
      ...(role === 'admin' || role === 'auditor'
        ? { mistake: `forbade it beside executor, approver and recorder alone` }
        : {}),
    };
  yield {
    id: 'key-every-role',
    title: 'every role at once',
    requirements: ['EAAP-0016-002'],
    input: make(request({ roles: [...ROLES] })),
    refused: 'role-conflict',
  };
}

const slug = (route: string): string =>
  route
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-v2-/, '-')
    .replace(/-$/, '');

function* routes(): Iterable<CaseSource> {
  const requirements = ['EAAP-0016-011'];
  for (const [route, roles] of Object.entries(ROUTE_ROLES)) {
    yield {
      id: `admits-${slug(route)}`,
      title: `who is admitted to ${route}`,
      requirements,
      input: { kind: 'admits', route },
    };
    // Every role that will not do, held together, does not do either.
    const others = ROLES.filter((role) => role !== 'agent' && !roles.includes(role));
    if (others.length > 0)
      yield {
        id: `enter-${slug(route)}`,
        title: `all that will not do for ${route}, together`,
        requirements: ['EAAP-0001-012', ...requirements],
        input: { kind: 'enter', route, roles: others },
        refused: 'forbidden',
      };
    if (!roles.includes('agent'))
      yield {
        id: `agent-${slug(route)}`,
        title: `an agent at ${route}`,
        requirements: ['EAAP-0001-012', ...requirements],
        input: { kind: 'enter', route, roles: ['agent'] },
        refused: 'forbidden',
      };
  }
  yield {
    id: 'enter-one-of-two',
    title: 'one role that will do and one that will not',
    requirements,
    input: { kind: 'enter', route: 'POST /v2/actions/commit', roles: ['executor', 'auditor'] },
  };
}

function* separation(): Iterable<CaseSource> {
  const pair = (proposer: JsonObject, decider: JsonObject): JsonObject => ({
    kind: 'separation',
    proposer,
    decider,
  });
  const who = (principal: string, owner: string): JsonObject => ({ principal, owner });
  yield {
    id: 'separate',
    title: 'two names of two people',
    requirements: SEPARATE,
    input: pair(who('bot', 'ann'), who('desk', 'dan')),
  };
  yield {
    id: 'separate-crosswise',
    title: 'the name of the one is the owner of the other',
    requirements: SEPARATE,
    input: pair(who('bot', 'ann'), who('ann', 'bot')),
  };
  yield {
    id: 'separate-similar',
    title: 'owners of which one begins like the other',
    requirements: SEPARATE,
    input: pair(who('bot', 'ann'), who('desk', 'anna')),
  };
  const none: readonly [string, string, JsonObject, string?][] = [
    ['same', 'the same name and person', pair(who('bot', 'ann'), who('bot', 'ann'))],
    [
      'same-owner',
      'another name of the same person',
      pair(who('bot', 'ann'), who('desk', 'ann')),
      'compared credentials',
    ],
    [
      'same-principal',
      'the same name, said to be of another',
      pair(who('bot', 'ann'), who('bot', 'dan')),
      'compared owners alone',
    ],
  ];
  for (const [id, title, input, mistake] of none)
    yield {
      id: `separate-${id}`,
      title,
      requirements: SEPARATE,
      input,
      refused: 'separation-of-duties',
      ...(mistake === undefined ? {} : { mistake }),
    };
}

const WORKED: JsonObject = {
  key: 'sha256:3b1f460947ed28f8c5d80b89fb23f0fc657fb1f20b57f9b4167b288785d47f39',
  id: '019c1371-2a40-7000-8000-000000000009',
  principal: 'agent',
  owner: 'person-7',
  roles: ['agent'],
  sources: [{ kind: 'agent', id: 'agent' }],
  created_at: NOW,
  expires_at: null,
};

function* commitments(): Iterable<CaseSource> {
  const requirements = ['EAAP-0016-009'];
  const of = (change: JsonObject = {}): JsonObject => ({
    kind: 'commitment',
    credential: { ...WORKED, ...change },
  });
  yield {
    id: 'commitment-worked-example',
    title: 'the credential of RFC-0016 section 1',
    requirements,
    input: of(),
  };
  yield {
    id: 'commitment-expiring',
    title: 'one that expires',
    requirements,
    input: of({ expires_at: NOW + 1 }),
  };
  yield {
    id: 'commitment-no-sources',
    title: 'one without sources',
    requirements,
    input: of({ roles: ['admin'], sources: [] }),
  };
  const mistakes: readonly [string, Json, string][] = [
    ['lists', digest('EAAP-CREDENTIAL-v1', WORKED), 'hashed roles and sources as lists and not as texts'],
    ['other-owner', credentialDigest({ ...WORKED, owner: 'person-8' }), 'left the owner out'],
    ['more-roles', credentialDigest({ ...WORKED, roles: ['agent', 'admin'] }), 'left the roles out'],
    [
      'time-as-text',
      credentialDigest({ ...WORKED, created_at: '2026-01-31T09:30:00.000Z' }),
      'wrote the time as on the wire',
    ],
  ];
  for (const [id, claimed, mistake] of mistakes)
    yield {
      id: `commitment-${id}`,
      title: `a claim: ${id.replaceAll('-', ' ')}`,
      requirements,
      input: { ...of(), claimed },
      refused: 'mismatch',
      mistake,
    };
}

function answer(input: Json): Finding {
  const asked = input as JsonObject;
  const roles = (asked['roles'] ?? []) as readonly string[];
  const allowed = ROUTE_ROLES[String(asked['route'])] ?? [];
  switch (asked['kind']) {
    case 'credential': {
      const found = credentialOf(asked['request'] as JsonObject, Number(asked['now']));
      return 'output' in found ? found : { refused: found.faults };
    }
    case 'admits':
      return { output: ROLES.filter((role) => allowed.includes(role)) };
    case 'enter':
      return roles.some((role) => allowed.includes(role)) ? { output: true } : { refused: ['forbidden'] };
    case 'separation': {
      const [proposer, decider] = [asked['proposer'], asked['decider']] as readonly JsonObject[];
      const isOne =
        proposer?.['principal'] === decider?.['principal'] || proposer?.['owner'] === decider?.['owner'];
      return isOne ? { refused: ['separation-of-duties'] } : { output: true };
    }
    default: {
      const value = credentialDigest(asked['credential'] as JsonObject);
      const { claimed } = asked;
      return claimed === undefined || claimed === value ? { output: value } : { refused: ['mismatch'] };
    }
  }
}

export const topic: Topic = {
  name: 'roles',
  title: 'Credentials, roles, separation of duties',
  specified: 'RFC-0016 sections 1 to 4 and RFC-0001 section 13',
  input:
    'kind `credential`: the body of POST /v2/keys by an admin, at a time in milliseconds. kind `admits`: a route. kind `enter`: a route and the roles of a credential; the request has no body and names nothing that exists. kind `separation`: who proposed what was escalated, and which approver decides it. kind `commitment`: a credential, its key as the digest, times in milliseconds; claimed: what somebody says the output is.',
  output:
    'Of a credential: principal, owner, roles, sources and expires_at as they are answered. Of a route: the roles each of which alone is admitted, in the order of RFC-0001 section 5.2: agent, recorder, executor, approver, admin, auditor. Of entering and separation: true. Of a commitment: the digest.',
  reasons: {
    'invalid-request': 'the request is not of its form, holds personal data or has expired',
    'role-conflict': 'agent stands beside another role',
    'source-not-permitted': 'an agent would assert another than itself',
    forbidden: 'none of the roles will do',
    'separation-of-duties': 'they are one principal or of one owner',
    mismatch: 'what is claimed is not the output',
  },
  cases: () => [...credentials(), ...routes(), ...separation(), ...commitments()],
  answer,
};
