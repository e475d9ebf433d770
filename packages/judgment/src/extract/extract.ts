import type { Action, Extraction, Manifest, Policy } from '@eaap/protocol';
import { bind, segmentsOf } from '../lib/pointer.ts';
import { readMoney } from '../lib/value.ts';
import { matchesName } from '../pattern/name.ts';
import { MANDATE, sessionOf } from '../typed/session.ts';
import { NO_EXTRACTORS, type Extractors } from './code.ts';
import { describe } from './describe.ts';
import { Draft } from './draft.ts';
import { readEffects } from './effects.ts';
import { subjectOf, subjectsOf } from './subject.ts';
import { walk } from './walk.ts';

function readWrites(draft: Draft, manifest: Manifest): void {
  for (const { subject: reference, attribute, value: pointer } of manifest.writes ?? []) {
    const add = (subject: string, like?: readonly string[], at?: readonly string[]): void => {
      draft.select(subject, attribute);
      const pattern = pointer === undefined ? undefined : segmentsOf(pointer);
      const places =
        pattern === undefined
          ? []
          : draft.places(like !== undefined && at !== undefined ? bind(pattern, like, at) : pattern);
      if (places.length === 0) draft.add('writes', { subject, attribute, field: null, value: null });
      for (const { segments, value } of places) {
        draft.add('writes', { subject, attribute, field: draft.pointer(segments), value });
      }
    };
    if ('literal' in reference) add(reference.literal);
    else {
      // Notes what is absent or no subject; the places are then gone through again with their values beside them.
      subjectsOf(draft, reference, { optional: false });
      const like = segmentsOf(reference.param);
      for (const place of draft.places(like)) {
        const subject = subjectOf(reference.prefix ?? '', place.value);
        if (subject !== null) add(subject, like, place.segments);
      }
    }
  }
}

function readSelects(draft: Draft, action: Action, manifest: Manifest | null, policy: Policy): void {
  for (const { subject, attribute } of manifest?.selects ?? []) {
    const spec = 'param' in subject ? manifest?.parameters[subject.param] : undefined;
    for (const one of subjectsOf(draft, subject, { optional: spec?.required === false })) {
      draft.select(one, attribute);
    }
  }
  for (const { tools, subject, attribute } of policy.selects) {
    if (!tools.some((pattern) => matchesName(pattern, action.tool))) continue;
    for (const one of subjectsOf(draft, subject, { optional: false })) draft.select(one, attribute);
  }
}

function readCost(draft: Draft, manifest: Manifest): void {
  if (manifest.cost === undefined) return;
  const places = draft.places(segmentsOf(manifest.cost.amount));
  const [place] = places;
  if (place === undefined) return;
  const money = readMoney(place.value);
  if (places.length === 1 && money !== null) draft.cost = money;
  else draft.note('unreadable-money', place.segments, 'The cost must be exactly one amount of money.');
}

/**
 * Reads an action: its effects and their targets, what it claims, which of its values carry authority, which facts it
 * changes, and which rows a verdict on it relies on. Never throws on input that matches the schemas: what cannot be
 * read is listed in `unread`, adds an effect `unknown`, and blocks.
 *
 * Pure and bounded: the result depends on nothing but the arguments, and not on the order of their members.
 *
 * @param action - With personal data replaced by tokens.
 * @param manifest - The manifest of the tool, or `null` when there is none.
 * @param extractors - Readers of code by dialect; none in a core gateway, where all code is unread.
 * @see RFC-0001 section 8.3
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { extract } from '@eaap/judgment';
 * import type { Action, Manifest, Policy } from '@eaap/protocol';
 *
 * const manifest: Manifest = {
 *   v: 1, tool: 'web.get', version: '1', description: 'Fetches a page.',
 *   effects: [{ effect: 'network.call', target: { param: '/url', kind: 'host' } }],
 *   parameters: { '/url': { type: 'url' } },
 * };
 * const policy: Policy = {
 *   v: 1, name: 'example', version: '1', executors: ['runner'], grants: [], rules: [], limits: [],
 *   confidence: { minimum: 0 }, escalate: { effects: [], reversibility: [] },
 *   escalation: { target: 'people', ttl_ms: 60000 }, selects: [], ttl_ms: 60000, window_ms: 60000, outcome_ms: 60000,
 * };
 * const action: Action = {
 *   tool: 'web.get', environment: 'none', parameters: { url: 'https://www.example.com/x' },
 * };
 * assert.equal(extract(action, manifest, policy).effects[0]?.target, 'host:www.example.com');
 *
 * const inside: Action = { ...action, parameters: { url: 'https://169.254.169.254/' } };
 * assert.equal(extract(inside, manifest, policy).unread[0]?.code, 'internal-address');
 * ```
 */
export function extract(
  action: Action,
  manifest: Manifest | null,
  policy: Policy,
  extractors: Extractors = NO_EXTRACTORS,
): Extraction {
  const draft = new Draft(action.parameters, sessionOf(action));
  const own = manifest !== null && manifest.tool === action.tool ? manifest : null;
  if (own === null) {
    draft.note(
      'no-manifest',
      null,
      manifest === null ? 'The tool has no manifest.' : `The manifest is that of ${manifest.tool}.`,
    );
  }
  readEffects(draft, action, own, extractors);
  if (own !== null) {
    walk(draft, describe(own.parameters), [], action.parameters, own, extractors);
    readWrites(draft, own);
    readCost(draft, own);
  }
  for (const claim of action.claims ?? []) {
    draft.add('claims', claim);
    draft.select(claim.subject, claim.attribute);
  }
  readSelects(draft, action, own, policy);
  if ((policy.grounding?.mandate ?? 'none') !== 'none') draft.select(draft.session, MANDATE);
  return draft.finish(own);
}
