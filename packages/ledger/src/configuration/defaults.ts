import type { Policy, TrustTable } from '@eaap/protocol';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The policy of a new namespace. It grants nothing, so every action is blocked until an admin grants some. */
export const DEFAULT_POLICY: Policy = {
  v: 1,
  name: 'default',
  version: '1',
  executors: ['executor'],
  grants: [],
  rules: [],
  limits: [],
  confidence: { minimum: 5000 },
  escalate: { effects: [], reversibility: [] },
  escalation: { target: 'approvers', ttl_ms: DAY_MS },
  selects: [],
  ttl_ms: 60_000,
  window_ms: 60_000,
  outcome_ms: 15 * 60 * 1000,
};

/** The trust table of a new namespace. */
export const DEFAULT_TRUST: TrustTable = {
  v: 1,
  version: '1',
  sources: [
    {
      kind: 'human',
      id: '*',
      trust: 'authoritative',
      max_confidence: 10_000,
      max_half_life_ms: 365 * DAY_MS,
    },
    { kind: 'system', id: '*', trust: 'verified', max_confidence: 9_500, max_half_life_ms: 365 * DAY_MS },
    { kind: 'tool', id: '*', trust: 'verified', max_confidence: 9_000, max_half_life_ms: 30 * DAY_MS },
    { kind: 'document', id: '*', trust: 'verified', max_confidence: 8_000, max_half_life_ms: 180 * DAY_MS },
    { kind: 'agent', id: '*', trust: 'untrusted', max_confidence: 5_000, max_half_life_ms: DAY_MS },
  ],
  // A session has many prompts and answers; none contradicts another.
  many: ['session.output', 'session.prompt'],
};
