import { canonical, type Json, type JsonObject } from './json.ts';
import { isObject } from './record.ts';

/** The closed list of problems: status, title, and whether the same request may succeed later (RFC-0013 section 6.2). */
export const PROBLEMS: Readonly<Record<string, readonly [status: number, title: string, again?: 'again']>> = {
  'malformed-json': [400, 'The body is not acceptable JSON'],
  'invalid-request': [400, 'The request does not match its schema'],
  'payload-too-large': [413, 'The body is over the size limit'],
  'unsupported-media-type': [415, 'The body must be application/json'],
  'not-found': [404, 'There is no such thing here'],
  'method-not-allowed': [405, 'The route does not answer this method'],
  'unsupported-version': [400, 'This protocol version is not spoken here'],
  unauthenticated: [401, 'A valid key is required'],
  forbidden: [403, 'The credential does not hold the role this needs'],
  'identity-mismatch': [403, 'The body names another identity than the credential'],
  'source-not-permitted': [403, 'The credential may not assert this source'],
  'separation-of-duties': [403, 'Nobody decides what they proposed'],
  'role-conflict': [422, 'These roles may not be held together'],
  blocked: [403, 'The action is not admissible'],
  escalated: [403, 'The action needs a decision by somebody else'],
  conflict: [409, 'The fact contradicts an existing one'],
  locked: [409, 'The fact is locked'],
  'source-required': [422, 'A fact needs its source'],
  'observed-in-future': [422, 'A fact cannot be observed in the future'],
  'already-resolved': [409, 'The conflict is resolved already'],
  'invalid-transition': [409, 'The record cannot change in this way'],
  'version-mismatch': [412, 'The record has another version'],
  'precondition-required': [428, 'Say which version you mean with If-Match'],
  erased: [404, 'The record was erased'],
  'evaluation-expired': [409, 'The evaluation has expired'],
  'already-committed': [409, 'The token was redeemed already'],
  'action-mismatch': [409, 'The action is not the one that was evaluated'],
  'state-drift': [409, 'The state of the world has changed'],
  'no-longer-admissible': [409, 'The action is not admissible any more'],
  'invalid-token': [404, 'The token is not known here'],
  'idempotency-mismatch': [409, 'The idempotency key was used for another request'],
  'not-committed': [409, 'There is no commit to report on'],
  'already-reported': [409, 'The outcome was reported already'],
  'already-decided': [409, 'The escalation was decided already'],
  'escalation-expired': [409, 'The escalation has expired'],
  'challenge-mismatch': [422, 'The challenge was not typed as shown'],
  'invalid-policy': [422, 'The policy does not load'],
  'invalid-manifest': [422, 'The tool manifest does not load'],
  'invalid-trust': [422, 'The trust table does not load'],
  'already-exists': [409, 'It exists already'],
  'rate-limited': [429, 'Too many requests', 'again'],
  'storage-unavailable': [503, 'The storage does not answer', 'again'],
  'storage-locked': [503, 'The storage is locked by somebody else', 'again'],
  'storage-read-only': [503, 'The storage cannot be written'],
  'storage-full': [503, 'The storage is full', 'again'],
  'storage-corrupt': [503, 'The storage is damaged'],
  'storage-version': [503, 'The storage was written by another version'],
  'key-store-unavailable': [503, 'The key store does not answer', 'again'],
  'clock-unreliable': [503, 'The clock went back or leapt'],
  'detector-unavailable': [503, 'Personal data cannot be looked for', 'again'],
  'judgment-unavailable': [503, 'No judgment can be made', 'again'],
  'log-unavailable': [503, 'The log cannot be written', 'again'],
  draining: [503, 'The gateway is shutting down', 'again'],
  internal: [503, 'The gateway failed and allowed nothing', 'again'],
};

const PREFIX = 'urn:eaap:problem:';

/** The problem of a type with its further members, as a body. */
export function problemBody(type: string, detail: string, members: JsonObject): string {
  const [status = 0, title = ''] = PROBLEMS[type] ?? [];
  return canonical({ ...members, type: `${PREFIX}${type}`, title, status, detail });
}

/** An answer that is to be a problem. */
export interface Answered {
  readonly status: number;
  readonly content_type: string;
  readonly body: string;
}

/** What keeps an answer from being a problem of the list. */
export type ProblemFault =
  'media-type' | 'not-a-problem' | 'unknown-type' | 'status-mismatch' | 'title-mismatch';

function objectOf(body: string): JsonObject {
  try {
    const parsed = JSON.parse(body) as Json;
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** What is wrong with an answer that is to be a problem. */
export function problemFaults({ status, content_type, body }: Answered): ProblemFault[] {
  const faults: ProblemFault[] = [];
  if (content_type.split(';')[0]?.trim().toLowerCase() !== 'application/problem+json')
    faults.push('media-type');
  const { type, title, status: told, detail } = objectOf(body);
  const isWhole = [type, title, detail].every((text) => typeof text === 'string') && Number.isInteger(told);
  if (!isWhole) return [...faults, 'not-a-problem'];
  const name = String(type).startsWith(PREFIX) ? String(type).slice(PREFIX.length) : '';
  const [right, named] = (Object.hasOwn(PROBLEMS, name) ? PROBLEMS[name] : undefined) ?? [];
  if (right === undefined) return [...faults, 'unknown-type'];
  if (status !== right || told !== right) faults.push('status-mismatch');
  if (title !== named) faults.push('title-mismatch');
  return faults;
}
