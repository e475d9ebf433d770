#!/usr/bin/env node
/**
 * What a decision costs, beside what it cannot do without: hashing the action once, and making one write durable.
 * Every figure is taken in every round of one run, in turn, so that a machine that slows down slows all of them.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Buffer } from 'node:buffer';
import { canonicalBytes, confirmationKey, sha256, systemEntropy } from '@eaap/protocol';
import { Gateway, STARTER_POLICY } from '@eaap/sdk';

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
const action = {
  tool: 'crm.lookup',
  environment: 'production',
  parameters: { customer: 'customer:42' },
  intent: 'Answer a question about an order.',
};
const folder = mkdtempSync(join(tmpdir(), 'eaap-bench-'));
// The bounds on requests and commits are for clients, not for a measurement.
const gateway = await Gateway.open({ path: folder, requestRate: { perSecond: 1e6, burst: 1e9 } });
await gateway.setPolicy({ ...STARTER_POLICY, name: 'bench', limits: [] });
const { publicKey } = confirmationKey(systemEntropy());

const evaluate = () => gateway.evaluate({ action });
const evaluateAndCommit = async () => {
  const { token } = await evaluate();
  return gateway.commit({ token, action, audience: 'crm', confirmation_key: publicKey });
};
const file = openSync(join(folder, 'fdatasync'), 'w');
const page = Buffer.alloc(4096, 1);

/** What is measured: how often a round, and one step of it. */
const MEASURED = {
  hash: {
    label: 'canonicalize + SHA-256 of the action',
    times: 2000,
    run: () => void sha256(canonicalBytes(action)),
  },
  fdatasync: {
    label: 'write 4 KiB + fdatasync',
    times: 200,
    run: (i) => {
      writeSync(file, page, 0, page.length, (i % 16) * page.length);
      fdatasyncSync(file);
    },
  },
  evaluate: { label: 'evaluate, one at a time', times: 100, run: evaluate },
  commit: { label: 'evaluate + commit, one at a time', times: 60, run: evaluateAndCommit },
  concurrent: {
    label: `evaluate + commit, ${CLIENTS} clients at once`,
    times: 4,
    per: CLIENTS,
    run: () => Promise.all(Array.from({ length: CLIENTS }, evaluateAndCommit)),
  },
};

const samples = Object.fromEntries(Object.keys(MEASURED).map((name) => [name, []]));
async function round(keep) {
  for (const [name, { times, per = 1, run }] of Object.entries(MEASURED)) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < times; i += 1) await run(i);
    if (keep) samples[name].push(Number(process.hrtime.bigint() - start) / 1000 / times / per);
  }
}
await round(false);
for (let i = 0; i < rounds; i += 1) await round(true);
await gateway.close();
closeSync(file);
rmSync(folder, { recursive: true });

const spread = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1) };
};
/** Ratios are taken round by round and then summarised, never from two summaries. */
const ratio = (name, to) => spread(samples[name].map((value, i) => value / samples[to][i]));
const figures = Object.entries(MEASURED).map(([name, { label }]) => ({
  name,
  label,
  microseconds: spread(samples[name]),
  to_hash: ratio(name, 'hash'),
  to_fdatasync: ratio(name, 'fdatasync'),
}));

if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ v: 1, rounds, clients: CLIENTS, node: process.version, figures }, null, 2)}\n`,
  );
} else {
  const number = (value) =>
    value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(3);
  const cell = ({ min, median, max }) => `${number(median)} (${number(min)}–${number(max)})`.padStart(22);
  process.stdout.write(
    `Median (least–most) of ${rounds} rounds; ratios round by round. Node ${process.version}.\n\n`,
  );
  process.stdout.write(
    `${''.padEnd(38)}${'µs each'.padStart(22)}${'× hash'.padStart(22)}${'× fdatasync'.padStart(22)}\n`,
  );
  for (const figure of figures) {
    process.stdout.write(
      `${figure.label.padEnd(38)}${cell(figure.microseconds)}${cell(figure.to_hash)}${cell(figure.to_fdatasync)}\n`,
    );
  }
  process.stdout.write('\nBoth evaluate and commit are durable before they answer.\n');
}
