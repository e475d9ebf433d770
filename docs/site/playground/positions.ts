/** A place in a text, both from 1, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The place of an offset. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/**
 * Where each value of a JSON text begins, by JSON Pointer. The text is known to be JSON; of a text that is none, what was
 * understood so far is returned.
 */
export function offsetsIn(text: string): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  let at = 0;
  const skip = (): void => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const readString = (): string => {
    const start = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at++;
    return JSON.parse(text.slice(start, at)) as string;
  };
  const read = (pointer: string): void => {
    skip();
    offsets.set(pointer, at);
    const first = text[at];
    if (first === '"') {
      readString();
    } else if (first === '{' || first === '[') {
      at++;
      readMembers(pointer, first === '{');
    } else {
      while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at++;
    }
  };
  const readMembers = (pointer: string, named: boolean): void => {
    for (let index = 0; at < text.length; index++) {
      skip();
      if (text[at] === '}' || text[at] === ']') break;
      const name = named ? escape(readString()) : String(index);
      skip();
      if (named) at++;
      read(`${pointer}/${name}`);
      skip();
      if (text[at] === ',') at++;
    }
    at++;
  };
  try {
    read('');
  } catch {
    // What follows has no place.
  }
  return offsets;
}

/** Where the value at a pointer begins, or, of a pointer that leads nowhere, what is nearest above it. */
export function positionOf(text: string, pointer: string): Position {
  const offsets = offsetsIn(text);
  const steps = pointer.split('/');
  for (let length = steps.length; length > 0; length--) {
    const offset = offsets.get(steps.slice(0, length).join('/'));
    if (offset !== undefined) return positionAt(text, offset);
  }
  return { line: 1, column: 1 };
}
