import { canonicalize, type Extraction, type GroundKind, type Json, type Manifest } from '@eaap/protocol';
import { formsIn } from '../typed/kinds.ts';
import { OUTPUT, outputsOf, PROMPT } from '../typed/session.ts';
import { bind, segmentsOf } from '../lib/pointer.ts';
import type { Description } from './describe.ts';
import type { Draft } from './draft.ts';
import { subjectsOf } from './subject.ts';

type TypedAuthority = Exclude<
  NonNullable<Manifest['parameters'][string]['authority']>,
  { relation: unknown }
>;

/** A text is read for what it carries up to this length; a longer one is unread. */
const MOST_TEXT = 65_536;
const PIECE = 4096;
const OVERLAP = 1024;

/** Everything of a kind that stands in a text, read in pieces that overlap. */
function carried(kind: GroundKind, text: string): string[] {
  const forms: string[] = [];
  for (let at = 0; at === 0 || at + OVERLAP < text.length; at += PIECE - OVERLAP) {
    forms.push(...formsIn(kind, text.slice(at, at + PIECE)));
  }
  return [...new Set(forms)];
}

/** Personal data that is not written as itself: what it stands for nobody can have meant to say. */
const DISGUISED = /\[written:[0-9a-f]{32}\]/;

type Selectors = NonNullable<Extraction['grounds'][number]['lookup']>;

/** The keys that are looked up, or `null` when one of them is not exactly one: then what is unread blocks. */
function lookedUp(
  draft: Draft,
  { lookup = [] }: TypedAuthority,
  at: readonly string[],
  of: Description,
): Selectors | null {
  const keys: Selectors = [];
  for (const { subject: reference, attribute } of lookup) {
    const bound = 'param' in reference ? bind(segmentsOf(reference.param), of.pattern, at) : undefined;
    const subjects = subjectsOf(draft, reference, { bound, optional: false });
    if (subjects.length > 1)
      draft.note('wrong-type', at, 'Several subjects are looked up where one is needed.');
    if (subjects.length === 0 && draft.unread.length === 0)
      draft.note('missing-parameter', at, 'Nothing names the subject that is looked up.');
    const [subject] = subjects;
    if (subject !== undefined && subjects.length === 1) keys.push({ subject, attribute });
  }
  return keys.length === lookup.length ? keys : null;
}

/**
 * Adds the ground of a value that the words and answers of the session must support: of the value as a whole, or of each
 * value that a text carries.
 *
 * @see RFC-0005 section 14.6
 */
export function typedGround(
  draft: Draft,
  authority: TypedAuthority,
  at: readonly string[],
  of: Description,
  value: Json,
): void {
  const { kinds, carries, outputs, derive, unit, trust = 'verified' } = authority;
  const tools = [...new Set((outputs ?? []).map(({ tool }) => tool))];
  if (tools.some((tool) => outputsOf(draft.session, tool).length > 256)) {
    draft.note('too-large', at, 'The names of the session and of a tool are too long to be a subject.');
    return;
  }
  draft.select(draft.session, PROMPT);
  for (const tool of tools) draft.select(outputsOf(draft.session, tool), OUTPUT);
  const keys = lookedUp(draft, authority, at, of);
  if (keys === null) return;
  for (const { subject, attribute } of keys) draft.select(subject, attribute);
  const add = (found: Json, as: readonly GroundKind[]): void => {
    draft.add('grounds', {
      field: draft.pointer(at),
      value: found,
      subject: draft.session,
      attribute: PROMPT,
      relation: 'supported',
      trust,
      kinds: [...as],
      ...(outputs === undefined ? {} : { outputs }),
      ...(derive === undefined ? {} : { derive }),
      ...(unit === undefined ? {} : { unit }),
      ...(keys.length === 0 ? {} : { lookup: keys }),
    });
  };
  if (carries === undefined) {
    if (canonicalize(value).length > 8192)
      draft.note('too-large', at, 'The value is larger than any fact can be.');
    else add(value, kinds ?? []);
    return;
  }
  if (typeof value !== 'string') draft.note('wrong-type', at, 'Expected a text.');
  else if (value.length > MOST_TEXT)
    draft.note('too-large', at, `A text of more than ${MOST_TEXT} characters is not read.`);
  else {
    const [disguised] = DISGUISED.exec(value) ?? [];
    if (disguised !== undefined) add(disguised, carries);
    for (const kind of carries) for (const form of carried(kind, value)) add(form, [kind]);
  }
}
