import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Check, CheckContext } from '../types.ts';

/** Whether a connection to an address is accepted. */
function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(2000, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

export const loopback: Check = {
  id: 'http.loopback',
  requirements: ['EAAP-0001-156'],
  title: 'A gateway that was started as it is accepts connections on loopback addresses alone.',
  grade: 'E3',
  // Where the runner reads the gateway's files itself, the gateway is on this machine and was started by its adapter.
  needs: ['storage.locate'],
  socket: true,
  negative: true,
  async run(t: CheckContext) {
    const { hostname, port, protocol } = new URL(t.sut.url);
    const host = hostname.replace(/^\[|\]$/g, '');
    const at = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
    t.require('The gateway is reached over a loopback address.', /^(127\.|::1$|localhost$)/.test(host), {
      got: host,
    });
    t.require('It accepts connections there.', await accepts(host, at));
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
    t.require('This machine has an address that is not loopback.', others.length > 0);
    for (const { address } of others)
      t.expect(`connections to ${address} are refused`, !(await accepts(address, at)), {
        got: `${address}:${at}`,
      });
  },
};
