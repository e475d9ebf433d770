import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest, type Json, type Manifest } from '@eaap/protocol';
import type { Asked } from '@eaap/sdk';
import { readJson } from './traces.ts';
import { CorpusFault } from './types.ts';

/** The tools of a suite: what each does, and by which words people ask for it. */
export interface Suite {
  readonly suite: string;
  readonly manifests: readonly Manifest[];
  readonly asked: readonly Asked[];
}

const HERE = fileURLToPath(new URL('manifests/', import.meta.url));

/**
 * Reads the tools of a suite, or `null` when nobody has described them.
 *
 * @throws CorpusFault when the folder is not there, or the file is no suite
 */
export function readSuite(name: string, folder = HERE): Suite | null {
  if (!existsSync(folder)) throw new CorpusFault(`There is no folder ${folder}.`);
  const path = join(folder, `${name}.json`);
  if (!/^[a-z]+$/.test(name) || !existsSync(path)) return null;
  const suite = readJson(path, readFileSync(path, 'utf8')) as Partial<Suite> | null;
  if (suite?.suite !== name || !Array.isArray(suite.manifests) || !Array.isArray(suite.asked))
    throw new CorpusFault(`${path} is not {"suite": "${name}", "manifests": […], "asked": […]}.`);
  return suite as Suite;
}

/** What identifies a set of suites. */
export const digestOf = (suites: readonly Suite[]): string =>
  digest('EAAP-ARTIFACT-v1', suites as unknown as Json);
