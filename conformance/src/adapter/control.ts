import { connect } from 'node:net';
import { compute } from './compute.ts';
import { HOOKS, type Control, type Hello, type Hook, type Started } from '../control/types.ts';
import type { GatewayHost } from './host.ts';

/** What the reference gateway says of itself. */
export function helloOf(hooks: readonly Hook[]): Hello {
  return {
    protocol: 1,
    name: 'eaap-reference',
    version: '0.1.0',
    hooks,
    profile: 'cooperative',
    capabilities: [],
  };
}

/** How long a provoked connection stays: shorter than any question to a model. */
const PROVOKED_MS = 20;

/** Opens one connection, and closes it again. */
function provoke(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => {
      setTimeout(() => socket.destroy(), PROVOKED_MS);
    });
    socket.once('error', reject);
    socket.once('close', () => resolve());
  });
}

/** The control interface over a gateway in this process. */
export function localControl(
  host: GatewayHost,
  onStart: (started: Started) => void = () => undefined,
  computing: Control['compute'] = compute,
): Control {
  const hello = helloOf(HOOKS);
  const told = async (starting: Promise<Started>): Promise<Started> => {
    const started = await starting;
    onStart(started);
    return started;
  };
  const clock = async (move: () => void): Promise<number> => {
    move();
    return host.clock.now();
  };
  return {
    hello,
    has: (hook) => hello.hooks.includes(hook),
    start: () => told(host.start()),
    stop: () => host.stop(),
    kill: () => host.kill(),
    reset: () => told(host.reset()),
    now: () => clock(() => undefined),
    freeze: () => clock(() => host.clock.freeze()),
    thaw: () => clock(() => host.clock.thaw()),
    advance: (ms) => clock(() => host.clock.advance(ms)),
    setWall: (ms) => clock(() => host.clock.set(ms)),
    seed: async (seed) => host.seed(seed),
    locate: async () => host.locate(),
    dump: (namespace) => host.dump(namespace),
    tamper: async (tampering) => host.tamper(tampering),
    disclose: (namespace, subject) => host.disclose(namespace, subject),
    fault: async (fault) => host.fault(fault),
    step: async (step) => host.step(step),
    auditExport: (namespace) => host.auditExport(namespace),
    plant: async (text) => host.plant(text),
    provoke,
    pid: process.pid,
    compute: computing,
  };
}
