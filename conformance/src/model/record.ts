import type { Json, JsonObject } from './json.ts';

/** Every type of record (RFC-0011 section 3.2). */
export const RECORD_TYPES: readonly string[] = [
  'namespace.created',
  'key.created',
  'key.revoked',
  'policy.changed',
  'manifest.changed',
  'trust.changed',
  'fact.stored',
  'fact.reinforced',
  'fact.corroborated',
  'fact.disputed',
  'fact.superseded',
  'fact.restored',
  'fact.locked',
  'fact.unlocked',
  'fact.retracted',
  'fact.refused',
  'conflict.opened',
  'conflict.noted',
  'conflict.resolved',
  'subject.erased',
  'record.erased',
  'evaluation.recorded',
  'commit.accepted',
  'commit.refused',
  'outcome.reported',
  'outcome.unknown',
  'escalation.opened',
  'escalation.approved',
  'escalation.denied',
  'escalation.expired',
  'control.halted',
  'control.resumed',
  'clock.rebased',
  'requests.refused',
];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

const isText =
  (form: RegExp) =>
  (value: Json): boolean =>
    typeof value === 'string' && form.test(value);
const orNull =
  (holds: (value: Json) => boolean) =>
  (value: Json): boolean =>
    value === null || holds(value);
const oneOf =
  (words: readonly string[]) =>
  (value: Json): boolean =>
    typeof value === 'string' && words.includes(value);

export const isUuid = isText(UUID);
export const isDigest = isText(DIGEST);
export const isNamespace = isText(/^[a-z][a-z0-9-]{0,62}$/);
export const isPrincipal = isText(/^[a-z0-9][a-z0-9._-]{0,62}$/);

/** The milliseconds of a time in its one spelling, or undefined: another spelling, or a day that does not exist. */
export function timeOf(value: Json | undefined): number | undefined {
  if (typeof value !== 'string') return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0] = (
    /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z$/.exec(value) ?? []
  )
    .slice(1)
    .map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (year < 1970 || day < 1 || day > days || hour > 23 || minute > 59 || second > 59) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

const isCount = (value: Json): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** What each member of a record holds. */
const MEMBERS: Readonly<Record<string, (value: Json) => boolean>> = {
  v: (value) => value === 1,
  seq: isCount,
  ts: (value) => timeOf(value) !== undefined,
  ns: isNamespace,
  type: oneOf(RECORD_TYPES),
  principal: isPrincipal,
  object: orNull(isText(/^[a-z-]+:[A-Za-z0-9:._-]+(@[1-9][0-9]*)?$/)),
  evaluation: orNull(isUuid),
  verdict: orNull(oneOf(['ALLOW', 'ESCALATE', 'BLOCK'])),
  reason: orNull(isText(/^[a-z0-9_.-]{1,64}$/)),
  policy: orNull(isDigest),
  engine: orNull(isDigest),
  state_hash: orNull(isDigest),
  commitment: orNull(isDigest),
  prev: orNull(isDigest),
};

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of an object that are missing, unknown, or not of their form. */
export function memberFaults(
  value: JsonObject,
  members: Readonly<Record<string, (member: Json) => boolean>>,
): string[] {
  const missing = Object.keys(members).filter((name) => !Object.hasOwn(value, name));
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(members, name));
  const malformed = Object.entries(value).filter(
    ([name, member]) => Object.hasOwn(members, name) && !(members[name] as (m: Json) => boolean)(member),
  );
  return [...missing, ...unknown, ...malformed.map(([name]) => name)];
}

/** Whether a value is a record of the log. */
export const isRecord = (value: Json | undefined): value is JsonObject =>
  isObject(value) && memberFaults(value, MEMBERS).length === 0;

/** Which members a record of each type fills beside `v`, `seq`, `ts`, `ns`, `type`, `principal` and `prev`. */
const DECIDED = ['object', 'evaluation', 'verdict', 'policy', 'engine', 'state_hash', 'commitment'];
const VERSIONED = ['object', 'commitment'];
export const FILLED: Readonly<Record<string, readonly string[]>> = {
  'namespace.created': ['object'],
  'key.created': VERSIONED,
  'key.revoked': ['object'],
  'policy.changed': VERSIONED,
  'manifest.changed': VERSIONED,
  'trust.changed': VERSIONED,
  'fact.stored': VERSIONED,
  'fact.reinforced': VERSIONED,
  'fact.corroborated': VERSIONED,
  'fact.disputed': VERSIONED,
  'fact.superseded': VERSIONED,
  'fact.restored': VERSIONED,
  'fact.locked': VERSIONED,
  'fact.unlocked': VERSIONED,
  'fact.retracted': VERSIONED,
  'fact.refused': ['object', 'reason'],
  'conflict.opened': VERSIONED,
  'conflict.noted': VERSIONED,
  'conflict.resolved': [...VERSIONED, 'reason'],
  'subject.erased': ['object'],
  'record.erased': ['object'],
  'evaluation.recorded': DECIDED,
  'commit.accepted': DECIDED,
  'commit.refused': ['object', 'evaluation', 'reason'],
  'outcome.reported': ['object', 'evaluation', 'reason'],
  'outcome.unknown': ['object', 'evaluation', 'reason'],
  'escalation.opened': ['object', 'evaluation', 'commitment'],
  'escalation.approved': ['object', 'evaluation', 'commitment'],
  'escalation.denied': ['object', 'evaluation', 'commitment'],
  'escalation.expired': ['object', 'evaluation', 'commitment'],
  'control.halted': ['object'],
  'control.resumed': ['object'],
  'clock.rebased': [...VERSIONED, 'reason'],
  'requests.refused': ['reason'],
};
