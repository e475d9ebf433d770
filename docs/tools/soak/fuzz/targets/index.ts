import type { Target } from '../types.ts';
import { actionTargets } from './actions.ts';
import { codeTargets } from './code.ts';
import { POLICIES } from './policies.ts';
import { TYPED } from './typed.ts';
import { VALUES } from './values.ts';

/** Everything that reads what strangers wrote, and decides. */
export const targets = async (): Promise<Target[]> => [
  ...(await codeTargets()),
  ...VALUES,
  ...TYPED,
  ...POLICIES,
  ...(await actionTargets()),
];
