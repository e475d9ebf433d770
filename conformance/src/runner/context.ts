import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Check, CheckContext, ScanScope, Sighting } from '../checks/types.ts';
import type { Control } from '../control/types.ts';
import { mediaTypeOf } from '../sut/answer.ts';
import type { Sut } from '../sut/types.ts';
import { ownAddress, watchEgress, whileListening } from './egress.ts';
import { Inconclusive, type Expectation } from './outcome.ts';
import type { randomFrom } from './random.ts';
import { bytesNeedle, readFiles, scanFiles, textNeedle, type Needle } from './scan/scan.ts';
import { makeWorld, type WorldSource } from './world/make.ts';
import { typed } from './world/session.ts';

/** What a context is made of. */
export interface ContextParts {
  readonly check: Check;
  readonly sut: Sut;
  readonly control: Control;
  readonly hasControl: boolean;
  readonly random: ReturnType<typeof randomFrom>;
  /** Whether time may be moved although the check does not own the gateway: nothing runs beside it. */
  readonly alone: boolean;
  systemKey(): string;
  nextNamespace(): string;
}

/** Longer waits than this belong into checks that own the clock. */
const MAX_WAIT_MS = 5000;

/** The context of one check, and what it will have stated. */
export function contextOf(parts: ContextParts): { context: CheckContext; stated: readonly Expectation[] } {
  const { check, sut, control, random } = parts;
  const stated: Expectation[] = [];
  const source: WorldSource = {
    sut,
    control: parts.hasControl ? control : undefined,
    systemKey: () => parts.systemKey(),
    nextNamespace: () => parts.nextNamespace(),
    seed: () => random.bytes(32),
  };
  const look = async (needles: readonly Needle[], where: ScanScope): Promise<readonly Sighting[]> => {
    const { files, keyFiles, logFiles } = await control.locate();
    const chosen = {
      content: files,
      keys: keyFiles,
      log: logFiles,
      all: [...files, ...keyFiles, ...logFiles],
    };
    const reads = readFiles(chosen[where]);
    if (reads.length === 0) throw new Inconclusive(`There is no file to scan for ${where}.`);
    return scanFiles(reads, needles);
  };

  /** What lies in the files of the storage, as a digest. */
  const contentNow = async (): Promise<string> => {
    const hash = createHash('sha256');
    for (const { file, bytes } of readFiles((await control.locate()).files))
      hash.update(`${file}\0${bytes.length}\0`).update(bytes);
    return hash.digest('hex');
  };

  const context: CheckContext = {
    sut,
    control,
    random,
    system: async (method, path, { body, headers } = {}) =>
      typed(
        await sut.request({
          method,
          path,
          key: parts.systemKey(),
          ...(body === undefined ? {} : { body }),
          ...(headers === undefined ? {} : { headers }),
        }),
      ),
    world: (options) => makeWorld(source, options),

    expect(observation, condition, seen = {}) {
      stated.push({ observation, holds: condition, ...seen });
    },
    equal(observation, got, expected) {
      context.expect(observation, isDeepStrictEqual(got, expected), { expected, got });
    },
    answered(observation, answer, status, problem) {
      const statuses = typeof status === 'number' ? [status] : status;
      const type = mediaTypeOf(answer);
      const holds =
        statuses.includes(answer.status) &&
        (problem === undefined || (answer.problem === problem && type === 'application/problem+json'));
      const expected = {
        status,
        ...(problem === undefined ? {} : { problem, type: 'application/problem+json' }),
      };
      const got = { status: answer.status, problem: answer.problem, type, body: answer.text.slice(0, 400) };
      context.expect(observation, holds, { expected, got });
    },
    require(prerequisite: string, condition: unknown, seen = {}): asserts condition {
      if (condition) return;
      throw new Inconclusive(`${prerequisite} (${JSON.stringify(seen).slice(0, 400)})`);
    },
    inconclusive(reason) {
      throw new Inconclusive(reason);
    },

    async elapse(ms) {
      if ((check.exclusive === true || parts.alone) && parts.hasControl && control.has('clock')) {
        const before = await control.now();
        await control.advance(ms);
        const passed = (await control.now()) - before;
        // Where time does not pass nothing that is to happen by time can be missed.
        if (passed < ms)
          throw new Inconclusive(`The clock was to advance by ${ms} ms and advanced by ${passed} ms.`);
        return;
      }
      if (ms > MAX_WAIT_MS) throw new Inconclusive(`${ms} ms can pass only where the clock can be moved.`);
      await new Promise((resolve) => setTimeout(resolve, ms + 5));
    },
    scan: (needles, where = 'content') => look(needles.map(textNeedle), where),
    scanBytes: (needles, where = 'content') => look(needles.map(bytesNeedle), where),
    async egress(during) {
      const { pid } = control;
      if (pid === undefined || !existsSync('/proc/self/net/tcp'))
        throw new Inconclusive('The connections of the gateway cannot be watched on this system.');
      return watchEgress(pid, during);
    },
    async egressWorks() {
      const host = ownAddress();
      if (host === undefined)
        throw new Inconclusive('This machine has no address to provoke a connection to.');
      await whileListening(host, async (port) => {
        // On a machine with much to do a look may come late; five connections are not all missed by one that works.
        for (let attempt = 0; attempt < 5; attempt += 1) {
          const seen = await context.egress(() => control.provoke(host, port));
          if (seen.some((one) => one.address === host && one.port === port)) return;
        }
        throw new Inconclusive(
          'The watch did not see a provoked connection, so that seeing none shows nothing.',
        );
      });
    },
    async scanWorks() {
      const canary = `canary-${Buffer.from(random.bytes(12)).toString('hex')}`;
      await control.plant(canary);
      if ((await look([textNeedle(canary)], 'content')).length === 0)
        throw new Inconclusive(
          'The scan did not find a canary planted in clear, so that finding nothing shows nothing.',
        );
      // A canary lies where the adapter put it. That the gateway writes there is seen by its writing.
      const before = await contentNow();
      await context.world({ bare: true });
      if ((await contentNow()) === before)
        throw new Inconclusive(
          'Nothing in the files that storage.locate names has changed when a namespace was made, so that finding nothing there shows nothing.',
        );
    },
  };
  return { context, stated };
}
