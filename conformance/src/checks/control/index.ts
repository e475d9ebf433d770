import type { Check } from '../types.ts';
import { advances, disclosed, dumped, exported, faultTaken, planted, resets, unknownTopic } from './hooks.ts';

/** What is asked of an adapter (RFC-0015 section 4): verdicts that rest on a hook are worth what the hook is. */
export const checks: readonly Check[] = [
  advances, // 001
  resets,
  planted,
  exported,
  dumped,
  disclosed,
  faultTaken,
  unknownTopic, // 008
];
