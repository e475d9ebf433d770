import { EFFECTS, REVERSIBILITIES, RISKS } from '@eaap/protocol';
import type { Extractor, Json, Manifest, ParameterSpec, Reading } from '@eaap/protocol';
import { highest } from '../lib/rank.ts';
import { cut } from '../lib/text.ts';
import { targetFault } from '../pattern/target.ts';
import type { Draft } from './draft.ts';

/** Readers of code by dialect. A core gateway has none. */
export type Extractors = ReadonlyMap<string, Extractor>;

/** No dialect is read. */
export const NO_EXTRACTORS: Extractors = new Map();

/** Whether a manifest leaves it to an extractor to say what the tool does. */
export const isReadByExtractor = (manifest: Manifest, extractors: Extractors): boolean =>
  Object.values(manifest.parameters).some(
    ({ type, dialect }) => type === 'code' && dialect !== undefined && extractors.has(dialect),
  );

/** An extractor is total; one that is broken all the same, or answers with what is none, has read nothing. */
function readingOf(extractor: Extractor, text: string): Reading | null {
  try {
    const reading = extractor.read(text);
    const isWhole = Array.isArray(reading.effects) && Array.isArray(reading.unread);
    const isKnown = reading.effects.every(({ effect }) => Object.hasOwn(EFFECTS, effect));
    return isWhole && isKnown && reading.effects.length + reading.unread.length > 0 ? reading : null;
  } catch {
    return null;
  }
}

/**
 * Reads a value of type `code`: its effects are those of the action, never below their floor, nor below what the
 * manifest states of the tool.
 *
 * @returns whether it was read at all.
 * @see RFC-0006 section 8.2
 */
export function readCode(
  draft: Draft,
  manifest: Manifest,
  spec: ParameterSpec,
  at: readonly string[],
  value: Json,
  extractors: Extractors,
): boolean {
  const extractor = extractors.get(spec.dialect ?? '');
  if (extractor === undefined) {
    draft.note(
      'undeclared-dialect',
      at,
      `Nothing here reads ${spec.dialect ?? 'code of an unnamed dialect'}.`,
    );
    return false;
  }
  if (typeof value !== 'string') {
    draft.note('wrong-type', at, 'Expected a text.');
    return false;
  }
  const reading = readingOf(extractor, value);
  if (reading === null) {
    draft.note('unreadable-code', at, `What reads ${extractor.dialect} gave no answer.`);
    return false;
  }
  for (const { detail } of reading.unread) draft.note('unreadable-code', at, cut(detail, 512));
  for (const { effect, target, risk, reversibility, detail } of reading.effects) {
    const floor = EFFECTS[effect];
    const isTarget = target === null || (target.length <= 1024 && targetFault(target) === null);
    if (!isTarget)
      draft.note('unresolved-target', at, cut(`It does not name what ${effect} touches: ${detail}`, 512));
    draft.add('effects', {
      effect,
      target: isTarget ? target : null,
      reversibility: highest(
        REVERSIBILITIES,
        [manifest.reversibility ?? 'reversible', reversibility ?? 'reversible'],
        floor.reversibility,
      ),
      risk: highest(RISKS, [manifest.risk ?? 'low', risk ?? 'low'], floor.risk),
      origin: 'extracted',
      field: draft.pointer(at),
    });
  }
  return true;
}
