import {
  canonicalize,
  digest,
  EaapError,
  parseJson,
  validate,
  type Digest,
  type DigestTag,
  type Json,
  type ProblemType,
  type RecordType,
} from '@eaap/protocol';
import { refusePersonalDocument } from '../lib/personal.ts';
import type { Unit, View } from '../unit/types.ts';

/** A kind of document that an admin sets. */
export interface Kind<T> {
  /** What it is called, in sentences and as the kind of the document. */
  readonly name: string;
  readonly schema: Parameters<typeof validate>[0];
  readonly tag: DigestTag;
  /** What a document that does not load is refused with. */
  readonly problem: ProblemType;
  readonly record: RecordType;
  /** The settings row it stands in. */
  readonly setting: (document: T) => string;
  /** How the log names it, without the version. */
  readonly object: (document: T) => string;
}

/** A document in force. */
export interface InForce<T> {
  readonly digest: Digest;
  /** Counts from 1. */
  readonly version: number;
  readonly document: T;
}

const CACHED = 256;
/** By digest: documents that were read and found to have it. What a digest names never changes. */
const read = new Map<string, { readonly text: string; readonly document: Json }>();

/** A document of that digest, or the finding that the storage was changed. Checked once for each text. */
function checked<T>(kind: Pick<Kind<T>, 'name' | 'tag'>, text: string, expected: string): T {
  const cached = read.get(expected);
  if (cached?.text === text) return cached.document as T;
  const document = parse(kind.name, text);
  if (digest(kind.tag, document) !== expected) {
    throw new EaapError('storage-corrupt', `The ${kind.name} in the storage is not the one that was set.`);
  }
  if (read.size >= CACHED) read.delete(read.keys().next().value ?? '');
  read.set(expected, { text, document: freeze(document) });
  return document as T;
}

function parse(name: string, text: string): Json {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new EaapError('storage-corrupt', `The ${name} in the storage cannot be read.`, {}, { cause });
  }
}

/** Shared by all who read it, so nobody may change it. */
function freeze(value: Json): Json {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

/** The document in a settings row, or `undefined` when there is none. @throws EaapError `storage-corrupt` */
export async function readDocument<T>(
  view: View,
  kind: Pick<Kind<T>, 'name' | 'tag'>,
  setting: string,
): Promise<InForce<T> | undefined> {
  const row = await view.tx.get('settings', { name: setting });
  return (
    row && {
      digest: row.digest as Digest,
      version: row.version,
      document: checked(kind, row.value, row.digest),
    }
  );
}

/** Every document whose settings row begins so, by name. @throws EaapError `storage-corrupt` */
export async function readDocuments<T>(
  view: View,
  kind: Pick<Kind<T>, 'name' | 'tag'>,
  prefix: `${string}:`,
): Promise<InForce<T>[]> {
  const rows = await view.tx.select('settings', {
    // ';' is what follows ':'.
    range: { column: 'name', from: prefix, to: `${prefix.slice(0, -1)};` },
    order: [['name', 'asc']],
  });
  return rows.map((row) => ({
    digest: row.digest as Digest,
    version: row.version,
    document: checked<T>(kind, row.value, row.digest),
  }));
}

/**
 * Puts a document in force and logs it. The one that is in force already changes nothing and is not logged again.
 *
 * @throws EaapError of the kind when it does not match its schema or holds personal data.
 */
export async function writeDocument<T extends Json>(
  unit: Unit,
  kind: Kind<T>,
  given: unknown,
): Promise<InForce<T>> {
  const document = validate(kind.schema, given, kind.problem) as T;
  refusePersonalDocument(kind.problem, kind.name, document, unit);
  const setting = kind.setting(document);
  const value = canonicalize(document);
  const of = digest(kind.tag, document);
  const before = await unit.tx.get('settings', { name: setting });
  if (before?.digest === of)
    return { digest: of, version: before.version, document: checked(kind, value, of) };

  const version = (before?.version ?? 0) + 1;
  const row = { value, digest: of, version, updated_at: unit.now };
  if (before === undefined) await unit.tx.insert('settings', { name: setting, ...row });
  else await unit.tx.update('settings', { name: setting }, row, { version: before.version });
  if ((await unit.tx.get('documents', { digest: of })) === undefined) {
    await unit.tx.insert('documents', { digest: of, kind: kind.name, content: value, created_at: unit.now });
  }
  await unit.append({ type: kind.record, object: `${kind.object(document)}@${version}`, commitment: of });
  return { digest: of, version, document: checked(kind, value, of) };
}
