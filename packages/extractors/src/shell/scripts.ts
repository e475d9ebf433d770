/** What a script of sed does to files; `null` when it runs something or cannot be read. */
export interface SedScript {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const ADDRESS = /^(?:\d+(?:~\d+)?|\$|\/(?:[^/\\\n[]|\\.|\[\^?\]?[^\]]*\])*\/[IM]*|\\(.)(?:(?!\1).)*\1[IM]*)/;

/** Reads a script of sed command by command; every one that is not known is refused. */
export function sedScript(text: string): SedScript | null {
  const reads: string[] = [];
  const writes: string[] = [];
  let rest = text;
  for (let steps = 0; steps < 500; steps++) {
    rest = rest.replace(/^[\s;{}]+/, '');
    if (rest === '') return { reads, writes };
    for (let part = 0; part < 2; part++) {
      const address = ADDRESS.exec(rest);
      if (address === null && part === 0) break;
      rest = rest.slice(address?.[0].length ?? 0);
      rest = rest.replace(/^\s*,\s*[+~]?/, part === 0 ? '\u0000' : '$&');
      if (!rest.startsWith('\u0000')) break;
      rest = rest.slice(1).replace(/^\d+/, (n) => `${n}`);
    }
    rest = rest.replace(/^\s*!?\s*/, '');
    const command = rest[0] ?? '';
    if (command === '{') continue;
    if (command === 's' || command === 'y') {
      const flags = afterDelimited(rest.slice(1));
      if (flags === null) return null;
      const [, set = '', file] = /^([gpiImM0-9]*)(?:w[ \t]*([^\n]*))?/.exec(flags) ?? [];
      rest = flags.slice(
        set.length + (file === undefined ? 0 : (flags.slice(set.length).split('\n', 1)[0]?.length ?? 0)),
      );
      if (file !== undefined) writes.push(file.trim());
      if (/^[eE\w]/.test(rest)) return null;
      continue;
    }
    const named = /^([rRwW])[ \t]*([^\n]+)/.exec(rest);
    if (named !== null) {
      (/[rR]/.test(named[1] ?? '') ? reads : writes).push((named[2] ?? '').trim());
      rest = rest.slice(named[0].length);
      continue;
    }
    const textual =
      /^[aic](?:\\?\n|\\|[ \t]+)?(?:[^\n\\]|\\[\s\S])*/.exec(rest) ??
      /^[btT:][ \t]*[\w-]*/.exec(rest) ??
      /^[qQlL][ \t]*\d*/.exec(rest) ??
      /^[=dDgGhHnNpPxzF](?=[\s;}]|$)/.exec(rest) ??
      /^#[^\n]*/.exec(rest);
    if (textual === null) return null;
    rest = rest.slice(textual[0].length);
    if (rest === '}' || /^[\s;}]/.test(rest) || rest === '') continue;
    return null;
  }
  return null;
}

/** What follows the third delimiter of `s/a/b/`, or `null`. */
function afterDelimited(text: string): string | null {
  const [delimiter = ''] = text;
  if (delimiter === '' || delimiter === '\\' || delimiter === '\n') return null;
  let found = 0;
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === delimiter && ++found === 2) return text.slice(at + 1);
  }
  return null;
}

/** `print … > "file"`, with nothing behind the name that would be added to it. */
const AWK_FILE =
  /(?<=\bprintf?\b[^;}\n|>"]*(?:"[^"\n]*"[^;}\n|>"]*)*)>>?[ \t]*"([^"\\\n]+)"(?=[ \t]*(?:[;}\n]|$))/g;

/** The files that a program of awk writes by names that stand in it. */
export const awkWrites = (program: string): string[] =>
  [...program.matchAll(AWK_FILE)].map(([, file = '']) => file).filter((file) => !file.startsWith('|'));

/** Why a program of awk does more than work on text, or `null`. */
export function awkFault(program: string): string | null {
  const plain = program
    .replace(AWK_FILE, '')
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/(^|[\s(,!~&|{;])\/(?:[^/\\\n]|\\.)+\//g, '$1//');
  if (/\bsystem\s*\(/.test(plain)) return 'runs commands';
  if (/[^|]\|[^|]|\|&/.test(plain)) return 'writes to commands or reads from them';
  if (/\bgetline\b/.test(plain)) return 'reads files of its own';
  if (/\bprintf?\b[^;}\n]*>/.test(plain.replace(/\([^()]*\)/g, ''))) return 'writes files';
  if (/@(load|include|\w+\()/.test(plain)) return 'loads code';
  return null;
}

/** Whether a program of perl is one substitution, translation or print of a line. */
export function perlFilter(program: string): boolean {
  const text = program.trim().replace(/;+$/, '');
  return text.split(/;\s*/).every((part) => {
    const plain = part.trim();
    if (
      /^(print|print \$_|chomp|next|last)?( (if|unless) (\/(?:[^/\\]|\\.)*\/[imsx]*|\$\. *[=<>!]+ *\d+))?$/.test(
        plain,
      )
    )
      return true;
    const flags = /^(?:s|y|tr)(?=[^\w\s{([<])/.test(plain)
      ? afterDelimited(plain.replace(/^(s|y|tr)/, ''))
      : null;
    // `$(`, `@{` and `(?{` run code inside of a pattern or a replacement.
    return flags !== null && /^[gimsxrcd]*$/.test(flags) && !/\(\?\??\{|[@$]\{|@\{|\$\(|`/.test(plain);
  });
}
