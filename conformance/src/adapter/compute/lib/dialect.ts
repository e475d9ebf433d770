import { loadExtractors } from '@eaap/extractors';
import { matchesTarget } from '@eaap/judgment';
import { EFFECTS, RISKS, type EffectName, type Extractor, type Json } from '@eaap/protocol';
import type { Answer } from '../../../vectors/types.ts';

interface Input {
  readonly text: string;
  readonly allowed: readonly {
    readonly effect: EffectName;
    readonly target: string;
    readonly risk: (typeof RISKS)[number];
  }[];
}

const loading = new Map<string, Promise<ReadonlyMap<string, Extractor>>>();

/** Whether all that a text of a dialect does is allowed, by the extractors of the reference implementation. */
export async function computeDialect(dialect: string, input: Json): Promise<Answer> {
  const loaded = loading.get(dialect) ?? loadExtractors([dialect]);
  loading.set(dialect, loaded);
  const { text, allowed } = input as unknown as Input;
  const reading = (await loaded).get(dialect)?.read(text);
  const isAllowed =
    reading?.unread.length === 0 &&
    reading.effects.length > 0 &&
    reading.effects.every(({ effect, target, risk = 'low' }) => {
      const rated = Math.max(RISKS.indexOf(EFFECTS[effect].risk), RISKS.indexOf(risk));
      return allowed.some(
        (entry) =>
          entry.effect === effect &&
          matchesTarget(entry.target, target) &&
          RISKS.indexOf(entry.risk) >= rated,
      );
    });
  return isAllowed ? { output: { admitted: true } } : { refused: 'stopped' };
}
