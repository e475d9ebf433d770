// An adapter: it starts your gateway for `eaap-conformance run --adapter "node adapter.mts"`. What it has to do is in
// RFC-0015 section 4; every request and answer has a schema in conformance/control.schema.json. Run by Node 22.18 or
// newer as it is. Standard output is for answers alone: use console.error to say anything else.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// ---- Edit from here ----

const NAME = 'my-gateway';
const VERSION = '0.1';

/** What starts your gateway; {folder} is where it may store, {port} where it is to listen. Here: the reference gateway. */
const GATEWAY = ['node', 'packages/cli/bin/eaap.js', 'serve', '--path', '{folder}', '--port', '{port}'];

/** The key of an admin of the namespace `system`, once the gateway answers. */
const adminKey = (): string => JSON.parse(readFileSync(join(folder, 'credentials.json'), 'utf8')).system;

type Params = Record<string, unknown>;
type Hook = (params: Params) => object | Promise<object>;
const stub = undefined;

/**
 * The hooks (RFC-0015 section 4.3). A stub is not declared, and what it would have shown is NOT_EVIDENCED. Put a function
 * in its place, and `hello` declares it. Begin with `kill` and `reset`.
 */
const hooks: Record<string, Hook | undefined> = {
  kill: stub, //             {} → {}                   SIGKILL to `gateway`, wait for its end (section 4.2)
  reset: stub, //            {} → as start             stop it if it runs, empty `folder`, start (section 4.2)
  'clock.now': stub, //      {} → {now}                milliseconds since 1970; `clock` is declared with all five
  'clock.freeze': stub, //   {} → {now}
  'clock.thaw': stub, //     {} → {now}
  'clock.advance': stub, //  {ms} → {now}              wall and monotonic clock together
  'clock.set': stub, //      {wall} → {now}            the wall clock alone
  'entropy.seed': stub, //   {seed} → {}
  'storage.locate': stub, // {} → {files, keyFiles, logFiles}   absolute paths; `log` is one of logFiles
  'storage.dump': stub, //   {namespace?} → {records}
  'storage.tamper': stub, // {kind, …} → {}            section 4.4
  'keys.disclose': stub, //  {namespace, subject?} → {keys}
  fault: stub, //            {point, count?} → {}      section 4.5
  'storage.step': stub, //   {do, at?} → {writes, reached}   section 4.6
  'audit.export': stub, //   {namespace} → {records, leaves, checkpoints, verifier_key}
  'canary.plant': stub, //   {text} → {}               in clear, into a file that storage.locate names
  'egress.provoke': stub, // {host, port} → {}
  compute: stub, //          {topic, input} → {output} | {refused} | {unsupported: true}   section 5.2
};

// ---- to here ----

const base = mkdtempSync(join(tmpdir(), 'eaap-adapter-'));
const folder = join(base, 'gateway');
const log = join(base, 'gateway.log');
let gateway: ChildProcess | undefined;
let url = '';

class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const isRunning = (): boolean => gateway?.exitCode === null && gateway.signalCode === null;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const answers = async (): Promise<boolean> =>
  fetch(`${url}/.well-known/eaap`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Section 4.2: starts on what storage there is; the same answer again when it runs already. */
async function start(): Promise<object> {
  if (!isRunning()) {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const [command = '', ...args] = GATEWAY.map((part) =>
      part.replace('{folder}', folder).replace('{port}', String(port)),
    );
    const output = openSync(log, 'a', 0o600);
    gateway = spawn(command, args, { stdio: ['ignore', output, output] });
    closeSync(output);
    let failure = '';
    gateway.on('error', (error) => (failure = error.message));
    const overdue = Date.now() + 20_000;
    while (!(await answers())) {
      if (failure !== '' || !isRunning() || Date.now() > overdue)
        throw new Refused(
          'failed',
          `It does not answer. ${failure} ${readFileSync(log, 'utf8').slice(-1000)}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return { url, admin_key: adminKey() };
}

/** Section 4.2: ends it in order. What was answered is durable. */
async function stop(): Promise<object> {
  if (!isRunning()) throw new Refused('not-running', 'The gateway is not running.');
  const ended = new Promise((resolve) => gateway?.once('exit', resolve));
  gateway?.kill('SIGTERM');
  await ended;
  return {};
}

function hello(): object {
  const has = Object.keys(hooks).filter((name) => hooks[name] !== stub);
  const clock = Object.keys(hooks).filter((name) => name.startsWith('clock.'));
  const declared = has.filter((name) => !clock.includes(name));
  if (clock.every((name) => has.includes(name))) declared.push('clock');
  return { protocol: 1, name: NAME, version: VERSION, hooks: declared };
}

const methods = new Map<unknown, Hook | undefined>(Object.entries({ ...hooks, hello, start, stop }));

/** Section 4.1: one line for each request. `unsupported` is for methods that are not there. */
async function answer(line: string): Promise<void> {
  let id: unknown = null;
  let said: object;
  try {
    const request = JSON.parse(line);
    id = request.id;
    const method = methods.get(request.method);
    if (method === undefined) throw new Refused('unsupported', `There is no method ${request.method}.`);
    said = { result: await method(request.params ?? {}) };
  } catch (error) {
    const { code, message } = error instanceof Refused ? error : { code: 'failed', message: String(error) };
    said = { error: { code, message } };
  }
  process.stdout.write(`${JSON.stringify({ id, ...said })}\n`);
}

// Section 4.1: an adapter ends when its standard input ends, and takes its gateway with it.
process.on('exit', () => {
  gateway?.kill('SIGKILL');
  rmSync(base, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
process.stdin.on('end', () => process.exit(0));

// A line ends with 0x0A and nothing else; requests are answered one after the other.
let held = Buffer.alloc(0);
let last = Promise.resolve();
process.stdin.on('data', (chunk: Buffer) => {
  held = Buffer.concat([held, chunk]);
  for (let at = held.indexOf(10); at >= 0; at = held.indexOf(10)) {
    const line = held.subarray(0, at).toString('utf8');
    held = held.subarray(at + 1);
    last = last.then(() => answer(line));
  }
});
