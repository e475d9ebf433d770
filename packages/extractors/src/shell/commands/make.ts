import type { EffectName, ReadEffect } from '@eaap/protocol';
import type { Call, Command } from '../call.ts';
import { Options, type Syntax } from '../options.ts';
import { likeOutput, NOTHING, unknownOutput, type Output } from '../output.ts';
import { asText, isVague, shown, type Value } from '../value.ts';
import { given } from './given.ts';

/** Commands by name. */
export type Commands = Readonly<Record<string, Command>>;

/** The same command under several names. */
export const all = (names: string, command: Command): Record<string, Command> =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, command]));

/** Computes from its words and what it is given. */
export const pure: Command = ({ name, effects }) => {
  effects.compute(`${name} computes.`);
  return undefined;
};

/** Says how the machine is. */
export const state: Command = (call) => {
  const { name, effects } = call;
  given(call);
  effects.add('system.read', `resource:command/${name}`, `${name} shows the state of the machine.`);
  return undefined;
};

/** Changes the machine. */
export const change: Command = ({ name, args, effects }) => {
  effects.add(
    'system.change',
    `resource:command/${name}`,
    `${name} ${args.map(shown).join(' ')} changes the machine.`,
    {
      risk: 'critical',
    },
  );
  return undefined;
};

/** Reads the files its operands name, the first few left out. */
export const reader =
  (syntax: Syntax = {}, skip = 0, unless: readonly string[] = []): Command =>
  (call) => {
    const options = new Options(call.args, syntax);
    const from = unless.length > 0 && options.has(...unless) ? 0 : skip;
    call.effects.compute(`${call.name} computes.`);
    for (const word of options.operands.slice(from)) if (word !== '-') call.read(word);
    const remote = options.operands.length <= from && call.stdin.remote;
    return unknownOutput(call.name, remote);
  };

type Rating = Pick<ReadEffect, 'risk' | 'reversibility'>;

interface Verb {
  readonly words: readonly RegExp[];
  readonly name: string;
  readonly options: readonly string[];
  readonly effect: EffectName;
  readonly rating: Rating;
}

const word = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+?^$()[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replace(/^\{(.*)\}$/, '(?:$1)')}$`,
  );

/**
 * Reads a table of verbs: a line an effect, `!` behind it for a critical one, then verbs divided by `;`. A verb is one or
 * more words (`{a|b}` for either, `*` within a word), and options that have to be there for it.
 */
export function verbTable(table: string): readonly Verb[] {
  return table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [head = '', rest = ''] = line.trim().split(/:\s+/, 2);
      const effect = head.replace(/!$/, '') as EffectName;
      const rating: Rating = head.endsWith('!') ? { risk: 'critical', reversibility: 'irreversible' } : {};
      return rest.split(';').map((verb) => {
        const words = verb.trim().split(/\s+/).filter(Boolean);
        const plain = words.filter((one) => !one.startsWith('-'));
        return {
          words: plain.map(word),
          name: plain.join('/').replace(/[{}|*]+/g, '_'),
          options: words.filter((one) => one.startsWith('-')).map((one) => one.replace(/^-+/, '')),
          effect,
          rating,
        };
      });
    });
}

/** How a tool with verbs is read. */
export interface Tool {
  readonly table: string;
  readonly syntax?: Syntax;
  /** What a verb that is not in the table does; running the tool unread unless said. */
  readonly otherwise?: EffectName;
  /** What else follows from its options and operands. */
  readonly also?: (call: Call, options: Options) => void;
}

/** A tool whose first words say what it does. The first verb of the table that fits decides. */
export function tool({ table, syntax = {}, otherwise, also }: Tool): Command {
  const verbs = verbTable(table);
  return (call) => {
    const { name, args, effects } = call;
    const options = new Options(args, syntax);
    also?.(call, options);
    given(call, { runs: true });
    const operands = options.operands.map(asText);
    const found = verbs.find(
      (verb) =>
        verb.words.every((pattern, at) => pattern.test(operands[at] ?? '')) &&
        verb.options.every((option) => options.has(option)),
    );
    const line = `${name} ${args.map(shown).join(' ')}`;
    if (operands.length === 0 && /^(-[vV]|--version)$/.test(args.map(asText).join(' '))) {
      effects.compute(`${line} tells about itself.`);
      return undefined;
    }
    if (operands.slice(0, found?.words.length ?? 1).some((one) => isVague(one))) {
      effects.note(`What ${line} does is decided by a variable.`);
    } else if (found !== undefined) {
      const verb = operands.slice(0, found.words.length).join('/');
      const target = /^[\w./:@-]*$/.test(verb)
        ? `resource:command/${name}${verb === '' ? '' : `/${verb}`}`
        : null;
      effects.add(
        found.effect,
        target ?? `resource:command/${name}`,
        `${line}: ${found.effect}.`,
        found.rating,
      );
    } else if (otherwise !== undefined)
      effects.add(otherwise, `resource:command/${name}`, `${line}: ${otherwise}.`);
    else effects.execute(`resource:command/${name}/unread`, `${line} is not known here.`);
    return undefined;
  };
}

/** Lines like the places that a directory holds. */
export function below(words: readonly Value[], from: string): Output {
  return likeOutput(words, from);
}

export { NOTHING };
