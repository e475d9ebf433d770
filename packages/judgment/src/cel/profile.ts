/**
 * EAAP-CEL, version 1: the part of the Common Expression Language that a rule may use, and its bounds. All is checked
 * when a policy is loaded, so that a rule that cannot be evaluated is an error of its author and not of an agent.
 *
 * @see RFC-0007 section 5
 */
export const CEL_PROFILE = {
  version: '1',
  /** What a rule may read. `now` is in milliseconds since 1970. */
  variables: ['action', 'effects', 'principal', 'now'],
  functions: ['size', 'contains', 'startsWith', 'endsWith', 'matches', 'int', 'string', 'fact', 'has_fact'],
  macros: ['has', 'all', 'exists', 'map', 'filter'],
  /** UTF-16 units of an expression. */
  maxLength: 2048,
  /** Nested brackets in the text. What is nested without brackets is bounded by the number of expressions. */
  maxDepth: 32,
  /** Expressions in an expression. */
  maxNodes: 512,
  /** Elements a macro may go through. */
  maxElements: 256,
  /** UTF-16 units of a pattern of `matches`. */
  maxPattern: 256,
  /** Cost of a rule: one for each expression evaluated, more for what takes longer. Estimated at load, counted when run. */
  maxCost: 100_000,
  /** Estimated cost of all rules of a policy together. */
  maxPolicyCost: 1_000_000,
} as const;
