import { byCodeUnit } from '../lib/rank.ts';
import type { GateFunction } from './context.ts';

const WHAT = { gateway: 'The gateway', namespace: 'The namespace', agent: 'The principal' } as const;

/**
 * Gate 1: nothing that this action needs is halted.
 *
 * @see RFC-0001 section 8.1
 */
export const standing: GateFunction = ({ input }) =>
  [...input.halted]
    .sort((a, b) => byCodeUnit(a.scope, b.scope) || byCodeUnit(a.name, b.name))
    .map(({ scope, name, reason }) => ({
      code: 'halted',
      outcome: 'block',
      rule: `${scope}:${name}`,
      message: `${WHAT[scope]} ${name} is halted: ${reason}`,
      admissible: 'An admin resumes it.',
    }));
