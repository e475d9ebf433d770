/** The longest text that is read, in UTF-16 code units. */
export const MOST_TEXT = 65_536;

/** How deep a tree may become; the parser itself runs out of stack, and of its senses, at about twice as much. */
const MOST_DEPTH = 800;

interface Token {
  readonly text: string;
  readonly tokenName: string;
}

/**
 * Whether the tree of a text stays shallow. Its depth is at most the number of tokens since the last comma, in all brackets that are
 * open: a list of a thousand rows is not deep, a sum of a thousand terms is.
 */
export function isShallow(tokens: readonly Token[]): boolean {
  let depth = 0;
  const open: number[] = [];
  let own = 0;
  for (const { text, tokenName } of tokens) {
    if (tokenName.endsWith('COMMENT')) continue;
    if (text === '(' || text === '[') {
      depth++;
      open.push(own + 1);
      own = 0;
    } else if (text === ')' || text === ']') {
      depth -= own;
      own = open.pop() ?? 0;
    } else if (text === ',' || text === ';') {
      depth -= own;
      own = 0;
    } else {
      own++;
      depth++;
    }
    if (depth > MOST_DEPTH) return false;
  }
  return true;
}
