import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import {
  DIGEST_TAGS,
  EFFECTS,
  PROBLEMS,
  REASON_CODES,
  RECORD_TYPES,
  ROUTES,
  verifyReceipt,
  type Json,
} from '@eaap/protocol';
import { readSpec } from '../../src/spec/document.ts';
import { workedExample } from '../../src/spec/example.ts';
import { receiptFaults } from '../../src/model/receipt.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const core = read('rfcs/0001-eaap-core.md');

/** Rows of the table that stands under a numbered heading, as lists of cells without code marks. */
function tableUnder(heading: string): string[][] {
  const section = core.split(/^(?=#{2,3} )/m).find((part) => part.startsWith(heading)) ?? '';
  const lines = section.split('\n');
  const start = lines.findIndex((line) => line.startsWith('| --- '));
  const rows = lines.slice(
    start + 1,
    lines.findIndex((line, i) => i > start && !line.startsWith('|')),
  );
  return rows.map((row) =>
    row
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}

test('the documents are in order, and every invariant has four requirements or more', () => {
  const { set, faults } = readSpec(root);
  assert.deepEqual(faults, []);
  for (let invariant = 1; invariant <= 14; invariant++) {
    const serving = set.requirements.filter(
      ({ invariants, level }) => level === 'MUST' && invariants.includes(invariant),
    );
    assert.ok(serving.length >= 4, `invariant ${invariant} has ${serving.length}`);
  }
  for (const invariant of [1, 3, 14]) {
    const seen = set.requirements.filter(
      ({ invariants, grade }) => invariants.includes(invariant) && grade === 'E3',
    );
    assert.ok(seen.length >= 2, `invariant ${invariant} has ${seen.length} that the runner sees itself`);
  }
});

test('the series names every document by its title', () => {
  const rows = [
    ...read('rfcs/README.md').matchAll(/^\| \[(\d{4})\]\((\S+)\) \| (.+) \| (draft|reserved) \|$/gm),
  ];
  assert.deepEqual(
    rows.map(([, number]) => number),
    Array.from({ length: 16 }, (_, i) => String(i + 1).padStart(4, '0')),
  );
  for (const [, number = '', file = '', title = '', status = ''] of rows) {
    assert.ok(file.startsWith(number));
    const text = read(`rfcs/${file}`);
    assert.ok(text.startsWith(`# RFC-${number}: ${title}\n\nStatus: ${status}`), file);
  }
});

test('the lists in the text are those of the protocol', () => {
  assert.deepEqual(tableUnder('### 4.2 '), Object.entries(DIGEST_TAGS));
  assert.deepEqual(
    tableUnder('### 8.3 '),
    Object.entries(EFFECTS).map(([name, { reversibility, risk, description }]) => [
      name,
      reversibility,
      risk,
      description.replace(/\.$/, ''),
    ]),
  );
  assert.deepEqual(
    tableUnder('### 12.1 '),
    Object.entries(PROBLEMS).map(([name, { status, title, retry }]) => [
      name,
      `${status}`,
      title,
      retry ? 'yes' : '',
    ]),
  );
  assert.deepEqual(
    tableUnder('## 13. '),
    ROUTES.map(({ method, path, roles, summary }) => [
      method,
      path,
      roles.join(', ') || '–',
      summary.replace(/\.$/, '').replaceAll('`', ''),
    ]),
  );
  const records = /^Types of record: ([^]+?)\.$/m.exec(core)?.[1] ?? '';
  assert.deepEqual(
    [...records.matchAll(/`([a-z.]+)`/g)].map(([, type]) => type),
    RECORD_TYPES,
  );
  const reasons = tableUnder('## 8. ').map(([gate, codes = '']) => [gate, codes.split(', ')]);
  assert.deepEqual(
    reasons,
    Object.entries(REASON_CODES).map(([gate, codes]) => [
      gate,
      codes.filter((code) => code !== 'gate-error'),
    ]),
  );
});

test('the worked example is quoted as it was computed', () => {
  const example = workedExample() as unknown as {
    fact: { canonical: string; commitment: string };
    action: { canonical: string; commitment: string };
    state: { canonical: string; state_hash: string };
    records: { canonical: string; leaf: string; link: string }[];
    receipt: { record: { commitment: string } };
    checkpoint: string;
    verifier_key: string;
  };
  const flat = core.replaceAll('\n', '');
  const [evaluated, committed] = example.records;
  for (const quoted of [
    example.fact.canonical,
    example.fact.commitment,
    example.action.canonical,
    example.action.commitment,
    example.state.canonical,
    example.state.state_hash,
    evaluated?.canonical ?? '?',
    evaluated?.leaf ?? '?',
    evaluated?.link ?? '?',
    committed?.leaf ?? '?',
    example.receipt.record.commitment,
    example.checkpoint.replaceAll('\n', ''),
    example.verifier_key,
  ]) {
    // Canonical JSON has no space at a line's end, so broken lines join to the same bytes.
    assert.ok(flat.includes(quoted), quoted);
  }
});

test('the receipt of the worked example convinces the model and the reference', () => {
  const { receipt, action, verifier_key, possession } = workedExample() as unknown as {
    receipt: Json;
    action: { canonical: string };
    verifier_key: string;
    possession: { signature: string };
  };
  const context = {
    action: JSON.parse(action.canonical) as Json,
    audience: 'billing',
    namespace: 'acme',
    verifierKey: verifier_key,
    now: Date.parse('2026-01-31T09:30:13.000Z'),
    possession: possession.signature,
  };
  assert.deepEqual(receiptFaults(receipt, context), []);
  const claims = verifyReceipt({ ...context, receipt, claim: () => true });
  assert.equal(claims.audience, 'billing');
  assert.throws(
    () => verifyReceipt({ ...context, receipt, audience: 'shop', claim: () => true }),
    /^ReceiptRefused: audience:/,
  );
});
