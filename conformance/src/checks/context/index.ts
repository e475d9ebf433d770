import type { Check } from '../types.ts';
import * as decay from './decay.ts';
import * as past from './past.ts';
import * as snapshot from './snapshot.ts';

export const checks: readonly Check[] = [...decay.checks, ...past.checks, ...snapshot.checks];
