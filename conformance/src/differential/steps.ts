import type { Json, JsonObject } from '../model/json.ts';

/** Who asks: a caller of a world, or an admin of `system`. */
export type Who =
  | 'admin'
  | 'agent'
  | 'stranger'
  | 'recorder'
  | 'executor'
  | 'other-executor'
  | 'approver'
  | 'insider'
  | 'auditor'
  | 'system';

/**
 * A record: what an earlier step was answered with, the newest but so many, or the newest but so many of those for which
 * the operation is meant (a pending escalation to approve, an open evaluation to commit).
 */
export type Ref = { readonly step: number } | { readonly back: number } | { readonly fit: number };

/** How the version of a change differs from the current one. */
export type Version = 'other' | 'none';

/** One operation of a sequence. Plain data, so that a sequence can be printed, cut down and played again. */
export type Step =
  | {
      readonly do: 'store';
      readonly as: Who;
      readonly subject: string;
      readonly attribute: string;
      readonly value: Json;
      readonly source: { readonly kind: string; readonly id: string } | null;
      /** How long ago it was observed; less than zero is in the future. */
      readonly age: number;
      readonly confidence?: number;
      readonly half_life_ms?: number;
      /** For how long it holds. */
      readonly valid_for?: number;
      readonly statement?: string;
      readonly about?: readonly string[];
      readonly namespace?: string;
    }
  | {
      readonly do: 'lock' | 'unlock' | 'retract';
      readonly as: Who;
      readonly fact: Ref;
      readonly version?: Version;
    }
  | {
      readonly do: 'resolve';
      readonly as: Who;
      readonly conflict: Ref;
      readonly resolution: string;
      readonly version?: Version;
    }
  | {
      readonly do: 'search';
      readonly as: Who;
      readonly subject?: string;
      readonly attribute?: string;
      readonly query?: string;
      readonly limit?: number;
      /** `as_of`, so long ago. */
      readonly ago?: number;
    }
  | { readonly do: 'evaluate'; readonly as: Who; readonly action: JsonObject; readonly executor?: string }
  | {
      readonly do: 'commit';
      readonly as: Who;
      readonly evaluation: Ref;
      readonly token?: 'unknown';
      /** Another action than the one evaluated. */
      readonly other?: true;
      readonly key?: string;
      readonly audience?: string;
    }
  | { readonly do: 'report'; readonly as: Who; readonly evaluation: Ref; readonly status: string }
  | {
      readonly do: 'approve' | 'deny';
      readonly as: Who;
      readonly escalation: Ref;
      readonly version?: Version;
      readonly challenge?: 'other' | 'none';
    }
  | {
      readonly do: 'halt' | 'resume';
      readonly as: Who;
      /** One of the three, or `fit`: what was halted last. */
      readonly scope: string;
      readonly agent?: string;
    }
  | { readonly do: 'wait'; readonly ms: number }
  | {
      readonly do: 'wait';
      /** The end of which time, of the newest but so many, and how long before it. */
      readonly until: 'expiry' | 'silence' | 'escalation' | 'validity';
      readonly back: number;
      readonly before: number;
    }
  | { readonly do: 'policy' | 'trust' | 'manifest'; readonly as: Who; readonly name: string }
  | {
      readonly do: 'erase';
      readonly as: Who;
      readonly subject: string;
      readonly identifiers?: readonly string[];
    }
  | {
      readonly do: 'look';
      readonly as: Who;
      readonly at: 'fact' | 'conflict' | 'evaluation' | 'escalation';
      readonly ref: Ref;
    }
  | { readonly do: 'list'; readonly as: Who; readonly status?: string; readonly limit?: number }
  | { readonly do: 'control'; readonly as: Who }
  /** The clock goes back, by less than what makes it unreliable, and once in a sequence at most. */
  | { readonly do: 'back'; readonly ms: number }
  /** The gateway is killed and starts on what it left behind. */
  | { readonly do: 'restart' };

/** A step with the number it has in the sequence it was drawn in, by which later ones refer to it. */
export interface Numbered {
  readonly number: number;
  readonly step: Step;
}
