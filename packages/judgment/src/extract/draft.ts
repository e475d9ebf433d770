import { EFFECTS, REVERSIBILITIES, RISKS } from '@eaap/protocol';
import type { Claim, ExtractedEffect, Extraction, Json, Manifest, Selector, Unread } from '@eaap/protocol';
import { byCodeUnit, highest } from '../lib/rank.ts';
import { cut } from '../lib/text.ts';
import { MOST_PLACES, placesOf, pointerOf, type Place } from '../lib/pointer.ts';

/** How many of each an extraction holds at most; one more is `too-large`, never left out in silence. */
export const EXTRACTION_LIMITS = {
  effects: 128,
  unread: 512,
  claims: 64,
  grounds: 128,
  writes: 64,
  selectors: 128,
} as const;

const MOST_POINTER = 512;

/** An extraction in the making. Whatever does not fit is noted as unread, so nothing is lost without blocking. */
export class Draft {
  readonly effects: ExtractedEffect[] = [];
  readonly unread: Unread[] = [];
  readonly claims: Claim[] = [];
  readonly grounds: Extraction['grounds'][number][] = [];
  readonly writes: Extraction['writes'][number][] = [];
  private readonly noted = new Set<string>();
  private readonly full = new Set<string>();
  private readonly selected = new Map<string, Selector>();
  cost: Extraction['cost'] = null;
  readonly parameters: Json;
  /** The subject of the session of the action. */
  readonly session: string;

  constructor(parameters: Json, session: string) {
    this.parameters = parameters;
    this.session = session;
  }

  /** Notes what could not be read, a code once for a place. The last entry is kept for saying that there was more. */
  note(code: Unread['code'], field: readonly string[] | null, detail: string): void {
    const at = field === null ? null : this.pointer(field);
    const key = JSON.stringify([code, at]);
    const room = EXTRACTION_LIMITS.unread - this.unread.length;
    if (room <= 0 || this.noted.has(key)) return;
    this.noted.add(key);
    if (room === 1) {
      this.unread.push({ code: 'too-large', field: null, detail: 'More could not be read than is listed.' });
      return;
    }
    this.unread.push({ code, field: at, detail: cut(detail, 512) });
  }

  /** The pointer of a place, or of the nearest place above it whose pointer is not too long. */
  pointer(segments: readonly string[]): string {
    let length = 0;
    let fits = 0;
    for (const segment of segments) {
      length += pointerOf([segment]).length;
      if (length > MOST_POINTER) break;
      fits++;
    }
    return pointerOf(segments.slice(0, fits));
  }

  /** The places of a pattern, noting when there are too many to follow. */
  places(pattern: readonly string[]): readonly Place[] {
    const { places, cut: isCut } = placesOf(this.parameters, pattern);
    if (isCut) {
      this.note('too-large', null, `${pointerOf(pattern)} stands for more than ${MOST_PLACES} places.`);
    }
    return places;
  }

  add<K extends 'effects' | 'claims' | 'grounds' | 'writes'>(kind: K, item: this[K][number]): void {
    const list = this[kind] as unknown[];
    if (list.length < EXTRACTION_LIMITS[kind]) list.push(item);
    else if (list.length === EXTRACTION_LIMITS[kind] && !this.full.has(kind)) {
      this.full.add(kind);
      this.note('too-large', null, `There are more than ${EXTRACTION_LIMITS[kind]} ${kind}.`);
    }
  }

  select(subject: string, attribute: string): void {
    this.selected.set(`${attribute} ${subject}`, { subject, attribute });
  }

  private selectors(): Selector[] {
    const sorted = [...this.selected.values()].sort(
      (a, b) => byCodeUnit(a.subject, b.subject) || byCodeUnit(a.attribute, b.attribute),
    );
    if (sorted.length > EXTRACTION_LIMITS.selectors) {
      this.note('too-large', null, `There are more than ${EXTRACTION_LIMITS.selectors} selectors.`);
    }
    return sorted.slice(0, EXTRACTION_LIMITS.selectors);
  }

  /** A target that is not resolved because its parameter could not be read is told once, by the better reason. */
  private told(): Unread[] {
    const read = this.unread.filter(({ code }) => code !== 'unresolved-target').map(({ field }) => field);
    const fields = new Set(read.filter((field) => field !== null));
    return this.unread.filter(
      ({ code, field }) => code !== 'unresolved-target' || field === null || !fields.has(field),
    );
  }

  /** The finished extraction. What is unread is one effect more, and nobody can say which. */
  finish(manifest: Manifest | null): Extraction {
    if (this.effects.length === 0 && this.unread.length === 0) {
      this.note('no-effect', null, 'Neither the manifest nor the action says what the tool does.');
    }
    const selectors = this.selectors();
    const effects = [...this.effects];
    if (this.unread.length > 0) {
      const { risk, reversibility } = EFFECTS.unknown;
      effects.splice(EXTRACTION_LIMITS.effects - 1);
      effects.push({
        effect: 'unknown',
        target: null,
        reversibility,
        risk,
        origin: 'extracted',
        field: null,
      });
    }
    const risks = effects.map(({ risk }) => risk);
    const harms = effects.map(({ reversibility }) => reversibility);
    return {
      effects,
      unread: this.told(),
      claims: this.claims,
      grounds: this.grounds,
      writes: this.writes,
      selectors,
      cost: this.cost,
      risk: highest(RISKS, risks, manifest?.risk ?? 'low'),
      reversibility: highest(REVERSIBILITIES, harms, manifest?.reversibility ?? 'reversible'),
    };
  }
}
