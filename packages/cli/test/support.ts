import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Io, Prompts } from '../src/index.ts';
import { main } from '../src/index.ts';

/** What one run of the command line left. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as the one JSON document that it must be. */
  json<T = Record<string, never>>(): T;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly prompts?: Prompts;
  readonly colour?: boolean;
  readonly columns?: number;
  readonly ended?: () => Promise<void>;
}

/** A folder to run commands in. */
export interface Place extends Disposable {
  readonly cwd: string;
  /** Writes a file and gives its name. */
  file(name: string, content: unknown): string;
  /** Runs a command; answers whatever it ended with. */
  run(args: string, options?: RunOptions): Promise<Ran>;
  runAll(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs a command that must end with 0, and gives its JSON. */
  ok<T = Record<string, never>>(args: readonly string[], options?: RunOptions): Promise<T>;
}

export function place(): Place {
  const cwd = mkdtempSync(join(tmpdir(), 'eaap-cli-'));
  const runAll = async (args: readonly string[], options: RunOptions = {}): Promise<Ran> => {
    let [stdout, stderr] = ['', ''];
    const io: Io = {
      stdout: (text) => (stdout += text),
      stderr: (text) => (stderr += text),
      stdin: async () => options.stdin ?? '',
      env: options.env ?? {},
      cwd,
      columns: options.columns ?? 80,
      colour: options.colour ?? false,
      terminal: false,
      ended: options.ended ?? (() => new Promise(() => undefined)),
      ...(options.prompts === undefined ? {} : { prompts: options.prompts }),
    };
    const code = await main(args, io);
    return { code, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
  };
  return {
    cwd,
    runAll,
    run: (args, options) => runAll(args.split(' '), options),
    async ok<T>(args: readonly string[], options?: RunOptions) {
      const ran = await runAll([...args, '--json'], options);
      assert.equal(ran.code, 0, `${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
      return ran.json<T>();
    },
    file(name, content) {
      writeFileSync(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content));
      return name;
    },
    [Symbol.dispose]: () => rmSync(cwd, { recursive: true, force: true }),
  };
}

/** A place with a gateway in it. */
export async function initialised(): Promise<Place> {
  const at = place();
  await at.ok(['init']);
  return at;
}

/** The facts that a refund to customer:42 rests on. */
export async function recordCustomer(at: Place): Promise<void> {
  await at.ok(['store', 'customer:42', 'account', 'acct_7', '--source', 'system:crm']);
  const limit = '{"amount":"5000","currency":"EUR"}';
  await at.ok(['store', 'customer:42', 'refund.limit', limit, '--source', 'system:crm']);
}

export const refund = (amount: string): string[] => [
  'billing.refund',
  '--param',
  'customer=customer:42',
  '--param',
  'account=acct_7',
  '--param',
  `amount:={"amount":"${amount}","currency":"EUR"}`,
];

/** What a person types, one answer after another; what was asked is kept. */
export function typing(...answers: (string | boolean | undefined)[]): Prompts & { readonly asked: string[] } {
  const asked: string[] = [];
  const next = (message: string): unknown => {
    asked.push(message);
    return answers.shift();
  };
  return {
    asked,
    confirm: async (message) => next(message) as boolean | undefined,
    text: async (message) => next(message) as string | undefined,
  };
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const ENTRY = `import(${JSON.stringify(new URL('../src/main.ts', import.meta.url).href)}).then(async ({ main }) => {
  process.exitCode = await main(process.argv.slice(1));
})`;

/** The command line in a process of its own. */
export function child(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const tsx = join(ROOT, 'node_modules/tsx/dist/esm/index.mjs');
  const process_ = spawn(
    process.execPath,
    ['--conditions=eaap-source', '--import', tsx, '-e', ENTRY, '--', ...args],
    { cwd, env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [stdout, stderr] = ['', ''];
  process_.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  process_.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => process_.on('exit', (code) => resolve(code)));
  return {
    process: process_,
    exited,
    out: () => stdout,
    err: () => stderr,
    /** Resolves once standard output holds a text. */
    async said(text: string): Promise<void> {
      while (!stdout.includes(text)) {
        const ended = await Promise.race([
          exited.then(() => true),
          new Promise<false>((resolve) => process_.stdout.once('data', () => resolve(false))),
        ]);
        if (ended && !stdout.includes(text))
          assert.fail(`It ended without saying ${text}: ${stdout}${stderr}`);
      }
    },
  };
}
