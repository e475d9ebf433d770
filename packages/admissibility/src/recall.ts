import { openConflict, openFact, type View } from '@eaap/ledger';
import { judge, reasonDigest } from '@eaap/judgment';
import { judgedFact } from '@eaap/meaning';
import {
  canonicalize,
  EaapError,
  LogRecord,
  Manifest,
  parseJson,
  parseTime,
  Policy,
  validate,
  type Evaluation,
  type Extraction,
  type Json,
  type JudgedConflict,
  type JudgedFact,
  type JudgeInput,
} from '@eaap/protocol';
import type { Row } from '@eaap/store';
import type { Engine } from './engine.ts';
import { openEscalation } from './escalation/record.ts';
import type { EvaluationPayload } from './evaluate.ts';
import { open } from './seal.ts';

/** A decision as it was made: the document that was judged, put together again from what was kept. */
export interface Recalled {
  readonly evaluation: Evaluation;
  readonly input: JudgeInput;
  /** Whether judging that document again gives the recorded judgment, byte for byte. */
  readonly identical: boolean;
}

/** A page of decisions. */
export interface RecalledPage {
  readonly decisions: readonly Recalled[];
  /** Decisions that cannot be put together again because something they rest on was erased. */
  readonly erased: readonly string[];
  /** What to ask with for the next page; `null` after the last. */
  readonly next: string | null;
}

const PAGE = 200;

async function documentOf<T extends typeof Policy | typeof Manifest>(view: View, schema: T, digest: string) {
  const row = await view.tx.get('documents', { digest });
  if (row === undefined)
    throw new EaapError('storage-corrupt', `The document ${digest} is not in the storage.`);
  return validate(schema, parseJson(row.content), 'storage-corrupt');
}

/** The manifest of a tool that was in force before an entry of the log. */
async function manifestAt(view: View, tool: string, seq: number): Promise<Manifest | null> {
  let found: string | undefined;
  const rows = await view.tx.select('log', {
    where: { type: 'manifest.changed' },
    range: { column: 'seq', from: 0, to: seq },
    order: [['seq', 'asc']],
  });
  for (const row of rows) {
    const { object, commitment } = validate(LogRecord, parseJson(row.record), 'storage-corrupt');
    if (object?.replace(/@\d+$/, '') === `manifest:${tool}`) found = commitment ?? undefined;
  }
  return found === undefined ? null : ((await documentOf(view, Manifest, found)) as Manifest);
}

async function factsOf(engine: Engine, view: View, { facts }: EvaluationPayload): Promise<JudgedFact[]> {
  const { sealer } = engine.ledger;
  const judged: JudgedFact[] = [];
  for (const [id, version] of facts) {
    const row = await view.tx.get('facts', { id, version });
    if (row === undefined) throw new EaapError('erased', `Fact ${id} is gone.`);
    judged.push(judgedFact(await openFact(sealer, view.namespace, row)));
  }
  return judged;
}

const objectsOf = ({ state }: EvaluationPayload, type: string): readonly (readonly [string, number])[] =>
  state.objects.flatMap(([kind, id, version]) => (kind === type ? [[id, version] as const] : []));

async function conflictsOf(
  engine: Engine,
  view: View,
  payload: EvaluationPayload,
): Promise<JudgedConflict[]> {
  const conflicts: JudgedConflict[] = [];
  for (const [id, version] of objectsOf(payload, 'conflict')) {
    const row = await view.tx.get('conflicts', { id });
    if (row === undefined) throw new EaapError('erased', `Conflict ${id} is gone.`);
    const { subject, attribute, incumbent, challenger } = await openConflict(
      engine.ledger.sealer,
      view.namespace,
      row,
    );
    conflicts.push({ id, version, subject, attribute, incumbent, challenger });
  }
  return conflicts;
}

async function approvalsOf(
  engine: Engine,
  view: View,
  payload: EvaluationPayload,
): Promise<JudgeInput['approvals']> {
  const approvals: JudgeInput['approvals'] = [];
  for (const [id] of objectsOf(payload, 'approval')) {
    const row = await view.tx.get('escalations', { id });
    if (row === undefined) throw new EaapError('erased', `Escalation ${id} is gone.`);
    const { reasons } = await openEscalation(engine, view.namespace, row);
    approvals.push({ escalation: id, reasons: reasons.map(reasonDigest) });
  }
  return approvals;
}

/** Halts are kept nowhere but in the reasons that they were. */
function haltedOf({ judgment }: Evaluation): JudgeInput['halted'] {
  const reasons = judgment.gates.flatMap(({ gate, reasons }) => (gate === 'standing' ? reasons : []));
  return reasons.flatMap(({ code, rule, message }) => {
    const [, scope, name] = /^(gateway|namespace|agent):(.+)$/.exec(rule ?? '') ?? [];
    if (code !== 'halted' || scope === undefined || name === undefined) return [];
    const reason = message.slice(message.indexOf(` ${name} is halted: `) + ` ${name} is halted: `.length);
    return [{ scope: scope as JudgeInput['halted'][number]['scope'], name, reason }];
  });
}

async function recallRow(engine: Engine, view: View, row: Row<'evaluations'>): Promise<Recalled> {
  const payload = await open<EvaluationPayload>(engine, view.namespace, 'evaluation', row, 1);
  const { evaluation, action } = payload;
  const reasons = evaluation.judgment.gates.flatMap((gate) => gate.reasons);
  const input: JudgeInput = {
    v: 1,
    now: parseTime(evaluation.created_at),
    namespace: view.namespace,
    principal: evaluation.principal,
    executor: evaluation.executor,
    action,
    manifest: await manifestAt(view, action.tool, evaluation.seq),
    extraction: payload.extraction as unknown as Extraction,
    policy: (await documentOf(view, Policy, evaluation.policy)) as Policy,
    facts: await factsOf(engine, view, payload),
    conflicts: await conflictsOf(engine, view, payload),
    truncated: reasons.some(({ code }) => code === 'too-many-rows'),
    halted: haltedOf(evaluation),
    counters: payload.counters as unknown as JudgeInput['counters'],
    approvals: await approvalsOf(engine, view, payload),
  };
  const again = judge(input);
  return {
    evaluation,
    input,
    identical:
      canonicalize(again as unknown as Json) === canonicalize(evaluation.judgment as unknown as Json),
  };
}

/**
 * Decisions of a namespace, oldest first, each with the document it was judged by. For whoever holds the database and its
 * keys: it asks for no credential.
 *
 * @param after - `next` of the page before.
 * @throws EaapError `storage-corrupt` when something was changed behind the gateway's back; `key-store-unavailable`.
 * @see RFC-0011 section 10
 */
export async function recall(engine: Engine, namespace: string, after = ''): Promise<RecalledPage> {
  return engine.ledger.read(namespace, async (view) => {
    const rows = await view.tx.select('evaluations', {
      ...(after === '' ? {} : { range: { column: 'id', after } as const }),
      order: [['id', 'asc']],
      limit: PAGE,
    });
    const decisions: Recalled[] = [];
    const erased: string[] = [];
    for (const row of rows) {
      try {
        decisions.push(await recallRow(engine, view, row));
      } catch (thrown) {
        if (!(thrown instanceof EaapError) || thrown.type !== 'erased') throw thrown;
        erased.push(row.id);
      }
    }
    return { decisions, erased, next: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null };
  });
}
