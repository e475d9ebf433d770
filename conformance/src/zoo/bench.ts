import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock, seededEntropy } from '@eaap/protocol';
import { createApp } from '@eaap/server';
import { compute } from '../adapter/compute.ts';
import { localControl } from '../adapter/control.ts';
import { GatewayHost } from '../adapter/host.ts';
import type { Bench } from '../runner/run-check.ts';
import { LocalSut, type FetchLike } from '../sut/local.ts';
import type { Mutant } from './types.ts';

/** 2026-01-01: time in the zoo is the same on every day. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** A flush to memory costs nothing, and nothing in the zoo outlives its process. */
const base = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** Opens a gateway in this process, on virtual time: it passes by a millisecond a request, and as checks move it. */
export async function openBench(mutant: Mutant): Promise<{ bench: Bench; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(base(), 'eaap-zoo-'));
  const clock = manualClock(EPOCH_MS);
  const sut = new LocalSut(() => new Response('The gateway is not running.', { status: 500 }));
  const ticking =
    (next: FetchLike): FetchLike =>
    (request) => {
      clock.advance(1);
      return next(request);
    };
  const host = new GatewayHost({
    folder: join(folder, 'gateway'),
    clock,
    entropy: seededEntropy(`zoo ${mutant.id}`),
    ...(mutant.change === undefined ? {} : { change: mutant.change }),
    expose: async (service) => {
      const app = createApp(service);
      const right: FetchLike = (request) => app.fetch(request);
      sut.follow(ticking(mutant.fetch?.(right) ?? right));
      return { url: sut.url, close: () => service.close() };
    },
  });
  let key = '';
  let made = 0;
  const right = localControl(
    host,
    (started) => {
      key = started.admin_key;
    },
    mutant.compute?.(compute) ?? compute,
  );
  const control = mutant.control?.(right) ?? right;
  const close = async (): Promise<void> => {
    try {
      await host.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  try {
    await control.start();
  } catch (error) {
    await close();
    throw error;
  }
  const bench: Bench = {
    sut,
    control,
    hasControl: true,
    inProcess: true,
    alone: true,
    seed: 'zoo',
    systemKey: () => key,
    nextNamespace: () => `c-zoo-${(made += 1)}`,
  };
  return { bench, close };
}
