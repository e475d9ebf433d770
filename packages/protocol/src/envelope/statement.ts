import Type from 'typebox';
import { canonicalize } from '../canonical/canonicalize.ts';
import { parseJson } from '../canonical/parse.ts';
import { commit, digest, equalDigest } from '../digest/digest.ts';
import { fromBase64Url, fromUtf8 } from '../digest/encoding.ts';
import { parseTime } from '../time/format.ts';
import type { Receipt } from '../types/admission.ts';
import {
  BUNDLE_PREDICATE_TYPE,
  BundlePredicate,
  type BundleStatement,
  BundleSubject,
  STATEMENT_TYPE,
} from '../types/bundle.ts';
import type { Json } from '../types/json.ts';
import type { LogRecord } from '../types/record.ts';
import { closed } from '../types/schema.ts';
import { validate } from '../validate/validate.ts';
import { BundleRefused } from './refused.ts';

/** A statement of which nothing is known yet but that it is one. */
const AnyStatement = Type.Object(
  {
    _type: Type.Literal(STATEMENT_TYPE),
    subject: Type.Array(BundleSubject, { minItems: 1, maxItems: 3 }),
    predicateType: Type.String(),
    predicate: Type.Unsafe<Json>({ type: 'object' }),
  },
  closed,
);

const sameJson = (a: unknown, b: unknown): boolean => canonicalize(a as Json) === canonicalize(b as Json);
const plain = (written: string): string => written.slice('sha256:'.length);

/** A predicate that has the form of one: a pattern does not know the days of a month, nor the spellings of base64url. */
export function readPredicate(value: unknown): BundlePredicate {
  try {
    const predicate = validate(BundlePredicate, value);
    const { entries, receipt } = predicate;
    for (const { record } of entries) parseTime(record.ts);
    if (receipt !== null) {
      const { claims, record, action_salt, claims_salt } = receipt;
      for (const time of [record.ts, claims.issued_at, claims.expires_at]) parseTime(time);
      for (const secret of [action_salt, claims_salt, claims.confirmation_key]) fromBase64Url(secret);
    }
    return predicate;
  } catch (cause) {
    throw new BundleRefused('malformed-predicate', 'The predicate does not have its form.', { cause });
  }
}

/** What the record of a decision fills. */
const DECIDED = ['evaluation', 'verdict', 'policy', 'engine', 'state_hash', 'commitment'] as const;

/** The one record of the decision, when the entries are records of one decision in the order of the log. */
export function decisionOf({ entries }: BundlePredicate): LogRecord {
  const records = entries.map(({ record }) => record);
  const [decision, ...more] = records.filter(({ type }) => type === 'evaluation.recorded');
  const isOne =
    decision !== undefined &&
    more.length === 0 &&
    DECIDED.every((name) => decision[name] !== null) &&
    records.every(({ evaluation, ns }) => evaluation === decision.evaluation && ns === decision.ns) &&
    records.every(({ seq }, i) => i === 0 || seq > (records[i - 1]?.seq ?? 0)) &&
    records.filter(({ type }) => type === 'commit.accepted').length <= 1;
  if (!isOne)
    throw new BundleRefused('not-a-decision', 'The entries are not the records of one decision, in order.');
  return decision;
}

/** What a bundle is about: nothing that is not in its predicate. */
export function subjectsOf(decision: LogRecord, receipt: Receipt | null): BundleSubject[] {
  const subject = (name: BundleSubject['name'], written: string | null): BundleSubject => ({
    name,
    digest: { sha256: plain(written ?? '') },
  });
  return [
    subject('action_commitment', decision.commitment),
    subject('state_hash', decision.state_hash),
    ...(receipt === null ? [] : [subject('receipt', digest('EAAP-RECEIPT-v1', receipt as unknown as Json))]),
  ];
}

/** The receipt belongs to the commit among the entries, and that to the decision; or there is neither. */
export function checkReceipt({ entries, receipt }: BundlePredicate, decision: LogRecord): void {
  const committed = entries.find(({ record }) => record.type === 'commit.accepted')?.record;
  if (committed === undefined && receipt === null) return;
  if (committed === undefined || receipt === null || !belongs(receipt, committed, decision))
    throw new BundleRefused('receipt-mismatch', 'Receipt, commit and decision do not belong together.');
}

function belongs(receipt: Receipt, committed: LogRecord, decision: LogRecord): boolean {
  const { claims, record, index, claims_salt } = receipt;
  return (
    sameJson(record, committed) &&
    record.verdict === 'ALLOW' &&
    decision.verdict === 'ALLOW' &&
    record.ns === claims.namespace &&
    record.evaluation === claims.evaluation &&
    record.principal === claims.executor &&
    record.seq === index &&
    record.state_hash === decision.state_hash &&
    record.policy === decision.policy &&
    record.engine === decision.engine &&
    claims.action_commitment === decision.commitment &&
    equalDigest(commit(fromBase64Url(claims_salt), claims as unknown as Json), record.commitment ?? '')
  );
}

/** The statement over a predicate. */
export function statementOf(predicate: BundlePredicate, decision: LogRecord): BundleStatement {
  return {
    _type: STATEMENT_TYPE,
    subject: subjectsOf(decision, predicate.receipt),
    predicateType: BUNDLE_PREDICATE_TYPE,
    predicate,
  };
}

/**
 * Reads the payload of an envelope: a statement in canonical form, and the predicate of a decision in it.
 *
 * @see RFC-0011 section 9.4
 */
export function readStatement(payload: Uint8Array): BundleStatement {
  let read;
  try {
    const value = parseJson(payload);
    if (canonicalize(value) !== fromUtf8(payload)) throw new TypeError('The payload is not canonical.');
    read = validate(AnyStatement, value);
  } catch (cause) {
    throw new BundleRefused('malformed-statement', 'The payload is not a statement in canonical form.', {
      cause,
    });
  }
  if (read.predicateType !== BUNDLE_PREDICATE_TYPE)
    throw new BundleRefused('predicate-type', 'The statement is about something else than a decision.');
  return { ...read, predicateType: BUNDLE_PREDICATE_TYPE, predicate: readPredicate(read.predicate) };
}

/** The subjects of a statement are those that its predicate is about. */
export function checkSubjects(statement: BundleStatement, decision: LogRecord): void {
  if (!sameJson(statement.subject, subjectsOf(decision, statement.predicate.receipt)))
    throw new BundleRefused('subject-mismatch', 'The subjects are not what the predicate is about.');
}
