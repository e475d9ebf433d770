import { digest, type Digest } from './digest.ts';
import { canonical, type Json, type JsonObject } from './json.ts';

/** The roles, in the order they are answered in. */
export const ROLES = ['agent', 'recorder', 'executor', 'approver', 'admin', 'auditor'] as const;

const R = {
  agent: 'agent',
  recorder: 'recorder',
  executor: 'executor',
  approver: 'approver',
  admin: 'admin',
  auditor: 'auditor',
};
const readers = [R.recorder, R.approver, R.auditor];

/** RFC-0001 section 13: the routes that ask for a role, and the roles that will do. */
export const ROUTE_ROLES: Readonly<Record<string, readonly string[]>> = {
  'GET /metrics': [R.admin, R.auditor],
  'POST /v2/vault/store': [R.agent, R.recorder],
  'POST /v2/vault/search': [R.agent, R.recorder, R.approver, R.auditor],
  'GET /v2/vault/facts/{id}': readers,
  'POST /v2/vault/facts/{id}/lock': [R.approver],
  'POST /v2/vault/facts/{id}/unlock': [R.approver],
  'POST /v2/vault/facts/{id}/retract': [R.approver],
  'GET /v2/vault/conflicts/{id}': readers,
  'POST /v2/vault/conflicts/{id}/resolve': [R.approver],
  'POST /v2/vault/erase': [R.admin],
  'POST /v2/actions/evaluate': [R.agent],
  'GET /v2/actions/evaluations/{id}': [R.agent, R.executor, R.approver, R.auditor],
  'POST /v2/actions/commit': [R.executor],
  'POST /v2/actions/outcome': [R.executor],
  'GET /v2/escalations': [R.approver, R.auditor],
  'GET /v2/escalations/{id}': [R.approver, R.auditor],
  'POST /v2/escalations/{id}/approve': [R.approver],
  'POST /v2/escalations/{id}/deny': [R.approver],
  'POST /v2/control/halt': [R.admin],
  'POST /v2/control/resume': [R.admin],
  'GET /v2/control': [R.executor, R.approver, R.admin, R.auditor],
  'POST /v2/control/rebase-clock': [R.admin],
  'GET /v2/policy': [R.approver, R.admin, R.auditor],
  'PUT /v2/policy': [R.admin],
  'GET /v2/trust': [R.approver, R.admin, R.auditor],
  'PUT /v2/trust': [R.admin],
  'GET /v2/manifests': [R.agent, R.executor, R.approver, R.admin, R.auditor],
  'PUT /v2/manifests/{tool}': [R.admin],
  'GET /v2/keys': [R.admin, R.auditor],
  'POST /v2/keys': [R.admin],
  'POST /v2/keys/{id}/revoke': [R.admin],
  'POST /v2/namespaces': [R.admin],
  'GET /v2/ledger/entries': [R.admin, R.auditor],
  'GET /v2/ledger/checkpoint': [R.executor, R.admin, R.auditor],
  'GET /v2/ledger/proof': [R.admin, R.auditor],
  'GET /v2/ledger/consistency': [R.admin, R.auditor],
};

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const KINDS = ['human', 'system', 'tool', 'document', 'agent'];

/** Personal data that fits into a name, as far as vectors use it: card numbers by Luhn and social security numbers. */
function isPersonal(name: string): boolean {
  if (/^\d{3}-\d{2}-\d{4}$/.test(name)) return true;
  const digits = name.replaceAll(/[ -]/g, '');
  if (!/^4\d{15}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

type Result = { readonly output: Json } | { readonly faults: readonly string[] };
const isName = (value: Json | undefined): value is string => typeof value === 'string' && NAME.test(value);

function isRequest(request: JsonObject): boolean {
  const { principal, owner, roles, sources = [], expires_at, ...rest } = request;
  if (Object.keys(rest).length > 0 || !isName(principal) || !isName(owner)) return false;
  if (!Array.isArray(roles) || !Array.isArray(sources)) return false;
  const named = roles as readonly string[];
  const known = named.every((role) => (ROLES as readonly string[]).includes(role));
  if (!known || named.length === 0 || new Set(named).size < named.length) return false;
  if (expires_at !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(expires_at)))
    return false;
  return (sources as readonly JsonObject[]).every(
    ({ kind, id, ...more }) =>
      KINDS.includes(String(kind)) && typeof id === 'string' && id !== '' && Object.keys(more).length === 0,
  );
}

/** A request for a credential at a time, by the steps of RFC-0016 section 2.1. */
export function credentialOf(request: JsonObject, now: number): Result {
  if (!isRequest(request)) return { faults: ['invalid-request'] };
  const { principal, owner, expires_at } = request as {
    principal: string;
    owner: string;
    expires_at?: string;
  };
  const roles = request['roles'] as readonly string[];
  const sources = (request['sources'] ?? []) as readonly { kind: string; id: string }[];
  const isAgent = roles.includes('agent');
  const faults: string[] = [];
  if (isAgent && roles.length > 1) faults.push('role-conflict');
  if ([principal, owner, ...sources.map(({ id }) => id)].some(isPersonal)) faults.push('invalid-request');
  if (expires_at !== undefined && Date.parse(expires_at) <= now) faults.push('invalid-request');
  if (isAgent && sources.some(({ kind, id }) => kind !== 'agent' || id !== principal))
    faults.push('source-not-permitted');
  if (faults.length > 0) return { faults };
  return {
    output: {
      principal,
      owner,
      roles: ROLES.filter((role) => roles.includes(role)),
      sources: isAgent ? [{ kind: 'agent', id: principal }] : sources.map(({ kind, id }) => ({ kind, id })),
      expires_at: expires_at ?? null,
    },
  };
}

/** What the record of a credential's making commits to (RFC-0016 section 1). */
export function credentialDigest(credential: JsonObject): Digest {
  const { key, id, principal, owner, roles, sources, created_at, expires_at } = credential;
  return digest('EAAP-CREDENTIAL-v1', {
    key: key ?? null,
    id: id ?? null,
    principal: principal ?? null,
    owner: owner ?? null,
    roles: canonical(roles ?? null),
    sources: canonical(sources ?? null),
    created_at: created_at ?? null,
    expires_at: expires_at ?? null,
  });
}

/** What is halted, by scope and name. */
export interface Halted {
  readonly scope: 'gateway' | 'namespace' | 'agent';
  readonly name: string;
  readonly reason: string;
  readonly principal: string;
}

/** What happens about halts; the namespace is that of who acts. */
export type HaltEvent =
  | {
      readonly kind: 'halt' | 'resume';
      readonly namespace: string;
      readonly by: string;
      readonly request: JsonObject;
    }
  | { readonly kind: 'look'; readonly namespace: string }
  | { readonly kind: 'evaluate' | 'commit'; readonly principal: string; readonly executor: string };

const WIDTH = ['gateway', 'namespace', 'agent'];

/** Halts as they are answered: the widest first, principals by name. */
function listed(halts: readonly Halted[]): Json {
  const key = ({ scope, name }: Halted): string => `${WIDTH.indexOf(scope)} ${name}`;
  return [...halts].sort((a, b) => (key(a) < key(b) ? -1 : 1)) as unknown as Json;
}

/** One step, over what is halted for the namespace `default` and, as the gateway, for all. */
export function haltStep(halts: readonly Halted[], event: HaltEvent): Result {
  switch (event.kind) {
    case 'look': {
      const seen = event.namespace === 'default' ? halts : halts.filter(({ scope }) => scope === 'gateway');
      return { output: { halted: listed(seen), records: [] } };
    }
    case 'evaluate':
    case 'commit': {
      const applies = halts.some(
        ({ scope, name }) => scope !== 'agent' || name === event.principal || name === event.executor,
      );
      if (!applies) return { output: { verdict: 'ALLOW' } };
      return { faults: [event.kind === 'evaluate' ? 'blocked' : 'no-longer-admissible'] };
    }
    case 'halt':
    case 'resume':
      return change(halts, event);
  }
}

function change(halts: readonly Halted[], event: HaltEvent & { kind: 'halt' | 'resume' }): Result {
  const { scope, agent, reason, ...rest } = event.request;
  const isShaped =
    WIDTH.includes(String(scope)) &&
    (agent === undefined || isName(agent)) &&
    typeof reason === 'string' &&
    reason !== '' &&
    Object.keys(rest).length === 0;
  if (!isShaped) return { faults: ['invalid-request'] };
  if (scope === 'gateway' && event.namespace !== 'system') return { faults: ['forbidden'] };
  if ((scope === 'agent') !== (agent !== undefined)) return { faults: ['invalid-request'] };
  if (event.kind === 'halt' && agent !== undefined && isPersonal(String(agent)))
    return { faults: ['invalid-request'] };
  const name = scope === 'agent' ? String(agent) : scope === 'namespace' ? event.namespace : 'gateway';
  const there = halts.some((halt) => halt.scope === scope && halt.name === name);
  if (event.kind === 'resume' && !there) return { faults: ['not-found'] };
  const record = {
    type: event.kind === 'halt' ? 'control.halted' : 'control.resumed',
    object: `control:${String(scope)}.${name}`,
  };
  if (event.kind === 'resume') {
    const left = halts.filter((halt) => halt.scope !== scope || halt.name !== name);
    return { output: { halted: listed(left), records: [record] } };
  }
  const made: Halted = { scope: scope as Halted['scope'], name, reason, principal: event.by };
  return { output: { halted: listed(there ? halts : [...halts, made]), records: there ? [] : [record] } };
}
