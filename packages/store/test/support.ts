import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { EaapError, type ProblemType } from '@eaap/protocol';
import type { NewRow } from '../src/index.ts';

/** A folder that goes when the test ends. */
export function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'eaap-store-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** What `assert.rejects` checks: the stable type and the sentence. */
export function problem(type: ProblemType, detail: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof EaapError, `not an EaapError: ${String(error)}`);
    assert.equal(error.type, type, error.detail);
    assert.match(error.detail, detail);
    return true;
  };
}

export function entry(seq: number, more: Partial<NewRow<'log'>> = {}): NewRow<'log'> {
  return {
    seq,
    record: `record ${seq}`,
    leaf: Uint8Array.of(seq % 256, 1, 2),
    type: 'test',
    ts: 1_000 + seq,
    ...more,
  };
}

export function setting(name: string, value = 'v', version = 1): NewRow<'settings'> {
  return { name, value, digest: 'sha256:00', version, updated_at: 7 };
}

export function usage(evaluation: string, amount: number, ts = 0): NewRow<'usage'> {
  return { limit_key: 'k', evaluation, state: 'reserved', amount, ts };
}
