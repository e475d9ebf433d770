/**
 * Payload examples and counter-examples for every schema, in `schemas/examples`: played on a real gateway, and spoiled in
 * one place each. Without `--write` it writes nothing and names every file that is stale, missing or too many.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { examples } from './examples.ts';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, out: { type: 'string' } } });
const folder = values.out ?? fileURLToPath(new URL('../../../schemas/examples', import.meta.url));
const made = new Map(
  [...(await examples())].map(([name, { good, bad, ...head }]) => {
    // A line an example, so that a change of one is a line of a diff.
    const list = (of: readonly unknown[]): string =>
      of.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
    const top = JSON.stringify(head, null, 2).slice(0, -2);
    return [name, `${top},\n  "good": [\n${list(good)}\n  ],\n  "bad": [\n${list(bad)}\n  ]\n}\n`];
  }),
);
const present = existsSync(folder) ? readdirSync(folder) : [];
const extra = present.filter((name) => !made.has(name));
const stale = [...made].filter(
  ([name, text]) => !present.includes(name) || readFileSync(`${folder}/${name}`, 'utf8') !== text,
);

if (values.write === true) {
  mkdirSync(folder, { recursive: true });
  for (const name of extra) rmSync(`${folder}/${name}`);
  for (const [name, text] of stale) writeFileSync(`${folder}/${name}`, text);
  console.log(`${made.size} files, ${stale.length} written, ${extra.length} removed.`);
} else {
  const at = (text: string, name: string): number =>
    text
      .split('\n')
      .findIndex(
        (line, i) =>
          line !== (present.includes(name) ? readFileSync(`${folder}/${name}`, 'utf8') : '').split('\n')[i],
      ) + 1;
  for (const [name, text] of stale)
    console.error(
      `schemas/examples/${name}:${Math.max(1, at(text, name))}: stale: Expected: the output of \`npm run payloads -- --write\`.`,
    );
  for (const name of extra) console.error(`schemas/examples/${name}:1: extra: It belongs to no schema.`);
  process.exitCode = stale.length + extra.length === 0 ? 0 : 1;
}
