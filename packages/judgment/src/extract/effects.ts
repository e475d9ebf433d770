import { EFFECTS, REVERSIBILITIES, RISKS } from '@eaap/protocol';
import type { Action, ExtractedEffect, Json, Manifest } from '@eaap/protocol';
import { byCodeUnit, highest } from '../lib/rank.ts';
import { segmentsOf } from '../lib/pointer.ts';
import { targetFault } from '../pattern/target.ts';
import { isReadByExtractor, type Extractors } from './code.ts';
import type { Draft } from './draft.ts';
import { isIdentifier } from './read.ts';
import { readUrl } from './url.ts';

type Named = Manifest['effects'][number];
type Param = Extract<NonNullable<Named['target']>, { param: string }>;

const MOST_TARGET = 1024;

/** The target a value names, or `null`. */
export function targetOf({ kind, prefix = '' }: Param, value: Json): string | null {
  if (kind === 'host') {
    if (typeof value !== 'string' || prefix !== '') return null;
    const url = readUrl(value);
    return 'target' in url ? url.target : null;
  }
  if (kind === 'resource' && !isIdentifier(value) && !Number.isSafeInteger(value)) return null;
  if (kind === 'path' && typeof value !== 'string') return null;
  const target = `${kind}:${prefix}${String(value)}`;
  return target.length <= MOST_TARGET && targetFault(target) === null ? target : null;
}

function ofManifest(draft: Draft, manifest: Manifest, { effect, target }: Named): void {
  const floor = EFFECTS[effect];
  const add = (to: string | null, field: string | null): void => {
    draft.add('effects', {
      effect,
      target: to,
      reversibility: highest(REVERSIBILITIES, [manifest.reversibility ?? 'reversible'], floor.reversibility),
      risk: highest(RISKS, [manifest.risk ?? 'low'], floor.risk),
      origin: 'manifest',
      field,
    });
  };
  if (target === undefined) {
    add(null, null);
    return;
  }
  if ('literal' in target) {
    const fault = targetFault(target.literal);
    if (fault !== null) draft.note('unresolved-target', null, `The target of ${effect} ${fault}.`);
    add(fault === null ? target.literal : null, null);
    return;
  }
  const places = draft.places(segmentsOf(target.param));
  for (const { segments, value } of places) {
    const to = targetOf(target, value);
    if (to === null) draft.note('unresolved-target', segments, `It does not name what ${effect} touches.`);
    add(to, draft.pointer(segments));
  }
  if (places.length === 0) {
    draft.note('unresolved-target', segmentsOf(target.param), `Nothing names what ${effect} touches.`);
    add(null, null);
  }
}

/** A declaration that says only what the manifest says already adds nothing. */
function isStated(
  effects: readonly ExtractedEffect[],
  { effect, target }: { effect: string; target?: string },
): boolean {
  return effects.some(
    (known) => known.effect === effect && (target === undefined || known.target === target),
  );
}

function declared(draft: Draft, action: Action): void {
  for (const entry of action.effects ?? []) {
    if (isStated(draft.effects, entry)) continue;
    const { effect, target = null } = entry;
    const fault = target === null ? null : targetFault(target);
    if (fault !== null) draft.note('unresolved-target', null, `The declared target of ${effect} ${fault}.`);
    const { risk, reversibility } = EFFECTS[effect];
    draft.add('effects', {
      effect,
      target: fault === null ? target : null,
      reversibility,
      risk,
      origin: 'declared',
      field: null,
    });
  }
}

/**
 * A URL or path that no effect names would be touched without any grant having to cover it. Manifests like that are
 * refused at load; one that came here otherwise blocks.
 */
function unnamed(draft: Draft, manifest: Manifest): void {
  const named = new Set(
    manifest.effects.map(({ target }) => (target !== undefined && 'param' in target ? target.param : '')),
  );
  for (const pointer of Object.keys(manifest.parameters).sort(byCodeUnit)) {
    const spec = manifest.parameters[pointer];
    if ((spec?.type === 'url' || spec?.type === 'path') && !named.has(pointer)) {
      if (draft.places(segmentsOf(pointer)).length === 0) continue;
      draft.note(
        'unresolved-target',
        segmentsOf(pointer),
        'No effect of the manifest says what is done with it.',
      );
    }
  }
}

/** The effects of an action: what its manifest states, then what the agent declares besides. */
export function readEffects(
  draft: Draft,
  action: Action,
  manifest: Manifest | null,
  extractors: Extractors,
): void {
  if (manifest !== null) {
    for (const effect of manifest.effects) ofManifest(draft, manifest, effect);
    unnamed(draft, manifest);
  }
  declared(draft, action);
  if (manifest !== null && manifest.effects.length === 0 && !isReadByExtractor(manifest, extractors)) {
    draft.note('no-effect', null, 'The manifest does not say what the tool does.');
  }
}
