import {
  digest,
  parseJson,
  type Digest,
  type DigestTag,
  type LogRecord,
  type RecordType,
} from '@eaap/protocol';
import { compare, type RowAudit, type RowCheck } from './check.ts';

/** How the documents of one kind are digested and logged. */
interface Documents {
  readonly kind: string;
  readonly tag: DigestTag;
  readonly record: RecordType;
  /** The settings row that a record's object stands for. */
  readonly setting: (object: string) => string;
}

const DOCUMENTS: readonly Documents[] = [
  { kind: 'policy', tag: 'EAAP-POLICY-v1', record: 'policy.changed', setting: () => 'policy' },
  { kind: 'trust table', tag: 'EAAP-TRUST-v1', record: 'trust.changed', setting: () => 'trust' },
  {
    kind: 'manifest',
    tag: 'EAAP-MANIFEST-v1',
    record: 'manifest.changed',
    setting: (object) => object.replace(/@\d+$/, ''),
  },
];

function digestOf(tag: DigestTag, text: string): Digest | undefined {
  try {
    return digest(tag, parseJson(text));
  } catch {
    return undefined;
  }
}

/** The newest record for each settings row. */
function newestRecords({ index }: RowAudit): Map<string, { record: LogRecord; of: Documents }> {
  const newest = new Map<string, { record: LogRecord; of: Documents }>();
  for (const kind of ['policy', 'trust', 'manifest']) {
    for (const object of index.versions(kind)) {
      for (const record of index.about(object)) {
        const of = DOCUMENTS.find(({ record: type }) => type === record.type);
        if (of === undefined) continue;
        const setting = of.setting(object);
        if ((newest.get(setting)?.record.seq ?? -1) < record.seq) newest.set(setting, { record, of });
      }
    }
  }
  return newest;
}

/** Settings: what is in force is what the log says was last put in force. */
export const checkSettings: RowCheck = (audit) => {
  const { namespace, source, index, findings } = audit;
  const newest = newestRecords(audit);
  const present = new Set<string>();
  for (const row of source.rows('settings', namespace)) {
    present.add(row.name);
    const what = `The setting ${row.name}`;
    if (row.name === 'namespace') {
      if (index.about(`namespace:${namespace}`).length === 0) {
        findings.add('row-without-record', `${what} is in no record of the log.`);
      }
      continue;
    }
    if (row.name === 'clock') {
      const last = index.aboutAny('clock:wall').at(-1);
      if (last === undefined) findings.add('row-without-record', `${what} is in no record of the log.`);
      else compare(audit, what, last.seq, { commitment: [row.digest, last.commitment] });
      continue;
    }
    const last = newest.get(row.name);
    if (last === undefined) {
      findings.add('row-without-record', `${what} is in no record of the log.`);
      continue;
    }
    const { record, of } = last;
    compare(audit, what, record.seq, {
      commitment: [row.digest, record.commitment],
      version: [row.version, Number(record.object?.split('@')[1])],
      value: [digestOf(of.tag, row.value), row.digest],
    });
  }
  for (const [setting, { record }] of newest) {
    if (!present.has(setting))
      findings.add('record-without-row', `The setting ${setting} is gone.`, record.seq);
  }
  if (!present.has('namespace') && index.about(`namespace:${namespace}`).length > 0) {
    findings.add('record-without-row', 'The row that describes the namespace is gone.', 0);
  }
};

/** Documents: each has the digest it is kept under, so that a decision can be judged again by what it was judged by. */
export const checkDocuments: RowCheck = ({ namespace, source, findings }) => {
  for (const row of source.rows('documents', namespace)) {
    const of = DOCUMENTS.find(({ kind }) => kind === row.kind);
    if (of !== undefined && digestOf(of.tag, row.content) !== row.digest) {
      findings.add('commitment-mismatch', `A ${row.kind} is kept under a digest that is not its own.`);
    }
  }
};
