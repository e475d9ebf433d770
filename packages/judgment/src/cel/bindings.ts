import type { Action, ExtractedEffect } from '@eaap/protocol';
import type { Bindings } from './compile.ts';
import { toCel } from './value.ts';

/** What a condition is about. */
export interface Subject {
  readonly action: Pick<Action, 'tool' | 'parameters' | 'environment' | 'session'>;
  readonly effects: readonly Pick<ExtractedEffect, 'effect' | 'target' | 'risk' | 'reversibility'>[];
  readonly principal: string;
  readonly now: number;
}

/** The variables of a rule: these members and no others. */
export function bindingsOf({ action, effects, principal, now }: Subject): Bindings {
  const { tool, parameters, environment, session } = action;
  return {
    action: toCel({ tool, parameters, environment, ...(session === undefined ? {} : { session }) }),
    effects: toCel(
      effects.map(({ effect, target, risk, reversibility }) => ({ effect, target, risk, reversibility })),
    ),
    principal,
    now: BigInt(now),
  };
}
