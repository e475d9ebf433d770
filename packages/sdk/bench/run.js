#!/usr/bin/env node
/**
 * What a decision costs, beside what it could not do without: hashing the action once, and making one write durable.
 * Every figure is taken in every round of one run, in turn, so that a machine that slows down slows all of them.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { canonicalBytes, confirmationKey, seededEntropy, sha256 } from '@eaap/protocol';
import { Gateway, Service, STARTER_POLICY } from '@eaap/sdk';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
if (values.help || !Number.isInteger(rounds) || rounds < 1 || rounds > 100) {
  process.stdout.write('Usage: npm run bench -- [--rounds 1..100] [--json]\n');
  process.exit(values.help ? 0 : 2);
}

const CLIENTS = 32;
const EACH = 64;
/** The example of the RFC: a lookup, with one selected parameter. */
const action = { tool: 'crm.lookup', environment: 'production', parameters: { customer: 'customer:42' }, intent: 'Answer a question about an order.' };

const folder = mkdtempSync(join(tmpdir(), 'eaap-bench-'));
const many = { perSecond: 1e6, burst: 1e9 };
// The bounds on requests and commits are for clients, not for a measurement.
const service = await Service.open({ path: folder, requestRate: many });
const gateway = await Gateway.open({ path: folder, service }).catch(() => undefined);

/** Nanoseconds a call of `work` takes, over `times` calls. */
async function time(times, work) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < times; i += 1) await work(i);
  return Number(process.hrtime.bigint() - start) / times;
}

export { action, CLIENTS, EACH, gateway, time, rounds, folder, canonicalBytes, sha256, confirmationKey, seededEntropy, STARTER_POLICY, openSync, closeSync, fdatasyncSync, writeSync, rmSync };
