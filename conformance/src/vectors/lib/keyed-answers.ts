import type { Json, JsonObject } from '../../model/json.ts';
import { keyed, mark, token, useKey } from '../../model/keyed.ts';

const rootOf = (input: JsonObject): Buffer => Buffer.from(String(input['root']), 'hex');
const index = (input: JsonObject, label: string, value: Json): string =>
  keyed(useKey(rootOf(input), 'index', String(input['namespace'])), label, value);
const pii = (input: JsonObject): Buffer => useKey(rootOf(input), 'pii', String(input['namespace']));

function actionKey(input: JsonObject): string {
  const { tool, parameters, environment, claims, effects } = input['action'] as JsonObject;
  const action = {
    tool,
    parameters,
    environment,
    claims: claims ?? [],
    effects: effects ?? [],
  } as JsonObject;
  return index(input, 'action-key', { principal: input['principal'] as Json, action });
}

function loopKey(input: JsonObject): string {
  const effects = (input['effects'] as readonly { effect: string; target: string | null }[]).map(
    ({ effect, target }) => `${effect} ${target ?? ''}`,
  );
  const { principal, tool } = input as { principal: Json; tool: Json };
  return index(input, 'loop-key', { principal, tool, effects: [...new Set(effects)].sort() });
}

/** What each operation of the topic answers (RFC-0002 section 6). */
export const ANSWERS: Readonly<Record<string, (input: JsonObject) => string>> = {
  keyed: (input) =>
    keyed(Buffer.from(String(input['key']), 'hex'), String(input['label']), input['value'] as Json),
  index: (input) => index(input, String(input['label']), input['value'] as Json),
  subject: (input) => index(input, 'subject', input['subject'] as Json),
  attribute: (input) => index(input, 'attribute', input['attribute'] as Json),
  value: (input) =>
    index(input, 'value', { attribute: input['attribute'] as Json, value: input['value'] as Json }),
  token: (input) => index(input, 'token', input['token'] as Json),
  mac: (input) =>
    keyed(useKey(rootOf(input), 'mac', String(input['namespace'])), 'snapshot', input['snapshot'] as Json),
  pii: (input) => token(pii(input), String(input['type']), String(input['normalised'])),
  written: (input) => mark(pii(input), String(input['type']), String(input['spelling'])),
  'action-key': actionKey,
  'loop-key': loopKey,
};
