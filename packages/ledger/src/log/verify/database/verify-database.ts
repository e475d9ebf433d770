import { EaapError, parseCheckpoint, parseVerifierKey } from '@eaap/protocol';
import { createChainAudit } from '../chain.ts';
import { auditCheckpoints } from '../checkpoints.ts';
import { createFindings, type LogVerification } from '../findings.ts';
import { conclude } from '../verify-log.ts';
import { createLogIndex } from './log-index.ts';
import { checkControls, checkCredentials, checkErasures } from './rows/administration.ts';
import type { RowCheck } from './rows/check.ts';
import { checkDocuments, checkSettings } from './rows/configuration.ts';
import { checkCommits, checkEvaluations, checkOutcomes } from './rows/evaluations.ts';
import { checkFacts } from './rows/facts.ts';
import { checkConflicts, checkEscalations } from './rows/versioned.ts';
import { openSource, type Source } from './source.ts';
import { auditNodes, auditStoredRecords, storedCheckpoints } from './stored-log.ts';

/** What a database is verified with, all of it from elsewhere than the database. */
export interface DatabaseTrust {
  /** The C2SP verifier key of the gateway's checkpoints. */
  readonly verifierKey: string;
  /** Checkpoints that were kept elsewhere, of any of its namespaces. */
  readonly anchor?: string | readonly string[];
}

/** The result for one namespace. */
export interface NamespaceVerification extends LogVerification {
  readonly namespace: string;
}

/** The result for a whole database. */
export interface DatabaseVerification {
  /** Whether nothing was found in any namespace. */
  readonly ok: boolean;
  readonly namespaces: readonly NamespaceVerification[];
}

const ROW_CHECKS: readonly RowCheck[] = [
  checkSettings,
  checkDocuments,
  checkCredentials,
  checkControls,
  checkFacts,
  checkConflicts,
  checkEvaluations,
  checkCommits,
  checkOutcomes,
  checkEscalations,
  checkErasures,
];

/**
 * Verifies a SQLite database offline, believing nothing in it: every record, link, leaf, node, root and signature is
 * computed again, and every row that a record speaks of is held against it. No key but the public one is needed, and
 * the gateway need not run.
 *
 * What it cannot show: that the newest records were cut off together with their checkpoints, or that somebody with the
 * signing key wrote everything anew. For that it needs an `anchor`.
 *
 * @param path - The database file; it is only read.
 * @throws EaapError `invalid-request` for a verifier key or an anchor that cannot be read; `storage-unavailable`,
 * `storage-corrupt` and `storage-version` when there is nothing to verify.
 * @see RFC-0001 section 10
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { mkdtempSync, rmSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { createIds, systemClock, systemEntropy } from '@eaap/protocol';
 * import { memoryKeyStore, openSqlite } from '@eaap/store';
 * import { bootstrap, openLedger, verifyDatabase } from '@eaap/ledger';
 *
 * const folder = mkdtempSync(join(tmpdir(), 'eaap-'));
 * const path = join(folder, 'eaap.db');
 * const [clock, entropy] = [systemClock(), systemEntropy()];
 * const store = await openSqlite({ path });
 * const keys = memoryKeyStore({ clock, entropy });
 * const ledger = await openLedger({ store, keys, clock, entropy, ids: createIds(clock, entropy) });
 * await bootstrap(ledger);
 * await store.close();
 * assert.equal(verifyDatabase(path, { verifierKey: ledger.verifierKey }).ok, true);
 * rmSync(folder, { recursive: true });
 * ```
 */
export function verifyDatabase(path: string, trust: DatabaseTrust): DatabaseVerification {
  const { name } = parseVerifierKey(trust.verifierKey);
  const anchors = anchorsByNamespace([trust.anchor ?? []].flat(), name);
  const source = openSource(path);
  try {
    const namespaces = [...new Set([...source.namespaces(), ...anchors.keys()])].sort();
    const results = namespaces.map((namespace) =>
      verifyNamespace(source, namespace, trust.verifierKey, anchors.get(namespace) ?? []),
    );
    return { ok: results.every(({ ok }) => ok), namespaces: results };
  } finally {
    source.close();
  }
}

function verifyNamespace(
  source: Source,
  namespace: string,
  verifierKey: string,
  anchors: readonly string[],
): NamespaceVerification {
  const findings = createFindings();
  const index = createLogIndex();
  const chain = createChainAudit(namespace, findings);
  auditStoredRecords(source, namespace, chain, index, findings);
  auditNodes(source, namespace, chain.tree, findings);
  const audit = { namespace, tree: chain.tree, verifierKey, findings };
  auditCheckpoints(audit, storedCheckpoints(source, namespace, findings), anchors);
  for (const check of ROW_CHECKS) check({ namespace, source, index, findings });
  return { namespace, ...conclude(chain.tree.size, chain.tree.root(), findings) };
}

/** Which namespace an anchor is of stands in its first line, `<name>/<namespace>`. */
function anchorsByNamespace(anchors: readonly string[], name: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const note of anchors) {
    const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
    const { origin } = parseCheckpoint(text);
    if (!origin.startsWith(`${name}/`)) {
      throw new EaapError('invalid-request', 'The anchor is of another gateway than the verifier key.');
    }
    const namespace = origin.slice(name.length + 1);
    found.set(namespace, [...(found.get(namespace) ?? []), note]);
  }
  return found;
}
