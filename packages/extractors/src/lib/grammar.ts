import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Language, Parser, type Node, type Tree } from 'web-tree-sitter';
import { Findings, TooMuch } from './findings.ts';

export type { Node } from 'web-tree-sitter';

const require = createRequire(import.meta.url);

/** A longer text is not read: parsing is linear, and what acts on a machine is short. */
export const MOST_TEXT = 65_536;
const MOST_NESTING = 150;
/** Of signs without a letter or a digit between them, and of brackets that are open. */
const MOST_SIGNS = 512;

let ready: Promise<void> | undefined;

/** A grammar that was loaded: from here on everything is synchronous. */
export interface Grammar {
  /**
   * Parses a text and hands on its root. Trees are freed when the outermost text has been read: the body of a function
   * that an inner one defines may still be run. Notes what cannot be parsed in full.
   */
  parse(text: string, findings: Findings, read: (root: Node) => void): void;
}

/** Loads a grammar as WebAssembly from the npm package that ships it. */
export async function loadGrammar(file: string): Promise<Grammar> {
  await (ready ??= Parser.init());
  const language = await Language.load(await readFile(require.resolve(file)));
  const parser = new Parser();
  parser.setLanguage(language);
  const open: Tree[] = [];
  let nesting = 0;
  return {
    parse(text, findings, read) {
      if (isKnotted(text)) {
        findings.note(`It has more than ${MOST_SIGNS} signs in a row, or as many open brackets.`);
        return;
      }
      parser.reset();
      // Nothing is read of a text with an error in it, and to recover from many takes the parser minutes.
      const tree = parser.parse(text, null, { progressCallback: ({ hasError }) => hasError });
      if (tree === null) {
        findings.note('It could not be parsed.');
        return;
      }
      open.push(tree);
      nesting++;
      try {
        const root = tree.rootNode;
        if (root.hasError) findings.note(`It could not be parsed: ${faultOf(root)}`);
        else if (isDeep(root)) findings.note(`It is nested deeper than ${MOST_NESTING}.`);
        else read(root);
      } finally {
        nesting--;
        if (nesting === 0) for (const one of open.splice(0)) one.delete();
      }
    },
  };
}

/**
 * Whether a text is a knot of signs: `<-<-<-…`, `(<a(<a…`. To recover from the errors in one takes the parser the square of
 * its length, which for the longest text that is read is minutes. No program has one: it would be nested too deep.
 */
function isKnotted(text: string): boolean {
  let signs = 0;
  let open = 0;
  for (const char of text) {
    if (/[\p{L}\p{N}_]/u.test(char)) signs = 0;
    else if (char > ' ' && ++signs > MOST_SIGNS) return true;
    if ('([{'.includes(char) && ++open > MOST_SIGNS) return true;
    if (')]}'.includes(char) && open > 0) open--;
  }
  return false;
}

/** The first part that is an error or missing, for people. */
function faultOf(root: Node): string {
  let at: Node = root;
  for (let depth = 0; depth < MOST_NESTING; depth++) {
    if (at.isError || at.isMissing) break;
    const next = at.children.find((child) => child?.hasError === true || child?.isMissing === true);
    if (next === undefined || next === null) break;
    at = next;
  }
  return at.isMissing ? `${at.type} is missing.` : `near ${at.text.slice(0, 60)}`;
}

function isDeep(root: Node): boolean {
  const cursor = root.walk();
  try {
    for (let depth = 0; ;) {
      if (cursor.gotoFirstChild()) {
        if (++depth > MOST_NESTING) return true;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return false;
        depth--;
      }
    }
  } finally {
    cursor.delete();
  }
}

/**
 * What no dialect reads: texts that are too long, that hold what a terminal or another reader sees differently, or
 * code points that are for private use (they stand for what is not known while a text is read).
 */
export function textFault(text: string): string | null {
  if (text.length > MOST_TEXT) return `It is longer than ${MOST_TEXT}.`;
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text)) return 'It holds a control character.';
  if (/[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/.test(text)) {
    return 'It holds a character that nobody sees.';
  }
  if (/[\ue000-\uf8ff]/.test(text)) return 'It holds a character for private use.';
  if (/\p{Surrogate}/u.test(text)) return 'It holds half of a surrogate pair.';
  return null;
}

/** Runs a reader so that it is total: whatever it throws is something unread. */
export function reading(text: string, read: (findings: Findings) => void): ReturnType<Findings['reading']> {
  const findings = new Findings();
  const fault = textFault(text);
  if (fault !== null) findings.note(fault);
  else {
    try {
      read(findings);
    } catch (error) {
      findings.note(error instanceof TooMuch ? error.message : 'It could not be read.');
    }
  }
  return findings.reading();
}
