import { readdirSync, readFileSync } from 'node:fs';
import type { Manifest, Policy } from '@eaap/protocol';
import { EaapError } from '@eaap/protocol';
import { loadCases, type Cases } from './case.ts';
import { loadManifests, loadPolicy } from './load.ts';

/** A policy with the manifests of its tools and the cases it is held to. */
export interface Pack {
  readonly name: string;
  readonly policy: Policy;
  /** The policy as it was written, with its comments. */
  readonly text: string;
  readonly manifests: readonly Manifest[];
  readonly cases: Cases;
}

const FOLDER = new URL('../packs/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

/** The names of the packs, in order. */
export function packNames(): string[] {
  return readdirSync(FOLDER)
    .flatMap((file) => /^([a-z-]+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * Reads a pack.
 *
 * @throws EaapError `not-found` when there is none of that name; DocumentFault when a file of it is wrong.
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { readPack } from '@eaap/policies';
 *
 * const { policy, manifests } = readPack('read-only');
 * assert.equal(policy.name, 'read-only');
 * assert.ok(manifests.length > 0);
 * ```
 */
export function readPack(name: string): Pack {
  if (!packNames().includes(name))
    throw new EaapError(
      'not-found',
      `There is no pack ${JSON.stringify(name)}. There are: ${packNames().join(', ')}.`,
    );
  const text = read(`${name}.yaml`);
  return {
    name,
    text,
    policy: loadPolicy(text, `${name}.yaml`),
    manifests: loadManifests(read(`${name}.manifests.json`), `${name}.manifests.json`),
    cases: loadCases(read(`${name}.cases.yaml`), `${name}.cases.yaml`),
  };
}
