import type { Node } from '../lib/grammar.ts';
import type { Env } from './env.ts';
import { textOutput, unknownOutput, type Output } from './output.ts';
import { targetOf, type Place } from './place.ts';
import type { Shell } from './shell.ts';
import { shown, type Value } from './value.ts';

/** A file that is written, and whether what is written is added to what is there. */
interface Written {
  readonly target: string | null;
  readonly more: boolean;
  readonly of: Place;
}

/** What redirections make of a command. */
interface Redirected {
  /** What it reads. */
  readonly input: Output;
  /** Words that stand behind a redirection and belong to the command. */
  readonly extra: readonly Value[];
  /** Whether what it writes goes to a file. */
  readonly silent: boolean;
  /** The files it goes to. */
  readonly into: readonly Written[];
  /** What stands on the line of a here-document behind it: `<<EOF | sh`. */
  readonly rest: readonly { readonly joint: string; readonly node: Node }[];
}

interface FileRedirect {
  readonly input?: Output;
  readonly extra: readonly Value[];
  readonly silent: boolean;
  readonly into: readonly Written[];
}

/** Reads redirections: files that are read and written, texts that are given. */
export class Redirects {
  private readonly shell: Shell;

  constructor(shell: Shell) {
    this.shell = shell;
  }

  read(nodes: readonly Node[], env: Env, stdin: Output): Redirected {
    let input = stdin;
    let silent = false;
    const extra: Value[] = [];
    const into: Written[] = [];
    const rest: { joint: string; node: Node }[] = [];
    const queue = [...nodes];
    for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
      if (node.type === 'file_redirect') {
        const done = this.file(node, env);
        extra.push(...done.extra);
        input = done.input ?? input;
        silent ||= done.silent;
        into.push(...done.into);
      } else if (node.type === 'herestring_redirect') {
        const [word] = node.namedChildren;
        input = textOutput(
          word === undefined ? '' : this.shell.words.value(word, env, true),
          'a here-string',
        );
      } else if (node.type === 'heredoc_redirect') {
        input = this.document(node, env);
        let joint = '';
        for (const child of node.children) {
          if (/^(\||\|&|&&|\|\|)$/.test(child.type)) joint = child.type;
          else if (/redirect$/.test(child.type)) queue.push(child);
          else if (child.type === 'pipeline') rest.push({ joint: '|', node: child });
          else if (
            /^(command|redirected_statement|list|subshell|compound_statement|.*_statement)$/.test(child.type)
          ) {
            rest.push({ joint: joint === '' ? '&&' : joint, node: child });
          } else if (child.isNamed && !/^(heredoc_(start|body|end)|file_descriptor)$/.test(child.type)) {
            extra.push(...this.shell.words.words(child, env));
          }
        }
      } else {
        this.shell.effects.note(`The redirection ${node.type} is not read.`);
      }
    }
    return { input, extra, silent, into, rest };
  }

  private file(node: Node, env: Env): FileRedirect {
    const operator = node.children.find(({ type }) => /^[&<>|-]+$/.test(type))?.type ?? '';
    const descriptor = node.children.find(({ type }) => type === 'file_descriptor')?.text ?? '';
    const [word, ...others] = node.namedChildren.filter(({ type }) => type !== 'file_descriptor');
    const extra = others.flatMap((other) => this.shell.words.words(other, env));
    if (word === undefined) return { extra, silent: false, into: [] };
    const [value = '', ...more] = this.shell.words.words(word, env);
    if (more.length > 0)
      this.shell.effects.note(`The redirection to ${shown(value)} names more than one file.`);
    const isOutput = operator.startsWith('>') || operator.startsWith('&>');
    // Copies of descriptors (2>&1, <&3) are no files; >&name is one.
    if (/^[<>]&-?$/.test(operator) && /^(\d+-?|-)$/.test(value)) return { extra, silent: false, into: [] };
    const silent = isOutput && (descriptor === '' || descriptor === '1');
    const piped = this.shell.piped(value);
    if (piped !== null) return { extra, silent, into: [], ...(isOutput ? {} : { input: piped }) };
    const socket = /^\/dev\/(tcp|udp)\/([^/]+)\/([^/]+)$/.exec(value);
    if (socket !== null) {
      this.shell.effects.call(`${socket[2] ?? ''}:${socket[3] ?? ''}`, 'A redirection', { sends: true });
      return { extra, silent, into: [], input: unknownOutput('the network', true) };
    }
    let input: Output | undefined;
    const into: Written[] = [];
    for (const of of this.shell.places(value, env)) {
      if (isOutput) {
        this.shell.effects.write(of, 'A redirection');
        if (silent) into.push({ target: targetOf(of), more: operator.includes('>>'), of });
      } else {
        this.shell.effects.read(of, 'A redirection');
        input = this.shell.written(targetOf(of)) ?? { ...unknownOutput(of.text), place: targetOf(of) };
      }
    }
    return { extra, silent, into, ...(input === undefined ? {} : { input }) };
  }

  /** The text of a here-document; with an unquoted delimiter it is expanded. */
  private document(node: Node, env: Env): Output {
    const start = node.namedChildren.find(({ type }) => type === 'heredoc_start')?.text ?? '';
    const body = node.namedChildren.find(({ type }) => type === 'heredoc_body');
    const end = node.namedChildren.find(({ type }) => type === 'heredoc_end');
    if (end === undefined || end.text.trim() !== start.replace(/["'\\]/g, '')) {
      this.shell.effects.note('A here-document has no end.');
      return unknownOutput('a here-document');
    }
    if (body === undefined) return textOutput('', 'a here-document');
    let text = body.text;
    if (!/["'\\]/.test(start)) {
      text = '';
      let at = body.startIndex;
      const gap = (to: number): string =>
        body.text
          .slice(at - body.startIndex, to - body.startIndex)
          .replace(/\\([$`\\]|\n)/g, (_, c: string) => (c === '\n' ? '' : c));
      for (const child of body.namedChildren) {
        if (child.type === 'heredoc_content') continue;
        text += gap(child.startIndex) + this.shell.words.value(child, env, true);
        at = child.endIndex;
      }
      text += gap(body.endIndex);
    }
    if (node.children.some(({ type }) => type === '<<-')) text = text.replace(/^\t+/gm, '');
    return textOutput(text, 'a here-document');
  }
}
