import { createServer } from 'node:http';
import { adapter, hello } from './lib.mjs';
// A gateway that answers its discovery document, behind an adapter that declares a hook it does not have.
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ protocol: 'eaap', version: '2.0' }));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const started = () => ({ url: `http://127.0.0.1:${server.address().port}`, admin_key: 'k' });
adapter({
  hello: () => hello(['storage.locate', 'canary.plant']),
  start: started,
  stop: () => ({}),
  'storage.locate': () => ({ error: { code: 'unsupported', message: 'not here' } }),
  'canary.plant': () => ({ error: { code: 'failed', message: 'the disk is full' } }),
});
