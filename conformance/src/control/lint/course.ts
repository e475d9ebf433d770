import type { ChannelLimits } from '../channel.ts';
import { TRIALS } from './hooks.ts';
import { Lint } from './lint.ts';
import { Gone, type Answered, type Finding } from './wire.ts';

const HELLO_MS = 10_000;
/** How long an adapter may take to end after its standard input did. */
const END_MS = 2000;

/** What came of going through an adapter. */
export interface Linted {
  readonly name: string;
  readonly hooks: readonly string[];
  readonly asked: readonly string[];
  readonly findings: readonly Finding[];
  /** Whether it was gone through to the end. */
  readonly isWhole: boolean;
  readonly hasStarted: boolean;
}

/** Starts an adapter and holds it to RFC-0015 section 4: its lines, its states, and every hook it declares. */
export async function lintAdapter(command: string, limits: Partial<ChannelLimits> = {}): Promise<Linted> {
  const lint = new Lint(command, limits);
  let isWhole = false;
  try {
    await hello(lint, Math.min(HELLO_MS, limits.timeoutMs ?? HELLO_MS));
    await unknown(lint);
    await lint.refused('stop', {}, 'it is not running (RFC-0015 section 4.2)');
    await starts(lint);
    for (const [hook, trial] of TRIALS) if (lint.has(hook)) await trial(lint);
    await stops(lint);
    await ends(lint);
    isWhole = true;
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
  } finally {
    await lint.close();
  }
  const { name, hooks, asked, hasStarted } = lint;
  return { name, hooks, asked: [...asked], findings: lint.wire.findings, isWhole, hasStarted };
}

async function hello(lint: Lint, ms: number): Promise<void> {
  lint.asked.add('hello');
  const [answered] = (await lint.wire.ask([['hello', { protocol: 1 }]], ms)) as [Answered];
  const said = answered.result as Readonly<Record<string, unknown>> | null | undefined;
  const { line, text: got } = answered;
  if (![undefined, 1].includes(said?.['protocol'] as number | undefined))
    throw lint.wire.give({ kind: 'version', method: 'hello', line, got, expected: 'protocol: 1' });
  lint.form('hello', answered);
  if (typeof said === 'object' && said !== null) lint.take(said);
}

/** Two at once, and with what some readers take for the end of a line. */
async function unknown(lint: Lint): Promise<void> {
  const method = 'lint.no-such-method';
  const both = await lint.wire.ask([
    [method, { text: 'one line\u2028and still the same\u2029' }],
    [method, {}],
  ]);
  for (const answered of both)
    if (answered.error?.code !== 'unsupported')
      lint.wrong(method, answered, 'an error of code unsupported (RFC-0015 section 4.1)');
}

async function starts(lint: Lint): Promise<void> {
  await lint.started('start');
  const { url, adminKey } = lint;
  const again = await lint.started('start');
  if (lint.url !== url || lint.adminKey !== adminKey)
    lint.wrong('start', again, `the same again while it runs: ${url} (RFC-0015 section 4.2)`);
}

async function stops(lint: Lint): Promise<void> {
  const { adminKey } = lint;
  const stopped = await lint.result('stop');
  if (stopped !== undefined && (await lint.answers()))
    lint.wrong('stop', stopped.answered, `nobody at ${lint.url} any more (RFC-0015 section 4.2)`);
  const again = await lint.started('start');
  if (lint.adminKey !== adminKey)
    lint.wrong('start', again, 'the admin_key of before: only reset changes it (RFC-0015 section 4.2)');
}

async function ends(lint: Lint): Promise<void> {
  const expected = (what: string): string => `${what} when its standard input ends (RFC-0015 section 4.1)`;
  if (!(await lint.wire.endInput(END_MS)))
    lint.wire.find({
      kind: 'wrong',
      got: `it still runs after ${END_MS} ms`,
      expected: expected('that it ends'),
    });
  else if (await lint.answers())
    lint.wire.find({
      kind: 'wrong',
      got: `${lint.url} still answers`,
      expected: expected('that it takes its gateway with it'),
    });
}
