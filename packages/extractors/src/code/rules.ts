import type { CodeHost } from '../shell/shell.ts';
import { isSecretName } from '../shell/tables/variables.ts';
import { isLiteral, shown, UNKNOWN, type Value } from '../shell/value.ts';

/** What is known of a call when a rule is applied. */
export interface Known {
  readonly host: CodeHost;
  /** What is called, for people. */
  readonly name: string;
  /** The values of its arguments, `UNKNOWN` where nobody can say. */
  readonly args: readonly Value[];
  /** Lists among its arguments, by position. */
  readonly lists: ReadonlyMap<number, readonly Value[]>;
  /** Arguments that are given by name, as values; `true` and `false` as these words. */
  readonly named: ReadonlyMap<string, Value>;
  /** What a method is called on. */
  readonly self: Value;
}

type Act = (known: Known, at: (position: string) => Value, positions: readonly string[]) => void;

const each = (
  known: Known,
  value: Value,
  act: (of: ReturnType<CodeHost['places']>[number]) => void,
): void => {
  for (const of of known.host.places(value)) act(of);
};

/** What rules do, by name. */
const ACTS: Readonly<Record<string, Act>> = {
  compute: ({ host, name }) => {
    host.effects.compute(`${name} computes.`);
  },
  read: (known, at, [p = '0']) => {
    each(known, at(p), (of) => {
      known.host.effects.read(of, known.name);
    });
  },
  list: (known, at, [p = '0']) => {
    each(known, at(p), (of) => {
      known.host.effects.list(of, known.name);
    });
  },
  write: (known, at, positions) => {
    for (const p of positions) {
      each(known, at(p), (of) => {
        known.host.effects.write(of, known.name);
      });
    }
  },
  copy: (known, at, [from = '0', to = '1']) => {
    each(known, at(from), (of) => {
      known.host.effects.read(of, known.name);
    });
    each(known, at(to), (of) => {
      known.host.effects.write(of, known.name);
    });
  },
  remove: (known, at, [p = '0']) => {
    each(known, at(p), (of) => {
      known.host.effects.remove(of, known.name);
    });
  },
  tree: (known, at, [p = '0']) => {
    each(known, at(p), (of) => {
      known.host.effects.remove(of, known.name, { tree: true });
    });
  },
  /** `open(file, mode)`: what it does is in the mode. */
  open: (known, at, [p = '0', m = '1']) => {
    const mode = known.named.get('mode') ?? known.args[Number(m)] ?? 'r';
    const isWriting = !isLiteral(mode) || /[wax+]/.test(mode);
    each(known, at(p), (of) => {
      if (!isWriting || mode.includes('+')) known.host.effects.read(of, known.name);
      if (isWriting) known.host.effects.write(of, known.name);
    });
  },
  script: (known, at, [p = '0']) => {
    known.host.script(at(p));
  },
  /** A list is run as it is; a text is a script where a shell is asked for, and else the name of a program. */
  command: (known, at, [p = '0']) => {
    const list = known.lists.get(Number(p));
    const shell = known.named.get('shell');
    if (list !== undefined && (shell === undefined || shell === 'false')) known.host.run(list);
    else if (shell === undefined || shell === 'false') known.host.run([at(p)]);
    else known.host.script(list === undefined ? at(p) : list.join(' '));
  },
  /** `spawn(file, [args])`. */
  spawn: (known, at, [p = '0']) => {
    const list = known.lists.get(Number(p) + 1);
    const isBare = known.args[Number(p) + 1] === undefined;
    const words = [at(p), ...(list ?? (isBare ? [] : [UNKNOWN]))];
    if (known.named.get('shell') === 'true' || known.named.get('shell') === UNKNOWN)
      known.host.script(words.join(' '));
    else known.host.run(words);
  },
  /** `execl(file, arg0, arg1 …)`. */
  words: (known, at, [p = '0']) => {
    known.host.run([at(p), ...known.args.slice(Number(p) + 2)]);
  },
  call: (known, at, [p = '0']) => {
    known.host.effects.call(urlOf(at(p)), known.name);
  },
  send: (known, at, [p = '0']) => {
    known.host.effects.call(urlOf(at(p)), known.name, { sends: true });
  },
  /** An address is a pair of host and port, or options that hold them. */
  connect: (known) => {
    known.host.effects.add('network.call', null, `${known.name} calls another host.`, { risk: 'high' });
  },
  message: (known) => {
    known.host.effects.add('message.send', null, `${known.name} sends a message.`);
  },
  environment: (known, at, [p = '0']) => {
    const name = at(p);
    if (!isLiteral(name) || isSecretName(name)) {
      known.host.effects.add(
        'secret.read',
        isLiteral(name) ? `resource:environment/${name}` : 'resource:environment',
        `${known.name} reads ${shown(name)}.`,
      );
    } else known.host.effects.compute(`${known.name} reads a variable.`);
  },
  secret: ({ host, name }) => {
    host.effects.add('secret.read', 'resource:environment', `${name} reads secrets.`);
  },
  change: ({ host, name }) => {
    host.effects.add('system.change', `resource:function/${name}`, `${name} changes the machine.`);
  },
  execute: ({ host, name }) => {
    host.effects.execute(null, `${name} runs code that is not read here.`);
  },
  data: ({ host, name, args }) => {
    const text = args[0] ?? UNKNOWN;
    const verb = isLiteral(text) ? (/^\s*([a-z]+)/i.exec(text)?.[1] ?? '').toLowerCase() : '';
    if (/^(select|with|show|explain|pragma|begin|commit|rollback)$/.test(verb))
      host.effects.add('data.read', null, `${name} runs ${text}`);
    else if (/^(insert|update)$/.test(verb)) host.effects.add('data.write', null, `${name} runs ${text}`);
    else if (/^(delete|truncate|replace)$/.test(verb))
      host.effects.add('data.delete', null, `${name} runs ${text}`);
    else if (/^(create|drop|alter)$/.test(verb))
      host.effects.add('data.schema', null, `${name} runs ${text}`);
    else host.effects.execute('resource:function/sql', `${name} runs a statement that is not read here.`);
  },
  unread: ({ host, name }) => {
    host.effects.note(`What ${name} leads to cannot be told.`);
  },
};

/** A URL of which at least the host is known. */
function urlOf(value: Value): Value {
  const head = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(value)?.[0];
  return head !== undefined && isLiteral(head) ? head : value;
}

/** What a function does, and to which of its arguments. */
export interface Rule {
  readonly name: string;
  apply(known: Known): void;
}

/** Rules by the dotted name of a function, `fs.rm`; by pattern where a name ends in `*`. */
export class Rules {
  private readonly exact = new Map<string, Rule>();
  private readonly families: (readonly [prefix: string, rule: Rule])[] = [];

  /** Reads a table: `act positions: names`, a line each; `self` is what a method is called on. */
  constructor(table: string) {
    for (const line of table.trim().split('\n')) {
      const [head = '', names = ''] = line.split(/:\s+/, 2);
      const [act = '', ...positions] = head.trim().split(/\s+/);
      const run = ACTS[act];
      if (run === undefined) throw new Error(`No act ${act}.`);
      const rule: Rule = {
        name: act,
        apply: (known) => {
          run(known, (p) => (p === 'self' ? known.self : (known.args[Number(p)] ?? UNKNOWN)), positions);
        },
      };
      for (const name of names.trim().split(/\s+/)) {
        if (name.endsWith('*')) this.families.push([name.slice(0, -1), rule]);
        else this.exact.set(name, rule);
      }
    }
    this.families.sort(([a], [b]) => b.length - a.length);
  }

  get(name: string): Rule | undefined {
    return this.exact.get(name) ?? this.families.find(([prefix]) => name.startsWith(prefix))?.[1];
  }
}
