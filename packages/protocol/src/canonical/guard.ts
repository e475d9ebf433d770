import type { Json } from '../types/json.ts';
import { jsonFault, textFault, TEXT_FAULTS } from './fault.ts';
import { CANONICAL_LIMITS, limitsOf, type JsonLimits } from './limits.ts';

type Path = readonly (string | number)[];

/**
 * Refuses whatever is not, exactly and only, an I-JSON value. A serialiser alone would drop `undefined`, call `toJSON`
 * and getters, or read a `Date` as a string, and then the hash would cover something else than what was judged.
 *
 * Refused: `undefined`, functions, symbols, bigints, NaN and infinities, −0, integers beyond 2^53−1, lone surrogates and
 * noncharacters (in names too), cycles, arrays with holes or extra properties, objects of a class, symbol keys,
 * accessors, hidden properties, nesting over 64, and values whose text is over the size limit.
 *
 * @param limits - By default {@link CANONICAL_LIMITS}: 16 MiB and 64 levels.
 * @throws EaapError `malformed-json` with `reason` (a {@link JsonReason}) and a sentence naming the place;
 * `payload-too-large` with `reason: 'size'`.
 * @see RFC-0001 section 4
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { assertJson } from '@eaap/protocol';
 *
 * const value: unknown = { to: 'acct:7', amount: '12.50' };
 * assertJson(value); // from here on the compiler knows it as Json
 * assert.throws(() => assertJson({ when: new Date(0) }), /malformed-json: The value at \/when is an object of a class/);
 * ```
 */
export function assertJson(value: unknown, limits: JsonLimits = {}): asserts value is Json {
  const guard = new Guard(limitsOf(limits, CANONICAL_LIMITS));
  guard.check(value);
}

/** The place as a pointer. A name is shown only if it is plain letters; others may carry personal data. */
function placeOf(path: Path): string {
  if (path.length === 0) return 'The value';
  const segments = path.map((step) =>
    typeof step === 'number' || /^[A-Za-z_]{1,32}$/.test(step) ? String(step) : '(name)',
  );
  return `The value at /${segments.join('/')}`;
}

class Guard {
  readonly #maxDepth: number;
  readonly #maxBytes: number;
  readonly #path: (string | number)[] = [];
  readonly #around: object[] = [];
  #bytes = 0;

  constructor(limits: Required<JsonLimits>) {
    this.#maxDepth = limits.maxDepth;
    this.#maxBytes = limits.maxBytes;
    // JSON.stringify calls an inherited toJSON even on strings and numbers.
    for (const host of [Array.prototype, String.prototype, Number.prototype, Boolean.prototype]) {
      if ('toJSON' in host)
        throw jsonFault('not-json', 'A built-in prototype has a toJSON; JSON would be rewritten.');
    }
  }

  check(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.#count(value.length + 2);
        this.#checkText(value);
        return;
      case 'number':
        this.#count(1);
        this.#checkNumber(value);
        return;
      case 'boolean':
        this.#count(4);
        return;
      case 'object':
        if (value === null) this.#count(4);
        else this.#checkContainer(value);
        return;
      default:
        throw this.#fault('not-json', `is of type ${typeof value}, which JSON does not have`);
    }
  }

  /** Counts what the text will have at least, so that shared parts cannot make the walk endless. */
  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#maxBytes) {
      throw jsonFault('size', `The JSON value is over ${this.#maxBytes} bytes.`, { limit: this.#maxBytes });
    }
  }

  #checkText(text: string): void {
    const fault = textFault(text);
    if (fault !== undefined) throw this.#fault(fault, TEXT_FAULTS[fault]);
  }

  #checkNumber(value: number): void {
    if (!Number.isFinite(value)) throw this.#fault('number-range', 'is not a finite number');
    if (Object.is(value, -0)) throw this.#fault('negative-zero', 'is negative zero; use 0');
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      throw this.#fault('integer-range', 'is an integer beyond 2^53-1; carry it as a string');
    }
  }

  #checkContainer(value: object): void {
    if (this.#around.includes(value)) throw this.#fault('cycle', 'contains itself');
    if (this.#around.length >= this.#maxDepth) {
      throw jsonFault('depth', `The nesting is deeper than ${this.#maxDepth} levels.`);
    }
    this.#around.push(value);
    this.#count(2);
    if (Array.isArray(value)) this.#checkArray(value);
    else this.#checkObject(value);
    this.#around.pop();
  }

  #checkArray(array: readonly unknown[]): void {
    if (Object.getPrototypeOf(array) !== Array.prototype)
      throw this.#fault('not-json', 'is an array of a class');
    // Counted before the walk: an array can claim four billion holes and hold nothing.
    this.#count(Math.max(0, array.length - 1));
    if (Reflect.ownKeys(array).length !== array.length + 1) {
      throw this.#fault('not-json', 'is an array with holes or with properties besides its elements');
    }
    for (let i = 0; i < array.length; i++) this.#checkProperty(array, i);
  }

  #checkObject(object: object): void {
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype !== Object.prototype && prototype !== null) {
      throw this.#fault('not-json', 'is an object of a class; pass plain data');
    }
    for (const name of Reflect.ownKeys(object)) {
      if (typeof name === 'symbol') throw this.#fault('not-json', 'has a property whose key is a symbol');
      this.#count(name.length + 3);
      const fault = textFault(name);
      if (fault !== undefined) throw this.#fault(fault, `has a member name that ${TEXT_FAULTS[fault]}`);
      this.#checkProperty(object, name);
    }
  }

  #checkProperty(holder: object, key: string | number): void {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    this.#path.push(key);
    if (property === undefined) throw this.#fault('not-json', 'is a hole in an array');
    if (!('value' in property)) throw this.#fault('not-json', 'is computed by an accessor');
    if (property.enumerable !== true) throw this.#fault('not-json', 'is a hidden property');
    this.check(property.value);
    this.#path.pop();
  }

  #fault(reason: Parameters<typeof jsonFault>[0], sentence: string): Error {
    return jsonFault(reason, `${placeOf(this.#path)} ${sentence}.`);
  }
}
