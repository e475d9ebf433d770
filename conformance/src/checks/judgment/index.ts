import { checks as authority } from './authority.ts';
import { checks as confidence } from './confidence.ts';
import { checks as consistency } from './consistency.ts';
import { checks as determinism } from './determinism.ts';
import { checks as effects } from './effects.ts';
import { checks as flooding } from './flooding.ts';
import { checks as gates } from './gates.ts';
import { checks as grounding } from './grounding.ts';
import { checks as limits } from './limits.ts';
import { checks as locks } from './locks.ts';
import { checks as policies } from './policies.ts';
import { checks as standing } from './standing.ts';
import type { Check } from '../types.ts';

/** RFC-0001 section 8, RFC-0005 and RFC-0006. */
export const checks: readonly Check[] = [
  ...determinism,
  ...gates,
  ...authority,
  ...effects,
  ...consistency,
  ...locks,
  ...grounding,
  ...confidence,
  ...policies,
  ...limits,
  ...standing,
  ...flooding,
];
