import { confirm, isCancel, text } from '@clack/prompts';

/** Questions to a person. `undefined` means that they went away. */
export interface Prompts {
  confirm(message: string): Promise<boolean | undefined>;
  text(message: string): Promise<string | undefined>;
}

/** Everything a command has of the process it runs in. */
export interface Io {
  /** Writes to standard output: the answer of the command. */
  readonly stdout: (text: string) => void;
  /** Writes to standard error: what is not the answer. */
  readonly stderr: (text: string) => void;
  /** All of standard input. */
  readonly stdin: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Columns of the terminal; 80 where there is none. */
  readonly columns: number;
  readonly colour: boolean;
  /** Whether lines of a log are for a person to read rather than for a program. */
  readonly terminal: boolean;
  /** Absent where nobody can answer. */
  readonly prompts?: Prompts;
  /** Resolves when the process is asked to end. */
  readonly ended: () => Promise<void>;
}

/** Whether to colour: NO_COLOR and FORCE_COLOR decide, then whether anybody looks. */
export function wantsColour(env: Io['env'], terminal: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return terminal && env['TERM'] !== 'dumb';
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  // Fatal: bytes that are no text must not become another text that is then signed and hashed.
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}

/** The first signal asks; the second ends the process at once, with the status a shell gives it. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
      asked = true;
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}

const prompts: Prompts = {
  async confirm(message) {
    const answer = await confirm({ message, initialValue: false, output: process.stderr });
    return isCancel(answer) ? undefined : answer;
  },
  async text(message) {
    const answer = await text({ message, output: process.stderr });
    return isCancel(answer) ? undefined : answer;
  },
};

/** The process itself. */
export function processIo(): Io {
  const { stdout, stderr, stdin, env } = process;
  // Whoever read our output has read enough: `eaap entries | head` is no failure.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
  return {
    stdout: (text) => void stdout.write(text),
    stderr: (text) => void stderr.write(text),
    stdin: () => readAll(stdin),
    env,
    cwd: process.cwd(),
    columns: stdout.isTTY ? stdout.columns : 80,
    colour: wantsColour(env, stdout.isTTY === true),
    terminal: stderr.isTTY === true,
    ...(stdin.isTTY && stderr.isTTY ? { prompts } : {}),
    ended: untilSignal,
  };
}
