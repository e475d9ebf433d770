import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import type { Check } from '../../src/checks/types.ts';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { noControl } from '../../src/control/none.ts';
import type { Control, Hook } from '../../src/control/types.ts';
import type { Bench } from '../../src/runner/run-check.ts';
import { LocalSut } from '../../src/sut/local.ts';

/** A check that states what it is told to. */
export const check = (id: string, rest: Partial<Check> = {}): Check => ({
  id,
  requirements: ['EAAP-0001-021'],
  title: `What ${id} shows.`,
  grade: 'E1',
  needs: [],
  negative: false,
  run: async (t) => t.expect('it holds', true),
  ...rest,
});

/** A bench over a gateway that answers every request alike. */
export function bench(rest: Partial<Bench> & { answer?: () => Response } = {}): Bench {
  const { answer = () => Response.json({ protocol: 'eaap' }), ...over } = rest;
  return {
    sut: new LocalSut(() => answer()),
    control: noControl(),
    hasControl: false,
    alone: false,
    seed: 'test',
    systemKey: () => `eaap_system_${'k'.repeat(43)}`,
    nextNamespace: () => 'c-1',
    ...over,
  };
}

/** A control with these hooks; what is called is written down. */
export function controlWith(hooks: readonly Hook[], calls: string[] = []): Control {
  const started = async (): Promise<{ url: string; admin_key: string }> => {
    calls.push('reset');
    return { url: 'http://in-process', admin_key: 'k' };
  };
  let time = 0;
  return {
    ...noControl(),
    has: (hook) => hooks.includes(hook),
    reset: started,
    now: async () => time,
    advance: async (ms) => {
      calls.push(`advance ${ms}`);
      return (time += ms);
    },
  };
}

/** The command that starts one of the fake adapters beside this file. */
export const fakeAdapter = (name: string): string =>
  `'${process.execPath}' '${fileURLToPath(new URL(`./adapters/${name}.mjs`, import.meta.url))}'`;

/** Runs the command and keeps what it printed. */
export async function cli(
  args: readonly string[],
  checks?: readonly Check[],
): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const io: Io = {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    colors: pc.createColors(false),
    watched: false,
  };
  const code = await main(args, io, checks);
  return { code, out, err };
}
