import type { Json, JsonObject } from '../json.ts';
import { token } from '../keyed.ts';
import { replaceJson } from '../pii/replace.ts';
import { find } from '../pii/search.ts';

const TOKEN = /\[PII:[a-z_0-9]+:[0-9a-f]{32}\]/g;
/** The key of the model. Which token of the gateway one of the model's is, is learned. */
const KEY = Buffer.alloc(32, 1);

/** Tokens of personal data: found as RFC-0003 section 13 says, written as the gateway under test writes them. */
export class Tokens {
  readonly #known = new Map<string, string>();

  /** Learns the tokens of texts, each one datum and nothing else, from the texts they were answered as. */
  learn(plain: readonly string[], answered: readonly string[]): void {
    plain.forEach((text, at) => {
      const [found] = find(text, '');
      if (found !== undefined) this.#known.set(token(KEY, found.type, found.normalised), answered[at] ?? '');
    });
  }

  /** A value with tokens in the place of personal data. */
  replace<T extends Json>(value: T, label = ''): T {
    const replaced = JSON.stringify(replaceJson(value, label, { key: KEY, marks: false }));
    return JSON.parse(replaced.replace(TOKEN, (one) => this.#known.get(one) ?? one)) as T;
  }
}

/** The tokens that stand in a value, its names included. */
export const tokensIn = (value: Json | undefined): string[] => [
  ...new Set(JSON.stringify(value ?? null).match(TOKEN) ?? []),
];

/** Whether a value is an object. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
