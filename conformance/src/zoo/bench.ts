import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock, seededEntropy } from '@eaap/protocol';
import type { ServiceParts } from '@eaap/sdk';
import { createApp } from '@eaap/server';
import { compute } from '../adapter/compute.ts';
import { localControl } from '../adapter/control.ts';
import { GatewayHost } from '../adapter/host.ts';
import type { Bench } from '../runner/run-check.ts';
import { LocalSut, type FetchLike } from '../sut/local.ts';
import { remembered } from './memo.ts';
import type { Broken } from './same.ts';
import type { Mutant } from './types.ts';

/** 2026-01-01: time in the zoo is the same on every day. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** A machine with much to do must not make a check inconclusive, which here is a false alarm. */
const SLACK = 10;

/** A flush to memory costs nothing, and nothing in the zoo outlives its process. */
const base = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** Until it ends requests are answered; those under way then never are. */
function lifetime(): { end(): void; of(next: FetchLike): FetchLike } {
  let end = (): void => undefined;
  const ended = new Promise<never>((_, reject) => {
    end = () => reject(new Error('the gateway was killed'));
  });
  ended.catch(() => undefined);
  let isOver = false;
  return {
    end() {
      isOver = true;
      end();
    },
    of: (next) => async (request) => (isOver ? ended : Promise.race([ended, next(request)])),
  };
}

/** What computes vectors rightly, for every gateway of this process. */
const RIGHT = remembered(compute);

/** A gateway that is open, the parts it was made of before and after it was broken, and how to close it. */
export interface Opened {
  readonly bench: Bench;
  readonly parts: Broken | undefined;
  close(): Promise<void>;
}

/** Opens a gateway in this process, on virtual time: it passes by a millisecond a request, and as checks move it. */
export async function openBench(mutant: Mutant): Promise<Opened> {
  const folder = mkdtempSync(join(base(), 'eaap-zoo-'));
  const clock = manualClock(EPOCH_MS);
  const sut = new LocalSut(() => new Response('The gateway is not running.', { status: 500 }));
  const ticking =
    (next: FetchLike): FetchLike =>
    (request) => {
      clock.advance(1);
      return next(request);
    };
  let life = lifetime();
  const logFile = join(folder, 'gateway.log');
  writeFileSync(logFile, '');
  let parts: Broken | undefined;
  const changing =
    (change: NonNullable<Mutant['change']>) =>
    (right: ServiceParts): ServiceParts => {
      const broken = change(right);
      parts ??= { right, broken };
      return broken;
    };
  const host = new GatewayHost({
    folder: join(folder, 'gateway'),
    logFile,
    log: (entry) => appendFileSync(logFile, `${JSON.stringify(entry)}\n`),
    onCrash: () => life.end(),
    clock,
    entropy: seededEntropy(`zoo ${mutant.id}`),
    ...(mutant.change === undefined ? {} : { change: changing(mutant.change) }),
    expose: async (service) => {
      const app = createApp(service);
      const right: FetchLike = (request) => app.fetch(request);
      life = lifetime();
      sut.follow(life.of(ticking(mutant.fetch?.(right) ?? right)));
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
    mutant.compute?.(RIGHT) ?? RIGHT,
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
    slack: SLACK,
    seed: 'zoo',
    systemKey: () => key,
    nextNamespace: () => `c-zoo-${(made += 1)}`,
  };
  return { bench, parts, close };
}
