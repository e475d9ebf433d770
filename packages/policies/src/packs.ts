import { readdirSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
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

/** The greatest amounts of limits by tier: `2 quotas by tier` of the default rules. */
type Tiers = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The names of the tiers that a pack has quotas for; none for most. */
export function packTiers(name: string): string[] {
  return Object.keys(tiersOf(name));
}

function tiersOf(name: string): Tiers {
  const file = `${name}.tiers.json`;
  return readdirSync(FOLDER).includes(file) ? (JSON.parse(read(file)) as Tiers) : {};
}

/**
 * The files of a pack, to be written and edited: policy, manifests, cases. With a tier, its quotas stand in the policy.
 *
 * @throws EaapError `not-found` when there is no such pack or tier.
 */
export function packFiles(name: string, tier?: string): (readonly [file: string, text: string])[] {
  const { text } = readPack(name);
  const files = [`${name}.manifests.json`, `${name}.cases.yaml`].map((file) => [file, read(file)] as const);
  if (tier === undefined) return [[`${name}.yaml`, text], ...files];
  const tiers = tiersOf(name);
  const quotas = Object.hasOwn(tiers, tier) ? tiers[tier] : undefined;
  if (quotas === undefined) {
    const known = Object.keys(tiers);
    throw new EaapError(
      'not-found',
      `The pack ${name} has no tier ${JSON.stringify(tier)}${known.length === 0 ? '' : `. It has: ${known.join(', ')}`}.`,
    );
  }
  const document = parseDocument(text);
  const { policy } = readPack(name);
  for (const [id, max] of Object.entries(quotas)) {
    document.setIn(['limits', policy.limits.findIndex((limit) => limit.id === id), 'max'], max);
  }
  return [[`${name}.yaml`, document.toString({ lineWidth: 0 })], ...files];
}
