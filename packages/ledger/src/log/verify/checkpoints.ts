import {
  EaapError,
  openCheckpoint,
  parseVerifierKey,
  toHex,
  type Checkpoint,
  type Tree,
} from '@eaap/protocol';
import { originOf } from '../flush.ts';
import type { Findings } from './findings.ts';

/** The log that checkpoints are held against. */
export interface CheckpointAudit {
  readonly namespace: string;
  readonly tree: Tree;
  readonly verifierKey: string;
  readonly findings: Findings;
}

/** A checkpoint with a good signature and the right origin, or a finding. */
export function openSigned(audit: CheckpointAudit, note: string, what: string): Checkpoint | undefined {
  const { namespace, verifierKey, findings } = audit;
  const origin = originOf(parseVerifierKey(verifierKey).name, namespace);
  try {
    return openCheckpoint(note, { origin, verifierKeys: [verifierKey] }).checkpoint;
  } catch (error) {
    const why = error instanceof EaapError ? error.detail : 'It cannot be read.';
    findings.add('signature-invalid', `${what} is not signed by the verifier key. ${why}`);
    return undefined;
  }
}

/**
 * Holds the checkpoints of a log against its tree: each must be signed, none may speak of more records than there are,
 * and the roots must be those of the records.
 */
export function auditCheckpoints(audit: CheckpointAudit, notes: readonly string[]): void {
  const { tree, findings } = audit;
  const opened = notes
    .map((note, i) => openSigned(audit, note, `Checkpoint ${i + 1} of ${notes.length}`))
    .filter((checkpoint) => checkpoint !== undefined)
    .sort((a, b) => a.size - b.size);

  const forks = opened.filter((one, i) => {
    const before = opened[i - 1];
    return before?.size === one.size && toHex(before.root) !== toHex(one.root);
  });
  for (const { size } of forks) {
    findings.add('checkpoint-fork', `Two signed checkpoints of size ${size} have different roots.`);
  }

  let good = 0;
  let covered = 0;
  for (const { size, root } of opened) {
    covered = Math.max(covered, Math.min(size, tree.size));
    if (size > tree.size) {
      findings.add('truncated', `A signed checkpoint covers ${size} records; ${tree.size} are there.`);
      continue;
    }
    if (toHex(tree.root(size)) === toHex(root)) {
      good = Math.max(good, size);
    } else if (!findings.has('root-mismatch')) {
      // Every later root differs as well; the first says where to look.
      findings.add(
        'root-mismatch',
        `The first ${size} records are not those that were signed. The first ${good} are.`,
        good,
      );
    }
  }
  if (covered < tree.size) {
    findings.add(
      'checkpoint-missing',
      `No signed checkpoint covers the records from ${covered} on.`,
      covered,
    );
  }
}

/**
 * Holds checkpoints that were kept elsewhere against the log. Only they can show that a log was cut off, or rewritten
 * by somebody who has the key: a log alone is at one with itself after either.
 */
export function auditAnchors(audit: CheckpointAudit, notes: readonly string[]): void {
  const { tree, findings } = audit;
  for (const note of notes) {
    const anchor = openSigned(audit, note, 'The anchor');
    if (anchor === undefined) continue;
    const { size, root } = anchor;
    if (size > tree.size) {
      findings.add(
        'truncated',
        `The anchor covers ${size} records; ${tree.size} are there: the end was cut off.`,
      );
    } else if (toHex(tree.root(size)) !== toHex(root)) {
      if (findings.has('root-mismatch')) {
        findings.add('root-mismatch', `The first ${size} records are not those that the anchor covers.`);
      } else {
        findings.add(
          'checkpoint-fork',
          `The log fits its own checkpoints and not the anchor of size ${size}: it was rewritten and signed again.`,
        );
      }
    }
  }
}
