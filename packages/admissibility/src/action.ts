import { isPlain, scrubJson, writtenMark, type DetectOptions, type Ledger, type PiiType } from '@eaap/ledger';
import { Action, EaapError, matches, type Extraction, type Json } from '@eaap/protocol';

/**
 * Tokens for an action. It is judged by its tokens and carried out as it is written, so what is written otherwise than
 * it is found to be keeps a mark beside its token, one for each way of writing it: no fact, name or approval that holds
 * for the plain form then holds for it.
 */
async function tokensFor(ledger: Ledger, namespace: string) {
  const token = await ledger.sealer.token(namespace);
  return (type: PiiType, normalised: string, written: string): string => {
    const plain = token(type, normalised);
    if (isPlain(type, normalised, written)) return plain;
    return `${plain}${writtenMark(token, type, written)}`;
  };
}

/**
 * Replaces personal data in an action by tokens, before anything is stored or judged. An action whose own names
 * (tool, session) hold personal data, or in which a text outgrows its bounds, no longer has the form of an action and
 * is refused.
 *
 * @throws EaapError `invalid-request`; `detector-unavailable` when a detector fails.
 * @see RFC-0001 section 6.2
 */
export async function scrubAction(ledger: Ledger, namespace: string, action: Action): Promise<Action> {
  const tokenise = await tokensFor(ledger, namespace);
  const { value } = scrubJson(action as unknown as Json, tokenise, detection(ledger));
  if (!matches(Action, value)) {
    throw new EaapError(
      'invalid-request',
      'With tokens in the place of personal data this is no action any more: its tool or its session is no plain name, or a text outgrows its bounds. Use opaque keys there.',
    );
  }
  return value;
}

/** The parts of an action that an approval is for: all but what changes from one attempt to the next. */
function essence(action: Action): Json {
  const { tool, parameters, environment, claims, effects } = action;
  return {
    tool,
    parameters,
    environment,
    claims: (claims ?? []) as Json,
    effects: (effects ?? []) as unknown as Json,
  };
}

/** The label of the keyed value an approval is found by. */
export const ACTION_KEY = 'action-key';

/**
 * What an approval is found by, before it is keyed.
 *
 * @see RFC-0009 section 3.2
 */
export function approvable(principal: string, action: Action): Json {
  return { principal, action: essence(action) };
}

/** Matches an approval to the action it was given for. Kept in erasable tables only. */
export function actionKey(
  ledger: Pick<Ledger, 'sealer'>,
  namespace: string,
  principal: string,
  action: Action,
): Promise<string> {
  return ledger.sealer.index(namespace, ACTION_KEY, approvable(principal, action));
}

/** The same for every attempt at the same effects on the same targets, whatever nonce is put into the parameters. */
export function loopKey(
  ledger: Pick<Ledger, 'sealer'>,
  namespace: string,
  principal: string,
  tool: string,
  extraction: Pick<Extraction, 'effects'>,
): Promise<string> {
  const effects = [
    ...new Set(extraction.effects.map(({ effect, target }) => `${effect} ${target ?? ''}`)),
  ].sort();
  return ledger.sealer.index(namespace, 'loop-key', { principal, tool, effects });
}

/** The detectors this gateway looks for personal data with. */
export function detection(ledger: Ledger): DetectOptions {
  return ledger.detectors === undefined ? {} : { detectors: ledger.detectors };
}
