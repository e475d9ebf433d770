/** What the process ends with; stable, and printed at the end of every help. */
export const EXIT = {
  done: 0,
  refused: 1,
  usage: 2,
  unreachable: 3,
  internal: 4,
  escalated: 5,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The section that ends every help. */
export const EXIT_HELP = [
  'Exit codes:',
  '  0  done; allowed; nothing was found',
  '  1  refused: blocked, in conflict, out of date; or verification found something',
  '  2  the command was not given as it must be',
  '  3  the gateway cannot be reached or opened, or cannot decide now',
  '  4  a defect: eaap or the gateway failed',
  '  5  escalated: somebody else decides first',
].join('\n');

/** Something the command itself has to say, with the code it ends with and what to do next. */
export class CliError extends Error {
  readonly exit: ExitCode;
  readonly next: readonly string[];
  /** Members of the problem that `--json` prints. */
  readonly extras: Readonly<Record<string, unknown>>;

  constructor(
    exit: ExitCode,
    message: string,
    next: readonly string[] = [],
    extras: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CliError';
    this.exit = exit;
    this.next = next;
    this.extras = extras;
  }
}

/** The command was not given as it must be. */
export const usage = (message: string, ...next: string[]): CliError =>
  new CliError(EXIT.usage, message, next);
