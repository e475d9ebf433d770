import type { Check } from '../types.ts';
import { leapt, untilRebased, wentBack } from './clock.ts';
import { keyStoreFails, logFails, noConflictKept, nothingStored } from './faults.ts';
import { answersOn, problemsAtTheDoor, problemsWithin } from './problems.ts';
import { liveness, readiness, retryAfter } from './ready.ts';
import { commitFails, commitKilled, storeKilled } from './steps.ts';

export const checks: readonly Check[] = [
  problemsAtTheDoor,
  problemsWithin,
  answersOn,
  ...logFails,
  ...nothingStored,
  ...noConflictKept,
  keyStoreFails,
  wentBack,
  leapt,
  ...untilRebased,
  retryAfter, // RFC-0013, 015
  readiness,
  liveness,
  commitFails,
  commitKilled,
  storeKilled,
];
