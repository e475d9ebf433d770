import type { Check } from '../types.ts';

export const checks: readonly Check[] = [];
