import { isDeepStrictEqual } from 'node:util';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import type { Io } from '../../cli/io.ts';
import type { Behaviour } from './list.ts';

/** The command, given its arguments; the answer is its exit code. */
export type Command = (args: readonly string[], io: Io) => Promise<number>;

/** What came of a run against a gateway of behaviour. */
export interface Behaved {
  readonly id: string;
  /** Whether the run said exactly what is declared. */
  readonly isAsDeclared: boolean;
  readonly exit: number;
  readonly verdicts: Readonly<Record<string, string>>;
  /** What the command had to say, where it came to no verdict. */
  readonly message: string;
}

const PATIENCE_S = 120;

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The adapter of a gateway of behaviour, run as this program is: from sources or from what was built of them. */
export function adapterOf(id: string): string {
  const isSource = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(new URL(`./adapter.${isSource ? 'ts' : 'js'}`, import.meta.url));
  const flags = isSource ? ['--conditions=eaap-source', '--import', import.meta.resolve('tsx')] : [];
  return [process.execPath, ...flags, file, id].map(quote).join(' ');
}

/** Runs the command against a gateway of behaviour. */
export async function behave(behaviour: Behaviour, command: Command): Promise<Behaved> {
  const { id, only, timeout = PATIENCE_S, exit: expected } = behaviour;
  let [out, err] = ['', ''];
  const io: Io = {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    colors: pc.createColors(false),
    watched: false,
  };
  const limit = ['--timeout', String(timeout)];
  const args = ['run', '--adapter', adapterOf(id), ...limit, '--only', only, '--seed', 'zoo', '--json'];
  const exit = await command(args, io);
  const verdicts = verdictsIn(out);
  return {
    id,
    exit,
    verdicts,
    isAsDeclared: exit === expected && isDeepStrictEqual(verdicts, behaviour.verdicts),
    message: err.trim(),
  };
}

function verdictsIn(out: string): Record<string, string> {
  if (out === '') return {};
  const { checks } = JSON.parse(out) as { checks: { id: string; verdict: string }[] };
  return Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));
}
