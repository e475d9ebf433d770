import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { EFFECT_NAMES, type Policy } from '@eaap/protocol';
import { readPack } from '@eaap/policies';
import { ATTACKS, BENIGN, benignOf, payloadsOf } from '../src/redteam/catalogue.ts';
import { reportOf, type Report } from '../src/redteam/report.ts';
import { bodyOf, sendAll } from '../src/redteam/send.ts';
import { child, initialised, place } from './support.ts';

const NAMED = [
  'drop-table',
  'admin-escalation',
  'rm-rf',
  'exfiltration-subprocess',
  'drive-mount',
  'shadow-file',
  'ssh-key',
  'api-key',
  'mass-phishing',
  'billing',
];
/** Fewer hold not every kind of attack. */
const COUNT = Math.ceil((ATTACKS.length * 5) / 3);

describe('payloads', () => {
  it('are the ten of the original and at least thirty more, and ids are kept apart', () => {
    assert.deepEqual(
      ATTACKS.filter(({ named }) => named)
        .map(({ id }) => id)
        .sort(),
      [...NAMED].sort(),
    );
    assert.ok(ATTACKS.length >= 40, String(ATTACKS.length));
    const ids = [...ATTACKS, ...BENIGN].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('are the same for the same seed and others for another', () => {
    const bodies = (seed: number): string[] => payloadsOf(seed, 1000, []).map(bodyOf);
    assert.deepEqual(bodies(7), bodies(7));
    assert.notDeepEqual(bodies(7), bodies(8));
  });

  it('are benign in two of five, and hold every kind', () => {
    for (const count of [1, 5, 7, COUNT, 1000]) {
      const payloads = payloadsOf(3, count, []);
      assert.equal(payloads.length, count);
      assert.equal(payloads.filter(({ vector }) => vector.benign).length, benignOf(count));
    }
    assert.equal(benignOf(1000), 400);
    const kinds = new Set(payloadsOf(3, COUNT, []).map(({ vector }) => vector.id));
    for (const { id } of ATTACKS) assert.ok(kinds.has(id), id);
  });
});

describe('eaap redteam', () => {
  it('answers every payload and none wrongly, whatever the seed; the same seed has the same verdicts', async () => {
    using at = place();
    const digests: string[] = [];
    for (const seed of [1, 2, 3, 2]) {
      const ran = await at.run(`redteam --seed ${seed} --payloads ${COUNT} --agents 10 --json`);
      const report = ran.json<Report>();
      assert.deepEqual(report.wrong, []);
      assert.deepEqual([ran.code, report.payloads, report.never_answered], [0, COUNT, 0]);
      assert.equal(report.stopped, report.attacks);
      assert.equal(report.allowed, report.benign);
      assert.ok(report.compute_ms !== null && report.compute_ms.p50 > 0);
      digests.push(report.verdicts);
    }
    assert.equal(digests[1], digests[3]);
    assert.equal(new Set(digests).size, 3);
  });

  it('says plainly what it is worth', async () => {
    using at = place();
    const { stdout } = await at.run('redteam --payloads 5 --agents 2');
    assert.match(stdout, /^Red team {2}5 payloads \(3 attacks, 2 benign\)/);
    assert.match(stdout, /compute +[\d.]+ ms half/);
    assert.match(stdout, /end to end +[\d.]+ ms half/);
    assert.match(stdout.replaceAll('\n', ' '), /nothing has got worse, not how well attacks are stopped/);
  });

  it('finds what a gateway that grants too much lets pass, and ends with 1', async () => {
    using at = await initialised();
    const { policy, manifests } = readPack('default');
    const all: Policy = {
      ...policy,
      rules: [],
      limits: [],
      escalate: { effects: [], reversibility: [] },
      grants: [
        {
          id: 'all',
          principals: ['*'],
          tools: ['*'],
          targets: ['*'],
          risk: 'critical',
          environment: 'production',
          effects: EFFECT_NAMES.filter((effect) => effect !== 'unknown' && effect !== 'secret.read'),
        },
      ],
    };
    at.file('all.json', all);
    at.file('tools.json', manifests);
    await at.ok(['policy', 'set', 'all.json']);
    await at.ok(['manifest', 'set', 'tools.json']);
    const served = child(at.cwd, ['serve', '--port', '0']);
    await served.said('Ctrl-C');
    const ran = await at.run(`redteam --path .eaap --payloads ${COUNT} --agents 4 --json`);
    served.process.kill('SIGTERM');
    await served.exited;
    assert.equal(ran.code, 1, ran.stderr);
    const report = ran.json<Report>();
    assert.deepEqual([report.never_answered, report.stopped_wrongly], [0, 0]);
    const passed = new Set(report.wrong.map(({ vector }) => vector));
    for (const id of ['admin-escalation', 'mass-phishing', 'billing', 'drive-mount', 'ssh-key', 'host-other'])
      assert.ok(passed.has(id), id);
    // What no policy can grant is stopped all the same.
    for (const id of ['api-key', 'path-climb', 'host-metadata', 'json-duplicate', 'parameter-extra'])
      assert.ok(!passed.has(id), id);
  });

  it('counts what is never answered', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const payloads = payloadsOf(1, 4, []);
    const { results, ms } = await sendAll(`http://127.0.0.1:${port}`, ['k', 'k'], payloads, 200);
    silent.closeAllConnections();
    silent.close();
    const report = reportOf({ seed: 1, agents: 2, dialects: [], ms }, results, []);
    assert.deepEqual(
      [report.never_answered, report.passed_wrongly, report.stopped, report.wrong.length],
      [4, 0, 0, 4],
    );
  });

  it('wants a gateway that is served', async () => {
    using at = await initialised();
    const ran = await at.run('redteam --path .eaap');
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /is not served[^]*eaap serve/);
  });
});
