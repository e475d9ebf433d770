import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOOKS } from '../control/types.ts';
import { helloOf } from './control.ts';
import { METHODS } from './methods.ts';

// The adapter of the reference gateway: JSON lines on standard input and output. The gateway runs in a child process,
// so that `kill` is a real SIGKILL and `start` opens what it left behind.

type Answer = { result: unknown } | { error: { code: string; message: string } };

const base = mkdtempSync(join(tmpdir(), 'eaap-conformance-'));
const logFile = join(base, 'gateway.log');
const childMain = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
);

let child: ChildProcess | undefined;
/** Whether the gateway has ended by itself, as `storage.step` had told it to: a `kill` then finds it dead. */
let hasFallen = false;
let nextId = 1;
const waiting = new Map<number, (answer: Answer) => void>();

function spawnGateway(): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  const spawned = fork(childMain, [join(base, 'gateway'), logFile], { stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  spawned.on('message', ({ id, ...answer }: { id: number } & Answer) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  spawned.on('exit', (code, signal) => {
    if (child === spawned) child = undefined;
    hasFallen = signal === 'SIGKILL';
    if (signal !== 'SIGKILL' && code !== 0) process.stderr.write(readFileSync(logFile, 'utf8').slice(-2000));
    const message = `The gateway's process ended (${signal ?? code}).`;
    for (const settle of waiting.values()) settle({ error: { code: 'gone', message } });
    waiting.clear();
  });
  return spawned;
}

function ask(method: string, params: unknown): Promise<Answer> {
  if (child === undefined && method !== 'start' && method !== 'reset')
    return Promise.resolve({ error: { code: 'not-running', message: 'The gateway is not running.' } });
  child ??= spawnGateway();
  const to = child;
  const id = nextId++;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    to.send({ id, method, params: params ?? {} }, (error) => {
      if (error !== null && waiting.delete(id))
        resolve({
          error: { code: 'gone', message: `The gateway's process cannot be reached: ${error.message}` },
        });
    });
  });
}

async function kill(): Promise<Answer> {
  const dying = child;
  if (dying === undefined) {
    if (hasFallen) hasFallen = false;
    else return { error: { code: 'not-running', message: 'The gateway is not running.' } };
    return { result: {} };
  }
  const ended = new Promise((resolve) => dying.once('exit', resolve));
  dying.kill('SIGKILL');
  await ended;
  hasFallen = false;
  return { result: {} };
}

async function handle(method: unknown, params: unknown): Promise<Answer> {
  if (method === 'hello') {
    const protocol = (params as { protocol?: unknown } | null)?.protocol;
    if (protocol !== 1)
      return {
        error: { code: 'version', message: `Version ${JSON.stringify(protocol)} is not spoken, but 1.` },
      };
    return { result: helloOf(HOOKS) };
  }
  if (method === 'kill') return kill();
  if (typeof method !== 'string' || !Object.hasOwn(METHODS, method))
    return { error: { code: 'unsupported', message: `There is no method ${JSON.stringify(method)}.` } };
  return ask(method, params);
}

function say(id: unknown, answer: Answer): void {
  process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`);
}

function end(): void {
  child?.kill('SIGKILL');
  rmSync(base, { recursive: true, force: true });
}
process.on('exit', end);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));

/** What has come of a line so far. Split here and not by readline, to which U+2028 in a text ends a line too. */
let held: Buffer[] = [];
process.stdin.on('end', () => process.exit(0));
process.stdin.on('data', (chunk: Buffer) => {
  let rest = chunk;
  for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
    take(Buffer.concat([...held, rest.subarray(0, at)]).toString('utf8'));
    held = [];
    rest = rest.subarray(at + 1);
  }
  if (rest.length > 0) held.push(rest);
});

function take(line: string): void {
  if (line.trim() === '') return;
  let asked: { id?: unknown; method?: unknown; params?: unknown };
  try {
    asked = JSON.parse(line) as typeof asked;
  } catch {
    say(null, { error: { code: 'malformed', message: 'The line is not JSON.' } });
    return;
  }
  handle(asked.method, asked.params).then(
    (answer) => say(asked.id, answer),
    (error: unknown) =>
      say(asked.id, {
        error: { code: 'failed', message: error instanceof Error ? error.message : String(error) },
      }),
  );
}
