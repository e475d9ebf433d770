import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { lasted, type Lane } from './lane.ts';

/** Where `soak` writes, and how it is told to stop. */
export interface SoakIo {
  say(line: string): void;
  readonly folder: string;
  isStopped(): boolean;
}

const HELP = `npm run soak -- [lane…] [--rounds N | --inputs N] [--seed S] [--from N] [--out FILE]

Repeats what a run does once, with another seed each round, and writes docs/soak/<lane>.md.
Without a lane, all of them. An interrupt ends after the round that is running, and what there is is written.
`;

/** Runs lanes; the exit code is returned: 0 when all hold, 1 when one does not, 2 for what was not understood. */
export async function soak(lanes: readonly Lane[], args: readonly string[], io: SoakIo): Promise<number> {
  const asked = read(args);
  const listed = lanes.map(
    ({ name, title, rounds, unit = 'rounds' }) => `  ${name.padEnd(14)}${title} (${rounds} ${unit})`,
  );
  if (typeof asked === 'string') {
    io.say(`${asked}${HELP}\n${listed.join('\n')}`);
    return asked === '' ? 0 : 2;
  }
  const unknown = asked.names.filter((name) => !lanes.some((lane) => lane.name === name));
  if (unknown.length > 0) {
    io.say(`There is no lane ${unknown.join(', ')}.\n${listed.join('\n')}`);
    return 2;
  }
  const chosen = asked.names.length === 0 ? lanes : lanes.filter(({ name }) => asked.names.includes(name));
  if (asked.out !== undefined && chosen.length !== 1) {
    io.say('--out is for one lane.');
    return 2;
  }
  let holds = true;
  for (const lane of chosen) {
    if (io.isStopped()) break;
    const { unit = 'rounds' } = lane;
    const rounds = asked[unit] ?? lane.rounds;
    io.say(`${lane.name}: ${rounds} ${unit}, seed ${asked.seed}`);
    const begun = performance.now();
    const ran = await lane.run({
      rounds,
      seed: asked.seed,
      from: asked.from,
      say: (line) => io.say(line),
      isStopped: () => io.isStopped(),
    });
    const first = asked.from === 0 ? '' : ` --from ${asked.from}`;
    const command = `npm run -s soak -- ${lane.name} --${unit} ${rounds} --seed ${asked.seed}${first}`;
    const file = asked.out ?? join(io.folder, `${lane.name}.md`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      `# Soak: ${lane.name}\n\n${lane.title}.\n\n\`\`\`\n${command}\n\`\`\`\n\n${ran.said}\n\n${ran.page.trim()}\n`,
    );
    io.say(`${ran.said} (${lasted(performance.now() - begun)}; ${file})`);
    holds &&= ran.holds;
  }
  return holds ? 0 : 1;
}

interface Read {
  readonly names: readonly string[];
  readonly rounds?: number;
  readonly inputs?: number;
  readonly from: number;
  readonly seed: string;
  readonly out?: string;
}

/** What was asked, or a text to print with the help: empty where only the help is wanted. */
function read(args: readonly string[]): Read | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        inputs: { type: 'string' },
        from: { type: 'string', default: '0' },
        seed: { type: 'string', default: '1' },
        out: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const { rounds, inputs, from, seed, out, help } = values;
    if (help) return '';
    if (rounds !== undefined && !/^[1-9]\d{0,4}$/.test(rounds))
      return '--rounds is a number from 1 to 99999.\n\n';
    if (inputs !== undefined && !/^[1-9]\d{0,7}$/.test(inputs))
      return '--inputs is a number from 1 to 99999999.\n\n';
    if (!/^\d{1,9}$/.test(from)) return '--from is the number of an input.\n\n';
    if (!/^[\w.-]{1,64}$/.test(seed)) return '--seed has letters, digits, dots and hyphens.\n\n';
    return {
      names: positionals,
      seed,
      from: Number(from),
      ...(rounds === undefined ? {} : { rounds: Number(rounds) }),
      ...(inputs === undefined ? {} : { inputs: Number(inputs) }),
      ...(out === undefined ? {} : { out }),
    };
  } catch (error) {
    return `${(error as Error).message}\n\n`;
  }
}
