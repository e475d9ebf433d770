/** The fourteen invariants by number (RFC-0001 section 2.1). */
export const INVARIANTS: Readonly<Record<number, string>> = {
  1: 'PII air gap',
  2: 'Explicit source',
  3: 'Encryption at rest',
  4: 'Namespace isolation',
  5: 'No silent overwrite',
  6: 'Conflict logging',
  7: 'Immutable audit chain',
  8: 'Deterministic judgment',
  9: 'Confidence decay',
  10: 'Constraint binding',
  11: 'State hash integrity',
  12: 'Evaluation expiry',
  13: 'Escalation routing',
  14: 'Hard deletion',
};
