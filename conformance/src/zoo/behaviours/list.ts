import type { ExitCode } from '../../cli/exit.ts';
import type { Verdict } from '../../runner/outcome.ts';

/** A gateway that is right in what it decides and bad in how it behaves, and what a run must say of it. */
export interface Behaviour {
  /** Stable; never used again for another. */
  readonly id: string;
  /** What it does, as a sentence. */
  readonly description: string;
  /** What is run against it, as `--only` takes it. */
  readonly only: string;
  /** How long answers are waited for, in seconds; long unless stated, since the machine may have much to do. */
  readonly timeout?: number;
  /** The exit code of the run. */
  readonly exit: ExitCode;
  /** Of each check that is run, its verdict; empty for a run that comes to none. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** Three checks on the wire, each of which has a second store request refused as a conflict. */
const CONFLICTS = 'EAAP-0001-039';
const conflicts = (verdict: Verdict): Behaviour['verdicts'] => ({
  'ledger.conflict-answer': verdict,
  'ledger.conflict-greater-trust': verdict,
  'ledger.conflict-agents': verdict,
  // It has no hook to be asked for vectors by.
  'vectors.transitions.0001-039': 'NOT_EVIDENCED',
});

/** Run-level gateways of the zoo: each is a process of its own, judged over a socket by the command itself. */
export const BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'slow',
    description: 'Answers everything a fifth of a second late.',
    only: CONFLICTS,
    exit: 0,
    verdicts: conflicts('PASS'),
  },
  {
    id: 'stalls',
    description: 'Never answers the second store request of a key.',
    only: CONFLICTS,
    timeout: 10,
    exit: 1,
    verdicts: conflicts('FAIL'),
  },
  {
    id: 'flaky',
    description: 'Drops the connection on every second store request of a key.',
    only: CONFLICTS,
    exit: 1,
    verdicts: conflicts('FAIL'),
  },
  {
    id: 'wrong-content-type',
    description: 'Sends its problems, right to the byte, as text/html.',
    only: CONFLICTS,
    exit: 1,
    verdicts: conflicts('FAIL'),
  },
  {
    id: 'html-instead-of-discovery',
    description: 'Answers the discovery document with a page.',
    only: CONFLICTS,
    exit: 3,
    verdicts: {},
  },
  {
    id: 'crash-on-start',
    description: 'Ends while it is being started.',
    only: CONFLICTS,
    exit: 3,
    verdicts: {},
  },
  {
    id: 'crash-on-the-way',
    description: 'Goes down at the first store request and does not come back.',
    only: CONFLICTS,
    exit: 1,
    verdicts: conflicts('FAIL'),
  },
  {
    id: 'without-hooks',
    description: 'Shows nothing but its wire.',
    only: 'EAAP-0001-084',
    exit: 5,
    verdicts: { 'admission.evaluation-survives-kill': 'NOT_EVIDENCED' },
  },
];
