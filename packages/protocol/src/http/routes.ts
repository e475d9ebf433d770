import type { TSchema } from 'typebox';
import * as A from '../types/admission.ts';
import * as F from '../types/fact.ts';
import { Manifest } from '../types/manifest.ts';
import * as O from '../types/operation.ts';
import { Policy, TrustTable } from '../types/policy.ts';
import * as R from '../types/record.ts';
import type { Role } from '../types/common.ts';
import type { ProblemType } from '../problem/catalogue.ts';

/** A parameter in a path or query. */
export interface RouteParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: {
    readonly type: 'string' | 'integer';
    readonly pattern?: string;
    readonly minimum?: number;
    readonly maximum?: number;
  };
  readonly description: string;
}

/** A route of the HTTP binding, as data: the server, the client, OpenAPI and the conformance runner read this one list. */
export interface Route {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly summary: string;
  /** Any of these roles will do; empty means no credential is asked for. */
  readonly roles: readonly Role[];
  readonly request: TSchema | null;
  /** Null: the answer is `text/plain`. */
  readonly response: TSchema | null;
  readonly status: number;
  /** Another status of success: `store` answers 200 when the fact was there already. */
  readonly also?: number;
  readonly parameters: readonly RouteParameter[];
  /** Problems particular to the route; those of every route are not repeated. */
  readonly problems: readonly ProblemType[];
}

const ifMatch: RouteParameter = {
  name: 'If-Match',
  in: 'header',
  required: true,
  schema: { type: 'string', pattern: '^"[1-9][0-9]*"$' },
  description: 'The version you mean, as an entity tag.',
};
const id = (name: string): RouteParameter => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
  description: 'Its id.',
});
const cursor: RouteParameter = {
  name: 'cursor',
  in: 'query',
  required: false,
  schema: { type: 'string' },
  description: 'Where to go on: `next` of the page before.',
};
const limit: RouteParameter = {
  name: 'limit',
  in: 'query',
  required: false,
  schema: { type: 'integer', minimum: 1, maximum: 500 },
  description: 'The most entries a page holds.',
};
const idempotency: RouteParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,128}$' },
  description: 'The same key with the same request returns the same receipt.',
};

type Partials = Partial<Omit<Route, 'id' | 'method' | 'path' | 'summary' | 'roles'>>;
const route = <const I extends string>(
  id: I,
  method: Route['method'],
  path: string,
  roles: readonly Role[],
  summary: string,
  rest: Partials = {},
): Route & { readonly id: I } => ({
  id,
  method,
  path,
  roles,
  summary,
  request: null,
  response: null,
  status: 200,
  parameters: [],
  problems: [],
  ...rest,
});
const versioned: readonly ProblemType[] = [
  'not-found',
  'version-mismatch',
  'precondition-required',
  'invalid-transition',
  'erased',
];

const LIST = [
  route('discovery', 'GET', '/.well-known/eaap', [], 'What this gateway is.', { response: O.Discovery }),
  route('livez', 'GET', '/livez', [], 'Whether the process answers.'),
  route('readyz', 'GET', '/readyz', [], 'Whether it can decide: storage, keys and clock.'),
  route('metrics', 'GET', '/metrics', ['admin', 'auditor'], 'Counters in the text format of Prometheus.'),

  route(
    'store',
    'POST',
    '/v2/vault/store',
    ['agent', 'recorder'],
    'Store a fact. An agent may assert only itself.',
    {
      request: F.StoreRequest,
      response: F.StoreResponse,
      status: 201,
      also: 200,
      problems: ['source-required', 'source-not-permitted', 'observed-in-future', 'conflict', 'locked'],
    },
  ),
  route(
    'search',
    'POST',
    '/v2/vault/search',
    ['agent', 'recorder', 'approver', 'auditor'],
    'The context: facts, open conflicts, health.',
    {
      request: F.SearchRequest,
      response: F.SearchResponse,
    },
  ),
  route(
    'fact',
    'GET',
    '/v2/vault/facts/{id}',
    ['recorder', 'approver', 'auditor'],
    'A fact in its current version.',
    {
      response: F.Fact,
      parameters: [id('id')],
      problems: ['not-found', 'erased'],
    },
  ),
  route(
    'lock',
    'POST',
    '/v2/vault/facts/{id}/lock',
    ['approver'],
    'Lock a fact: no action may go against it.',
    {
      request: F.ReasonRequest,
      response: F.Fact,
      parameters: [id('id'), ifMatch],
      problems: versioned,
    },
  ),
  route('unlock', 'POST', '/v2/vault/facts/{id}/unlock', ['approver'], 'Unlock a fact.', {
    request: F.ReasonRequest,
    response: F.Fact,
    parameters: [id('id'), ifMatch],
    problems: versioned,
  }),
  route(
    'retract',
    'POST',
    '/v2/vault/facts/{id}/retract',
    ['approver'],
    'Retract a fact: it is kept and no longer counts.',
    {
      request: F.ReasonRequest,
      response: F.Fact,
      parameters: [id('id'), ifMatch],
      problems: [...versioned, 'locked'],
    },
  ),
  route('conflict', 'GET', '/v2/vault/conflicts/{id}', ['recorder', 'approver', 'auditor'], 'A conflict.', {
    response: F.Conflict,
    parameters: [id('id')],
    problems: ['not-found', 'erased'],
  }),
  route('resolve', 'POST', '/v2/vault/conflicts/{id}/resolve', ['approver'], 'Decide a conflict.', {
    request: F.ResolveRequest,
    response: F.Conflict,
    parameters: [id('id'), ifMatch],
    problems: [...versioned, 'already-resolved'],
  }),
  route('erase', 'POST', '/v2/vault/erase', ['admin'], 'Erase everything about a subject, for good.', {
    request: F.EraseRequest,
    response: F.EraseResponse,
  }),

  route(
    'evaluate',
    'POST',
    '/v2/actions/evaluate',
    ['agent'],
    'May this action happen? 200 means it may be committed.',
    {
      request: A.EvaluateRequest,
      response: A.EvaluateResponse,
      problems: ['blocked', 'escalated', 'identity-mismatch', 'judgment-unavailable'],
    },
  ),
  route(
    'evaluation',
    'GET',
    '/v2/actions/evaluations/{id}',
    ['agent', 'executor', 'approver', 'auditor'],
    'An evaluation; an agent sees its own.',
    {
      response: A.EvaluationView,
      parameters: [id('id')],
      problems: ['not-found'],
    },
  ),
  route(
    'commit',
    'POST',
    '/v2/actions/commit',
    ['executor'],
    'Redeem a token: everything is checked and judged again.',
    {
      request: A.CommitRequest,
      response: A.CommitResponse,
      parameters: [idempotency],
      problems: [
        'invalid-token',
        'evaluation-expired',
        'already-committed',
        'action-mismatch',
        'state-drift',
        'no-longer-admissible',
        'idempotency-mismatch',
      ],
    },
  ),
  route('outcome', 'POST', '/v2/actions/outcome', ['executor'], 'What became of a committed action.', {
    request: A.OutcomeRequest,
    response: A.Outcome,
    status: 201,
    problems: ['not-found', 'not-committed', 'already-reported'],
  }),

  route(
    'escalations',
    'GET',
    '/v2/escalations',
    ['approver', 'auditor'],
    'Escalations, oldest first; `status` filters.',
    {
      response: A.EscalationsResponse,
      parameters: [
        {
          name: 'status',
          in: 'query',
          required: false,
          schema: { type: 'string', pattern: '^(pending|approved|denied|expired|consumed)$' },
          description: 'Only these.',
        },
        cursor,
        limit,
      ],
    },
  ),
  route(
    'escalation',
    'GET',
    '/v2/escalations/{id}',
    ['approver', 'auditor'],
    'An escalation with its action in full.',
    {
      response: A.Escalation,
      parameters: [id('id')],
      problems: ['not-found'],
    },
  ),
  route(
    'approve',
    'POST',
    '/v2/escalations/{id}/approve',
    ['approver'],
    'Approve this action for these reasons, once.',
    {
      request: A.DecideRequest,
      response: A.Escalation,
      parameters: [id('id'), ifMatch],
      problems: [
        ...versioned,
        'separation-of-duties',
        'challenge-mismatch',
        'already-decided',
        'escalation-expired',
      ],
    },
  ),
  route('deny', 'POST', '/v2/escalations/{id}/deny', ['approver'], 'Deny it.', {
    request: A.DecideRequest,
    response: A.Escalation,
    parameters: [id('id'), ifMatch],
    problems: [...versioned, 'separation-of-duties', 'already-decided', 'escalation-expired'],
  }),

  route('halt', 'POST', '/v2/control/halt', ['admin'], 'Halt: nothing is allowed until resumed.', {
    request: O.HaltRequest,
    response: O.ControlState,
  }),
  route('resume', 'POST', '/v2/control/resume', ['admin'], 'Resume.', {
    request: O.HaltRequest,
    response: O.ControlState,
    problems: ['not-found'],
  }),
  route('control', 'GET', '/v2/control', ['admin', 'approver', 'auditor', 'executor'], 'What is halted.', {
    response: O.ControlState,
  }),
  route(
    'rebase',
    'POST',
    '/v2/control/rebase-clock',
    ['admin'],
    'Accept the clock as it is now, after it went back or leapt.',
    { request: F.ReasonRequest },
  ),

  route('policy', 'GET', '/v2/policy', ['admin', 'approver', 'auditor'], 'The policy in force.', {
    response: O.PolicyResponse,
  }),
  route('set-policy', 'PUT', '/v2/policy', ['admin'], 'Put a policy in force.', {
    request: Policy,
    response: O.PolicyResponse,
    problems: ['invalid-policy'],
  }),
  route('trust', 'GET', '/v2/trust', ['admin', 'approver', 'auditor'], 'The trust table in force.', {
    response: O.TrustResponse,
  }),
  route('set-trust', 'PUT', '/v2/trust', ['admin'], 'Put a trust table in force.', {
    request: TrustTable,
    response: O.TrustResponse,
    problems: ['invalid-trust'],
  }),
  route(
    'manifests',
    'GET',
    '/v2/manifests',
    ['admin', 'agent', 'approver', 'auditor', 'executor'],
    'The tool manifests.',
    { response: O.ManifestsResponse },
  ),
  route('set-manifest', 'PUT', '/v2/manifests/{tool}', ['admin'], 'Pin the manifest of a tool.', {
    request: Manifest,
    response: O.ManifestResponse,
    parameters: [
      {
        name: 'tool',
        in: 'path',
        required: true,
        schema: { type: 'string' },
        description: 'The name of the tool.',
      },
    ],
    problems: ['invalid-manifest'],
  }),

  route(
    'keys',
    'GET',
    '/v2/keys',
    ['admin', 'auditor'],
    'The credentials of the namespace, without their keys.',
    { response: O.KeysResponse },
  ),
  route('create-key', 'POST', '/v2/keys', ['admin'], 'Make a credential; its key is shown once.', {
    request: O.KeyRequest,
    response: O.KeyResponse,
    status: 201,
    problems: ['role-conflict'],
  }),
  route('revoke-key', 'POST', '/v2/keys/{id}/revoke', ['admin'], 'Revoke a credential at once.', {
    response: O.Credential,
    parameters: [id('id')],
    problems: ['not-found'],
  }),
  route(
    'create-namespace',
    'POST',
    '/v2/namespaces',
    ['admin'],
    'Make a namespace and its first admin. Only an admin of `system` may.',
    {
      request: O.NamespaceRequest,
      response: O.KeyResponse,
      status: 201,
      problems: ['already-exists'],
    },
  ),

  route('entries', 'GET', '/v2/ledger/entries', ['auditor', 'admin'], 'The log, oldest first.', {
    response: R.EntriesResponse,
    parameters: [
      cursor,
      limit,
      {
        name: 'evaluation',
        in: 'query',
        required: false,
        schema: { type: 'string' },
        description: 'Only entries of this evaluation.',
      },
    ],
  }),
  route(
    'checkpoint',
    'GET',
    '/v2/ledger/checkpoint',
    ['auditor', 'admin', 'executor'],
    'The newest signed checkpoint.',
    { response: R.CheckpointResponse },
  ),
  route(
    'proof',
    'GET',
    '/v2/ledger/proof',
    ['auditor', 'admin'],
    'An inclusion proof for an entry in the newest checkpoint.',
    {
      response: R.ProofResponse,
      parameters: [
        {
          name: 'seq',
          in: 'query',
          required: true,
          schema: { type: 'integer', minimum: 0 },
          description: 'The entry.',
        },
      ],
      problems: ['not-found'],
    },
  ),
  route(
    'consistency',
    'GET',
    '/v2/ledger/consistency',
    ['auditor', 'admin'],
    'A consistency proof between two sizes.',
    {
      response: R.ConsistencyResponse,
      parameters: [
        {
          name: 'from',
          in: 'query',
          required: true,
          schema: { type: 'integer', minimum: 0 },
          description: 'The older size.',
        },
        {
          name: 'to',
          in: 'query',
          required: true,
          schema: { type: 'integer', minimum: 0 },
          description: 'The newer size.',
        },
      ],
      problems: ['not-found'],
    },
  ),
];

/** The id of a route. */
export type RouteId = (typeof LIST)[number]['id'];

/** The routes of the HTTP binding (RFC-0001 section 13). `{name}` marks a path parameter. */
export const ROUTES: readonly (Route & { readonly id: RouteId })[] = LIST;
