import { EaapError, type Manifest, type ParameterSpec, type SubjectRef } from '@eaap/protocol';
import { segmentsOf } from '../lib/pointer.ts';
import { byCodeUnit } from '../lib/rank.ts';
import { targetFault } from '../pattern/target.ts';

type Refuse = (why: string, pointer?: string) => never;
type Types = readonly Manifest['parameters'][string]['type'][];

const SUBJECT_TYPES: Types = ['identifier', 'integer', 'mail'];
const TARGET_TYPES: Readonly<Record<'host' | 'path' | 'resource', Types>> = {
  host: ['url'],
  path: ['path'],
  resource: ['identifier', 'integer', 'mail'],
};
/** What a fact can be compared with. */
const AT_MOST_TYPES: Types = ['integer', 'money'];

function declared(manifest: Manifest, pointer: string, types: Types, use: string, refuse: Refuse): void {
  const spec = Object.hasOwn(manifest.parameters, pointer) ? manifest.parameters[pointer] : undefined;
  if (spec === undefined) refuse(`${use} points to ${pointer}, which is not among the parameters`, pointer);
  else if (!types.includes(spec.type)) {
    refuse(`${use} points to ${pointer}, which is ${spec.type} and must be ${types.join(' or ')}`, pointer);
  }
}

function checkSubject(manifest: Manifest, subject: SubjectRef, use: string, refuse: Refuse): void {
  if ('param' in subject) declared(manifest, subject.param, SUBJECT_TYPES, use, refuse);
}

function checkParameters(manifest: Manifest, refuse: Refuse): void {
  const pointers = Object.keys(manifest.parameters).sort(byCodeUnit);
  for (const pointer of pointers) {
    const spec = manifest.parameters[pointer];
    if (spec === undefined) continue;
    if (pointer.length > 512) refuse('A parameter pointer is longer than 512 characters');
    if (spec.type === 'code' && spec.dialect === undefined) {
      refuse(`${pointer} is code and names no dialect`, pointer);
    }
    if (spec.type !== 'code' && spec.dialect !== undefined) {
      refuse(`${pointer} names a dialect and is not code`, pointer);
    }
    if (spec.authority === undefined) continue;
    if (spec.authority.trust === 'untrusted') {
      refuse(`The authority of ${pointer} would be supported by anything an agent says`, pointer);
    }
    if (!('relation' in spec.authority)) {
      checkTyped(pointer, spec, spec.authority, refuse);
      for (const { subject } of spec.authority.lookup ?? [])
        checkSubject(manifest, subject, `What the authority of ${pointer} looks up`, refuse);
      continue;
    }
    checkSubject(manifest, spec.authority.subject, `The authority of ${pointer}`, refuse);
    if (spec.authority.relation === 'at_most' && !AT_MOST_TYPES.includes(spec.type)) {
      refuse(`The authority of ${pointer} is at_most, which needs integer or money`, pointer);
    }
  }
  checkOverlaps(pointers, refuse);
}

type Typed = Exclude<NonNullable<ParameterSpec['authority']>, { relation: unknown }>;

/** Types whose values are texts: only in these can other values stand. */
const TEXT_TYPES: Types = ['text', 'identifier', 'mail', 'url', 'path'];

function checkTyped(pointer: string, { type }: ParameterSpec, authority: Typed, refuse: Refuse): void {
  const { kinds, carries, derive = [], unit, outputs = [] } = authority;
  if ((kinds === undefined) === (carries === undefined)) {
    refuse(`The authority of ${pointer} needs either kinds or carries, and not both`, pointer);
  }
  if (carries !== undefined && !TEXT_TYPES.includes(type)) {
    refuse(`The authority of ${pointer} is of what a text carries, and it is ${type}`, pointer);
  }
  if (carries?.some((kind) => kind === 'name' || kind === 'quoted') === true) {
    refuse(
      `The authority of ${pointer} is of names or quotations that a text carries, which every word may be`,
      pointer,
    );
  }
  const computes = derive.some((one) => one !== 'lookup') || unit !== undefined;
  if (computes && kinds?.includes('amount') !== true) {
    refuse(`The authority of ${pointer} computes amounts, and its kinds have none`, pointer);
  }
  checkLookup(pointer, authority, refuse);
  for (const { field, key } of outputs) {
    if (field.length > 256 || (key !== undefined && key.length > 256)) {
      refuse(
        `The authority of ${pointer} has a pointer into answers that is longer than 256 characters`,
        pointer,
      );
    }
  }
}

/** Facts that are looked up for nothing, or a computation that looks up nothing, is not what somebody meant. */
function checkLookup(pointer: string, { carries, derive = [], lookup = [] }: Typed, refuse: Refuse): void {
  const extremes = derive.includes('max') || derive.includes('min');
  if (lookup.length > 0 && (carries !== undefined || derive.length === 0)) {
    refuse(
      `The authority of ${pointer} looks facts up, and has no kinds or no derive that uses them`,
      pointer,
    );
  }
  if (lookup.length === 0 && derive.includes('lookup')) {
    refuse(`The authority of ${pointer} derives by lookup, and looks nothing up`, pointer);
  }
  if (extremes && lookup.length < 2) {
    refuse(`The authority of ${pointer} derives the greatest or the least of fewer than two facts`, pointer);
  }
}

/** Two patterns for one place would leave open which of them reads it. */
function checkOverlaps(pointers: readonly string[], refuse: Refuse): void {
  const split = pointers.map(segmentsOf);
  split.forEach((a, i) => {
    split.slice(i + 1).forEach((b, j) => {
      const shorter = Math.min(a.length, b.length);
      for (let at = 0; at < shorter; at++) {
        if (a[at] === b[at]) continue;
        if (a[at] !== '*' && b[at] !== '*') return;
        refuse(`${String(pointers[i])} and ${String(pointers[i + 1 + j])} describe the same place`);
      }
      refuse(`${String(pointers[i])} and ${String(pointers[i + 1 + j])} describe the same place`);
    });
  });
}

function checkEffects(manifest: Manifest, refuse: Refuse): void {
  const named = new Set<string>();
  for (const { effect, target } of manifest.effects) {
    if (effect === 'unknown')
      refuse('A manifest cannot state the effect unknown: it is what is left unstated');
    if (target === undefined) continue;
    if ('literal' in target) {
      const fault = targetFault(target.literal);
      if (fault !== null) refuse(`The target of ${effect} ${fault}`);
      continue;
    }
    declared(manifest, target.param, TARGET_TYPES[target.kind], `The target of ${effect}`, refuse);
    if (target.kind === 'host' && target.prefix !== undefined) {
      refuse(`The target of ${effect} is a host and cannot have a prefix`, target.param);
    }
    named.add(target.param);
  }
  for (const [pointer, { type }] of Object.entries(manifest.parameters)) {
    if ((type === 'url' || type === 'path') && !named.has(pointer)) {
      refuse(
        `No effect has ${pointer} as its target; name what is done with it, or describe it as text`,
        pointer,
      );
    }
  }
}

/**
 * Refuses a manifest that matches its schema and still cannot be meant: a pointer to a parameter it does not declare,
 * a cost that is not money, two descriptions of one place, a URL that no effect touches.
 *
 * @throws EaapError `invalid-manifest` naming the tool, the place and why.
 * @see RFC-0001 section 8.3
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { checkManifest } from '@eaap/judgment';
 *
 * assert.throws(
 *   () => checkManifest({
 *     v: 1, tool: 'shell.run', version: '1', description: 'Runs a command.',
 *     effects: [{ effect: 'code.execute' }], parameters: { '/command': { type: 'code' } },
 *   }),
 *   /shell\.run: \/command is code and names no dialect/,
 * );
 * ```
 */
export function checkManifest(manifest: Manifest): void {
  const refuse: Refuse = (why, pointer) => {
    throw new EaapError('invalid-manifest', `${manifest.tool}: ${why}.`, {
      tool: manifest.tool,
      ...(pointer === undefined ? {} : { pointer }),
    });
  };
  checkParameters(manifest, refuse);
  checkEffects(manifest, refuse);
  for (const { subject, attribute } of manifest.selects ?? []) {
    checkSubject(manifest, subject, `The selector of ${attribute}`, refuse);
  }
  for (const { subject, attribute, value } of manifest.writes ?? []) {
    checkSubject(manifest, subject, `The write of ${attribute}`, refuse);
    if (value !== undefined && !Object.hasOwn(manifest.parameters, value)) {
      refuse(`The write of ${attribute} points to ${value}, which is not among the parameters`, value);
    }
  }
  if (manifest.cost !== undefined) {
    declared(manifest, manifest.cost.amount, ['money'], 'The cost', refuse);
    if (segmentsOf(manifest.cost.amount).includes('*')) {
      refuse('The cost must be exactly one amount of money, and a * stands for many', manifest.cost.amount);
    }
  }
}
