import {
  detect,
  isPlain,
  piiToken,
  scrubJson,
  scrubText,
  type Finding,
  type Tokenise,
  writtenMark,
} from '@eaap/ledger';
import { EaapError, fromHex } from '@eaap/protocol';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Answer } from '../../vectors/types.ts';

/** The reasons of the vectors for what detectors refuse: two of them are one problem type. */
function reasonOf(error: EaapError): string {
  if (error.type !== 'invalid-request') return error.type;
  return error.detail.includes('member names') ? 'equal-names' : 'chained';
}

/** What the packages say of a text or a JSON value. */
export function compute(input: Json): Answer {
  const given = input as JsonObject;
  const key = fromHex(String(given['key']));
  const tokenise: Tokenise = (type, normalised, written) => {
    const plain = piiToken(key, type, normalised);
    if (given['marks'] !== true || isPlain(type, normalised, written)) return plain;
    return `${plain}${writtenMark((of, text) => piiToken(key, of, text), type, written)}`;
  };
  const label = typeof given['label'] === 'string' ? given['label'] : '';
  try {
    return typeof given['text'] === 'string'
      ? ofText(given['text'], label, tokenise, given['claimed'])
      : ofJson(given['json'] ?? null, label, tokenise, given['claimed']);
  } catch (error) {
    if (error instanceof EaapError) return { refused: reasonOf(error) };
    throw error;
  }
}

function ofText(text: string, label: string, tokenise: Tokenise, claimed: Json | undefined): Answer {
  const found = detect(text, { label });
  if (claimed !== undefined) {
    const difference = compare(claimed as unknown as Finding[], found);
    if (difference !== undefined) return { refused: difference };
  }
  const findings = found.map(({ type, start, end, normalised }) => ({ type, start, end, normalised }));
  return { output: { text: scrubText(text, tokenise, { label }).text, found: findings } };
}

function ofJson(json: Json, label: string, tokenise: Tokenise, claimed: Json | undefined): Answer {
  const { value } = scrubJson(json, tokenise, { label });
  if (claimed !== undefined && JSON.stringify(claimed) !== JSON.stringify(value))
    return { refused: 'other-text' };
  return { output: { json: value } };
}

/** How what is claimed differs from what is found, or nothing. */
function compare(claimed: readonly Finding[], found: readonly Finding[]): string | undefined {
  const partner = (one: Finding, others: readonly Finding[]): Finding | undefined =>
    others.find((other) => one.start < other.end && other.start < one.end);
  for (const one of claimed) {
    const own = partner(one, found);
    if (own === undefined) return 'not-personal-data';
    if (own.type !== one.type) return 'other-type';
    if (own.start !== one.start || own.end !== one.end) return 'other-stretch';
    if (own.normalised !== one.normalised) return 'other-normal-form';
  }
  return found.every((one) => partner(one, claimed) !== undefined) ? undefined : 'missed';
}
