import { actions, MANIFESTS, POLICY, TRUST } from '../fixtures/index.ts';
import type { Caller, World } from '../types.ts';

/** A route that asks for a role, with a request that is right in every other way. */
export interface RouteCase {
  readonly method: string;
  readonly path: string;
  readonly roles: readonly Caller[];
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An id in the form of one, of nothing. */
export const NOTHING = '019c1371-2a40-7000-8000-00000000dead';
const TOKEN = 'A'.repeat(43);
const tag = { 'if-match': '"1"' };
const reason = { reason: 'conformance' };

/** The routes of section 13 that ask for a role, and who has one. */
export function routesOf(world: World, observedAt: string): readonly RouteCase[] {
  const source = { kind: 'agent', id: 'agent', observed_at: observedAt };
  const commit = {
    token: TOKEN,
    action: actions.read(),
    audience: 'target',
    confirmation_key: world.confirmationKey,
  };
  const readers: readonly Caller[] = ['recorder', 'approver', 'auditor'];
  const get = (path: string, roles: readonly Caller[]): RouteCase => ({ method: 'GET', path, roles });
  const post = (path: string, roles: readonly Caller[], body: unknown, headers = {}): RouteCase => ({
    method: 'POST',
    path,
    roles,
    body,
    headers,
  });
  const put = (path: string, body: unknown): RouteCase => ({ method: 'PUT', path, roles: ['admin'], body });
  return [
    get('/metrics', ['admin', 'auditor']),
    post('/v2/vault/store', ['agent', 'recorder'], { subject: 's', attribute: 'a', value: 1, source }),
    post('/v2/vault/search', ['agent', 'recorder', 'approver', 'auditor'], {}),
    get(`/v2/vault/facts/${NOTHING}`, readers),
    post(`/v2/vault/facts/${NOTHING}/lock`, ['approver'], reason, tag),
    post(`/v2/vault/facts/${NOTHING}/unlock`, ['approver'], reason, tag),
    post(`/v2/vault/facts/${NOTHING}/retract`, ['approver'], reason, tag),
    get(`/v2/vault/conflicts/${NOTHING}`, readers),
    post(`/v2/vault/conflicts/${NOTHING}/resolve`, ['approver'], { resolution: 'keep', ...reason }, tag),
    post('/v2/vault/erase', ['admin'], { subject: 'nobody', ...reason }),
    post('/v2/actions/evaluate', ['agent'], { action: actions.read() }),
    get(`/v2/actions/evaluations/${NOTHING}`, ['agent', 'executor', 'approver', 'auditor']),
    post('/v2/actions/commit', ['executor'], commit),
    post('/v2/actions/outcome', ['executor'], { evaluation: NOTHING, status: 'executed' }),
    get('/v2/escalations', ['approver', 'auditor']),
    get(`/v2/escalations/${NOTHING}`, ['approver', 'auditor']),
    post(`/v2/escalations/${NOTHING}/approve`, ['approver'], { challenge: 'x', ...reason }, tag),
    post(`/v2/escalations/${NOTHING}/deny`, ['approver'], reason, tag),
    post('/v2/control/halt', ['admin'], { scope: 'agent', agent: 'nobody', ...reason }),
    post('/v2/control/resume', ['admin'], { scope: 'agent', agent: 'nobody', ...reason }),
    get('/v2/control', ['admin', 'approver', 'auditor', 'executor']),
    post('/v2/control/rebase-clock', ['admin'], reason),
    get('/v2/policy', ['admin', 'approver', 'auditor']),
    put('/v2/policy', POLICY),
    get('/v2/trust', ['admin', 'approver', 'auditor']),
    put('/v2/trust', TRUST),
    get('/v2/manifests', ['admin', 'agent', 'approver', 'auditor', 'executor']),
    put('/v2/manifests/records.read', MANIFESTS[0]),
    get('/v2/keys', ['admin', 'auditor']),
    post('/v2/keys', ['admin'], { principal: 'made', owner: 'nobody', roles: ['auditor'] }),
    post(`/v2/keys/${NOTHING}/revoke`, ['admin'], undefined),
    post('/v2/namespaces', ['admin'], { namespace: 'made-by-nobody', admin: 'a', owner: 'o' }),
    get('/v2/ledger/entries', ['auditor', 'admin']),
    get('/v2/ledger/checkpoint', ['auditor', 'admin', 'executor']),
    get('/v2/ledger/proof?seq=0', ['auditor', 'admin']),
    get('/v2/ledger/consistency?from=1&to=2', ['auditor', 'admin']),
  ];
}

/** A caller for each role. */
export const ROLES: readonly Caller[] = ['agent', 'recorder', 'executor', 'approver', 'admin', 'auditor'];
