import { createServer } from 'node:http';
// An adapter in order, before something that answers as a gateway does to who asks whether it is there; and, by name,
// the same with one flaw.
const flaw = process.argv[2];
let key = 'key-1';
let state = 'ready';
let server;
const serve = async () => {
  if (state !== 'running') {
    server = createServer(({ url, headers }, response) => {
      const known = url === '/.well-known/eaap' || headers.authorization === `Bearer ${key}`;
      response.writeHead(known ? 200 : 401, { connection: 'close' }).end('{}');
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    state = 'running';
  }
  return { url: `http://127.0.0.1:${server.address().port}`, admin_key: key };
};
const end = (to) => () => {
  if (state !== 'running') throw { code: 'not-running', message: 'it is not running' };
  state = to;
  server.close();
  return {};
};
let now = 1000;
const good = {
  hello: () => ({ protocol: 1, name: 'flawed', version: '1', hooks: ['kill', 'reset', 'clock'] }),
  start: serve,
  stop: end('stopped'),
  kill: end('killed'),
  reset: async () => {
    if (state === 'running') end('stopped')();
    key = `${key}+`;
    return serve();
  },
  'clock.now': () => ({ now }),
  'clock.freeze': () => ({ now }),
  'clock.thaw': () => ({ now }),
  'clock.advance': ({ ms }) => ({ now: (now += ms) }),
  'clock.set': ({ wall }) => ({ now: (now = wall) }),
};
const FLAWS = {
  none: {},
  'hooks-unknown': { hello: () => ({ ...good.hello(), hooks: ['kill', 'explode'] }) },
  'seconds-late': { 'clock.advance': ({ ms }) => ({ now: (now += ms + 1) }) },
  'now-text': { 'clock.now': () => ({ now: String(now) }) },
  lies: { 'clock.thaw': undefined },
  'key-stays': { reset: async () => (state === 'running' && end('stopped')(), serve()) },
  'key-changes': {
    start: async () => {
      if (state === 'stopped') key = `${key}!`;
      return serve();
    },
  },
  'kills-nothing': { kill: () => ({}) },
  'stop-any-time': { stop: () => (state === 'running' ? end('stopped')() : {}) },
  'hello-only': { start: () => new Promise(() => undefined) },
  'dies-late': { 'clock.freeze': () => process.exit(9) },
  'no-gateway': { start: () => ({ url: 'http://127.0.0.1:1', admin_key: key }) },
};
const methods = { ...good, ...FLAWS[flaw] };
const say = (line) => process.stdout.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
if (flaw === 'chatty') say('Listening on port 8080!');
if (flaw === 'stays') setInterval(() => undefined, 1000);
else process.stdin.on('end', () => process.exit(0));
let held = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (held + text).split(flaw === 'splits' ? /[\n\u2028]/ : '\n');
  held = lines.pop();
  for (const line of lines) void take(line);
});
async function take(line) {
  const { id, method, params } = JSON.parse(line);
  try {
    if (methods[method] === undefined) throw { code: 'unsupported', message: 'no such method' };
    const result = await methods[method](params);
    say({ id, result });
    if (flaw === 'twice' && method === 'start') say({ id, result });
    if (flaw === 'floods' && method === 'clock.freeze')
      for (let i = 0; i < 200; i += 1) say({ event: 'tick' });
  } catch (error) {
    say({ id, error: flaw === 'bare-error' ? String(error.code) : error });
  }
}
