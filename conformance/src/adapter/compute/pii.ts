import {
  detect,
  DETECTORS,
  isPlain,
  piiToken,
  scrubJson,
  scrubText,
  type Detector,
  type DetectOptions,
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

/** What of the packages is asked; the zoo puts broken parts in. */
export interface PiiParts {
  readonly detectors: readonly Detector[];
  readonly token: typeof piiToken;
  readonly isPlain: typeof isPlain;
  readonly scrubJson: typeof scrubJson;
}

const PARTS: PiiParts = { detectors: DETECTORS, token: piiToken, isPlain, scrubJson };

/** What the packages say of a text or a JSON value. */
export function compute(input: Json): Answer {
  return computeWith(input, {});
}

/** The same with other parts. */
export function computeWith(input: Json, changed: Partial<PiiParts>): Answer {
  const given = input as JsonObject;
  const parts = { ...PARTS, ...changed };
  const key = fromHex(String(given['key']));
  const tokenise: Tokenise = (type, normalised, written) => {
    const plain = parts.token(key, type, normalised);
    if (given['marks'] !== true || parts.isPlain(type, normalised, written)) return plain;
    return `${plain}${writtenMark((of, text) => parts.token(key, of, text), type, written)}`;
  };
  const label = typeof given['label'] === 'string' ? given['label'] : '';
  const options = { label, detectors: parts.detectors };
  try {
    return typeof given['text'] === 'string'
      ? ofText(given['text'], tokenise, given['claimed'], options)
      : ofJson(parts.scrubJson(given['json'] ?? null, tokenise, options).value, given['claimed']);
  } catch (error) {
    if (error instanceof EaapError) return { refused: reasonOf(error) };
    throw error;
  }
}

function ofText(text: string, tokenise: Tokenise, claimed: Json | undefined, options: DetectOptions): Answer {
  const found = detect(text, options);
  if (claimed !== undefined) {
    const difference = compare(claimed as unknown as Finding[], found);
    if (difference !== undefined) return { refused: difference };
  }
  const findings = found.map(({ type, start, end, normalised }) => ({ type, start, end, normalised }));
  return { output: { text: scrubText(text, tokenise, options).text, found: findings } };
}

function ofJson(value: Json, claimed: Json | undefined): Answer {
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
