import type { Static } from 'typebox';
import type { Reversibility, Risk } from './common.ts';
import type { EffectName } from './effect.ts';

/** One effect that an extractor found in a text. */
export interface ReadEffect {
  readonly effect: EffectName;
  /** What it touches, without fault by RFC-0006 section 6.2, or `null` when no one thing can be named. */
  readonly target: string | null;
  /** Higher than the floor of the taxonomy; a lower one is ignored. */
  readonly risk?: Static<typeof Risk>;
  readonly reversibility?: Static<typeof Reversibility>;
  /** What in the text has this effect, for people. */
  readonly detail: string;
}

/** What could not be read, for people. One entry blocks the action. */
export interface UnreadCode {
  readonly code: 'unreadable-code';
  readonly detail: string;
}

/** What an extractor makes of a text. Neither effects nor unread entries means that the text does nothing. */
export interface Reading {
  readonly effects: readonly ReadEffect[];
  readonly unread: readonly UnreadCode[];
}

/**
 * Reads a text of one dialect into effects. Total, bounded, pure and synchronous: whatever it has to load is loaded
 * before it exists, and it never throws.
 *
 * @see RFC-0006 section 9
 */
export interface Extractor {
  /** The dialect of a manifest's `code` parameters, `shell.bash`. */
  readonly dialect: string;
  /** Part of the engine digest: a changed extractor is a changed state. */
  readonly version: string;
  read(text: string): Reading;
}
