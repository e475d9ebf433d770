import { SOURCES } from '../../checks/fixtures/index.ts';
import { evaluationOf, member } from '../../checks/read.ts';
import type { Answer, Caller, CommitInput, FactInput, Search, World } from '../../checks/types.ts';
import type * as W from '../../checks/wire.ts';
import { Inconclusive } from '../outcome.ts';
import { readLog } from './log.ts';
import { told, type Session } from './session.ts';

/** What a world is made of. */
export interface WorldParts {
  readonly session: Session;
  /** The gateway's time in milliseconds. */
  now(): Promise<number>;
  readonly possession: { readonly confirmationKey: string; sign(message: Uint8Array): string };
}

const tag = (version: number): Record<string, string> => ({ 'if-match': `"${version}"` });

/** The world of a check over a session. */
export function worldOf({ session, now, possession }: WorldParts): World {
  const send = session.send.bind(session);
  const time = async (ms = 0): Promise<string> => new Date((await now()) + ms).toISOString();

  async function current(as: Caller, path: string): Promise<{ version: number; challenge: string }> {
    const answer = await send(as, 'GET', path);
    const version = member(answer, 'version');
    if (answer.status !== 200 || typeof version !== 'number')
      throw new Inconclusive(`GET ${path} did not answer a version: ${told(answer)}`);
    return { version, challenge: String(member(answer, 'challenge')) };
  }
  async function changed<T>(path: string, change: (present: T) => T, name: string): Promise<Answer<never>> {
    const present = await send('admin', 'GET', path);
    const document = member(present, name);
    if (document === undefined) throw new Inconclusive(`GET ${path} did not answer it: ${told(present)}`);
    return send('admin', 'PUT', path, { body: change(document as T) });
  }
  async function decide(what: string, id: string, as: Caller): Promise<Answer<unknown>> {
    const { version, challenge } = await current('auditor', `/v2/escalations/${id}`);
    const body = what === 'approve' ? { challenge, reason: 'conformance' } : { reason: 'conformance' };
    return send(as, 'POST', `/v2/escalations/${id}/${what}`, { body, headers: tag(version) });
  }
  function must<T>(what: string, holds: unknown, answer: Answer<T>): T {
    if (!holds) throw new Inconclusive(`${what} was needed; the answer was ${told(answer)}`);
    return answer.body;
  }

  const world: World = {
    namespace: session.namespace,
    principal: (caller) => caller,
    key: (caller) => session.key(caller),
    credential: (request) => send('admin', 'POST', '/v2/keys', { body: request }),
    now,
    time,
    confirmationKey: possession.confirmationKey,
    sign: (message) => possession.sign(message),
    send,

    async store(fact: FactInput, as: Caller = 'recorder') {
      const { source, ...rest } = fact;
      const given = source === undefined ? { ...SOURCES.verified, observed_at: await time(-1000) } : source;
      return send(as, 'POST', '/v2/vault/store', {
        body: given === null ? rest : { ...rest, source: given },
      });
    },
    fact: (id, as = 'recorder') => send(as, 'GET', `/v2/vault/facts/${id}`),
    conflict: (id) => send('approver', 'GET', `/v2/vault/conflicts/${id}`),
    async change(what, id, version) {
      const at = version ?? (await current('approver', `/v2/vault/facts/${id}`)).version;
      return send('approver', 'POST', `/v2/vault/facts/${id}/${what}`, {
        body: { reason: 'conformance' },
        headers: tag(at),
      });
    },
    async resolve(id, resolution, version) {
      const at = version ?? (await current('approver', `/v2/vault/conflicts/${id}`)).version;
      return send('approver', 'POST', `/v2/vault/conflicts/${id}/resolve`, {
        body: { resolution, reason: 'conformance' },
        headers: tag(at),
      });
    },
    search: (request = {}, as = 'auditor') => send<Search>(as, 'POST', '/v2/vault/search', { body: request }),
    evaluate: (action, { as = 'agent', executor } = {}) =>
      send(as, 'POST', '/v2/actions/evaluate', {
        body: executor === undefined ? { action } : { action, executor },
      }),
    commit: ({ as = 'executor', idempotencyKey, ...input }: CommitInput) =>
      send(as, 'POST', '/v2/actions/commit', {
        body: { audience: 'target.conformance', confirmation_key: possession.confirmationKey, ...input },
        ...(idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } }),
      }),
    outcome: (evaluation, status) =>
      send('executor', 'POST', '/v2/actions/outcome', { body: { evaluation, status } }),
    approve: (id, as = 'approver') => decide('approve', id, as),
    deny: (id, as = 'approver') => decide('deny', id, as),
    erase: (subject, identifiers) =>
      send('admin', 'POST', '/v2/vault/erase', {
        body: { subject, ...(identifiers === undefined ? {} : { identifiers }), reason: 'conformance' },
      }),
    setPolicy: (change) => changed<W.Policy>('/v2/policy', change, 'policy'),
    setTrust: (change) => changed<W.TrustTable>('/v2/trust', change, 'trust'),
    setManifest: (manifest) =>
      send('admin', 'PUT', `/v2/manifests/${encodeURIComponent(manifest.tool)}`, { body: manifest }),

    async stored(fact, as) {
      const answer = await world.store(fact, as);
      return must('A stored fact', answer.status === 201 && answer.body?.fact?.id, answer).fact;
    },
    async contradicted(fact, value) {
      const source = { ...fact.source, observed_at: await time(-500) };
      const { subject, attribute } = fact;
      const answer = await world.store({ subject, attribute, value: value as W.Fact['value'], source });
      const id = member(answer, 'conflict_id');
      must('An open conflict', answer.problem === 'conflict' && typeof id === 'string', answer);
      const read = await world.conflict(String(id));
      return must('The open conflict', read.status === 200 && read.body?.status === 'open', read);
    },
    async allowed(action) {
      const answer = await world.evaluate(action);
      const allowed = answer.status === 200 && typeof answer.body?.token === 'string';
      return must(`ALLOW for ${action.tool}`, allowed && evaluationOf(answer)?.verdict === 'ALLOW', answer);
    },
    async committed(action) {
      const evaluated = await world.allowed(action);
      const answer = await world.commit({ token: evaluated.token, action });
      return { ...evaluated, ...must('A receipt', answer.status === 200 && answer.body?.receipt, answer) };
    },
    async escalated(action) {
      const answer = await world.evaluate(action);
      const evaluation = evaluationOf(answer);
      const escalation = evaluation?.escalation;
      must(`ESCALATE for ${action.tool}`, evaluation?.verdict === 'ESCALATE' && escalation, answer);
      return { evaluation: evaluation as W.Evaluation, escalation: String(escalation) };
    },
    log: () => readLog(session),
  };
  return world;
}
