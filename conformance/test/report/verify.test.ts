import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CHECKS } from '../../src/checks/index.ts';
import { loadRequirements } from '../../src/cli/requirements.ts';
import type { ReportFault } from '../../src/report/read.ts';
import type { Report } from '../../src/report/types.ts';
import { cli } from '../runner/support.ts';
import { bytesOf, forged, reported, type Mutable } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'eaap-report-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const ONE = 'EAAP-0001-021';
const good = reported(ONE, (one) => one);
let files = 0;

function file(bytes: string | Uint8Array): string {
  const path = join(folder, `${(files += 1)}.json`);
  writeFileSync(path, bytes);
  return path;
}

async function verify(bytes: string | Uint8Array): Promise<{ code: number; faults: ReportFault[] }> {
  const { code, out } = await cli(['verify', file(bytes), '--json'], CHECKS);
  return { code, faults: (JSON.parse(out) as { faults: ReportFault[] }).faults };
}

/** Verifies a report whose digest was made anew after a change. */
const verifyForged = (change: (copy: Mutable) => void, of: Report = good): ReturnType<typeof verify> =>
  verify(bytesOf(forged(of, change)));

test('a report that holds has the exit code of its run', async () => {
  assert.deepEqual(await verify(bytesOf(good)), { code: 0, faults: [] });
  const failing = reported(ONE, (one, i) =>
    i > 0 ? one : { ...one, verdict: 'FAIL', expectations: [{ observation: 'it holds', holds: false }] },
  );
  assert.deepEqual(await verify(bytesOf(failing)), { code: 1, faults: [] });
  const unsure = reported(ONE, (one) => ({ ...one, verdict: 'INCONCLUSIVE', message: 'it took too long' }));
  assert.deepEqual(await verify(bytesOf(unsure)), { code: 5, faults: [] });
});

test('people are told what was recomputed, and that a part is a part', async () => {
  const { out, code } = await cli(['verify', file(bytesOf(good))], CHECKS);
  assert.equal(code, 0);
  assert.match(out, /The report holds/);
  assert.match(out, /were recomputed \(\d+ from the transcript\), \d+ are as the check saw it/);
  assert.match(out, /of a part only/);
  assert.doesNotMatch(out, /It conforms/);
});

test('a changed byte is seen by the digest, and the line is named', async () => {
  const copy = structuredClone(good) as unknown as Mutable;
  const [id = ''] = Object.keys(copy.transcripts);
  const line = copy.transcripts[id]?.[1];
  assert.ok(line);
  line.status = 200;
  const { code, faults } = await verify(bytesOf(copy as unknown as Report));
  assert.equal(code, 6);
  assert.equal(faults[0]?.code, 'digest');
  assert.ok(faults.some((one) => one.code === 'transcript' && one.message.includes(`Line 2 of ${id}`)));
});

test('an edited body is named by its line even where the digest was made anew', async () => {
  const { faults } = await verifyForged((copy) => {
    const at = copy.bodies.findIndex((body) => typeof body === 'string' && body.includes('source-required'));
    copy.bodies[at] = '{"type":"urn:eaap:problem:forbidden"}';
  });
  assert.ok(faults.some(({ code, message }) => code === 'transcript' && message.includes('/v2/vault/store')));
  assert.ok(faults.some(({ code, message }) => code === 'expectation' && message.includes('forbidden')));
});

test('a flipped verdict of a requirement is named', async () => {
  const failing = reported(ONE, (one, i) =>
    i > 0 ? one : { ...one, verdict: 'FAIL', expectations: [{ observation: 'it holds', holds: false }] },
  );
  const { code, faults } = await verifyForged((copy) => {
    for (const one of copy.requirements) one.verdict = 'PASS';
  }, failing);
  assert.equal(code, 6);
  assert.ok(faults.some((one) => one.message.startsWith(`${ONE} is said to be PASS`)));
  assert.ok(faults.some((one) => one.code === 'summary'));
});

test('a flipped verdict of a check, and a statement that says it holds and does not, are named', async () => {
  const [first] = good.checks;
  const flipped = await verifyForged((copy) => {
    copy.checks[0]!.verdict = 'FAIL';
  });
  assert.ok(flipped.faults.some((one) => one.code === 'check' && one.message.startsWith(first?.id ?? '?')));
  const unequal = await verifyForged((copy) => {
    copy.checks[0]!.expectations[1]!.got = { a: [3], b: 1 };
  });
  assert.ok(
    unequal.faults.some(({ code, message }) => code === 'expectation' && message.includes('the value')),
  );
  const silent = await verifyForged((copy) => {
    copy.checks[0]!.expectations = [];
  });
  assert.ok(silent.faults.some(({ message }) => message.includes('it stated nothing')));
});

test('a removed check, requirement, statement or line is named', async () => {
  const [{ id } = { id: '?' }] = good.checks;
  const check = await verifyForged((copy) => {
    copy.checks.splice(0, 1);
    for (const one of copy.requirements) one.checks = one.checks.filter((bearing) => bearing.id !== id);
    copy.transcripts = {};
  });
  assert.ok(check.faults.some((one) => one.message === `The check ${id} is left out.`));
  const requirement = await verifyForged((copy) => copy.requirements.splice(0, 1));
  assert.ok(requirement.faults.some((one) => one.message === `${ONE} is left out.`));
  const statement = await verifyForged((copy) => copy.checks[0]!.expectations.pop());
  assert.ok(statement.faults.some((one) => one.code === 'requirement'));
  const line = await verifyForged((copy) => copy.transcripts[id]?.pop());
  assert.ok(line.faults.some((one) => one.code === 'transcript' && one.message.includes('has 1')));
});

test('a check that needs a hook there is not cannot have passed', async () => {
  const { faults } = await verifyForged((copy) => {
    copy.checks[0]!.needs = ['kill'];
  });
  assert.ok(faults.some(({ message }) => message.includes('there is no kill')));
});

test('the adapter and the profile are those that were seen', async () => {
  const { faults } = await verifyForged((copy) => {
    copy.sut.adapter!.version = '2';
    copy.profile = 'enforced';
  });
  assert.equal(faults.filter(({ code }) => code === 'adapter').length, 2);
});

test('what is no report is refused by name', async () => {
  const codes = async (bytes: string | Uint8Array): Promise<unknown[]> => {
    const { code, faults } = await verify(bytes);
    return [code, ...faults.map((one) => one.code)];
  };
  assert.deepEqual(await codes('not JSON'), [6, 'not-json']);
  assert.deepEqual(await codes(Buffer.of(0xff, 0xfe)), [6, 'not-json']);
  assert.deepEqual(await codes('[]'), [6, 'malformed']);
  assert.deepEqual(await codes('null'), [6, 'malformed']);
  assert.deepEqual(await codes('['.repeat(200_000)), [6, 'not-json']);
  assert.deepEqual(await codes('{"v":1}'), [6, 'version']);
  assert.deepEqual(await codes(JSON.stringify(good, null, 2)), [6, 'not-canonical']);
  const twice = bytesOf(good).toString().replace('{', '{"bodies":[],');
  assert.deepEqual(await codes(twice), [6, 'not-canonical']);
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const nested = bytesOf(good).toString().replace('"discovery":{', `"discovery":{"a":${deep},`);
  assert.deepEqual(await codes(nested), [6, 'not-canonical']);
});

test('a huge file is refused without being read, one that is not there is usage', async () => {
  const huge = file('');
  truncateSync(huge, 5 * 1024 ** 3);
  const { code, out } = await cli(['verify', huge, '--json'], CHECKS);
  assert.equal(code, 6);
  assert.match(out, /"huge"/);
  assert.equal((await cli(['verify', join(folder, 'none.json')], CHECKS)).code, 2);
});

test('a report of other requirements is refused, and holds with its own', async () => {
  const set = loadRequirements();
  const other = await verifyForged((copy) => {
    copy.requirement_set = `sha256:${'0'.repeat(64)}`;
    copy.claim = copy.claim.replace(/sha256:\w+/, copy.requirement_set);
  });
  assert.deepEqual([other.code, ...other.faults.map((one) => one.code)], [6, 'requirement-set']);
  const own = file(JSON.stringify(set));
  assert.equal((await cli(['verify', file(bytesOf(good)), '--requirements', own], CHECKS)).code, 0);
  for (const none of ['null', '{}', '{"requirements":[null]}', '{"requirements":[{"id":1}]}']) {
    const refused = await cli(['verify', file(bytesOf(good)), '--requirements', file(none)], CHECKS);
    assert.deepEqual([refused.code, /holds no requirements\.\n$/.test(refused.err)], [2, true], none);
  }
  const changed = set.requirements.map((one, i) =>
    i === 0 ? { ...one, sentence: `${one.sentence} ` } : one,
  );
  const lying = file(JSON.stringify({ ...set, requirements: changed }));
  const { code, out } = await cli(['verify', file(bytesOf(good)), '--requirements', lying], CHECKS);
  assert.equal(code, 6);
  assert.match(out, /requirement-set/);
});

test('a sentence that was reworded in the report is named', async () => {
  const { faults } = await verifyForged((copy) => {
    copy.requirements[0]!.sentence = 'A gateway MAY.';
  });
  assert.ok(faults.some((one) => one.code === 'requirement' && one.message.startsWith(ONE)));
});
