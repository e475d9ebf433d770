/** What the exit code of `eaap-conformance` says. */
export const EXIT = {
  conforms: 0,
  fails: 1,
  usage: 2,
  notStarted: 3,
  runner: 4,
  notEnough: 5,
  /** Of `verify` and `diff`: the report is none, or does not hold. */
  refused: 6,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes:
  0  conforms (with --url: as far as the wire shows)
  1  fails: at least one requirement is broken
  2  usage
  3  the gateway or its adapter did not start, or is no EAAP gateway
  4  the runner or the adapter failed on the way
  5  not enough evidence: a MUST is inconclusive or not evidenced
`;

export const REPORT_CODES = `
Exit codes:
  0  verify: the report holds, and what was judged conforms (as far as it was run); diff: nothing differs
  1  verify: the report holds, and a requirement fails; diff: something differs
  2  usage, or there is no such file
  4  this program failed
  5  verify: the report holds, and there is not enough evidence
  6  refused: it is no report, was changed, or is of other requirements
`;

/** Ends the command with a sentence and a code. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly code: ExitCode;
  constructor(code: ExitCode, message: string) {
    super(message);
    this.code = code;
  }
}
