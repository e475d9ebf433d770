import type { Json } from '../json.ts';

/** What a reference to a subject says. */
export type SubjectRef = { readonly literal: string } | { readonly param: string; readonly prefix?: string };

/** A parameter as a manifest describes it. */
export interface Parameter {
  readonly type: string;
  readonly required?: boolean;
  readonly dialect?: string;
  readonly authority?: FactAuthority | TypedAuthority;
}

/** An authority that a fact of one key supports. */
export interface FactAuthority {
  readonly subject: SubjectRef;
  readonly attribute: string;
  readonly relation: string;
  readonly trust?: string;
}

/** An authority that the session supports (RFC-0005 section 14). */
export interface TypedAuthority {
  readonly kinds?: readonly string[];
  readonly carries?: readonly string[];
  readonly outputs?: readonly SessionOutput[];
  readonly derive?: readonly string[];
  readonly unit?: string;
  readonly lookup?: readonly { readonly subject: SubjectRef; readonly attribute: string }[];
  readonly trust?: string;
}

/** A designated field of answers. */
export interface SessionOutput {
  readonly tool: string;
  readonly field: string;
  readonly kinds?: readonly string[];
  readonly within?: boolean;
  readonly key?: string;
  readonly named?: string;
}

/** A manifest, as far as it is read here. */
export interface Manifest {
  readonly tool: string;
  readonly effects: readonly {
    readonly effect: string;
    readonly target?:
      | { readonly literal: string }
      | { readonly param: string; readonly kind: string; readonly prefix?: string };
  }[];
  readonly risk?: string;
  readonly reversibility?: string;
  readonly parameters: { readonly [pointer: string]: Parameter };
  readonly selects?: readonly { readonly subject: SubjectRef; readonly attribute: string }[];
  readonly writes?: readonly {
    readonly subject: SubjectRef;
    readonly attribute: string;
    readonly value?: string;
  }[];
  readonly cost?: { readonly amount: string };
}

/** A statement about a subject. */
export interface Claim {
  readonly subject: string;
  readonly attribute: string;
  readonly value: Json;
}

/** An action, as far as it is read here. */
export interface Action {
  readonly tool: string;
  readonly parameters: { readonly [name: string]: Json };
  readonly environment: string;
  readonly session?: string;
  readonly claims?: readonly Claim[];
  readonly effects?: readonly { readonly effect: string; readonly target?: string }[];
}

/** Rows that a policy selects for some tools. */
export interface PolicySelect {
  readonly tools: readonly string[];
  readonly subject: SubjectRef;
  readonly attribute: string;
}

/** An effect of an extraction. */
export interface Effect {
  readonly effect: string;
  readonly target: string | null;
  readonly reversibility: string;
  readonly risk: string;
  readonly origin: string;
  readonly field: string | null;
}

/** An extraction, the sentences of its unread entries left aside. */
export interface Extraction {
  readonly effects: readonly Effect[];
  readonly unread: readonly { readonly code: string; readonly field: string | null }[];
  readonly claims: readonly Claim[];
  readonly grounds: readonly (Claim & {
    readonly field: string;
    readonly relation: string;
    readonly trust: string;
    readonly kinds?: readonly string[];
    readonly outputs?: readonly SessionOutput[];
    readonly derive?: readonly string[];
    readonly unit?: string;
    readonly lookup?: readonly { readonly subject: string; readonly attribute: string }[];
  })[];
  readonly writes: readonly (Claim & { readonly field: string | null })[];
  readonly selectors: readonly { readonly subject: string; readonly attribute: string }[];
  readonly cost: { readonly amount: number; readonly currency: string } | null;
  readonly risk: string;
  readonly reversibility: string;
}

/** A policy, as far as it is read here. */
export interface Policy {
  readonly executors: readonly string[];
  readonly grants: readonly {
    readonly id: string;
    readonly principals: readonly string[];
    readonly tools: readonly string[];
    readonly effects: readonly string[];
    readonly targets: readonly string[];
    readonly risk: string;
    readonly environment: string;
  }[];
  readonly rules: readonly {
    readonly id: string;
    readonly tools?: readonly string[];
    readonly effects?: readonly string[];
    readonly targets?: readonly string[];
    readonly when: string;
    readonly outcome: string;
  }[];
  readonly limits: readonly {
    readonly id: string;
    readonly kind: string;
    readonly tools?: readonly string[];
    readonly currency?: string;
    readonly max: number;
    readonly outcome: string;
  }[];
  readonly confidence: { readonly minimum: number };
  readonly grounding?: { readonly outputs: string; readonly mandate: string };
  readonly compare?: { readonly [attribute: string]: string };
  readonly escalate: {
    readonly effects: readonly string[];
    readonly reversibility: readonly string[];
    readonly risk?: string;
  };
}

/** A selected fact. */
export interface Fact extends Claim {
  readonly id: string;
  readonly version: number;
  readonly source_kind: string;
  readonly trust: string;
  readonly confidence: number;
  readonly half_life_ms: number;
  readonly observed_at: number;
  readonly valid_until: number | null;
  readonly locked: boolean;
  readonly status: string;
}

/** A judge input. */
export interface JudgeInput {
  readonly now: number;
  readonly principal: string;
  readonly executor: string;
  readonly action: Action;
  readonly manifest: Manifest | null;
  readonly extraction: Extraction;
  readonly policy: Policy;
  readonly facts: readonly Fact[];
  readonly conflicts: readonly {
    readonly id: string;
    readonly subject: string;
    readonly attribute: string;
    readonly incumbent: string;
    readonly challenger: string;
  }[];
  readonly truncated: boolean;
  readonly halted: readonly { readonly scope: string; readonly name: string }[];
  readonly counters: readonly { readonly limit: string; readonly used: number; readonly next: number }[];
  readonly approvals: readonly { readonly escalation: string; readonly reasons: readonly string[] }[];
}
