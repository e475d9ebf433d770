import { canonicalize, commit, formatTime, toBase64, toBase64Url } from '@eaap/protocol';
import { scrubText } from '../pii/scrub-text.ts';
import { checkReplacedReason } from '../lib/replaced.ts';
import { internalsOf } from './internals.ts';
import type { Appended, Ledger } from './types.ts';

/** The settings row of the newest re-basing. */
const CLOCK_ROW = 'clock';

/**
 * Accepts the wall clock as it stands, after it went back or leapt and somebody has looked at it. From then on time
 * goes on from there, in this namespace. The reason is kept encrypted; the log holds a commitment to it.
 *
 * @returns the record `clock.rebased`, whose `reason` says what had been wrong: `behind`, `leapt`, `idle`, `invalid`, or
 * `none`.
 * @throws EaapError `clock-unreliable` when the clock shows no time at all; `not-found`, `storage-*`.
 * @see RFC-0001 section 12.3
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { openMemoryLedger, rebaseClock } from '@eaap/ledger';
 *
 * const { ledger, clock, close } = await openMemoryLedger();
 * clock.set(clock.now() - 3_600_000);
 * await assert.rejects(ledger.write('acme', 'root', () => Promise.resolve()), { type: 'clock-unreliable' });
 * const { record } = await rebaseClock(ledger, 'acme', 'root', 'The time server was an hour ahead.');
 * assert.equal(record.reason, 'behind');
 * await close();
 * ```
 */
export async function rebaseClock(
  ledger: Ledger,
  namespace: string,
  principal: string,
  reason: string,
): Promise<Appended> {
  const { sealer } = ledger;
  return internalsOf(ledger).transact('rebasing', namespace, principal, async (unit, fault) => {
    const options = unit.detectors === undefined ? {} : { detectors: unit.detectors };
    const { text } = scrubText(reason, await sealer.token(namespace), options);
    checkReplacedReason(text);
    const before = await unit.tx.get('settings', { name: CLOCK_ROW });
    const version = (before?.version ?? 0) + 1;
    const salt = sealer.salt();
    const content = { version, at: formatTime(unit.now), principal, reason: text };
    const payload = { ...content, salt: toBase64Url(salt) };
    const { kids, sealed } = await sealer.seal(
      namespace,
      { type: 'clock', id: CLOCK_ROW, version },
      [],
      payload,
    );
    const row = {
      value: canonicalize({ kids, sealed: toBase64(sealed) }),
      digest: commit(salt, content),
      version,
      updated_at: unit.now,
    };
    if (before === undefined) await unit.tx.insert('settings', { name: CLOCK_ROW, ...row });
    else await unit.tx.update('settings', { name: CLOCK_ROW }, row, { version: before.version });
    return unit.append({
      type: 'clock.rebased',
      object: `clock:wall@${version}`,
      reason: fault ?? 'none',
      commitment: row.digest,
    });
  });
}
