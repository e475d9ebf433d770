import { connect, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Mutant } from '../types.ts';

/** As long as the quickest model would take. */
const THINKING_MS = 30;

/** Asks somebody behind an address that is not a loopback one, and waits for what they say. */
function ask(): Promise<void> {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const host = all.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      setTimeout(() => socket.end('{"verdict":"ALLOW"}'), THINKING_MS);
    });
    server.once('error', reject);
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo;
      const socket = connect({ host, port });
      socket.resume();
      socket.once('error', reject);
      socket.once('close', () => {
        server.close();
        resolve();
      });
    });
  });
}

/** A gateway that consults somebody else. */
export const EGRESS_MUTANTS: readonly Mutant[] = [
  {
    id: 'asks-a-model',
    breaks: ['EAAP-0001-064'],
    invariant: [8],
    description: 'Asks somebody over the network about every action, and makes nothing of what they say.',
    expected: ['judgment.no-egress'],
    fetch: (next) => async (request) => {
      if (new URL(request.url).pathname === '/v2/actions/evaluate') await ask();
      return next(request);
    },
  },
];
