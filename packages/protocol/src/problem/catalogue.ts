/**
 * The closed list of problem types (RFC-0001 section 12). A type is the tail of `urn:eaap:problem:<type>`; it is
 * stable, its status never changes, and a client may branch on it. `retry` says whether the same request may
 * succeed later without being changed.
 */
export const PROBLEMS = {
  // The request could not be read.
  'malformed-json': { status: 400, title: 'The body is not acceptable JSON', retry: false },
  'invalid-request': { status: 400, title: 'The request does not match its schema', retry: false },
  'payload-too-large': { status: 413, title: 'The body is over the size limit', retry: false },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json', retry: false },
  'not-found': { status: 404, title: 'There is no such thing here', retry: false },
  'method-not-allowed': { status: 405, title: 'The route does not answer this method', retry: false },
  'unsupported-version': { status: 400, title: 'This protocol version is not spoken here', retry: false },
  // Who is asking.
  unauthenticated: { status: 401, title: 'A valid key is required', retry: false },
  forbidden: { status: 403, title: 'The credential does not hold the role this needs', retry: false },
  'identity-mismatch': {
    status: 403,
    title: 'The body names another identity than the credential',
    retry: false,
  },
  'source-not-permitted': { status: 403, title: 'The credential may not assert this source', retry: false },
  'separation-of-duties': { status: 403, title: 'Nobody decides what they proposed', retry: false },
  'role-conflict': { status: 422, title: 'These roles may not be held together', retry: false },
  // What the gateway decided.
  blocked: { status: 403, title: 'The action is not admissible', retry: false },
  escalated: { status: 403, title: 'The action needs a decision by somebody else', retry: false },
  // Facts.
  conflict: { status: 409, title: 'The fact contradicts an existing one', retry: false },
  locked: { status: 409, title: 'The fact is locked', retry: false },
  'source-required': { status: 422, title: 'A fact needs its source', retry: false },
  'observed-in-future': { status: 422, title: 'A fact cannot be observed in the future', retry: false },
  'already-resolved': { status: 409, title: 'The conflict is resolved already', retry: false },
  'invalid-transition': { status: 409, title: 'The record cannot change in this way', retry: false },
  'version-mismatch': { status: 412, title: 'The record has another version', retry: false },
  'precondition-required': { status: 428, title: 'Say which version you mean with If-Match', retry: false },
  erased: { status: 404, title: 'The record was erased', retry: false },
  // Commit.
  'evaluation-expired': { status: 409, title: 'The evaluation has expired', retry: false },
  'already-committed': { status: 409, title: 'The token was redeemed already', retry: false },
  'action-mismatch': { status: 409, title: 'The action is not the one that was evaluated', retry: false },
  'state-drift': { status: 409, title: 'The state of the world has changed', retry: false },
  'no-longer-admissible': { status: 409, title: 'The action is not admissible any more', retry: false },
  'invalid-token': { status: 404, title: 'The token is not known here', retry: false },
  'idempotency-mismatch': {
    status: 409,
    title: 'The idempotency key was used for another request',
    retry: false,
  },
  'not-committed': { status: 409, title: 'There is no commit to report on', retry: false },
  'already-reported': { status: 409, title: 'The outcome was reported already', retry: false },
  // Escalation.
  'already-decided': { status: 409, title: 'The escalation was decided already', retry: false },
  'escalation-expired': { status: 409, title: 'The escalation has expired', retry: false },
  'challenge-mismatch': { status: 422, title: 'The challenge was not typed as shown', retry: false },
  // Configuration.
  'invalid-policy': { status: 422, title: 'The policy does not load', retry: false },
  'invalid-manifest': { status: 422, title: 'The tool manifest does not load', retry: false },
  'invalid-trust': { status: 422, title: 'The trust table does not load', retry: false },
  'already-exists': { status: 409, title: 'It exists already', retry: false },
  // Limits.
  'rate-limited': { status: 429, title: 'Too many requests', retry: true },
  // What the gateway cannot do now. Nothing is allowed meanwhile.
  'storage-unavailable': { status: 503, title: 'The storage does not answer', retry: true },
  'storage-locked': { status: 503, title: 'The storage is locked by somebody else', retry: true },
  'storage-read-only': { status: 503, title: 'The storage cannot be written', retry: false },
  'storage-full': { status: 503, title: 'The storage is full', retry: true },
  'storage-corrupt': { status: 503, title: 'The storage is damaged', retry: false },
  'storage-version': { status: 503, title: 'The storage was written by another version', retry: false },
  'key-store-unavailable': { status: 503, title: 'The key store does not answer', retry: true },
  'clock-unreliable': { status: 503, title: 'The clock went back or leapt', retry: false },
  'detector-unavailable': { status: 503, title: 'Personal data cannot be looked for', retry: true },
  'judgment-unavailable': { status: 503, title: 'No judgment can be made', retry: true },
  'log-unavailable': { status: 503, title: 'The log cannot be written', retry: true },
  draining: { status: 503, title: 'The gateway is shutting down', retry: true },
  internal: { status: 503, title: 'The gateway failed and allowed nothing', retry: true },
} as const satisfies Record<string, { status: number; title: string; retry: boolean }>;

/** One of the closed list of problem types. */
export type ProblemType = keyof typeof PROBLEMS;

/** Every problem type, in catalogue order. */
export const PROBLEM_TYPES = Object.keys(PROBLEMS) as ProblemType[];

/** The prefix of a problem type on the wire. */
export const PROBLEM_PREFIX = 'urn:eaap:problem:';
