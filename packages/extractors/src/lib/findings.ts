import { EFFECTS, REVERSIBILITIES, RISKS } from '@eaap/protocol';
import type { EffectName, ReadEffect, Reading, UnreadCode } from '@eaap/protocol';

/** More than a text of any honest length has; one more is unread. */
const MOST_EFFECTS = 96;
const MOST_UNREAD = 16;
const MOST_STEPS = 40_000;

const DETAIL = 240;
// Lone surrogates and controls would make the sentence itself unreadable; what it tells is for people.
const clean = (text: string): string => {
  const plain = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]+/g, ' ')
    .trim();
  return plain.length > DETAIL ? `${plain.slice(0, DETAIL)}…` : plain;
};

type Rating = Pick<ReadEffect, 'risk' | 'reversibility'>;

/** Thrown to end a reading that has become too much; what was found so far is kept, and the rest is unread. */
export class TooMuch extends Error {}

/** What has been found in a text so far. */
export class Findings {
  private readonly effects = new Map<string, ReadEffect>();
  private readonly unread = new Map<string, UnreadCode>();
  private steps = 0;

  /** Counts a step of reading; bounds every loop, whatever the text. */
  step(): void {
    if (++this.steps > MOST_STEPS) throw new TooMuch('It has more parts than are read.');
  }

  add(effect: EffectName, target: string | null, detail: string, rating: Rating = {}): void {
    const key = JSON.stringify([effect, target]);
    const known = this.effects.get(key);
    if (known === undefined && this.effects.size >= MOST_EFFECTS) {
      throw new TooMuch(`It has more than ${MOST_EFFECTS} effects.`);
    }
    const floor = EFFECTS[effect];
    const highest = <T>(scale: readonly T[], ...all: T[]): T =>
      all.reduce((a, b) => (scale.indexOf(b) > scale.indexOf(a) ? b : a));
    const risk = highest(RISKS, floor.risk, known?.risk ?? 'low', rating.risk ?? 'low');
    const reversibility = highest(
      REVERSIBILITIES,
      floor.reversibility,
      known?.reversibility ?? 'reversible',
      rating.reversibility ?? 'reversible',
    );
    // The first sentence is kept, unless a later one tells of something worse.
    const worse = known === undefined || risk !== known.risk || reversibility !== known.reversibility;
    this.effects.set(key, {
      effect,
      target,
      risk,
      reversibility,
      detail: worse ? clean(detail) : known.detail,
    });
  }

  note(detail: string): void {
    const text = clean(detail);
    if (this.unread.size < MOST_UNREAD) this.unread.set(text, { code: 'unreadable-code', detail: text });
  }

  /** What was found. A text that does nothing computes: an empty list would mean that nobody looked. */
  reading(): Reading {
    if (this.effects.size === 0 && this.unread.size === 0) this.add('compute', null, 'It does nothing.');
    return { effects: [...this.effects.values()], unread: [...this.unread.values()] };
  }
}
