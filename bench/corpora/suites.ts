import { readFileSync } from 'node:fs';
import { digest, type Json, type Manifest } from '@eaap/protocol';
import type { Asked } from '@eaap/sdk';

/** The tools of a suite: what each does, and by which words people ask for it. */
export interface Suite {
  readonly suite: string;
  readonly manifests: readonly Manifest[];
  readonly asked: readonly Asked[];
}

/** Reads the tools of a suite, or `null` when nobody has described them. */
export function readSuite(name: string): Suite | null {
  if (!/^[a-z]+$/.test(name)) return null;
  try {
    const text = readFileSync(new URL(`manifests/${name}.json`, import.meta.url), 'utf8');
    return JSON.parse(text) as Suite;
  } catch {
    return null;
  }
}

/** What identifies a set of suites. */
export const digestOf = (suites: readonly Suite[]): string =>
  digest('EAAP-ARTIFACT-v1', suites as unknown as Json);
