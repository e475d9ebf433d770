import type { LogRecord, RecordType } from '@eaap/protocol';

/** The records of a log by what they are about, to hold rows against. */
export interface LogIndex {
  add(record: LogRecord): void;
  /** The records about exactly this object, oldest first. */
  about(object: string): readonly LogRecord[];
  /** The records about any version of this object, oldest first. */
  aboutAny(object: string): readonly LogRecord[];
  /** Every object of a kind, without versions. */
  objects(kind: string): Iterable<string>;
  /** Every object of a kind, with its version. */
  versions(kind: string): Iterable<string>;
  /** The records of an evaluation, oldest first. */
  ofEvaluation(evaluation: string): readonly LogRecord[];
  /** Every evaluation with a record of this type. */
  evaluations(type: RecordType): Iterable<string>;
  /** Whether something was erased after this record. Which rows that took cannot be told: nobody is named. */
  erasedAfter(seq: number): boolean;
}

const withoutVersion = (object: string): string => object.replace(/@\d+$/, '');
const kindOf = (object: string): string => object.slice(0, object.indexOf(':'));

export function createLogIndex(): LogIndex {
  const exact = new Map<string, LogRecord[]>();
  const any = new Map<string, LogRecord[]>();
  const evaluations = new Map<string, LogRecord[]>();
  let lastErasure = -1;

  const push = (map: Map<string, LogRecord[]>, name: string, record: LogRecord): void => {
    const list = map.get(name);
    if (list === undefined) map.set(name, [record]);
    else list.push(record);
  };
  const ofKind = function* (map: Map<string, LogRecord[]>, kind: string): Generator<string> {
    for (const object of map.keys()) if (kindOf(object) === kind) yield object;
  };

  return {
    add(record) {
      if (record.object !== null) {
        push(exact, record.object, record);
        push(any, withoutVersion(record.object), record);
      }
      if (record.evaluation !== null) push(evaluations, record.evaluation, record);
      if (record.type === 'subject.erased') lastErasure = record.seq;
    },
    about: (object) => exact.get(object) ?? [],
    aboutAny: (object) => any.get(object) ?? [],
    objects: (kind) => ofKind(any, kind),
    versions: (kind) => ofKind(exact, kind),
    ofEvaluation: (evaluation) => evaluations.get(evaluation) ?? [],
    *evaluations(type) {
      for (const [evaluation, records] of evaluations) {
        if (records.some((record) => record.type === type)) yield evaluation;
      }
    },
    erasedAfter: (seq) => lastErasure > seq,
  };
}
