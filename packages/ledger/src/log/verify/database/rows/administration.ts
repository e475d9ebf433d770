import { credentialDigest } from '../../../../identity/credential.ts';
import { compare, type RowCheck } from './check.ts';

/** Credentials: a role, an owner or a revocation that was changed in the storage does not fit its record. */
export const checkCredentials: RowCheck = (audit) => {
  const { namespace, source, index, findings } = audit;
  const present = new Set<string>();
  for (const row of source.rows('credentials', namespace)) {
    const object = `key:${row.id}`;
    present.add(object);
    const records = index.about(object);
    const made = records.find(({ type }) => type === 'key.created');
    if (made === undefined) {
      findings.add('row-without-record', `${object} is in no record of the log.`);
      continue;
    }
    compare(audit, object, made.seq, { commitment: [credentialDigest(row), made.commitment] });
    const revoked = records.find(({ type }) => type === 'key.revoked');
    if ((revoked !== undefined) !== (row.revoked_at !== null)) {
      findings.add(
        'row-mismatch',
        `${object}: whether it is revoked is not what the log says.`,
        (revoked ?? made).seq,
      );
    }
  }
  for (const object of index.objects('key')) {
    if (!present.has(object))
      findings.add('record-without-row', `${object} is gone.`, index.about(object)[0]?.seq);
  }
};

/** Halts: one that is lifted in the storage alone is found, and one that nobody ordered. */
export const checkControls: RowCheck = ({ namespace, source, index, findings }) => {
  const present = new Set<string>();
  for (const row of source.rows('controls', namespace)) {
    const object = `control:${row.scope}.${row.name}`;
    present.add(object);
    const last = index.about(object).at(-1);
    if (last === undefined) findings.add('row-without-record', `${object} is in no record of the log.`);
    else if ((last.type === 'control.halted') !== (row.state === 'halted')) {
      findings.add(
        'row-mismatch',
        `${object}: its state is not what record ${last.seq} left it in.`,
        last.seq,
      );
    }
  }
  for (const object of index.objects('control')) {
    const last = index.about(object).at(-1);
    if (last?.type === 'control.halted' && !present.has(object)) {
      findings.add('record-without-row', `${object} was halted, and is not any more.`, last.seq);
    }
  }
};

/** Erasures: each has its tombstone in the log. */
export const checkErasures: RowCheck = ({ namespace, source, index, findings }) => {
  const present = new Set<string>();
  for (const { id } of source.rows('erasures', namespace)) {
    const object = `erasure:${id}`;
    present.add(object);
    if (index.about(object).length === 0) {
      findings.add('row-without-record', `${object} is in no record of the log.`);
    }
  }
  for (const object of index.objects('erasure')) {
    if (!present.has(object))
      findings.add('record-without-row', `${object} is gone.`, index.about(object)[0]?.seq);
  }
};
