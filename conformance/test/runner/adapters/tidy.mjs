import { createServer } from 'node:http';
import { adapter, hello } from './lib.mjs';
// Something that answers its discovery document, behind an adapter that does what is needed and no more.
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ protocol: 'eaap', version: '2.0' }));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const started = { url: `http://127.0.0.1:${server.address().port}`, admin_key: 'k' };
adapter({ hello: () => hello(), start: () => started, stop: () => ({}) });
