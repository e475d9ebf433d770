import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Connection } from '../checks/types.ts';

/** Between two looks; a connection that is open for less may go unseen. */
const INTERVAL_MS = 1;
const LISTENING = '0A';
/** The state TIME_WAIT, as it stands in a line. */
const CLOSED = ' 06 ';

/** What a file of `/proc` says; empty when the process has gone meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** A process and everything it has started, by the parents that `/proc` names. */
export function family(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The name of the program stands in brackets and may hold anything.
    const parent = Number(/\) \S (\d+)/.exec(read(`/proc/${name}/stat`))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const one of found) found.push(...(children.get(one) ?? []));
  return found;
}

function socketsOf(pid: number): Set<string> {
  const inodes = new Set<string>();
  let names: string[] = [];
  try {
    names = readdirSync(`/proc/${pid}/fd`);
  } catch {
    // It has gone.
  }
  for (const name of names)
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // It was closed between both calls.
    }
  return inodes;
}

/** Bytes of an address as `/proc/net` writes them: words of four bytes, each the other way round. */
function addressOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
  if (bytes.length === 4) return [...bytes].join('.');
  const isMapped = bytes.subarray(0, 12).equals(Buffer.from('00000000000000000000ffff', 'hex'));
  return isMapped ? [...bytes.subarray(12)].join('.') : bytes.toString('hex').replace(/(.{4})(?=.)/g, '$1:');
}

const isElsewhere = (address: string): boolean => !/^127\.|^0\.0\.0\.0$|^(?:0000:){7}000[01]$/.test(address);

/** Processes by the network they see: what `/proc` lists of a network is the same in all of them. */
function byNetwork(
  pids: readonly number[],
): Map<string, { readonly pid: number; readonly sockets: Set<string> }> {
  const networks = new Map<string, { pid: number; sockets: Set<string> }>();
  for (const pid of pids) {
    let network = String(pid);
    try {
      network = readlinkSync(`/proc/${pid}/ns/net`);
    } catch {
      // It has gone, or says nothing of it: then it is looked at by itself.
    }
    const known = networks.get(network) ?? { pid, sockets: new Set<string>() };
    for (const inode of socketsOf(pid)) known.sockets.add(inode);
    networks.set(network, known);
  }
  return networks;
}

/** The connections of processes to addresses other than loopback ones, as the system lists them now. */
export function connectionsOf(pids: readonly number[]): Connection[] {
  return [...byNetwork(pids).values()].flatMap(({ pid, sockets }) =>
    ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
      read(`/proc/${pid}/net/${protocol}`)
        .split('\n')
        .slice(1)
        // Connections that were closed stay listed for a while, by the thousand after a run, and belong to nobody.
        .filter((line) => !line.includes(CLOSED))
        .flatMap((line): Connection[] => {
          const [, , remote = '', state, , , , , , inode = ''] = line.trim().split(/\s+/);
          const [hex = '', port = '0'] = remote.split(':');
          if (state === LISTENING || !sockets.has(inode)) return [];
          const address = addressOf(hex);
          return isElsewhere(address)
            ? [{ protocol: protocol.slice(0, 3), address, port: Number.parseInt(port, 16) }]
            : [];
        }),
    ),
  );
}

/** Looks again and again at a process and everything it has started while something is done; each connection once. */
export async function watchEgress(pid: number, during: () => Promise<void>): Promise<Connection[]> {
  const seen = new Map<string, Connection>();
  let pids = family(pid);
  let looks = 0;
  const look = (): void => {
    // Processes come and go rarely; sockets are what is looked for.
    if ((looks += 1) % 50 === 0) pids = family(pid);
    for (const one of connectionsOf(pids)) seen.set(`${one.protocol} ${one.address} ${one.port}`, one);
  };
  const timer = setInterval(look, INTERVAL_MS);
  try {
    await during();
    look();
  } finally {
    clearInterval(timer);
  }
  return [...seen.values()];
}

/** An address of this machine that is not a loopback one. */
export function ownAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal, family: of }) => !internal && of === 'IPv4')?.address;
}

/** Listens on an address of this machine, for the one connection a sensor is to see, while something is done. */
export async function whileListening<T>(host: string, during: (port: number) => Promise<T>): Promise<T> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  try {
    return await during((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}
