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

/** The checkpoints among signed notes, the smallest first; the others are findings. */
function openAll(
  audit: CheckpointAudit,
  notes: readonly string[],
  named: (place: number) => string,
): readonly Checkpoint[] {
  return notes.flatMap((note, i) => openSigned(audit, note, named(i)) ?? []).sort((a, b) => a.size - b.size);
}

const fits = ({ tree }: CheckpointAudit, { size, root }: Checkpoint): boolean =>
  toHex(tree.root(size)) === toHex(root);

/**
 * Holds the checkpoints of a log, and those that were kept elsewhere, against its tree: each must be signed, none may
 * speak of more records than there are, no two may contradict each other, and the roots must be those of the records.
 * Only what was kept elsewhere can show that a log was cut off, or rewritten by somebody who has the key: a log alone
 * is at one with itself after either.
 *
 * @see RFC-0011 section 6.2
 */
export function auditCheckpoints(
  audit: CheckpointAudit,
  notes: readonly string[],
  kept: readonly string[],
): void {
  const own = openAll(audit, notes, (i) => `Checkpoint ${i + 1} of ${notes.length}`);
  const anchors = openAll(audit, kept, () => 'The anchor');
  const forked = auditForks(audit, [...own, ...anchors]);
  const isMismatch = auditOwn(audit, own);
  for (const anchor of anchors) auditAnchor(audit, anchor, isMismatch, forked);
}

/** The sizes at which signed checkpoints contradict each other. */
function auditForks({ findings }: CheckpointAudit, opened: readonly Checkpoint[]): ReadonlySet<number> {
  const forked = new Set<number>();
  const roots = new Map<number, string>();
  for (const { size, root } of opened) {
    const known = roots.get(size);
    if (known !== undefined && known !== toHex(root)) {
      findings.add('checkpoint-fork', `Two signed checkpoints of size ${size} have different roots.`);
      forked.add(size);
    }
    roots.set(size, toHex(root));
  }
  return forked;
}

/** Whether a root of its own is not that of the records. */
function auditOwn(audit: CheckpointAudit, own: readonly Checkpoint[]): boolean {
  const { tree, findings } = audit;
  let covered = 0;
  for (const { size } of own) {
    covered = Math.max(covered, Math.min(size, tree.size));
    if (size > tree.size)
      findings.add('truncated', `A signed checkpoint covers ${size} records; ${tree.size} are there.`);
  }
  const there = own.filter(({ size }) => size <= tree.size);
  const good = new Set(there.filter((one) => fits(audit, one)).map(({ size }) => size));
  // Of two that contradict each other the one that fits counts, and the fork is told. After the first that does not
  // fit every later root differs as well; the first says where to look.
  const bad = there.find(({ size }) => !good.has(size));
  if (bad !== undefined) {
    const last = Math.max(0, ...[...good].filter((size) => size < bad.size));
    findings.add(
      'root-mismatch',
      `The first ${bad.size} records are not those that were signed. The first ${last} are.`,
      last,
    );
  }
  if (covered < tree.size) {
    findings.add(
      'checkpoint-missing',
      `No signed checkpoint covers the records from ${covered} on.`,
      covered,
    );
  }
  return bad !== undefined;
}

function auditAnchor(
  audit: CheckpointAudit,
  anchor: Checkpoint,
  isMismatch: boolean,
  forked: ReadonlySet<number>,
): void {
  const { tree, findings } = audit;
  const { size } = anchor;
  if (size > tree.size) {
    findings.add(
      'truncated',
      `The anchor covers ${size} records; ${tree.size} are there: the end was cut off.`,
    );
  } else if (!fits(audit, anchor)) {
    if (isMismatch) {
      findings.add('root-mismatch', `The first ${size} records are not those that the anchor covers.`);
    } else if (!forked.has(size)) {
      findings.add(
        'checkpoint-fork',
        `The log fits its own checkpoints and not the anchor of size ${size}: it was rewritten and signed again.`,
      );
    }
  }
}
