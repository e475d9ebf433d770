import type { Json } from '../json.ts';
import type { Action, Extraction, Manifest, PolicySelect } from './documents.ts';
import { extract } from './extract.ts';
import { nameOf, places, segments } from './places.ts';
import { FLOORS, floorOf } from './taxonomy.ts';
import { HARMS, higher, inOrder, isObject, RISKS } from './text.ts';
import { hasTargetFault } from './value.ts';

/** What an extractor makes of texts; of one that is not listed it makes nothing. */
export type Readings = Readonly<Record<string, Readonly<Record<string, Json>>>>;

interface Reading {
  readonly effects: readonly {
    effect: string;
    target: string | null;
    risk?: string;
    reversibility?: string;
  }[];
  readonly unread: readonly unknown[];
}

/** A reading that says something, or `null`. */
function readingOf(reading: Json | undefined): Reading | null {
  if (reading === undefined || !isObject(reading)) return null;
  const { effects, unread } = reading as unknown as Reading;
  if (!Array.isArray(effects) || !Array.isArray(unread) || effects.length + unread.length === 0) return null;
  return effects.every(({ effect }) => effect in FLOORS) ? (reading as unknown as Reading) : null;
}

/**
 * RFC-0006 section 8.4, by what 8.2 gives of the same action with code taken for text: what is read in code comes behind
 * the effects of manifest and action.
 */
export function extractCode(
  action: Action,
  manifest: Manifest,
  selects: readonly PolicySelect[],
  extractors: Readings,
): Extraction {
  const declared = Object.entries(manifest.parameters)
    .filter(([, { type, dialect }]) => type === 'code' && dialect !== undefined && dialect in extractors)
    .map(([at]) => at)
    .sort(inOrder);
  const parameters = Object.fromEntries(
    Object.entries(manifest.parameters).map(([at, { dialect, ...spec }]) =>
      declared.includes(at)
        ? [at, { ...spec, type: 'text' }]
        : [at, dialect === undefined ? spec : { ...spec, dialect }],
    ),
  );
  const base = extract(action, { ...manifest, parameters }, selects);
  const unread = base.unread.filter(({ code }) => declared.length === 0 || code !== 'no-effect');
  const isUnknown = base.unread.length > 0;
  const effects = [...base.effects.slice(0, isUnknown ? -1 : undefined)];
  const note = (code: string, field: string | null): void => {
    if (!unread.some((one) => one.code === code && one.field === field)) unread.push({ code, field });
  };
  for (const at of declared) {
    for (const { at: where, value } of places(action.parameters, segments(at)).found) {
      if (typeof value !== 'string') continue;
      const field = nameOf(where);
      const dialect = manifest.parameters[at]?.dialect ?? '';
      const reading = readingOf(extractors[dialect]?.[value]);
      if (reading === null || reading.unread.length > 0) note('unreadable-code', field);
      for (const { effect, target, risk, reversibility } of reading?.effects ?? []) {
        const floor = floorOf(effect);
        const isFault = target !== null && (target.length > 1024 || hasTargetFault(target));
        if (isFault) note('unresolved-target', field);
        if (effects.length === 128) {
          note('too-large', null);
          continue;
        }
        effects.push({
          effect,
          target: isFault ? null : target,
          reversibility: higher(
            HARMS,
            higher(HARMS, floor.reversibility, manifest.reversibility ?? 'reversible'),
            reversibility ?? 'reversible',
          ),
          risk: higher(RISKS, higher(RISKS, floor.risk, manifest.risk ?? 'low'), risk ?? 'low'),
          origin: 'extracted',
          field,
        });
      }
    }
  }
  if (effects.length === 0 && unread.length === 0) note('no-effect', null);
  if (unread.length > 0) {
    const floor = floorOf('unknown');
    effects.splice(127);
    effects.push({ effect: 'unknown', target: null, ...floor, origin: 'extracted', field: null });
  }
  // A place with another code as well is not told twice.
  const told = unread.filter(
    ({ code, field }) =>
      code !== 'unresolved-target' ||
      field === null ||
      !unread.some((one) => one.field === field && one.code !== code),
  );
  return {
    ...base,
    effects,
    unread: told,
    risk: effects.reduce((all, { risk }) => higher(RISKS, all, risk), manifest.risk ?? 'low'),
    reversibility: effects.reduce(
      (all, { reversibility }) => higher(HARMS, all, reversibility),
      manifest.reversibility ?? 'reversible',
    ),
  };
}
