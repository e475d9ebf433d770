import { canonicalize, type Json, type JsonObject, type Manifest } from '@eaap/protocol';
import { bind, childOf, namesIn, segmentsOf } from '../lib/pointer.ts';
import { readCode, type Extractors } from './code.ts';
import type { Description } from './describe.ts';
import type { Draft } from './draft.ts';
import { misread } from './read.ts';
import { subjectsOf } from './subject.ts';
import { typedGround } from './typed.ts';

type Authority = Extract<NonNullable<Manifest['parameters'][string]['authority']>, { relation: unknown }>;

/** A value of a fact has at most this many bytes; no larger one can be supported by a fact. */
const MOST_VALUE = 8192;

function ground(
  draft: Draft,
  authority: Authority,
  at: readonly string[],
  of: Description,
  value: Json,
): void {
  try {
    canonicalize(value, { maxBytes: MOST_VALUE });
  } catch {
    draft.note('too-large', at, 'The value is larger than any fact can be.');
    return;
  }
  const { subject: reference, attribute, relation, trust = 'verified' } = authority;
  const bound = 'param' in reference ? bind(segmentsOf(reference.param), of.pattern, at) : undefined;
  const subjects = subjectsOf(draft, reference, { bound, optional: false });
  if (subjects.length > 1) {
    draft.note('wrong-type', at, 'Several subjects could support the value; it needs exactly one.');
  }
  // An empty list names nobody. Where something is unread already, the action is blocked and told why.
  if (subjects.length === 0 && draft.unread.length === 0) {
    draft.note('missing-parameter', at, 'Nothing names the subject that would support the value.');
  }
  for (const subject of subjects) {
    draft.select(subject, attribute);
    draft.add('grounds', { field: draft.pointer(at), value, subject, attribute, relation, trust });
  }
}

function missing(
  draft: Draft,
  of: Description,
  at: readonly string[],
  value: JsonObject | readonly Json[],
): void {
  for (const [name, child] of of.children) {
    if (child.required && childOf(value, name) === undefined) {
      draft.note('missing-parameter', [...at, name], 'The manifest requires it.');
    }
  }
}

/**
 * Goes through a value along its description. Every place must be described: what nobody described, nobody read, and
 * an instruction could hide in it.
 */
export function walk(
  draft: Draft,
  of: Description,
  at: readonly string[],
  value: Json,
  manifest: Manifest,
  extractors: Extractors,
): void {
  if (of.spec !== null) {
    const isCode = of.spec.type === 'code';
    if (isCode && !readCode(draft, manifest, of.spec, at, value, extractors)) return;
    const fault = isCode ? null : misread(of.spec, value);
    if (fault !== null) draft.note(fault.code, at, fault.detail);
    else if (of.spec.authority !== undefined) {
      if ('relation' in of.spec.authority) ground(draft, of.spec.authority, at, of, value);
      else typedGround(draft, of.spec.authority, at, of, value);
    }
    return;
  }
  if (typeof value !== 'object' || value === null) {
    draft.note('wrong-type', at, 'Expected an object or a list.');
    return;
  }
  const inside = value as JsonObject | readonly Json[];
  for (const name of namesIn(inside)) {
    const child = childOf(inside, name);
    const description = of.children.get(name) ?? of.star;
    if (child === undefined) continue;
    if (description === null) {
      draft.note('undescribed-parameter', [...at, name], 'The manifest does not describe it.');
    } else walk(draft, description, [...at, name], child, manifest, extractors);
    if (draft.unread.length >= 512) return;
  }
  missing(draft, of, at, inside);
}
