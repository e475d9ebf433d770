import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Node, type Scalar } from 'yaml';
import { EaapError, parseJson, type Json } from '@eaap/protocol';
import { DocumentFault, type DocumentFaultCode, type Position } from './fault.ts';
import { MAX_DEPTH, scan } from './scan.ts';

/** The longest text that is read, in UTF-16 code units. */
export const MAX_LENGTH = 262_144;

/** A document, and where its parts stand. */
export interface Document {
  /** What it is called in messages. */
  readonly name: string;
  readonly value: Json;
  /** Where the value at a pointer stands, or the nearest thing above it that is there. */
  position(pointer: string): Position;
}

type Refuse = (code: DocumentFaultCode, at: number, reason: string) => never;

/** Ways of writing a value that mean one thing to YAML 1.1 and another to 1.2, or nothing anybody can see. */
const AMBIGUOUS =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|y|Y|n|N)$/;
const JSON_LITERAL = /^(?:null|true|false)$/;
const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
/** What some reader of YAML would take for a number: signs, other bases, digits with marks between them, times. */
const NUMBERLIKE =
  /^(?:[-+]?(?:\.?[0-9][0-9_.,:]*(?:[eE][-+]?[0-9]+)?|0[xob][0-9A-Fa-f_]+|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN))$/;
/** A date, or one with a time, that a reader of YAML 1.1 would make a date of. Here it is a text. */
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?$/;

/** A scalar as JSON. Only what is a JSON literal or a JSON number is other than text; what only looks like one is refused. */
function scalarOf(node: Scalar, text: string, refuse: Refuse): Json {
  const [from = 0, to = from] = node.range ?? [];
  if (node.type !== 'PLAIN') {
    if (typeof node.value === 'string') return checkedText(node.value, from, refuse);
    return refuse('empty', from, 'There is no value here: write null, "" or [].');
  }
  const written = text.slice(from, to).trim();
  if (written === '') refuse('empty', from, 'There is no value here: write null, "" or [].');
  if (JSON_LITERAL.test(written)) return JSON.parse(written) as Json;
  if (AMBIGUOUS.test(written))
    refuse(
      'ambiguous',
      from,
      `${written} means different things to different readers: put it in quotes, or write true, false or null.`,
    );
  if (JSON_NUMBER.test(written) || (NUMBERLIKE.test(written) && !DATE.test(written))) {
    try {
      // The rules for numbers are those of the protocol: nothing is rounded in silence.
      return parseJson(written);
    } catch (cause) {
      if (!(cause instanceof EaapError)) throw cause;
      return refuse(
        'number',
        from,
        `${written} is no number of JSON as it is written: write a plain one, or put the text in quotes.`,
      );
    }
  }
  return checkedText(String(node.value), from, refuse);
}

function checkedText(text: string, at: number, refuse: Refuse): string {
  if (/\p{Surrogate}/u.test(text)) refuse('text', at, 'A text holds half of a surrogate pair.');
  return text;
}

interface Built {
  readonly value: Json;
  /** Offsets by pointer. */
  readonly places: ReadonlyMap<string, number>;
}

const step = (name: string | number): string => String(name).replaceAll('~', '~0').replaceAll('/', '~1');

function build(root: Node | null, text: string, refuse: Refuse): Built {
  const places = new Map<string, number>();
  const walk = (node: unknown, pointer: string, depth: number, above: number): Json => {
    const at = (node as Node | null)?.range?.[0] ?? above;
    if (!places.has(pointer)) places.set(pointer, at);
    if (depth > MAX_DEPTH) refuse('depth', at, `It nests deeper than ${MAX_DEPTH}.`);
    if (isScalar(node)) return scalarOf(node, text, refuse);
    if (isSeq(node)) return node.items.map((item, i) => walk(item, `${pointer}/${i}`, depth + 1, at));
    if (!isMap(node)) return refuse('empty', at, 'There is no value here: write null, "" or [].');
    const names = new Set<string>();
    return Object.fromEntries(
      node.items.map(({ key, value }) => {
        const where = (key as Node | null)?.range?.[0] ?? at;
        const name = isScalar(key) ? key.value : undefined;
        if (typeof name !== 'string')
          return refuse(
            'name',
            where,
            'A name is a text; one that looks like a number or a literal needs quotes.',
          );
        if (isScalar(key) && key.type === 'PLAIN' && name === '<<')
          refuse('merge-key', where, 'Merge keys (<<) are not read: write the members out.');
        checkedText(name, where, refuse);
        if (names.has(name))
          refuse('duplicate-name', where, `The name ${JSON.stringify(name)} is there twice.`);
        names.add(name);
        // A member's place is its name: that is what a person looks for.
        const inner = `${pointer}/${step(name)}`;
        places.set(inner, where);
        return [name, walk(value, inner, depth + 1, where)];
      }),
    );
  };
  return { value: walk(root, '', 1, 0), places };
}

/**
 * Reads YAML, or JSON, which is YAML: a subset that means one thing to everybody. Anchors, aliases, merge keys, tags,
 * directives, several documents, a name twice, and ways of writing a value that readers differ on are refused, each at its
 * line and column. What is read is JSON under the rules of the protocol. Bounded: in length, in depth, and in time.
 *
 * @param name - What the document is called in messages, as in `policy.yaml`.
 * @throws DocumentFault
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { readDocument } from '@eaap/policies';
 *
 * assert.deepEqual(readDocument('tools: [billing.*]\nmax: 5\n', 'p.yaml').value, { tools: ['billing.*'], max: 5 });
 * assert.throws(() => readDocument('a: &x 1\nb: *x\n', 'p.yaml'), /^DocumentFault: p.yaml:1:4: Anchors/);
 * ```
 */
export function readDocument(text: string, name: string): Document {
  if (text.length > MAX_LENGTH)
    throw new DocumentFault(
      'size',
      name,
      { line: 1, column: 1 },
      `It is longer than ${MAX_LENGTH} characters.`,
    );
  const lines = new LineCounter();
  // Positions are asked for before the text was taken apart, too.
  for (let at = 0; at !== -1;) {
    lines.addNewLine(at);
    const next = text.indexOf('\n', at);
    at = next === -1 ? -1 : next + 1;
  }
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refuse: Refuse = (code, offset, reason) => {
    throw new DocumentFault(code, name, at(offset), reason);
  };
  const found = scan(text);
  if (found !== undefined) refuse(found.code, found.at, found.reason);
  const documents = parseAllDocuments(text, {
    version: '1.2',
    schema: 'failsafe',
    strict: true,
    uniqueKeys: false,
    prettyErrors: false,
    merge: false,
    logLevel: 'silent',
  });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined) return refuse('empty', 0, 'There is nothing in it.');
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) refuse('syntax', error.pos[0], sentence(error.message));
  if (second !== undefined)
    refuse(
      'several-documents',
      second.range[0],
      'There is more than one document in it: one file holds one.',
    );
  const { value, places } = build(document.contents as Node | null, text, refuse);
  return { name, value, position: (pointer) => at(placeOf(places, pointer)) };
}

function placeOf(places: ReadonlyMap<string, number>, pointer: string): number {
  for (let rest = pointer; ; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('/')))) {
    const place = places.get(rest);
    if (place !== undefined || rest === '') return place ?? 0;
  }
}

function sentence(message: string): string {
  const [first = ''] = message.split('\n');
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
