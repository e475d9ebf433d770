import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
// An adapter before something that answers as a gateway does to who asks whether it is there; by name, with one fault.
const [, , fault, pidFile] = process.argv;
if (pidFile !== undefined) writeFileSync(pidFile, String(process.pid));
const key = `eaap_system_${'k'.repeat(43)}`;
const discovery = { protocol: 'eaap', version: '2.0', profile: 'cooperative', capabilities: ['delegation'] };
let asked = () => undefined;
const server = createServer((_, response) => response.end(JSON.stringify(discovery), () => asked()));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const started = { url: `http://127.0.0.1:${server.address().port}`, admin_key: key };
const hello = { protocol: 1, name: 'hostile', version: '1', hooks: ['reset', 'storage.locate'] };
const never = () => new Promise(() => undefined);
const right = {
  hello: () => hello,
  start: () => started,
  stop: () => ({}),
  reset: () => started,
  'storage.locate': () => ({ files: [], keyFiles: [], logFiles: [] }),
};
const die = () => process.exit(3);
/** Dies once it was seen that there is a gateway, however long that takes on this machine. */
const dieSoon = () => {
  asked = () => setTimeout(die, 200);
};
const write = (text) => () => {
  process.stdout.write(text);
  return never();
};
const endless = (stream, text) => () => {
  const again = () => {
    while (stream.write(text));
    stream.once('drain', again);
  };
  again();
  return never();
};
/** A process in a session of its own that has the adapter's output and outlives it, as a gateway may. */
const another = () => {
  const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  writeFileSync(`${pidFile}.another`, String(pid));
};
const without = { ...hello, hooks: [] };
const deep = '['.repeat(50_000) + ']'.repeat(50_000);
const FAULTS = {
  none: {},
  'dies-at-hello': { hello: die },
  'dies-at-start': { start: die },
  'leaves-another-and-dies': { start: () => (another(), die()) },
  'dies-after-start': { start: () => (dieSoon(), started) },
  'dies-at-reset': { reset: die },
  'dies-at-hook': { 'storage.locate': die },
  'hangs-at-hello': { hello: never },
  'hangs-at-start': { start: never },
  'hangs-at-reset': { reset: never },
  'hangs-at-hook': { 'storage.locate': never },
  'wrong-id': { start: write(`${JSON.stringify({ id: 77, result: started })}\n`) },
  'text-id': { start: write(`${JSON.stringify({ id: '2', result: started })}\n`) },
  'blank-lines': { start: endless(process.stdout, '\n'.repeat(1000)) },
  'stderr-flood-and-hangs': { start: endless(process.stderr, 'x'.repeat(65_536)) },
  binary: { start: write(Buffer.from([0xff, 0x00, 0x1b, 0x5b, 0x32, 0x4a, 0x0a])) },
  deep: { start: write(`{"id":2,"result":${deep}}\n`) },
  'null-line': { start: write('null\n7\n[]\n""\n') },
  'closes-output': { start: () => (process.stdout.end(), never()) },
  'tells-the-key': { start: () => ({ admin_key: key, address: 'somewhere' }) },
  'dies-telling-the-key': { start: () => (process.stderr.write(`Error: ${key}\n`), die()) },
  'long-error': {
    start: () => Promise.reject({ code: 'failed', message: `${'long '.repeat(50_000)}${key}` }),
  },
  'no-address': { start: () => ({ ...started, url: 'file:///etc/passwd' }) },
  'no-host': { start: () => ({ ...started, url: 'http://[' }) },
  'lies-about-profile': { hello: () => ({ ...hello, profile: 'enforced' }) },
  'lies-about-capability': { hello: () => ({ ...hello, capabilities: ['delegation', 'extraction'] }) },
  'lies-about-hook': { 'storage.locate': () => Promise.reject({ code: 'unsupported', message: 'not here' }) },
  'unknown-hook': { hello: () => ({ ...hello, hooks: ['explode'] }) },
  'dies-with-its-gateway': { hello: () => without, start: () => (dieSoon(), started) },
  'dies-and-leaves-another': { start: () => (another(), dieSoon(), started) },
  'leaves-another': { start: () => (another(), started) },
  'says-it-killed': { hello: () => ({ ...hello, hooks: ['kill'] }), kill: () => ({}) },
  'says-it-stopped': {},
  'null-error': { start: write(`${JSON.stringify({ id: 2, result: started, error: null })}\n`) },
  stays: {},
};
const methods = { ...right, ...FAULTS[fault] };
if (fault === 'stays') setInterval(() => undefined, 1000);
else process.stdin.on('end', () => process.exit(0));
if (fault === 'stderr-flood') endless(process.stderr, 'x'.repeat(65_536))();
let held = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (held + text).split('\n');
  held = lines.pop();
  for (const line of lines) {
    const { id, method, params } = JSON.parse(line);
    Promise.resolve()
      .then(() => methods[method](params))
      .then(
        (result) => process.stdout.write(`${JSON.stringify({ id, result })}\n`),
        (error) => process.stdout.write(`${JSON.stringify({ id, error })}\n`),
      );
  }
});
