import type { EaapError, ProblemType } from '@eaap/protocol';

type Hint = (extras: Readonly<Record<string, unknown>>) => string;

/** What to do about a problem, where a command does it. */
const HINTS: Readonly<Partial<Record<ProblemType, Hint>>> = {
  conflict: ({ conflict_id: id, status }) =>
    status === 'noted'
      ? `The incumbent stands; the challenge is on record. See: eaap conflict ${String(id)}`
      : `Decide it: eaap resolve ${String(id)} keep|replace|keep_both|retract --reason TEXT`,
  locked: () => 'An approver unlocks it first: eaap unlock FACT --reason TEXT',
  'already-resolved': () => 'Nothing was changed.',
  'version-mismatch': () => 'Somebody changed it meanwhile. Look at it again, then decide again.',
  'source-required': () => 'Say where it comes from: --source system:crm',
  'source-not-permitted': () => 'Use a key that may assert this source. See: eaap keys list',
  unauthenticated: () => 'Name a key that is valid: --credentials FILE, --key-file FILE, EAAP_KEY or --key -',
  forbidden: () => 'Use a key that has the role: --role ROLE, --credentials FILE',
  'state-drift': () => 'Evaluate again: the action is judged by things as they are now.',
  'no-longer-admissible': () => 'Evaluate again to see what stands in the way.',
  'evaluation-expired': () => 'Evaluate again, and commit within the time it says.',
  'already-committed': () => 'A token is redeemed once. Evaluate again for another execution.',
  'action-mismatch': () => 'Commit exactly what was evaluated, or evaluate what you mean to do.',
  'invalid-token': () => 'Use what eaap evaluate gave for this gateway and this executor.',
  'separation-of-duties': () => 'Somebody who answers to another person than the proposer decides it.',
  'challenge-mismatch': () => 'Type the challenge exactly as the escalation shows it.',
  'already-decided': () => 'See: eaap escalations --status approved',
  'escalation-expired': () => 'Not decided in time is denied. The agent may evaluate again.',
  'storage-locked': () => 'Another process has it open. Ask that one: --url URL',
  'clock-unreliable': () => 'Set the clock right; or accept it as it is: eaap rebase-clock --reason TEXT',
  'not-found': () => 'Check the id, and that the key is of the right namespace.',
  'rate-limited': () => 'Wait, then ask again.',
  draining: () => 'Ask again when it is back.',
};

/** What to do next, or nothing. */
export function nextFor(error: EaapError): string[] {
  const hint = HINTS[error.type];
  return hint === undefined ? [] : [hint(error.extras)];
}
