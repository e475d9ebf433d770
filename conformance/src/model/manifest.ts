import { digest, type Digest } from './digest.ts';
import type { Manifest, SubjectRef, TypedAuthority } from './judge/documents.ts';
import { segments } from './judge/places.ts';
import { hasTargetFault } from './judge/value.ts';
import type { Json } from './json.ts';
import { schemaFaults } from './schema.ts';

/** Why a manifest is refused, in the words of RFC-0006 section 3.2; `invalid` when it does not match its schema. */
export type ManifestFault =
  | 'invalid'
  | 'pointer-too-long'
  | 'dialect'
  | 'undeclared-parameter'
  | 'subject-type'
  | 'target-type'
  | 'target-malformed'
  | 'host-prefix'
  | 'unknown-effect'
  | 'untrusted-authority'
  | 'at-most-type'
  | 'typed-authority'
  | 'overlap'
  | 'unnamed-target'
  | 'cost-type';

const NAMES_A_SUBJECT = ['identifier', 'integer', 'mail'];
const READ_BY: Readonly<Record<string, readonly string[]>> = {
  host: ['url'],
  path: ['path'],
  resource: NAMES_A_SUBJECT,
};

/** The digest of a manifest that is accepted, or everything for which it is refused. */
export function loadManifest(document: Json): { digest: Digest } | { faults: readonly ManifestFault[] } {
  if (schemaFaults('manifest', document).length > 0) return { faults: ['invalid'] };
  const manifest = document as unknown as Manifest;
  const faults = [
    ...parameterFaults(manifest),
    ...overlaps(Object.keys(manifest.parameters)),
    ...effectFaults(manifest),
    ...referenceFaults(manifest),
    ...costFaults(manifest),
  ];
  return faults.length > 0 ? { faults } : { digest: digest('EAAP-MANIFEST-v1', document) };
}

/** The type of a parameter that is pointed to, letter by letter. */
const typeOf = (manifest: Manifest, pointer: string): string | undefined =>
  Object.hasOwn(manifest.parameters, pointer) ? manifest.parameters[pointer]?.type : undefined;

function pointsTo(
  manifest: Manifest,
  pointer: string,
  types: readonly string[] | null,
  otherwise: ManifestFault,
): ManifestFault[] {
  const type = typeOf(manifest, pointer);
  if (type === undefined) return ['undeclared-parameter'];
  return types === null || types.includes(type) ? [] : [otherwise];
}

const subjectFaults = (manifest: Manifest, subject: SubjectRef): ManifestFault[] =>
  'param' in subject ? pointsTo(manifest, subject.param, NAMES_A_SUBJECT, 'subject-type') : [];

function parameterFaults(manifest: Manifest): ManifestFault[] {
  const faults: ManifestFault[] = [];
  for (const [pointer, { type, dialect, authority }] of Object.entries(manifest.parameters)) {
    if (pointer.length > 512) faults.push('pointer-too-long');
    if ((type === 'code') !== (dialect !== undefined)) faults.push('dialect');
    if (authority === undefined) continue;
    if (authority.trust === 'untrusted') faults.push('untrusted-authority');
    if (!('relation' in authority)) {
      if (isTypedWrongly(type, authority)) faults.push('typed-authority');
      for (const { subject } of authority.lookup ?? []) faults.push(...subjectFaults(manifest, subject));
      continue;
    }
    faults.push(...subjectFaults(manifest, authority.subject));
    if (authority.relation === 'at_most' && type !== 'integer' && type !== 'money')
      faults.push('at-most-type');
  }
  return faults;
}

/** Whether a typed authority cannot be meant (RFC-0006 section 3.2). */
function isTypedWrongly(type: string, authority: TypedAuthority): boolean {
  const { kinds, carries, derive = [], unit, lookup = [] } = authority;
  if ((kinds === undefined) === (carries === undefined)) return true;
  const isText = ['text', 'identifier', 'mail', 'url', 'path'].includes(type);
  if (carries !== undefined && (!isText || carries.includes('name') || carries.includes('quoted')))
    return true;
  if ((derive.some((way) => way !== 'lookup') || unit !== undefined) && kinds?.includes('amount') !== true)
    return true;
  if (lookup.length > 0 && (carries !== undefined || derive.length === 0)) return true;
  if (derive.includes('lookup') && lookup.length === 0) return true;
  return (derive.includes('max') || derive.includes('min')) && lookup.length < 2;
}

/** Two pointers overlap when nothing before the end of the shorter tells them apart. */
function overlaps(pointers: readonly string[]): ManifestFault[] {
  const all = pointers.map(segments);
  const overlap = all.some((one, at) =>
    all.slice(at + 1).some((other) => {
      const shorter = Math.min(one.length, other.length);
      return one
        .slice(0, shorter)
        .every((segment, n) => segment === other[n] || segment === '*' || other[n] === '*');
    }),
  );
  return overlap ? ['overlap'] : [];
}

function effectFaults(manifest: Manifest): ManifestFault[] {
  const faults: ManifestFault[] = [];
  const named = new Set<string>();
  for (const { effect, target } of manifest.effects) {
    if (effect === 'unknown') faults.push('unknown-effect');
    if (target === undefined) continue;
    if ('literal' in target) {
      if (hasTargetFault(target.literal)) faults.push('target-malformed');
      continue;
    }
    faults.push(...pointsTo(manifest, target.param, READ_BY[target.kind] ?? [], 'target-type'));
    if (target.kind === 'host' && target.prefix !== undefined) faults.push('host-prefix');
    named.add(target.param);
  }
  for (const [pointer, { type }] of Object.entries(manifest.parameters))
    if ((type === 'url' || type === 'path') && !named.has(pointer)) faults.push('unnamed-target');
  return faults;
}

function referenceFaults(manifest: Manifest): ManifestFault[] {
  const { selects = [], writes = [] } = manifest;
  return [
    ...[...selects, ...writes].flatMap(({ subject }) => subjectFaults(manifest, subject)),
    ...writes.flatMap(({ value }) =>
      value === undefined ? [] : pointsTo(manifest, value, null, 'undeclared-parameter'),
    ),
  ];
}

function costFaults(manifest: Manifest): ManifestFault[] {
  if (manifest.cost === undefined) return [];
  const { amount } = manifest.cost;
  if (segments(amount).includes('*')) return ['cost-type'];
  return pointsTo(manifest, amount, ['money'], 'cost-type');
}
